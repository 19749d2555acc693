"""The stages of Serverless Framework services, what compose files give them, and plugins that change functions."""

from __future__ import annotations

from textwrap import dedent

from templates import reading

from lambdalint.model.function import Function
from lambdalint.model.trigger import StateMachineTrigger

HEAD = "service: shop\nprovider: {name: aws, runtime: python3.13, stage: \"${opt:stage, 'dev'}\"}\n"


def forms(text: str, path: str = "serverless.yml", **files: str) -> list[Function]:
    found = reading(HEAD + dedent(text), files, path)
    assert not found.problems
    return list(found.stack.functions)


def timeouts(text: str, path: str = "serverless.yml", **files: str) -> list[tuple[int | None, str]]:
    return [
        (one.configuration.timeout.value, " ".join(assumption.message for assumption in one.assumes))
        for one in forms(text, path, **files)
    ]


def test_parameters_of_a_stage_make_a_form_of_the_function() -> None:
    text = """
    params: {default: {timeout: 5}, dev: {other: 1}, prod: {timeout: 900}, test: {timeout: 5}}
    functions: {f: {handler: a.b, timeout: "${param:timeout}"}}
    """

    assert timeouts(text) == [(5, ""), (900, "in the stage `prod`")]


def test_so_do_stages_as_version_four_writes_them() -> None:
    text = """
    stages: {default: {params: {timeout: 5}}, prod: {params: {timeout: 9}}}
    functions: {f: {handler: a.b, timeout: "${param:timeout}"}}
    """

    assert timeouts(text) == [(5, ""), (9, "in the stage `prod`")]


def test_settings_that_are_kept_for_each_stage_name_the_stages() -> None:
    text = """
    custom:
      stage: ${opt:stage, self:provider.stage}
      timeouts: {dev: 5, prod: 60, default: 7}
    functions: {f: {handler: a.b, timeout: "${self:custom.timeouts.${self:custom.stage}, self:custom.timeouts.default}"}}
    """

    assert timeouts(text) == [(5, ""), (60, "in the stage `prod`")]


def test_settings_of_plugins_beside_those_of_stages_are_no_stages() -> None:
    text = """
    custom:
      wsgi: {app: a.b}
      name: 3
      dev: {timeout: 5}
      prod: {timeout: 60}
    functions: {f: {handler: a.b, timeout: "${self:custom.${sls:stage}.timeout, 9}"}}
    """

    assert timeouts(text) == [(5, ""), (60, "in the stage `prod`")]


def test_files_of_a_stage_are_read_once_something_names_it() -> None:
    text = """
    params: {prod: {any: 1}}
    functions: {f: {handler: a.b, timeout: "${file(config.${opt:stage, 'dev'}.yml):timeout, 6}"}}
    """
    files = {"config.dev.yml": "timeout: 7", "config.prod.yml": "timeout: 8"}

    assert timeouts(text, **files) == [(7, ""), (8, "in the stage `prod`")]


def test_a_function_that_is_the_same_in_every_stage_has_one_form() -> None:
    text = """
    params: {prod: {any: 1}}
    functions: {f: {handler: a.b, name: "f-${sls:stage}", tags: {stage: "${sls:stage}"}}}
    """

    assert timeouts(text) == [(6, "")]


def test_more_stages_than_anybody_has_are_not_all_tried() -> None:
    stages = ", ".join(f"s{number}: {{timeout: {number}}}" for number in range(1, 30))
    text = f'params: {{{stages}}}\nfunctions: {{f: {{handler: a.b, timeout: "${{param:timeout, 30}}"}}}}'
    found = reading(HEAD + text, {}, "serverless.yml")

    assert [problem.code for problem in found.problems] == ["LL008"]
    assert len(found.stack.functions) == 13


def test_what_compose_gives_goes_before_what_the_service_says() -> None:
    text = """
    params: {default: {timeout: 5, memory: 128}}
    functions: {f: {handler: a.b, timeout: "${param:timeout}", memorySize: "${param:memory}"}}
    """
    compose = "services: {shop: {path: shop, params: {timeout: 40, memory: '${other.memory}'}}, other: {path: other}}"
    (found,) = forms(text, "shop/serverless.yml", **{"serverless-compose.yml": compose})

    assert (found.configuration.timeout.value, found.configuration.memory.value) == (40, None)


def test_requirements_may_be_packaged_in_any_way() -> None:
    for options in ("{slim: true, zip: true}", "{layer: true}", "{dockerizePip: non-linux, useStaticCache: false}"):
        text = f"""
        plugins: [serverless-python-requirements, serverless-prune-plugin]
        custom: {{pythonRequirements: {options}, prune: {{automatic: true, number: 3}}}}
        functions: {{f: {{handler: a.b, layers: [{{Ref: PythonRequirementsLambdaLayer}}]}}}}
        """
        (found,) = forms(text)

        assert (found.configuration.handler.value, found.has_python_here) == ("a.b", True)


def test_state_machines_invoke_functions() -> None:
    text = """
    plugins: [serverless-step-functions]
    functions: {f: {handler: a.b}}
    stepFunctions:
      stateMachines:
        work: {definition: {StartAt: A, States: {A: {Type: Task, Resource: {"Fn::GetAtt": [f, Arn]}, End: true}}}}
    """
    (found,) = forms(text)

    assert [type(trigger) for trigger in found.triggers] == [StateMachineTrigger]


def test_a_role_of_its_own_replaces_the_shared_one_unless_it_inherits() -> None:
    statement = "[{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]"
    text = f"""
    plugins: [serverless-iam-roles-per-function]
    custom: {{serverless-iam-roles-per-function: {{defaultInherit: false}}}}
    functions:
      f: {{handler: a.b, iamRoleStatements: {statement}}}
      g: {{handler: a.b, iamRoleStatements: {statement}, iamRoleStatementsInherit: true}}
    """
    roles = [one.configuration.role for one in forms(text)]

    assert all(any("s3:GetObject" in grant.actions for grant in role.grants) for role in roles if role)
    assert len({role.name for role in roles if role}) == 2
