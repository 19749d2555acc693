"""Joins what belongs together: handlers to definitions, triggers to queues, and code that no template knows."""

from lambdalint.project.join import Joined, join
from lambdalint.project.undeclared import undeclared

__all__ = ["Joined", "join", "undeclared"]
