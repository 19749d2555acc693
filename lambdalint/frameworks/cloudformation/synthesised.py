"""What CDK adds to the templates it makes for its own needs: functions whose code nobody in the project wrote."""

from __future__ import annotations

import re

from lambdalint.documents.tree import Mapping, Scalar
from lambdalint.frameworks.cloudformation.template import Declared

_OWN = re.compile(
    r"(?:LogRetention|BucketNotificationsHandler|AWS)[0-9a-f]{32}|Custom::[^/]+|framework-(?:onEvent|isComplete|onTimeout)"
)


def is_cdks_own(declared: Declared) -> bool:
    """Whether CDK made a function for itself, by its path in the tree of constructs."""
    metadata = declared.body.get("Metadata")
    path = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    if declared.type != "AWS::Lambda::Function" or not isinstance(path, Scalar):
        return False
    return any(_OWN.fullmatch(part) for part in str(path.value).split("/"))
