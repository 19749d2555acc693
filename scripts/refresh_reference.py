"""Write what is derived from the settings' table and the rule cards: docs/settings.md, its schema, and docs/peers.md."""

from __future__ import annotations

import json
from pathlib import Path

from lambdalint import catalog
from lambdalint.catalog import peers
from lambdalint.settings import reference

_PEERS = """\
# From other tools

Which rule means the same as another tool's, as far as it is right about Lambda functions; where there is none, why.
`lambdalint rule --from ID` says the same. Written by `scripts/refresh_reference.py` from the cards and `rules/refused.toml`.
"""
DOCS = Path(__file__).resolve().parent.parent / "docs"


def texts() -> dict[Path, str]:
    """Each generated file's text."""
    schema = json.dumps(reference.schema(catalog.rules()), indent=2, ensure_ascii=False)
    return {
        DOCS / "settings.md": reference.markdown(),
        DOCS / "schema" / "settings.json": f"{schema}\n",
        DOCS / "peers.md": peers_page(),
    }


def peers_page() -> str:
    """Every rule of another tool that has a counterpart here or is refused, by tool."""
    rows: dict[str, dict[str, str]] = {}
    for rule in catalog.rules():
        for alias in rule.aliases:
            row = rows.setdefault(peers.tool_of(alias), {})
            link = f"[{rule.code}](../rules/{rule.slug}.md) `{rule.name}`"
            row[alias] = f"{row[alias]}, {link}" if alias in row else link
    for refusal in peers.refusals():
        for word in refusal.ids:
            rows.setdefault(peers.tool_of(word), {})[word] = f"none: {refusal.reason}"
    tables = [
        f"## {tool}\n\n| id | here |\n|---|---|\n" + "".join(f"| `{word}` | {row[word]} |\n" for word in sorted(row))
        for tool, row in sorted(rows.items())
    ]
    return "\n".join((_PEERS, *tables))


if __name__ == "__main__":
    for path, text in texts().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
