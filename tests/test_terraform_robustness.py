from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutants

from lambdalint.documents import load
from lambdalint.documents.terraform_folder import load_folder
from lambdalint.documents.tree import Document, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks import read
from lambdalint.model.source import Span

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders" / "terraform"
EXTRA = r"""
variable "stage" { default = "dev" }
variable "fn" {
  nullable = false
  type     = object({ timeout = optional(number, 3), more = optional(map(object({ x = optional(list(string), ["a"]) })), {}) })
}
locals {
  loop = local.loop
  a    = { for k, v in { x = 1, y = [1, 2] } : k => v if k != "z" }
  b    = concat([for i in range(3) : "n${i}"], local.a.y, [var.fn])
  c    = try(local.a.missing, lookup(local.a, "x", null), can(local.b[9]))
  d    = merge(local.a, var.fn...)
  e    = format("%s-%d%%", upper(var.stage), length(local.b))
  f    = <<-TEXT
    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "${aws_sqs_queue.q[0].arn}"}], "x": "%{if true}y%{endif}"}
  TEXT
  g    = zipmap(keys(local.a), values(local.a))[var.stage == "dev" ? "x" : "y"]
  h    = flatten([[1], [[2]], local.b[*].id])
  i    = -(1 + 2) * 3 / 0 % 2
}
resource "aws_sqs_queue" "q" {
  count          = 2
  redrive_policy = local.f
}
resource "aws_lambda_function" "f" {
  for_each = local.a
  handler  = "a.${each.key}"
  timeout  = each.value
  filename = one(data.archive_file.z[*].output_path)
  dynamic "environment" {
    for_each = [local.d]
    content { variables = environment.value }
  }
  dynamic "image_config" {
    for_each = { a = 1 }
    iterator = it
    content { command = [it.key] }
  }
  package_type = "Image"
  image_uri    = docker_registry_image.i.name
  dynamic "vpc_config" {
    for_each = var.fn
    content {}
  }
}
data "archive_file" "z" {
  count       = 1
  source_dir  = abspath("${path.module}/src")
  output_path = "z.zip"
}
resource "docker_registry_image" "i" { name = docker_image.i.name }
resource "docker_image" "i" {
  name = module.d.image_uri
  build {
    context    = "x"
    build_args = local.a
  }
}
module "d" {
  source      = "terraform-aws-modules/lambda/aws//modules/docker-build"
  source_path = docker_registry_image.i.name
}
data "aws_sqs_queue" "q" { name = local.b }
resource "aws_lambda_event_source_mapping" "m" {
  function_name    = aws_lambda_function.f["x"].arn
  event_source_arn = data.aws_sqs_queue.q.arn
}
resource "aws_lambda_permission" "p" {
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.a.execution_arn}/*"
}
resource "aws_api_gateway_rest_api" "a" { body = file("x.json") }
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = local.f
}
resource "aws_iam_role" "r" { dynamic "inline_policy" { for_each = [] } }
resource "aws_cloudwatch_event_target" "t" {
  rule = "elsewhere"
  arn  = aws_lambda_function.f["x"].arn
}
resource "aws_sfn_state_machine" "m" { definition = jsonencode({ States = { A = { Type = "Task", Resource = aws_lambda_function.f["x"].arn } } }) }
module "m" {
  source   = "./m"
  for_each = toset(["a", "b"])
  fn       = each.value
}
module "l" {
  source               = "terraform-aws-modules/lambda/aws"
  source_path          = [{ path = "src" }, "x"]
  event_source_mapping = { q = { event_source_arn = aws_sqs_queue.q[1].arn } }
  allowed_triggers     = var.fn
  policy_statements    = { a = { actions = ["s3:*"], resources = [module.m["a"].out] } }
}
"""
CHILD = b'variable "fn" {}\noutput "out" { value = var.fn }\nmodule "again" {\n  source = "../m"\n  fn = var.fn\n}\n'
TEXTS = (EXTRA, *(path.read_text() for path in sorted(ORDERS.glob("*.tf"))))
WORDS = (
    "",
    "{",
    "}",
    "[",
    "]",
    '"',
    "${",
    "<<E\n",
    "=",
    "null",
    "var.fn",
    "local.a",
    "1",
    "é",
    "...",
    "for x in ",
    '"q"',
    ".",
    "?",
)


