from __future__ import annotations

from pathlib import Path

import pytest

from lambdalint.disk import Disk
from lambdalint.model.project import Project
from lambdalint.model.trigger import QueueTrigger, TopicTrigger
from lambdalint.project import join
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

FUNCTION = """
  F:
    Type: AWS::Lambda::Function
    Properties: {Code: {S3Key: x}, Environment: {Variables: {QUEUE: "arn:aws:sqs:eu-west-1:123456789012:jobs"}}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !Ref F, EventSourceArn: %s}
"""
LITERAL = "arn:aws:sqs:eu-west-1:123456789012:jobs"
QUEUE = "  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}\n"
MODULE = 'resource "aws_lambda_function" "f" {}\nresource "aws_sqs_queue" "Jobs" {\n  name = "jobs"\n}\n'


def project(folder: Path, files: dict[str, str]) -> Project:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    sources = Sources(Disk(folder))
    described = read_stacks(list(files), (), sources)
    assert not described.problems
    return join([reading.stack for reading in described.readings], sources).project


@pytest.mark.parametrize(
    ("arn", "others", "queue"),
    [
        (LITERAL, {}, "a.yaml#Jobs"),
        ('!Sub "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs"', {}, "a.yaml#Jobs"),
        (LITERAL, {"b.yaml": f"Resources:\n{QUEUE}"}, "a.yaml#Jobs"),
        ("arn:aws:sqs:eu-west-1:123456789012:jobs2", {}, None),
        ("arn:aws:sns:eu-west-1:123456789012:jobs", {}, None),
    ],
)
def test_an_arn_is_the_resource_of_its_name(
    tmp_path: Path, arn: str, others: dict[str, str], queue: str | None
) -> None:
    found = project(tmp_path, {"a.yaml": f"Resources:{FUNCTION % arn}{QUEUE}", **others})
    triggers = [trigger for trigger in found.functions[0].triggers if isinstance(trigger, QueueTrigger)]

    assert [trigger.queue.id for trigger in triggers if trigger.queue] == ([queue] if queue else [])


def test_it_is_found_in_other_templates_of_whatever_dialect_when_there_is_just_one(tmp_path: Path) -> None:
    template = f"Resources:{FUNCTION % LITERAL}"
    one = project(tmp_path / "one", {"a.yaml": template, "b/main.tf": MODULE})
    two = project(tmp_path / "two", {"a.yaml": template, "b/main.tf": MODULE, "c.yaml": f"Resources:\n{QUEUE}"})

    assert [trigger.source.value for trigger in one.functions[0].triggers if isinstance(trigger, QueueTrigger)] == [
        "b/main.tf#Jobs"
    ]
    assert [trigger.source.value for trigger in two.functions[0].triggers if isinstance(trigger, QueueTrigger)] == [
        LITERAL
    ]
    variable = one.functions[0].configuration.environment.variables["QUEUE"]
    assert (variable.value.value, variable.names) == (LITERAL, "b/main.tf#Jobs")


@pytest.mark.parametrize("name", ['"jobs"', "local.name"])
def test_what_a_data_source_looks_up_is_what_another_module_makes(tmp_path: Path, name: str) -> None:
    text = f"""
locals {{ name = "jobs" }}
data "aws_sqs_queue" "jobs" {{ name = {name} }}
data "aws_lambda_function" "f" {{ function_name = "worker" }}
resource "aws_lambda_function" "g" {{ function_name = "worker" }}
resource "aws_lambda_event_source_mapping" "m" {{
  event_source_arn = data.aws_sqs_queue.jobs.arn
  function_name    = data.aws_lambda_function.f.arn
}}
"""
    found = project(tmp_path, {"a/main.tf": text, "b/main.tf": MODULE})
    (trigger,) = next(function.triggers for function in found.functions if function.name == "g")

    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert trigger.queue.id == "b/main.tf#Jobs"


def test_terraform_joins_what_is_written_out_too(tmp_path: Path) -> None:
    text = """
locals { bucket = "my-uploads" }
resource "aws_sns_topic" "t" { name = "news-${var.stage}" }
resource "aws_s3_bucket" "b" { bucket = local.bucket }
resource "aws_s3_bucket_notification" "n" {
  bucket = "my-uploads"
  lambda_function {
    lambda_function_arn = aws_lambda_function.f.arn
    events              = ["s3:ObjectCreated:*"]
  }
}
variable "stage" {}
resource "aws_lambda_function" "f" {
  function_name = "worker"
  role          = aws_iam_role.r.arn
}
resource "aws_sns_topic_subscription" "s" {
  topic_arn = "arn:aws:sns:eu-west-1:1:news-${var.stage}"
  protocol  = "lambda"
  endpoint  = "arn:aws:lambda:eu-west-1:1:function:worker"
}
resource "aws_iam_role" "r" { name = "worker" }
resource "aws_iam_role_policy" "p" {
  role   = "worker"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::my-uploads/in/*" }] })
}
"""
    (function,) = project(tmp_path, {"main.tf": text}).functions
    topics = [trigger for trigger in function.triggers if isinstance(trigger, TopicTrigger)]
    role = function.configuration.role

    assert {type(trigger).__name__ for trigger in function.triggers} == {"BucketTrigger", "TopicTrigger"}
    assert [trigger.topic.value for trigger in topics] == ["main.tf#t"]
    assert role is not None
    assert [grant.resources for grant in role.grants] == [("main.tf#b/in/*",)]
