"""Python to facts: the only room that knows libcst, and it imports it only when a file must be read."""

from lambdalint.code.constants import Variables
from lambdalint.code.entry import defines
from lambdalint.code.finder import Finder
from lambdalint.code.handlers import Found, resolve_handler
from lambdalint.code.library import Library
from lambdalint.code.view import analyse

__all__ = ["Finder", "Found", "Library", "Variables", "analyse", "defines", "resolve_handler"]
