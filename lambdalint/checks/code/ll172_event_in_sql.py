"""LL172 event-in-sql. See rules/LL172-event-in-sql.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import index, injected
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_RUN = frozenset({"execute", "executemany", "executescript", "mogrify", "read_sql", "read_sql_query"})
_QUERIES: Mapping[tuple[str, str], str] = {
    ("athena", "StartQueryExecution"): "QueryString",
    ("dynamodb", "ExecuteStatement"): "Statement",
    ("rds-data", "BatchExecuteStatement"): "sql",
    ("rds-data", "ExecuteStatement"): "sql",
    ("redshift-data", "ExecuteStatement"): "Sql",
    ("s3", "SelectObjectContent"): "Expression",
    ("timestream-query", "Query"): "QueryString",
}
"""Which parameter of which operation takes a query."""


class EventInSql(Struct, frozen=True):
    """Report queries that the sender of an event can rewrite."""

    code: ClassVar[str] = "LL172"

    drivers: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each query whose text holds text from the event."""
        return injected(self.code, function, self._queries, _says, "sql")

    def _queries(self, code: Code) -> Iterator[tuple[ReachedCall, int]]:
        has_driver = any(name.startswith(driver) for name in code.imports for driver in self.drivers)
        for call in code.calls:
            parameter = _QUERIES.get((call.aws.service, call.aws.operation)) if call.aws else None
            is_query = parameter or (call.name in _RUN and self._is_of_driver(call, has_driver=has_driver))
            argument = index(call, -1 if parameter else 0, parameter or "sql") if is_query else None
            if argument is not None:
                yield call, argument

    def _is_of_driver(self, call: ReachedCall, *, has_driver: bool) -> bool:
        """By what it is called on, or where that is not known, because nothing else here is called like that."""
        if call.targets:
            return any(name.startswith(driver) for name in call.targets for driver in self.drivers)
        return has_driver and call.name.startswith("execute")


def _says(_: ReachedCall, text: str) -> str:
    return f"{text} becomes part of a query's text; hand it over as a parameter of the query"
