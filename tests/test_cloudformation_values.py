from __future__ import annotations

import pytest
from templates import PATH, functions, plain, reading, serverless, text_at, with_function

from lambdalint.model.source import Origin, Setting

TOP = """
Parameters:
  Seconds: {Type: Number, Default: 30}
  Only: {Type: String, AllowedValues: [45]}
  Asked: {Type: Number}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /timeouts/worker}
  Names: {Type: CommaDelimitedList, Default: "seven, 8"}
Mappings:
  Limits:
    dev: {timeout: 12}
Conditions:
  Always: !Equals [a, a]
  Never: !Not [!Condition Always]
"""


@pytest.mark.parametrize(
    ("timeout", "seconds"),
    [
        ("25", 25),
        ('"25"', 25),
        ("25.0", 25),
        ("!Ref Seconds", 30),
        ("{Ref: Seconds}", 30),
        ("!Ref Only", 45),
        ("!Select [1, !Ref Names]", 8),
        ("!Select [1, [5, 6]]", 6),
        ("!Select ['0', !Split ['-', '9-8']]", 9),
        ("!FindInMap [Limits, dev, timeout]", 12),
        ("!FindInMap [Limits, prod, timeout, {DefaultValue: 13}]", 13),
        ("!Sub '${Seconds}'", 30),
        ("Fn::Sub: ['1${Digit}', {Digit: 7}]", 17),
        ("!Join ['', [1, !Ref Seconds]]", 130),
        ("!If [Always, 1, 2]", 1),
        ("!If [Never, 1, 2]", 2),
        ("!Length [a, b]", 2),
        ("!If [Never, 1, !Ref AWS::NoValue]", 3),
        # Only the deployment knows, so nothing is guessed.
        ("!Ref Asked", None),
        ("!Ref Stored", None),
        ("!Ref Nothing", None),
        ("!Select [9, [5, 6]]", None),
        ("!FindInMap [Limits, prod, timeout]", None),
        ("!Sub '${AWS::Region}'", None),
        ("!ImportValue shared-timeout", None),
        ("'{{resolve:ssm:/timeout}}'", None),
        ("!GetAtt Other.Timeout", None),
        ("!If [Missing, 1, 2]", None),
        ("!Transform {Name: Macro}", None),
        ("!Unheard of", None),
        ("[1, 2]", None),
        ("soon", None),
        ("true", None),
    ],
)
def test_a_value_is_what_cloudformation_makes_of_it(timeout: str, seconds: int | None) -> None:
    function = plain(f"Timeout: {timeout}" if not timeout.startswith("Fn::") else f"Timeout:\n  {timeout}", top=TOP)

    assert function.configuration.timeout.value == seconds


def test_a_value_points_at_itself_and_says_who_gave_it() -> None:
    template = """
        Globals:
          Function: {MemorySize: 512}
        Parameters:
          Asked: {Type: String}
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              Handler: app.handler
              Runtime: !Ref Asked
        """
    settings = functions(template)["F"].configuration

    assert (settings.handler.origin, text_at(settings.handler.at, template)) == (Origin.WRITTEN, "app.handler")
    assert (settings.memory.origin, text_at(settings.memory.at, template)) == (Origin.INHERITED, "512")
    assert (settings.timeout.origin, text_at(settings.timeout.at, template)) == (Origin.DEFAULT, "F")
    assert settings.runtime.origin is Origin.DEPLOY_TIME
    assert text_at(settings.runtime.at, template).endswith("Asked")


def test_settings_nobody_wrote_are_those_aws_takes() -> None:
    settings = plain("Runtime: python3.13").configuration

    found = {
        "timeout": settings.timeout,
        "memory": settings.memory,
        "storage": settings.ephemeral_storage,
        "package": settings.package_type,
        "architecture": settings.architecture,
        "tracing": settings.tracing,
        "retries": settings.async_invocation.retries,
        "age": settings.async_invocation.maximum_age,
    }
    assert {name: setting.value for name, setting in found.items()} == {
        "timeout": 3,
        "memory": 128,
        "storage": 512,
        "package": "Zip",
        "architecture": "x86_64",
        "tracing": "PassThrough",
        "retries": 2,
        "age": 21600,
    }
    assert {setting.origin for setting in found.values()} == {Origin.DEFAULT}
    assert settings.dead_letter is None


