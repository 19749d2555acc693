from __future__ import annotations

from pathlib import Path

import pytest

from lambdalint.disk import Disk
from lambdalint.frameworks.reading import Reading
from lambdalint.model.function import CodeElsewhere, CodeFile, CodeFolder, Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import QueueTrigger, StateMachineTrigger
from lambdalint.policy import hcl_comments
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

FUNCTION = 'resource "aws_lambda_function" "f" {{\n  {0}\n}}\n'


def reading(folder: Path, files: dict[str, str]) -> Reading:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    described = read_stacks([next(iter(files))], (), Sources(Disk(folder)))
    assert not described.malformed
    (found,) = described.readings
    return found


def function(folder: Path, arguments: str, **files: str) -> Function:
    others = {name.replace("_", "."): text for name, text in files.items()}
    (found,) = reading(folder, {"main.tf": FUNCTION.format(arguments), **others}).stack.functions
    return found


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("9", 9),
        ('"9"', 9),
        ("null", 3),
        ("2 * (3 + 4) - 1", 13),
        ('lookup({ a = 5 }, "b", 6)', 6),
        ("try(local.settings.missing, local.settings.timeout)", 7),
        ('var.stage == "prod" ? 1 : 8', 8),
        ("coalesce(null, 4)", 4),
        ("max([for n in [1, 5, 2] : n if n != 5]...)", 2),
        ('merge({ t = 1 }, { t = 11 })["t"]', 11),
        ('element(split(",", "1,2"), 1)', 2),
        ("var.missing", None),
        ("var.missing + 1", None),
        ('var.missing == "x" ? 1 : 2', None),
        ("local.settings.missing", None),
        ("local.loop", None),
        ("somefunction(1)", None),
    ],
)
def test_what_an_expression_comes_to(tmp_path: Path, expression: str, value: int | None) -> None:
    around = 'variable "stage" { default = "dev" }\nvariable "missing" {}\nlocals {\n  settings = { timeout = 7 }\n  loop = local.loop\n}\n'

    assert function(tmp_path, f"timeout = {expression}", rest_tf=around).configuration.timeout.value == value


def test_defaults_are_those_of_aws(tmp_path: Path) -> None:
    found = function(tmp_path, 'handler = "a.b"').configuration

    assert (found.timeout.value, found.memory.value) == (3, 128)
    assert found.timeout.origin is Origin.DEFAULT
    assert (found.handler.at.line, found.handler.at.column) == (2, 13)


def test_files_of_values_win_over_defaults_and_the_last_one_over_all(tmp_path: Path) -> None:
    found = function(
        tmp_path,
        "timeout = var.a\n  memory_size = var.b",
        variables_tf='variable "a" { default = 1 }\nvariable "b" { default = 1 }\n',
        terraform_tfvars="a = 20\nb = 200\n",
        x_auto_tfvars="b = 300\n",
    ).configuration

    assert (found.timeout.value, found.memory.value) == (20, 300)


def test_every_other_file_of_values_is_a_deployment_of_its_own(tmp_path: Path) -> None:
    forms = reading(
        tmp_path,
        {
            "main.tf": FUNCTION.format("timeout = var.a\n  memory_size = var.b"),
            "variables.tf": 'variable "a" { default = 1 }\nvariable "b" { default = 1 }\n',
            "terraform.tfvars": "a = 20\nb = 200\n",
            "prod.tfvars": "a = 99\n",
            "environments/same.tfvars": "a = 20\n",
            "environments/test/terraform.tfvars.json": '{"b": 512}',
            "environments/alien.tfvars": "c = 1\n",
            "other/main.tf": "",
            "other/terraform.tfvars": "a = 7\n",
        },
    ).stack.functions

    assert {each.id for each in forms} == {"main.tf#f"}
    assert [(each.configuration.timeout.value, each.configuration.memory.value) for each in forms] == [
        (20, 200),
        (20, 512),
        (99, 200),
    ]
    assert [one.message for each in forms for one in each.assumes] == [
        "with the values of `environments/test/terraform.tfvars.json`",
        "with the values of `prod.tfvars`",
    ]


