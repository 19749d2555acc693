"""Write what is derived from the settings' table and the rule cards: docs/settings.md and docs/schema/settings.json."""

from __future__ import annotations

import json
from pathlib import Path

from lambdalint import catalog
from lambdalint.settings import reference

DOCS = Path(__file__).resolve().parent.parent / "docs"


def texts() -> dict[Path, str]:
    """Each generated file's text."""
    schema = json.dumps(reference.schema(catalog.rules()), indent=2, ensure_ascii=False)
    return {DOCS / "settings.md": reference.markdown(), DOCS / "schema" / "settings.json": f"{schema}\n"}


if __name__ == "__main__":
    for path, text in texts().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
