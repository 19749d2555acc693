"""What a Dockerfile tells of a function, and how its text is read."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lambdalint.documents import load
from lambdalint.documents.tree import Document, Mapping, Scalar, Sequence
from lambdalint.frameworks import read
from lambdalint.frameworks.image import Build, Command, built
from lambdalint.model.function import CodeElsewhere, CodeFolder, Function
from lambdalint.model.source import Setting, Span

AT = Span.of_line("template.yaml")
TEMPLATE = b"Resources: {Image: {Type: 'AWS::Lambda::Function', Properties: {PackageType: Image}}}"
AWS = "FROM public.ecr.aws/lambda/python:3.13\n"
CLIENT = 'ENTRYPOINT ["python", "-m", "awslambdaric"]\n'


def image(text: str, build: Build | None = None) -> Function:
    (function,) = read(load("template.yaml", TEMPLATE), lambda _: None).stack.functions

    def files(path: str) -> Document | None:
        return load(path, text.encode()) if PurePosixPath(path).name == "Dockerfile" else None

    return built(function, build or Build("app", "app/Dockerfile"), files)


def folders(text: str) -> tuple[str, ...]:
    source = image(text).source
    return (source.path, *source.further) if isinstance(source, CodeFolder) else ()


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        ("COPY . .", ("app",)),
        ("COPY src/ ${LAMBDA_TASK_ROOT}", ("app/src",)),
        ("COPY src $LAMBDA_TASK_ROOT/", ("app/src",)),
        ("COPY src/*.py ./", ("app/src",)),
        ("COPY api/main.py requirements.txt ./", ("app/api", "app/requirements.txt")),
        ('COPY ["my src", "./"]', ("app/my src",)),
        ("COPY --chown=1000 api /var/task/api", ("app",)),
        ("COPY common/ ./\nCOPY src/ ./", ("app/src", "app/common")),
        ("COPY models ./models\nCOPY src/ ./", ("app/src", "app")),
        ("WORKDIR /code\nCOPY src .", ("app/src",)),
        ("COPY src lib/\nENV PYTHONPATH=/var/task/lib", ("app/src",)),
        ("COPY model.bin /opt/model/", ()),
        ("COPY ${WHERE} ./", ()),
    ],
)
def test_what_is_copied_says_where_the_modules_are(copies: str, expected: tuple[str, ...]) -> None:
    assert folders(f'{AWS}{copies}\nCMD ["main.handler"]') == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{AWS}COPY . .\nCMD ["a.b"]\nCMD ["c.d"]', "c.d"),
        (f'FROM python:3.13\nWORKDIR /app\nCOPY . .\n{CLIENT}CMD ["c.d"]', "c.d"),
        (f'{AWS.rstrip()} AS base\nCOPY . .\nCMD ["c.d"]\nFROM base\nENTRYPOINT ["/entry.sh"]', None),
        ("FROM python:3.13\nWORKDIR /app\nCOPY . .\nENTRYPOINT exec python -m awslambdaric c.d", "c.d"),
        ('FROM python:3.13\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/entry.sh"]\nCMD ["c.d"]', "c.d"),
        (f'{AWS.rstrip()} AS base\nCOPY . .\nFROM base\nCMD ["c.d"]', "c.d"),
        ('ARG B=public.ecr.aws/lambda/python\nFROM ${B}:3.13\nCOPY . .\nCMD ["c.d"]', "c.d"),
        ('# escape=`\nFROM amazon/aws-lambda-python:3.13\nCOPY . .\nCMD `\n# no\n["c.d"]', "c.d"),
        (f'{AWS}RUN <<EOF\nCMD ["x.y"]\nEOF\nCOPY . .\nCMD ["c.d"]', "c.d"),
        ('FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app"]', None),
        (f'{AWS}COPY . .\nENTRYPOINT ["python", "app.py"]', None),
        ('FROM public.ecr.aws/lambda/nodejs:22\nCOPY . .\nCMD ["c.d"]', None),
        (f"{AWS}COPY . .", None),
        ("COPY . .", None),
        ("", None),
    ],
)
def test_the_command_says_which_handler_starts(text: str, expected: str | None) -> None:
    function = image(text)

    assert function.configuration.handler.value == expected
    assert isinstance(function.source, CodeElsewhere) is (expected is None)


def test_the_template_overrides_the_image() -> None:
    build = replace(Build("app", "app/Dockerfile"), command=Command((Setting("c.d", AT),)), target="one")
    text = f'{AWS.rstrip()} AS one\nCOPY one ./\nCMD ["a.b"]\nFROM scratch'

    function = image(text, build)

    assert function.configuration.handler == Setting("c.d", AT)
    assert isinstance(function.source, CodeFolder)
    assert function.source.path == "app/one"


@pytest.mark.parametrize(
    ("between", "certain"),
    [
        ("RUN pip install -r requirements.txt -t . && yum install -y gcc", True),
        ("RUN pip install .", False),
        ("RUN python build.py", False),
        ("COPY src ./lib", False),
        ("ADD https://example.com/code.tar.gz ./", False),
        ("COPY --from=ghcr.io/astral-sh/uv /uv /usr/local/bin/", True),
    ],
)
def test_only_what_all_instructions_make_certain_is(between: str, certain: bool) -> None:
    source = image(f'{AWS}COPY . .\n{between}\nCMD ["c.d"]').source

    assert isinstance(source, CodeFolder)
    assert source.custom_build is not certain


def test_values_know_where_they_stand() -> None:
    root = load("Dockerfile", b'# first\nFROM x\nCMD [ \\\n\\\n  "a.b", "c"]\n').root

    assert isinstance(root, Sequence)
    command = root.items[-1]
    assert isinstance(command, Mapping)
    value = command.get("CMD")
    assert isinstance(value, Sequence)
    first = value.items[0]
    assert isinstance(first, Scalar)
    assert first.at == Span("Dockerfile", 5, 3, 5, 8)


INSTRUCTIONS = ("FROM", "COPY", "ADD", "ENV", "ARG", "RUN", "CMD", "ENTRYPOINT", "WORKDIR", "SHELL")
ARGUMENTS = (
    '["a.b"',
    "]",
    " ",
    "\\\n",
    "$",
    "${A",
    "A=b",
    "--from=0",
    "<<E",
    "\n",
    '"',
    "'",
    "/",
    "..",
    "*.py",
    "AS x",
    "#",
)
LINES = st.lists(
    st.builds(
        lambda name, rest: f"{name} {''.join(rest)}",
        st.sampled_from(INSTRUCTIONS),
        st.lists(st.sampled_from(ARGUMENTS), max_size=6),
    )
)


@given(LINES)
def test_no_text_is_too_strange(lines: list[str]) -> None:
    assert image("\n".join([AWS, *lines, 'CMD ["a.b"]'])).name == "Image"
