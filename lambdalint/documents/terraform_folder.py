"""A folder of Terraform's files as one document: what one of them says holds for all of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from lambdalint.documents import hcl, hcl_json
from lambdalint.documents.hcl_tree import Attribute, Block, Body
from lambdalint.documents.terraform import ROOT_VALUES, is_module_file
from lambdalint.documents.text import Unreadable, decode
from lambdalint.documents.tree import Document, Problem, Values

_OVERRIDES = ("override", "_override")


def load_folder(files: Mapping[str, bytes], alternatives: Mapping[str, bytes] | None = None) -> Document | None:
    """The module that these files are, by path; None when none of them is part of one.

    `alternatives` are files of values that are only taken when somebody names them.
    """
    paths = sorted(files, key=_precedence)
    named = [path for path in paths if is_module_file(path)]
    if not named:
        return None
    read = [_load(path, files[path]) for path in paths]
    main = next((path for path in named if posixpath.basename(path).startswith("main.")), named[0])
    others = {path: _load(path, data) for path, data in sorted((alternatives or {}).items())}
    problems = tuple(problem for _, found in (*read, *others.values()) for problem in found)
    values = tuple(Values(path, body) for path, (body, _) in others.items())
    return Document(main, None, problems, _together([body for body, _ in read]), values)


def _precedence(path: str) -> tuple[int, str]:
    """What comes later wins: overrides over files, automatic values over those of the root."""
    name = posixpath.basename(path)
    if is_module_file(path):
        return int(name.partition(".")[0].endswith(_OVERRIDES)), name
    return 2 if name in ROOT_VALUES else 3, name


def _load(path: str, data: bytes) -> tuple[Body, tuple[Problem, ...]]:
    try:
        text = decode(path, data)
        return hcl_json.parse(path, text) if path.endswith(".json") else hcl.parse(path, text)
    except Unreadable as unreadable:
        return Body(), (unreadable.problem,)


def _together(bodies: Iterable[Body]) -> Body:
    """All files as one; a block of an override file changes the one it repeats."""
    attributes: list[Attribute] = []
    blocks: dict[object, Block] = {}
    for body in bodies:
        attributes += body.attributes
        for number, block in enumerate(body.blocks):
            key = (block.type, block.labels) if block.labels else (block.type, id(body), number)
            known = blocks.get(key)
            blocks[key] = block if known is None else _overridden(known, block)
    return Body(tuple(attributes), tuple(blocks.values()))


def _overridden(known: Block, other: Block) -> Block:
    replaced = {block.type for block in other.body.blocks}
    kept = (block for block in known.body.blocks if block.type not in replaced)
    body = Body(tuple(_latest(known, other)), (*kept, *other.body.blocks))
    return Block(known.type, known.labels, body, known.at)


def _latest(known: Block, other: Block) -> Iterator[Attribute]:
    named = {attribute.name for attribute in other.body.attributes}
    yield from (attribute for attribute in known.body.attributes if attribute.name not in named)
    yield from other.body.attributes
