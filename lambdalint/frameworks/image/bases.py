"""Images to build on, as far as it matters what is in them.

Sources: https://docs.aws.amazon.com/lambda/latest/dg/python-image.html · https://hub.docker.com/_/python
"""

from __future__ import annotations

import re

from msgspec import Struct

TASK_ROOT = "/var/task"

_LAMBDA = re.compile(r"(?:.*/)?(?:lambda/|aws-lambda-|lambda-|build-)(?P<language>[a-z]+)(?:[.\d]*)(?::.*|@.*)?")
_LANGUAGES = frozenset({"python", "nodejs", "java", "dotnet", "ruby", "go", "provided"})
_PYTHON = re.compile(r"(?:(?:docker\.io|public\.ecr\.aws/docker|mirror\.gcr\.io)/)?(?:library/)?python(?::.*|@.*)?")


class Base(Struct, frozen=True):
    """What an image brings: `language` of AWS's own images for Lambda, which start the handler that the command names."""

    language: str | None = None
    known: bool = False
    """It holds no code and no variables of the project's own."""


def base_of(image: str | None) -> Base:
    """What is known of an image by its name."""
    if image is None:
        return Base()
    match = _LAMBDA.fullmatch(image)
    if match and match["language"] in _LANGUAGES:
        return Base(match["language"], known=True)
    return Base(None, known=image == "scratch" or _PYTHON.fullmatch(image) is not None)
