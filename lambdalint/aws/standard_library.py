"""Which minor versions of Python 3 have which modules of the standard library, as far as those that Lambda has run differ.

What's New of each version (https://docs.python.org/3/whatsnew/); compared 2026-11-23 with Python 3.11, 3.12 and 3.13 themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

_REMOVED = {
    12: "asynchat asyncore distutils imp smtpd",
    13: (
        "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau "
        "telnetlib uu xdrlib"
    ),
}
_ADDED = {
    10: "itertools.pairwise",
    11: (
        "asyncio.TaskGroup asyncio.timeout contextlib.chdir datetime.UTC enum.StrEnum enum.verify tomllib typing.LiteralString "
        "typing.Never typing.NotRequired typing.Required typing.Self typing.assert_never typing.assert_type"
    ),
    12: "itertools.batched typing.override",
    13: "copy.replace typing.ReadOnly typing.TypeIs warnings.deprecated",
    14: "annotationlib compression",
}
REMOVED_IN: Mapping[str, int] = {name: minor for minor, names in _REMOVED.items() for name in names.split()}
"""Module ► the first version without it."""
ADDED_IN: Mapping[str, int] = {name: minor for minor, names in _ADDED.items() for name in names.split()}
"""Module, or a name of one ► the first version with it."""