def test_of_many_files_of_values_the_first_are_tried_and_that_is_said(tmp_path: Path) -> None:
    files = {f"{number}.tfvars": f"a = {number}\n" for number in range(1, 10)}
    text = 'variable "a" { default = 0 }\n' + FUNCTION.format("timeout = var.a")
    found = reading(tmp_path, {"main.tf": text, **files})

    assert [each.configuration.timeout.value for each in found.stack.functions] == list(range(9))
    assert [(problem.code, problem.at.path) for problem in found.problems] == [("LL008", "9.tfvars")]


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("{}", (5, 256, "x")),
        ("{ timeout = 9, more = { memory = 512 } }", (9, 512, "x")),
        ("{ timeout = null, more = {} }", (5, 256, "x")),
        ("{ more = { names = { a = { tag = null }, b = {} } } }", (5, 256, "x")),
        ("var.elsewhere", (None, None, None)),
    ],
)
def test_attributes_that_are_left_out_have_the_defaults_of_their_type(
    tmp_path: Path, given: str, values: tuple[int | None, int | None, str | None]
) -> None:
    kind = """object({
      timeout = optional(number, 5)
      more    = optional(object({
        memory = optional(number, 256)
        names  = optional(map(object({ tag = optional(string, "x") })), { b = {} })
      }), {})
    })"""
    found = reading(
        tmp_path,
        {
            "main.tf": f'variable "elsewhere" {{}}\nmodule "m" {{\n  source = "./m"\n  all = {given}\n}}\n',
            "m/main.tf": f'variable "all" {{\n  type = {kind}\n}}\n'
            + FUNCTION.format(
                "timeout = var.all.timeout\n  memory_size = var.all.more.memory\n  runtime = var.all.more.names.b.tag"
            ),
        },
    )
    (configuration,) = (each.configuration for each in found.stack.functions)

    assert (configuration.timeout.value, configuration.memory.value, configuration.runtime.value) == values


def test_json_says_the_same(tmp_path: Path) -> None:
    text = """{"locals": {"seconds": 9}, "resource": {"aws_lambda_function": {"f": {
      "handler": "a.b", "timeout": "${local.seconds}", "environment": [{"variables": {"A": "x-${local.seconds}"}}]}}}}"""
    (found,) = reading(tmp_path, {"main.tf.json": text}).stack.functions

    assert (found.name, found.configuration.handler.value, found.configuration.timeout.value) == ("f", "a.b", 9)
    assert found.configuration.environment.variables["A"].value.value == "x-9"


def test_a_local_module_is_read_once_for_each_call_with_what_it_is_given(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        {
            "main.tf": 'module "m" {\n  for_each = { a = 5, b = 6 }\n  source = "./sub"\n  timeout = each.value\n}\n'
            'resource "aws_sqs_queue" "q" {}\n'
            'resource "aws_lambda_event_source_mapping" "e" {\n  function_name = module.m["b"].arn\n'
            "  event_source_arn = aws_sqs_queue.q.arn\n}\n",
            "sub/main.tf": 'variable "timeout" {}\n'
            + FUNCTION.format("timeout = var.timeout\n  filename = data.archive_file.z.output_path")
            + 'data "archive_file" "z" {\n  source_dir = "${path.module}/src"\n  output_path = "z.zip"\n}\n'
            'output "arn" { value = aws_lambda_function.f.arn }\n',
        },
    )
    first, second = found.stack.functions

    assert found.covers == ("sub/",)
    assert [(each.name, each.configuration.timeout.value) for each in (first, second)] == [
        ('m["a"].f', 5),
        ('m["b"].f', 6),
    ]
    assert (first.configuration.timeout.at.path, first.configuration.timeout.at.line) == ("main.tf", 2)
    assert isinstance(first.source, CodeFolder)
    assert first.source.path == "sub/src"
    assert not first.triggers
    assert [type(trigger) for trigger in second.triggers] == [QueueTrigger]


def test_what_is_not_there_is_no_function_and_what_may_be_there_is_in_doubt(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        {
            "main.tf": 'variable "on" {}\n'
            'resource "aws_lambda_function" "no" {\n  count = 0\n}\n'
            'resource "aws_lambda_function" "yes" {\n  count = 1\n}\n'
            'resource "aws_lambda_event_source_mapping" "e" {\n  count = var.on\n'
            '  function_name = aws_lambda_function.yes[0].arn\n  event_source_arn = "arn:aws:sqs:eu-west-1:1:q"\n}\n'
        },
    )
    (only,) = found.stack.functions

    assert (only.name, only.triggers, only.triggers_complete) == ("yes", (), False)


