"""What CDK adds to the templates it makes for its own needs: functions whose code nobody in the project wrote."""

from __future__ import annotations

import re

from lambdalint.documents.tree import Mapping, Scalar
from lambdalint.frameworks.cloudformation.template import Declared

_OWN = re.compile(
    r"(?:LogRetention|BucketNotificationsHandler|AWS)[0-9a-f]{32}|Custom::[^/]+|framework-(?:onEvent|isComplete|onTimeout)"
)


PATH = "aws:cdk:path"
"""The key of a resource's metadata that says where in the tree of constructs it was made."""
ASSET = "aws:asset:path"
"""The key that says which file or folder is deployed."""


def path_of(body: Mapping) -> str | None:
    """The path of a resource in the tree of constructs."""
    metadata = body.get("Metadata")
    path = metadata.get(PATH) if isinstance(metadata, Mapping) else None
    return path.value if isinstance(path, Scalar) and isinstance(path.value, str) else None


def is_cdks_own(declared: Declared) -> bool:
    """Whether CDK made a function for itself, by its path in the tree of constructs."""
    path = path_of(declared.body)
    if declared.type != "AWS::Lambda::Function" or path is None:
        return False
    return any(_OWN.fullmatch(part) for part in path.split("/"))
