"""Rebuild `lambdalint/aws/sam_policies.json`: what SAM's policy templates and connectors grant.

The facts come from the two data files of the package `aws-sam-translator` (Apache-2.0), which SAM itself deploys from:
`policy_templates_data/policy_templates.json` and `model/connector_profiles/profiles.json`. Only names, actions and
resource patterns are taken. Last built from version 1.110.0.

    pip install aws-sam-translator && python scripts/refresh_sam.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "lambdalint" / "aws" / "sam_policies.json"
PACKAGE = "samtranslator"


FUNCTION = "AWS::Lambda::Function"


def main() -> None:
    """Write the table anew."""
    templates = _data("policy_templates_data", "policy_templates.json")["Templates"]
    profiles = _data("model", "connector_profiles", "profiles.json")["Permissions"]
    policies = {name: _statements(template["Definition"]) for name, template in sorted(templates.items())}
    connectors = dict(sorted(_connectors(profiles)))
    source = json.dumps(f"aws-sam-translator {metadata.version('aws-sam-translator')}")
    table = f'{{"source": {source},\n"policies": {_lines(policies)},\n"connectors": {_lines(connectors)}}}\n'
    TABLE.write_text(table, encoding="utf-8")
    print(f"{TABLE.name}: {len(policies)} policy templates, {len(connectors)} connectors")


def _lines(entries: dict[str, Any]) -> str:
    """A JSON object with one entry a line, so that a new version reads as a short difference."""
    lines = (f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}" for name, value in entries.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _data(*path: str) -> Any:
    return json.loads(files(PACKAGE).joinpath(*path).read_text(encoding="utf-8"))


def _statements(document: dict[str, Any]) -> list[list[list[str]]]:
    """Statements as pairs of actions and resource patterns; SAM's own all allow."""
    return [[_listed(statement["Action"]), _resources(statement)] for statement in document["Statement"]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resources(statement: dict[str, Any]) -> list[str]:
    return [_pattern(resource) for resource in _listed(statement["Resource"])]


def _pattern(resource: Any) -> str:
    """A resource as text in which `${Parameter}` is a parameter of the template."""
    if isinstance(resource, str):
        return re.sub(r"%\{(?:Source|Destination)\.(?:Arn|Name)\}", "${Other}", resource)
    substituted = resource["Fn::Sub"]
    if isinstance(substituted, str):
        return substituted
    text, variables = substituted
    for name, value in variables.items():
        text = text.replace(f"${{{name}}}", f"${{{value['Ref']}}}")
    return str(text)


def _connectors(profiles: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a function's role gets for each access category: by the function, an arrow, and the other end's type.

    `<` says that the other end is the source. `${Other}` stands for the other end's ARN.
    """
    for source, destinations in profiles.items():
        for destination, profile in destinations.items():
            properties = profile["Properties"]
            in_role = profile["Type"] == "AWS_IAM_ROLE_MANAGED_POLICY"
            access = (
                {name: _statements(part) for name, part in properties["AccessCategories"].items()} if in_role else {}
            )
            if in_role and source == FUNCTION and properties["SourcePolicy"]:
                yield f"> {destination}", access
            elif in_role and destination == FUNCTION and not properties["SourcePolicy"]:
                yield f"< {source}", access


if __name__ == "__main__":
    main()