@pytest.mark.parametrize(
    ("archive", "kind", "path"),
    [
        ('source_dir = "${path.root}/../app/src"', CodeFolder, "app/src"),
        ('source_file = "src/app.py"', CodeFile, "infra/src/app.py"),
        ('source {\n content = file("${path.module}/src/app.py")\n filename = "app.py"\n}', CodeFolder, "infra/src"),
        ('source {\n content = templatefile("x", {})\n filename = "app.py"\n}', CodeElsewhere, None),
        ("source_dir = var.folder", CodeElsewhere, None),
    ],
)
def test_the_code_is_what_the_archive_is_made_of(tmp_path: Path, archive: str, kind: type, path: str | None) -> None:
    text = (
        'variable "folder" {}\n'
        + FUNCTION.format("filename = data.archive_file.z.output_path")
        + f'data "archive_file" "z" {{\n  {archive}\n  output_path = "${{var.folder}}/z.zip"\n}}\n'
    )
    (found,) = reading(tmp_path, {"infra/main.tf": text}).stack.functions

    assert isinstance(found.source, kind)
    assert getattr(found.source, "path", None) == path


@pytest.mark.parametrize(
    "arguments",
    ['filename = "./build/../f.zip"', 's3_key = "x"\n  source_code_hash = data.archive_file.z.output_base64sha256'],
)
def test_an_archive_is_also_known_by_its_path_and_its_digest(tmp_path: Path, arguments: str) -> None:
    text = FUNCTION.format(arguments) + 'data "archive_file" "z" {\n  source_dir = "src"\n  output_path = "f.zip"\n}\n'
    (found,) = reading(tmp_path, {"main.tf": text}).stack.functions

    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "src"


IMAGE = 'package_type = "Image"\n  image_uri = {0}'
BUILT = """
resource "docker_image" "app" {
  name = "${aws_ecr_repository.r.repository_url}:${var.tag}"
  build {
    context    = "${path.module}/../service"
    dockerfile = "docker/Dockerfile"
    build_args = { FOLDER = "src" }
  }
}
resource "docker_registry_image" "app" { name = docker_image.app.name }
resource "aws_ecr_repository" "r" {}
variable "tag" {}
module "built" {
  source           = "terraform-aws-modules/lambda/aws//modules/docker-build"
  source_path      = "../service"
  docker_file_path = "docker/Dockerfile"
  build_args       = { FOLDER = "src" }
}
"""


@pytest.mark.parametrize(
    ("uri", "followed"),
    [
        ("docker_image.app.name", True),
        ("docker_registry_image.app.name", True),
        ('"${aws_ecr_repository.r.repository_url}@${docker_registry_image.app.sha256_digest}"', True),
        ('"${aws_ecr_repository.r.repository_url}:${var.tag}"', True),
        ("module.built.image_uri", True),
        ('"${aws_ecr_repository.r.repository_url}:latest"', False),
        ("var.tag", False),
    ],
)
def test_an_image_is_what_its_dockerfile_copies(tmp_path: Path, uri: str, followed: bool) -> None:
    described = reading(
        tmp_path,
        {
            "infra/main.tf": FUNCTION.format(IMAGE.format(uri)) + BUILT,
            "service/docker/Dockerfile": "FROM public.ecr.aws/lambda/python:3.13\nARG FOLDER\n"
            'COPY ${FOLDER} ${LAMBDA_TASK_ROOT}\nCMD ["app.main"]\n',
        },
    )
    (found,) = described.stack.functions

    assert found.configuration.handler.value == ("app.main" if followed else None)
    assert getattr(found.source, "path", None) == ("service/src" if followed else None)


def test_the_registry_module_runs_an_image_that_it_builds(tmp_path: Path) -> None:
    text = (
        'module "f" {\n  source = "terraform-aws-modules/lambda/aws"\n  create_package = false\n  package_type = "Image"\n'
        '  image_uri = module.built.image_uri\n  image_config_command = ["app.other"]\n}\n'
    )
    dockerfile = 'FROM public.ecr.aws/lambda/python:3.13\nCOPY src ./\nCMD ["app.main"]\n'
    described = reading(tmp_path, {"infra/main.tf": text + BUILT, "service/docker/Dockerfile": dockerfile})
    (found,) = described.stack.functions

    assert found.configuration.handler.value == "app.other"
    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "service/src"


