from __future__ import annotations

from textwrap import dedent

import pytest
from templates import PATH, functions, plain, reading, serverless

from lambdalint.frameworks.cloudformation.inline import readable
from lambdalint.model.function import CodeElsewhere, CodeFile, CodeFolder, InlineCode


@pytest.mark.parametrize(
    ("written", "folder"),
    [("src/", "app/src"), ("./src", "app/src"), (".", "app"), ("../shared", "shared"), ('"src"', "app/src")],
)
def test_code_is_a_folder_next_to_the_template(written: str, folder: str) -> None:
    template = f"Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{CodeUri: {written}}}}}}}"
    (function,) = reading(template, path="app/template.yaml").stack.functions

    assert isinstance(function.source, CodeFolder)
    assert function.source.path == folder


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ("CodeUri: s3://bucket/key", "in S3"),
        ("CodeUri: {Bucket: b, Key: k}", "in S3"),
        ("CodeUri: build/app.ZIP", "a built archive"),
        ("CodeUri: ../../elsewhere", "outside the project"),
        ("CodeUri: /home/me/app", "at a path of one machine"),
        ("CodeUri: !ImportValue code", "chosen at deployment"),
        ("PackageType: Image", "a container image"),
        ("ImageUri: repository:latest", "a container image"),
    ],
)
def test_code_that_is_not_in_the_project_says_where_it_is(properties: str, reason: str) -> None:
    source = serverless(properties).source

    assert isinstance(source, CodeElsewhere)
    assert source.reason == reason


def test_code_may_be_one_file_or_a_folder_that_a_build_of_its_own_changes() -> None:
    template = """
        Resources:
          File: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/app.py}}
          Made: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: makefile}, Properties: {CodeUri: src}}
          Usual: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: python3.13}, Properties: {CodeUri: src}}
          Asset: {Type: AWS::Lambda::Function, Metadata: {"aws:asset:path": asset.1f2e}, Properties: {Code: {S3Bucket: b, S3Key: k}}}
        """
    sources = {name: function.source for name, function in functions(template).items()}

    assert isinstance(sources["File"], CodeFile)
    assert {name: source.custom_build for name, source in sources.items() if isinstance(source, CodeFolder)} == {
        "Made": True,
        "Usual": False,
        "Asset": False,
    }


INLINE = {
    "block": """
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              InlineCode: |
                import os
                def handler(event, context):
                    return os.environ["A"]
        """,
    "substituted": """
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Code:
                ZipFile: !Sub |
                  import os
                  REGION = ${AWS::Region}
                  def handler(event, context): return "${AWS::StackName}"
        """,
    "with variables": """
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Code:
                ZipFile:
                  Fn::Sub:
                    - |
                      import os
                      def handler(event, context): return ${Limit}
                    - {Limit: 5}
        """,
    "joined": r"""
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Code:
                ZipFile: !Join
                  - "\n"
                  - - import os
                    - "def handler(event, context):"
                    - !Sub "    return '${AWS::Region}'"
        """,
    "pieces": r"""
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Code:
                ZipFile:
                  Fn::Join:
                    - ""
                    - - "import os\n"
                      - "def handler(event, context): return '"
                      - !Ref AWS::Region
                      - "'\n"
        """,
    "chosen": """
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Code:
                ZipFile: !If
                  - Never
                  - nothing
                  - |
                    import os
                    def handler(event, context): pass
        Conditions: {Never: !Equals [a, b]}
        """,
}


@pytest.mark.parametrize("template", INLINE.values(), ids=INLINE)
def test_inline_code_is_python_whose_lines_are_the_templates(template: str) -> None:
    source = functions(template)["F"].source

    assert isinstance(source, InlineCode)
    compile(source.text, "inline", "exec")
    written = dedent(template).splitlines()
    starts = [written[line - 1][column - 1 :] for line, column in source.lines]
    assert len(starts) == len(source.text.splitlines())
    for text, start in zip(source.text.splitlines(), starts, strict=True):
        assert start.startswith((text[:6], "!Sub")), (text, start)


def test_inline_code_that_cannot_be_mapped_is_reported_as_a_whole() -> None:
    source = plain(r'Code: {ZipFile: "import os\ndef handler(event, context): pass\n"}').source

    assert isinstance(source, InlineCode)
    assert source.lines == ()
    assert source.text.count("\n") == 2


def test_placeholders_outside_strings_become_names_of_the_same_length() -> None:
    code = "x = ${Size} + len('${Kept}') # ${Kept}\n'''\n${Kept}'''\ny = \"it's\" + ${A.Arn}\n"

    assert readable(code) == "x = __Size_ + len('${Kept}') # ${Kept}\n'''\n${Kept}'''\ny = \"it's\" + __A_Arn_\n"


def test_layers_of_the_project_are_folders_on_the_import_path() -> None:
    resources = """
        Built: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: python3.13}, Properties: {ContentUri: layers/built}}
        Ready: {Type: AWS::Lambda::LayerVersion, Properties: {Content: layers/ready}}
        """
    own = serverless("Layers: [!Ref Built, !Ref Ready]", resources=resources).configuration
    more = serverless("Layers: [!Ref Built, arn:aws:lambda:eu-west-1:1:layer:x:1]", resources=resources).configuration

    assert [layer.value for layer in own.layers] == [f"{PATH}#Built", f"{PATH}#Ready"]
    assert own.layer_paths == ("layers/built", "layers/ready/python")
    assert (own.layers_complete, more.layers_complete) == (True, False)


def test_a_variable_names_the_resource_it_hands_over() -> None:
    environment = plain(
        'Environment: {Variables: {QUEUE_URL: !Ref Jobs, PORT: 8080, ON: true, WHERE: !Sub "${AWS::Region}"}}',
        resources="Jobs: {Type: AWS::SQS::Queue}",
    ).configuration.environment

    assert environment.variables["QUEUE_URL"].names == f"{PATH}#Jobs"
    assert {name: variable.value.value for name, variable in environment.variables.items()} == {
        "QUEUE_URL": None,
        "PORT": "8080",
        "ON": "true",
        "WHERE": None,
    }
    assert environment.complete