def test_a_resource_of_the_project_goes_by_its_id_however_it_is_referred_to() -> None:
    spellings = [
        "!GetAtt Lost.Arn",
        "!GetAtt [Lost, Arn]",
        "{'Fn::GetAtt': [Lost, Arn]}",
        "!Sub '${Lost.Arn}'",
        "!Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Lost.QueueName}'",
    ]
    found = [
        plain(f"DeadLetterConfig: {{TargetArn: {spelling}}}", resources="Lost: {Type: AWS::SQS::Queue}").configuration
        for spelling in spellings
    ]

    assert {settings.dead_letter.value for settings in found if settings.dead_letter} == {f"{PATH}#Lost"}


def test_an_arn_keeps_the_names_of_what_is_not_known() -> None:
    layer = "arn:aws:lambda:${AWS::Region}:017000801446:layer:Tools:5"

    assert [item.value for item in plain(f"Layers: [!Sub '{layer}']").configuration.layers] == [layer]


def test_a_transform_hides_what_may_be_there() -> None:
    function = serverless(
        """
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/common.yaml}}
        MemorySize: 256
        """
    )

    assert function.configuration.memory.value == 256
    assert function.configuration.timeout == Setting(None, function.configuration.timeout.at, Origin.DEPLOY_TIME)
    assert not function.configuration.environment.complete
    assert not function.triggers_complete


def test_a_local_include_is_read() -> None:
    include = "!Transform {Name: AWS::Include, Parameters: {Location: shared/env.yaml}}"
    function = serverless(f"Environment: {include}", files={"shared/env.yaml": "Variables: {TABLE: orders}"})

    variable = function.configuration.environment.variables["TABLE"]
    assert (variable.value.value, variable.at.path) == ("orders", "shared/env.yaml")


def test_loops_are_written_out() -> None:
    template = """
        Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
        Parameters:
          Teams: {Type: CommaDelimitedList, Default: "red,blue"}
        Resources:
          Fn::ForEach::Workers:
            - Team
            - !Ref Teams
            - Worker${Team}:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: !Sub ${Team}.handler
                  Environment:
                    Variables:
                      Fn::ForEach::Limits:
                        - Size
                        - [S, L]
                        - "LIMIT_${Size}": !Ref Team
        """
    found = functions(template)

    assert {name: function.configuration.handler.value for name, function in found.items()} == {
        "Workerred": "red.handler",
        "Workerblue": "blue.handler",
    }
    variables = found["Workerred"].configuration.environment.variables
    assert {name: variable.value.value for name, variable in variables.items()} == {"LIMIT_S": "red", "LIMIT_L": "red"}


def test_a_loop_over_what_nobody_knows_is_said() -> None:
    result = reading(
        """
        Transform: AWS::LanguageExtensions
        Parameters: {Teams: {Type: CommaDelimitedList}}
        Resources:
          F: {Type: AWS::Lambda::Function}
          Fn::ForEach::Workers: [Team, !Ref Teams, {"W${Team}": {Type: AWS::Lambda::Function}}]
        """
    )

    assert [(problem.code, problem.at.line) for problem in result.problems] == [("LL008", 6)]
    assert [function.triggers_complete for function in result.stack.functions] == [False]


def test_functions_nested_too_deep_are_unknown_and_said() -> None:
    deep = "30"
    for _ in range(60):
        deep = f"!If [Always, {deep}, 0]"
    result = reading(with_function("AWS::Lambda::Function", f"Timeout: {deep}", top=TOP))

    assert result.stack.functions[0].configuration.timeout.value is None
    assert [problem.code for problem in result.problems] == ["LL008"]