@pytest.mark.parametrize(
    ("inputs", "actions", "complete"),
    [
        ("attach_policy_statements = true", {"s3:GetObject"}, True),
        ("", set(), True),
        ("attach_policy_statements = var.on", set(), False),
        (
            'attach_policy_json = true\n  policy_json = jsonencode({ Statement = [{ Effect = "Allow", Action = "a:B", Resource = "*" }] })',
            {"a:B"},
            True,
        ),
        (
            "attach_dead_letter_policy = true\n  dead_letter_target_arn = aws_sqs_queue.q.arn",
            {"sns:Publish", "sqs:SendMessage"},
            True,
        ),
        ("create_role = false\n  lambda_role = var.on", None, None),
    ],
)
def test_a_policy_of_the_registry_counts_where_it_is_attached(
    tmp_path: Path, inputs: str, actions: set[str] | None, complete: bool | None
) -> None:
    text = (
        'variable "on" {}\nresource "aws_sqs_queue" "q" {}\n'
        f'module "f" {{\n  source = "terraform-aws-modules/lambda/aws"\n  {inputs}\n  attach_cloudwatch_logs_policy = false\n'
        '  policy_statements = [{ actions = ["s3:GetObject"], resources = ["*"] }]\n}\n'
    )
    (found,) = reading(tmp_path, {"main.tf": text}).stack.functions
    role = found.configuration.role

    assert (None if role is None else {action for grant in role.grants for action in grant.actions}) == actions
    assert (None if role is None else role.complete) == complete


def test_a_copy_of_the_registry_module_packs_code_as_the_registry_does(tmp_path: Path) -> None:
    module = (
        'variable "source_path" { default = null }\nvariable "local_existing_package" { default = null }\n'
        'data "external" "archive_prepare" {}\n'
        + FUNCTION.format('filename = data.external.archive_prepare.result["filename"]')
    )
    calls = 'module "{0}" {{\n  source = "../lambda"\n  {1}\n}}\n'
    text = calls.format("a", 'source_path = "../src"') + calls.format("b", 'local_existing_package = "x.zip"')
    first, second = reading(tmp_path, {"infra/main.tf": text, "lambda/main.tf": module}).stack.functions

    assert isinstance(first.source, CodeFolder)
    assert first.source.path == "src"
    assert isinstance(second.source, CodeElsewhere)


def test_what_the_registry_makes_is_known(tmp_path: Path) -> None:
    text = (
        'module "work" {\n  source = "terraform-aws-modules/lambda/aws"\n  handler = "app.work"\n  timeout = 12\n'
        '  source_path = "src"\n  environment_variables = { A = "b" }\n'
        "  event_source_mapping = { q = { event_source_arn = aws_sqs_queue.q.arn, batch_size = 5 } }\n"
        '  attach_policy_statements = true\n  policy_statements = { a = { actions = ["s3:GetObject"], resources = ["*"] } }\n}\n'
        'resource "aws_sqs_queue" "q" {}\n'
    )
    (found,) = reading(tmp_path, {"main.tf": text}).stack.functions
    (trigger,) = found.triggers
    role = found.configuration.role

    assert (found.name, found.configuration.timeout.value, list(found.configuration.environment.variables)) == (
        "work",
        12,
        ["A"],
    )
    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert trigger.batch_size.value == 5
    assert role is not None
    assert ("s3:GetObject",) in [grant.actions for grant in role.grants]


def test_a_state_machine_in_a_template_may_invoke_what_it_is_given(tmp_path: Path) -> None:
    machine = 'templatefile("flow.asl.json", { work = aws_lambda_function.f.arn })'
    text = FUNCTION.format("") + f'resource "aws_sfn_state_machine" "m" {{\n  definition = {machine}\n}}\n'
    (found,) = reading(tmp_path, {"main.tf": text}).stack.functions

    assert [type(trigger) for trigger in found.triggers] == [StateMachineTrigger]


def test_a_comment_covers_what_it_stands_beside_or_above() -> None:
    text = (
        '# whole\nresource "a" "b" { # too\n  x = "${f("# no")}" // line\n  # above\n  y = <<-E\n   # no\n  E\n'
        "  z = [\n    1,\n  ] # end\n  # alone\n}\n/* # no */\n"
    )

    assert {each.text.strip(): each.lines for each in hcl_comments.read(text)} == {
        "# whole": (2, 12),
        "# too": (2, 12),
        "# line": (3, 3),
        "# above": (5, 7),
        "# end": (10, 10),
        "# alone": (12, 12),
    }
