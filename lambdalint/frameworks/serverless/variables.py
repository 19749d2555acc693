"""A service with its variables replaced, as far as its files decide them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.cloudformation.values import LONGEST
from lambdalint.frameworks.nodes import find, is_unknown, joined, scalar, text, texts, unknown
from lambdalint.frameworks.reading import Nested
from lambdalint.frameworks.serverless.compose import params_of
from lambdalint.frameworks.serverless.stages import stages_beside
from lambdalint.frameworks.serverless.syntax import Source, Variable, pieces, source
from lambdalint.model.source import Span

DEEPEST = 90
"""Levels of values in values and variables in variables."""

DATA = (".yml", ".yaml", ".json")
STAGE, REGION = "dev", "us-east-1"
"""What the framework takes where nothing is said."""

MOST_DIGITS = 20
LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}

Lookup: TypeAlias = Callable[["Variables", Source, Span], Node | None]


class Variables(Struct):
    """Replaces variables; everything is replaced once. An answer of None lets the next source of a variable be asked."""

    document: Document
    files: Nested
    included: dict[str, None] = field(default_factory=dict)
    """The files that are a part of the service as a whole; one that only gives a value may be another service."""
    missing: dict[str, None] = field(default_factory=dict)
    """Those that are not there."""
    built: list[Mapping | Sequence] = field(default_factory=list)
    """Every collection that was made, each after those it holds."""
    problems: dict[Problem, None] = field(default_factory=dict)
    deployed: str | None = None
    """The stage to deploy, when it is another than the service's own."""
    named: dict[str, Span] = field(default_factory=dict)
    """The stages for which values are written, and where."""
    _known: dict[int, tuple[Node, Node | None]] = field(default_factory=dict)
    _depth: int = 0
    _stage: str | None = None

    def replaced(self, node: Node) -> Node:
        """A node with all in it; unknown where it needs itself."""
        if isinstance(node, Scalar) and (not (isinstance(node.value, str) and "{" in node.value) or is_unknown(node)):
            return node
        if id(node) not in self._known:
            self._known[id(node)] = (node, None)
            self._known[id(node)] = (node, self._deeper(node))
        return self._known[id(node)][1] or unknown("self", node.at)

    def _deeper(self, node: Node) -> Node:
        if not self._enter(node.at):
            return unknown("self", node.at)
        try:
            return self._scalar(node) if isinstance(node, Scalar) else self._collection(node)
        finally:
            self._depth -= 1

    def _enter(self, at: Span) -> bool:
        """Go one level further in; False, and said, when that would be too deep."""
        if self._depth >= DEEPEST:
            message = f"values and variables are nested more than {DEEPEST} deep here: the value is taken as unknown"
            self.problems[Problem("LL008", message, at)] = None
            return False
        self._depth += 1
        return True

    def _collection(self, node: Mapping | Sequence) -> Node:
        made: Mapping | Sequence
        if isinstance(node, Sequence):
            made = Sequence(tuple(self.replaced(item) for item in node), node.at, node.tag)
        else:
            made = Mapping(tuple(self._entry(entry) for entry in node), node.at, node.tag)
        self.built.append(made)
        return made

    def _entry(self, entry: Entry) -> Entry:
        key = entry.key if "${" not in entry.key else text(self.filled(entry.key, entry.key_at))
        return Entry(entry.key if key is None else key, entry.key_at, self.replaced(entry.value))

    def _scalar(self, node: Scalar) -> Node:
        filled = self.filled(str(node.value), node.at)
        written = text(filled)
        if written == node.value:
            filled = node
        elif node.tag and written is not None:
            filled = replace(node, value=written, text=written)
        return _with_pseudo_parameters(filled)

    def filled(self, written: str, at: Span) -> Node:
        """A text with its variables replaced; what a lone variable stands for keeps its type."""
        found = [piece if isinstance(piece, str) else self._variable(piece, at) for piece in pieces(written)]
        if len(found) == 1 and not isinstance(found[0], str):
            return found[0]
        parts = [scalar(part, at) if isinstance(part, str) else part for part in found]
        known = [part for part in map(text, parts) if part is not None]
        if sum(map(len, known)) > LONGEST:
            return unknown("self", at)
        if len(known) == len(parts):
            return scalar("".join(known), at)
        return joined((part if isinstance(part, Scalar) else unknown("self", at) for part in parts), at)

    def _variable(self, variable: Variable, at: Span) -> Node:
        if not self._enter(at):
            return unknown("self", at)
        try:
            found = next((found for one in variable.sources if (found := self._source(one, at)) is not None), None)
        finally:
            self._depth -= 1
        if found is None:
            return unknown(variable.text, at)
        return replace(found, at=at) if isinstance(found, Scalar) else found

    def _source(self, written: str, at: Span) -> Node | None:
        """What one source gives, its own variables replaced first."""
        literal = _literal(written, at)
        if literal is not None:
            return literal
        whole = self.filled(written, at)
        if written.startswith("${"):
            return whole
        known = text(whole)
        found = source(known) if known is not None else None
        if found is None:
            return unknown(written, at)
        return LOOKUPS.get(found.kind, _elsewhere)(self, found, at)

    def lookup(self, path: str, start: Node | None = None) -> Node | None:
        """What stands at a dotted path, from the top of the service or of another file."""
        node = self.document.root if start is None else start
        for key in path.split(".") if path else ():
            if isinstance(node, Scalar):
                node = self.replaced(node)
            if is_unknown(node):
                return node
            if isinstance(node, Mapping) and key in (self._stage, self.deployed):
                self.named.update(stages_beside(node, key, is_shared=node is find(self.document.root, "custom")))
            node = _inside(node, key)
        return None if node is None else self.replaced(node)

    @property
    def stage(self) -> str:
        """The stage that is deployed when nobody names another."""
        if self._stage is None:
            self._stage = self.deployed or text(self.lookup("provider.stage")) or STAGE
        return self._stage


