"""LL141 unbounded-pagination. See rules/LL141-unbounded-pagination.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Paginator
from lambdalint.checks.notes import way
from lambdalint.checks.results import keys_read, whole_lists_read
from lambdalint.model.code import Code, Confidence, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_LISTS = re.compile(r"list_(?!tags|buckets$)\w+|scan|query|filter_log_events")
"""What lists things that become many. A resource has few tags, and `list_buckets` turns pages only when asked to."""
_TOP = re.compile(r"\w+")


class UnboundedPagination(Struct, frozen=True):
    """Report lists of which only the first page is read."""

    code: ClassVar[str] = "LL141"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each list that is used as if its first page was all."""
        code = function.code
        if code is None:
            return
        for call in code.calls:
            pages = _pages(call)
            if pages is not None and _is_taken_for_all(call, pages, code):
                token = pages.more_results or _TOP.findall(pages.output_tokens[0])[0]
                yield Finding(
                    self.code,
                    f"this reads only the first page of `{call.name}`; ask again as long as there is a `{token}`{_instead(call)}",
                    at=call.at,
                    function=function.name,
                    label="one page",
                    notes=way(function, code, call.reach),
                )


def _pages(call: ReachedCall) -> Paginator | None:
    """How the pages of a call follow one another; None when it asks for one part of the list, or for a number of things."""
    aws = call.aws
    if aws is None or aws.confidence is Confidence.LOW or aws.kind not in ("client", "resource") or call.call.unpacks:
        return None
    service = boto3.service(aws.service)
    if service is None or call.name != aws.method or not _LISTS.fullmatch(aws.method):
        return None
    pages = service.paginator(aws.method)
    if pages is None or not pages.output_tokens:
        return None
    given = {argument.name for argument in call.call.arguments}
    return None if given & {*pages.input_tokens, pages.limit_key} - {None} else pages


def _is_taken_for_all(call: ReachedCall, pages: Paginator, code: Code) -> bool:
    read = keys_read(call, code)
    tokens = {name for token in pages.output_tokens for name in _TOP.findall(token)} - set(pages.result_keys)
    if read is None or read & {*tokens, pages.more_results}:
        return False
    return bool(whole_lists_read(call, code) & set(pages.result_keys))


def _instead(call: ReachedCall) -> str:
    return "" if call.aws is None or call.aws.kind == "resource" else ", or use `get_paginator`"
