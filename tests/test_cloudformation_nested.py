from __future__ import annotations

from templates import reading

from lambdalint.model.trigger import QueueTrigger

CHILD = """
Parameters:
  Seconds: {Type: Number, Default: 5}
  Source: {Type: String}
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      CodeUri: src
      Timeout: !Ref Seconds
      Events: {Work: {Type: SQS, Properties: {Queue: !Ref Source}}}
Outputs:
  WorkerArn: {Value: !GetAtt Worker.Arn}
"""
PARENT = """
    Parameters:
      Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
    Conditions:
      IsProd: !Equals [!Ref Stage, prod]
    Resources:
      Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 77}}
      Work:
        Type: AWS::Serverless::Application
        Properties:
          Location: workers/template.yaml
          Parameters: {Source: !GetAtt Jobs.Arn, Seconds: !If [IsProd, 90, 9]}
      Nightly:
        Type: AWS::Events::Rule
        Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: w, Arn: !GetAtt Work.Outputs.WorkerArn}]}
    """


def test_a_nested_stack_is_read_with_what_its_parent_gives_it() -> None:
    result = reading(PARENT, {"workers/template.yaml": CHILD})
    first, second = result.stack.functions

    assert result.covers == ("workers/template.yaml",)
    assert not result.problems
    assert first.id == "workers/template.yaml#Worker"
    assert (first.configuration.timeout.value, second.configuration.timeout.value) == (9, 90)
    assert [assumption.message for assumption in second.assumes] == ["when the parameter `Stage` is `prod`"]
    work = first.triggers[0]
    assert isinstance(work, QueueTrigger)
    assert work.queue is not None
    assert (work.source.value, work.queue.visibility_timeout.value) == ("template.yaml#Jobs", 77)
    assert [trigger.name for trigger in first.triggers] == ["Work", "Nightly"]


def test_a_template_nested_twice_gives_each_function_twice() -> None:
    template = """
        Resources:
          One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Seconds: 1}}}
          Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./child.yaml, Parameters: {Seconds: 2}}}
        """
    found = reading(template, {"child.yaml": CHILD}).stack.functions

    assert [(function.name, function.configuration.timeout.value) for function in found] == [
        ("Worker", 1),
        ("Worker", 2),
    ]
    assert [[assumption.message for assumption in function.assumes] for function in found] == [
        [],
        ["when nested as `Two`"],
    ]


def test_a_local_template_that_is_not_there_is_said_at_its_name() -> None:
    result = reading(
        """
        Resources:
          Gone: {Type: AWS::Serverless::Application, Properties: {Location: gone/template.yaml}}
          Store: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: x, SemanticVersion: 1.0.0}}}
          Remote: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "https://s3.amazonaws.com/b/t.yaml"}}
        """
    )

    assert [(problem.code, problem.at.line, problem.at.column) for problem in result.problems] == [("LL009", 3, 69)]


def test_a_template_that_nests_itself_ends() -> None:
    itself = "Resources: {Again: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}}"
    result = reading(itself, {"child.yaml": itself})

    assert [problem.code for problem in result.problems] == ["LL008"]


def test_outputs_that_feed_on_their_own_parameters_end() -> None:
    child = """
    Parameters: {Seconds: {Type: String}}
    Resources: {F: {Type: AWS::Lambda::Function, Properties: {Timeout: !Ref Seconds}}}
    Outputs: {Twice: {Value: !Sub "${Seconds}${Seconds}"}}
    """
    parent = """
        Resources:
          Loop: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {Seconds: !GetAtt Loop.Outputs.Twice}}}
        """
    (function,) = reading(parent, {"c.yaml": child}).stack.functions

    assert function.configuration.timeout.value is None


def test_a_stack_that_cannot_be_read_may_invoke_what_it_is_given() -> None:
    result = reading(
        """
        Resources:
          F: {Type: AWS::Lambda::Function}
          Remote: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "https://x/t.yaml", Parameters: {Call: !GetAtt F.Arn}}}
        """
    )

    assert not result.stack.functions[0].triggers_complete