def _literal(written: str, at: Span) -> Scalar | None:
    if len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        return scalar(written[1:-1], at)
    if written in LITERALS:
        return Scalar(LITERALS[written], at, written)
    digits = written.removeprefix("-")
    return Scalar(int(written), at, written) if digits.isdecimal() and len(digits) < MOST_DIGITS else None


def _inside(node: Node | None, key: str) -> Node | None:
    if isinstance(node, Sequence) and key.isdecimal():
        return next(iter(node.items[int(key[:6]) :][:1]), None)
    return node.get(key) if isinstance(node, Mapping) else None


def _with_pseudo_parameters(node: Node) -> Node:
    """The framework fills in `${AWS::Region}` wherever it is written, and an old plugin `#{AWS::Region}`."""
    if isinstance(node, Scalar) and node.tag is None and isinstance(node.value, str) and "{AWS::" in node.value:
        return Scalar(node.value.replace("#{AWS::", "${AWS::"), node.at, node.text, "!Sub")
    return node


def _self(variables: Variables, wanted: Source, at: Span) -> Node | None:
    found = variables.lookup(wanted.address)
    match wanted.address:
        case "service":
            return find(found, "name") or found
        case "service.name":
            return found or variables.lookup("service")
        case "provider.stage":
            return found or scalar(variables.deployed or STAGE, at)
        case "provider.region":
            return found or scalar(REGION, at)
    return None if isinstance(found, Scalar) and found.value is None else found


def _framework(variables: Variables, wanted: Source, at: Span) -> Node | None:
    return scalar(variables.stage, at) if wanted.address == "stage" else unknown(f"sls:{wanted.address}", at)


def _parameter(variables: Variables, wanted: Source, at: Span) -> Node | None:
    handed = find(params_of(variables.document.path, variables.files), wanted.address)
    if handed is not None:
        return unknown(f"param:{wanted.address}", at) if any("${" in one for one in texts(handed)) else handed
    stage = variables.stage
    places = (f"stages.{stage}.params", "stages.default.params", f"params.{stage}", "params.default")
    found = (find(variables.lookup(place), wanted.address) for place in places)
    return next((node for node in found if node is not None), None)


def _file(variables: Variables, wanted: Source, at: Span) -> Node | None:
    name = wanted.argument
    path = beside(variables.document.path, name)
    if path is None or not name.lower().endswith(DATA):
        return unknown(f"file({name}):{wanted.address}", at)
    document = variables.files(path)
    if document is None:
        variables.missing[name] = None
        return None
    if not wanted.address:
        variables.included[path] = None
    if document.root is None:
        return unknown(f"file({name}):{wanted.address}", at)
    return variables.lookup(wanted.address, document.root)


def _boolean(variables: Variables, wanted: Source, at: Span) -> Node | None:
    written = (text(variables.filled(wanted.argument, at)) or "").strip("'\"").lower()
    truth = {"true": True, "1": True, "false": False, "0": False}.get(written)
    return unknown(f"strToBool:{wanted.argument}", at) if truth is None else scalar(truth, at)


def _option(variables: Variables, wanted: Source, at: Span) -> Node | None:
    """An option: what is written as its fallback holds where nobody gives it."""
    return scalar(variables.deployed, at) if wanted.address == "stage" and variables.deployed else None


def _environment(_variables: Variables, _wanted: Source, _at: Span) -> None:
    """A variable of whoever deploys: what is written as its fallback holds where nobody sets it."""


def _elsewhere(_variables: Variables, wanted: Source, at: Span) -> Node:
    return unknown(f"{wanted.kind}:{wanted.address}", at)


LOOKUPS: dict[str, Lookup] = {
    "self": _self,
    "opt": _option,
    "env": _environment,
    "sls": _framework,
    "param": _parameter,
    "file": _file,
    "strToBool": _boolean,
}
"""Every other source (`ssm`, `cf`, `s3`, `aws`, `output`, those of plugins) is known to the deployment alone."""
