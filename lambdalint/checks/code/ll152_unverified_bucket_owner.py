"""LL152 unverified-bucket-owner. See rules/LL152-unverified-bucket-owner.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.operations import operation_of
from lambdalint.model.code import ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_OWNERS = ("ExpectedBucketOwner", "ExpectedSourceBucketOwner")


class UnverifiedBucketOwner(Struct, frozen=True):
    """Report calls of S3 that do not say whose bucket they mean."""

    code: ClassVar[str] = "LL152"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that would also work on somebody else's bucket."""
        for call in function.code.calls if function.code is not None else ():
            missing = _missing(call)
            if missing is not None:
                yield Finding(
                    self.code,
                    f"`{call.name}` works on whoever's bucket has the name; give `{missing}` the account's id",
                    at=call.at,
                    function=function.name,
                )


def _missing(call: ReachedCall) -> str | None:
    """The first parameter that would name an owner and is not given."""
    if call.aws is None or call.aws.service != "s3" or call.aws.kind != "client" or call.call.unpacks:
        return None
    operation = operation_of(call)
    if operation is None:
        return None
    given = {argument.name for argument in call.call.arguments}
    if operation.positional:
        return None if given & {"ExtraArgs"} or "ExtraArgs" not in operation.parameters else _OWNERS[0]
    return next((owner for owner in _OWNERS if owner in operation.parameters and owner not in given), None)
