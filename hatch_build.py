"""Puts the rule cards into the wheel compiled, so that an installed lambdalint never parses their YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalog(BuildHookInterface):
    """Adds `lambdalint/rules/catalog.json` to a wheel; an editable install reads `rules/` itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the cards beside the build."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from lambdalint.catalog.compiled import COMPILED, packed, read_all

        self._folder = tempfile.TemporaryDirectory()
        compiled = Path(self._folder.name) / COMPILED
        compiled.write_bytes(packed(read_all(Path(self.root) / "rules")))
        build_data["force_include"][str(compiled)] = f"lambdalint/rules/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002  # hatch's signature
        """Remove what was compiled for this build."""
        if version != "editable":
            self._folder.cleanup()
