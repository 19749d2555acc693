"""LL209 malformed-layer-arn. See rules/LL209-malformed-layer-arn.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Setting

_LAYER = re.compile(r"arn:[^:]+:lambda:[^:]*:[^:]*:layer:(?P<name>[\w-]+)(?P<version>:.+)?")
_OTHER = re.compile(r"arn:[^:]+:lambda:[^:]*:[^:]*:(?!layer:)\w+:[\w-]+(?::.*)?")
"""The ARN of something else that Lambda has."""


class MalformedLayerArn(Struct, frozen=True):
    """Report layers that are named without a version, twice, or by what is no layer."""

    code: ClassVar[str] = "LL209"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each layer that Lambda will refuse."""
        seen: set[str] = set()
        for layer in function.configuration.layers:
            fault = self._fault(layer.value, seen) if layer.value else None
            if fault:
                yield _finding(function, layer, fault)

    def _fault(self, arn: str, seen: set[str]) -> str | None:
        found = _LAYER.fullmatch(arn)
        if found is None:
            return f"`{arn}` is no layer's ARN" if _OTHER.fullmatch(arn) else None
        if not found["version"]:
            return f"the layer `{found['name']}` is named without a version, and Lambda takes no other; add `:1` or whichever you mean"
        known = arn[: -len(found["version"])] in seen
        seen.add(arn[: -len(found["version"])])
        return (
            f"the layer `{found['name']}` is there twice, and Lambda takes each once; leave one version out"
            if known
            else None
        )


def _finding(function: Function, layer: Setting[str], fault: str) -> Finding:
    return Finding(
        MalformedLayerArn.code, fault, at=layer.at, function=function.name, notes=heir(function, layer, "layer")
    )
