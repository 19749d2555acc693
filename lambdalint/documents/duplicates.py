"""Keys written twice in one mapping."""

from __future__ import annotations

from lambdalint.documents.tree import Entry, Problem


def settle(entries: list[Entry], problems: list[Problem]) -> tuple[Entry, ...]:
    """The entries that count, the last one of each key; a problem is added for every key written again."""
    latest: dict[str, Entry] = {}
    if len({entry.key for entry in entries}) == len(entries):
        return tuple(entries)
    for entry in entries:
        earlier = latest.pop(entry.key, None)
        if earlier is not None:
            problems.append(_written_again(earlier, entry))
        latest[entry.key] = entry
    return tuple(latest.values())


def _written_again(earlier: Entry, later: Entry) -> Problem:
    message = (
        f"`{later.key}` is written twice, on line {earlier.key_at.line} and on line {later.key_at.line}, "
        "and the last one wins; delete one of them"
    )
    return Problem("LL006", message, later.key_at)
