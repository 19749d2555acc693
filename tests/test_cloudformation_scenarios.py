from __future__ import annotations

from templates import forms, reading

from lambdalint.model.trigger import QueueTrigger

STAGED = """
    Parameters:
      Stage: {Type: String, Default: dev, AllowedValues: [dev, test, prod]}
      Region: {Type: String, Default: "no"}
    Conditions:
      IsProd: !Equals [!Ref Stage, prod]
      IsSmall: !Not [!Condition IsProd]
    Resources:
      F:
        Type: AWS::Serverless::Function
        Properties:
          Handler: app.handler
          MemorySize: !If [IsProd, 2048, 512]
          Timeout: !If [IsSmall, 10, 60]
          Events:
            Work: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
      Jobs:
        Type: AWS::SQS::Queue
        Properties: {VisibilityTimeout: !If [IsProd, 360, 60]}
    """


def test_correlated_values_stay_together_in_one_form_per_difference() -> None:
    found = forms(STAGED, "F")

    values = {}
    for when, function in found.items():
        (trigger,) = function.triggers
        assert isinstance(trigger, QueueTrigger)
        assert trigger.queue is not None
        settings = function.configuration
        values[when] = (settings.memory.value, settings.timeout.value, trigger.queue.visibility_timeout.value)
    assert values == {
        "": (512, 10, 60),
        "when the parameter `Stage` is `prod`": (2048, 60, 360),
    }


def test_an_assumption_points_at_the_parameter() -> None:
    (assumption,) = forms(STAGED, "F")["when the parameter `Stage` is `prod`"].assumes

    assert (assumption.at.line, assumption.at.column) == (3, 3)


def test_a_parameter_without_allowed_values_is_what_it_is_compared_with_or_something_else() -> None:
    template = """
        Parameters:
          Size: {Type: String, Default: small}
          Kind: {Type: String}
        Conditions:
          Small: !Equals [!Ref Size, small]
          Huge: !Equals [huge, !Ref Size]
          Quick: !Equals [!Ref Kind, quick]
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              MemorySize: !If [Small, 128, !If [Huge, 4096, 1024]]
              Timeout: !If [Quick, 5, 50]
        """
    found = {
        when: (function.configuration.memory.value, function.configuration.timeout.value)
        for when, function in forms(template, "F").items()
    }

    assert found == {
        "": (128, None),
        "when the parameter `Size` is `huge`": (4096, None),
        "when the parameter `Size` is not `small` or `huge`": (1024, None),
        "when the parameter `Kind` is `quick`": (128, 5),
        "when the parameter `Kind` is not `quick`": (128, 50),
    }


def test_a_condition_that_nothing_decides_is_tried_both_ways() -> None:
    template = """
        Conditions: {Home: !Equals [!Ref AWS::Region, eu-west-1]}
        Resources:
          F: {Type: AWS::Lambda::Function, Properties: {Timeout: !If [Home, 5, 50]}}
        """
    found = {when: function.configuration.timeout.value for when, function in forms(template, "F").items()}

    assert found == {
        "": None,
        "when the condition `Home` holds": 5,
        "when the condition `Home` does not hold": 50,
    }


def test_every_value_a_parameter_may_have_is_tried_where_it_is_used() -> None:
    template = """
        Parameters:
          Runtime: {Type: String, Default: python3.13, AllowedValues: [python3.9, python3.13]}
          Stage: {Type: String, Default: dev}
        Mappings: {Limits: {dev: {timeout: 10}, prod: {timeout: 100}}}
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties: {Runtime: !Ref Runtime, Timeout: !FindInMap [Limits, !Ref Stage, timeout]}
          G: {Type: AWS::Lambda::Function}
        """
    found = {
        when: (function.configuration.runtime.value, function.configuration.timeout.value)
        for when, function in forms(template, "F").items()
    }

    assert found == {
        "": ("python3.13", 10),
        "when the parameter `Runtime` is `python3.9`": ("python3.9", 10),
        "when the parameter `Stage` is `prod`": ("python3.13", 100),
    }
    assert list(forms(template, "G")) == [""]


def test_what_is_deployed_conditionally_exists_only_then() -> None:
    template = """
        Parameters: {Stage: {Type: String, Default: dev}}
        Conditions: {IsProd: !Equals [!Ref Stage, prod]}
        Resources:
          F: {Type: AWS::Lambda::Function}
          OnlyProd: {Type: AWS::Lambda::Function, Condition: IsProd}
          Nightly:
            Type: AWS::Events::Rule
            Condition: IsProd
            Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: f, Arn: !GetAtt F.Arn}]}
        """
    prod = "when the parameter `Stage` is `prod`"

    assert {when: len(function.triggers) for when, function in forms(template, "F").items()} == {"": 0, prod: 1}
    assert list(forms(template, "OnlyProd")) == [prod]


def test_a_trigger_that_may_be_there_leaves_the_triggers_open() -> None:
    template = """
        Conditions: {Home: !Equals [!Ref AWS::Region, eu-west-1]}
        Resources:
          F: {Type: AWS::Lambda::Function}
          Nightly:
            Type: AWS::Events::Rule
            Condition: Home
            Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: f, Arn: !GetAtt F.Arn}]}
        """
    found = {
        when: (len(function.triggers), function.triggers_complete) for when, function in forms(template, "F").items()
    }

    assert found == {
        "": (0, False),
        "when the condition `Home` holds": (1, True),
        "when the condition `Home` does not hold": (0, True),
    }


def test_values_are_tried_one_at_a_time() -> None:
    parameters = "".join(f"  P{number}: {{Type: String, Default: a, AllowedValues: [a, b]}}\n" for number in range(9))
    variables = "".join(f"          V{number}: !Ref P{number}\n" for number in range(9))
    template = (
        f"Parameters:\n{parameters}Resources:\n  F:\n    Type: AWS::Lambda::Function\n"
        f"    Properties:\n      Environment:\n        Variables:\n{variables}"
    )

    assert len(forms(template, "F")) == 10


def test_a_tag_that_follows_a_parameter_makes_no_other_form() -> None:
    template = """
        Parameters: {Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
        Resources:
          F: {Type: AWS::Serverless::Function, Properties: {Tags: {stage: !Ref Stage}}}
        """

    assert list(forms(template, "F")) == [""]


def test_more_values_than_can_be_tried_are_said() -> None:
    allowed = ", ".join(f"v{number}" for number in range(99))
    result = reading(
        f"""
        Parameters: {{Name: {{Type: String, Default: v0, AllowedValues: [{allowed}]}}}}
        Resources:
          F: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: x, Handler: !Ref Name}}}}
        """
    )

    assert len(result.stack.functions) == 65
    assert [problem.code for problem in result.problems] == ["LL008"]