VALUES = 'stage = "prod"\nfn = { timeout = 5, more = { a = { x = ["b"] } } }\n'


JSON_TEXT = """{"locals": {"a": {"b": [1, "${local.c}"]}, "c": "x-${var.fn}"}, "variable": {"fn": {"default": null, "type": "${object({a=optional(string)})}"}},
"resource": {"aws_lambda_function": {"f": [{"handler": "a.b", "for_each": "${local.a}", "environment": [{"variables": {"A": "${each.value}"}}]}]},
"aws_iam_role_policy": {"p": {"role": "r", "policy": "${jsonencode(local.a)}"}}}, "data": {"archive_file": {"z": {"source_dir": "x"}}}, "//": 1}"""
JSON = load("x.json", JSON_TEXT.encode()).root or Scalar(None, Span.of_line("x.json"))


def plain(node: Node) -> object:
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key: plain(entry.value) for entry in entries}


def read_text(text: str, values: str = VALUES) -> None:
    def nested(path: str) -> Document | None:
        return load_folder({"m/main.tf": CHILD}) if path == "m/" else None

    document = load_folder({"main.tf": text.encode(errors="replace")}, {"prod.tfvars": values.encode(errors="replace")})
    assert document is not None
    reading = read(document, nested)
    assert all(function.id and function.at.line for function in reading.stack.functions)
    assert all(problem.at.line for problem in (*document.problems, *reading.problems))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_module_breaks_the_reader(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(st.sampled_from(WORDS)) + text[end:]

    read_text(text)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nor_do_values_of_another_kind(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(TEXTS)).split("\n")
    places = [
        index
        for index, line in enumerate(lines)
        if " = " in line and not line.rstrip().endswith(("{", "[", "(", "TEXT", "POLICY"))
    ]
    values = (
        "null",
        "[]",
        "{}",
        "{ x = [null] }",
        "local.loop",
        "var.fn",
        "[var.fn]",
        '"${var.fn}/x"',
        "1e400",
        "toset([1])",
        "aws_sqs_queue.q",
        "module.m",
    )
    for index in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        lines[index] = f"{lines[index].partition(' = ')[0]} = {data.draw(st.sampled_from(values))}"

    read_text("\n".join(lines))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nor_do_broken_files_of_values(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(VALUES)))
    end = start + data.draw(st.integers(0, 12))

    read_text(EXTRA, VALUES[:start] + data.draw(st.sampled_from(WORDS)) + VALUES[end:])


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(mutants([JSON], ("", "aws_lambda_function", "f", "${var.fn}", "${", "%{if true}", "//", "for_each"), (None,)))
def test_nor_does_any_json(tree: Node) -> None:
    document = load_folder({"main.tf.json": json.dumps(plain(tree)).encode()})

    assert document is not None
    assert all(function.at.line for function in read(document, lambda _: None).stack.functions)


def test_what_grows_without_end_is_cut_off() -> None:
    doubled = "\n".join(f"  l{number} = [local.l{number - 1}, local.l{number - 1}]" for number in range(1, 60))
    text = f'locals {{\n  l0 = "x"\n{doubled}\n}}\nresource "aws_appsync_datasource" "d" {{\n  x = local.l59\n}}\n'

    read_text(text)
    read_text(f"locals {{\n  x = {'[' * 3000}{']' * 3000}\n}}\n")
    read_text(
        "locals {\n"
        + "\n".join(f"  l{number} = local.l{number + 1}" for number in range(500))
        + '\n}\nresource "aws_sqs_queue" "q" {\n  fifo_queue = local.l0\n}\n'
    )
    read_text(f'resource "aws_sqs_queue" "q" {{\n  fifo_queue = {" && ".join(["true"] * 2000)}\n}}\n')
