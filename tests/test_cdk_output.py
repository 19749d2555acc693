"""What a CDK app synthesised: when it is read, where findings stand then, and which code the functions have."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from synthesised import APP, CREATED, FRAMES, HANDLER, HEAD, ORDERS, function, manifest, shop, stack, template

from lambdalint.discover import discover
from lambdalint.disk import Disk
from lambdalint.documents.tree import Problem
from lambdalint.model.function import CodeElsewhere, CodeFolder, Function
from lambdalint.model.source import Span
from lambdalint.model.trigger import BucketTrigger, QueueTrigger
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

BEFORE, SYNTHESISED, AFTER = 1_000_000.0, 1_000_100.0, 1_000_200.0


def described(
    root: Path, files: dict[str, str], *, synthesised: float = SYNTHESISED, changed: Iterable[str] = ()
) -> tuple[list[Function], list[Problem]]:
    """What a project describes whose files were written before it was synthesised, but for those changed since."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
        time = synthesised if path.startswith("cdk.out/") else AFTER if path in changed else BEFORE
        os.utime(root / path, (time, time))
    found = discover(root)
    said = read_stacks(found.templates, found.python, Sources(Disk(root), found.python))
    return [one for reading in said.readings for one in reading.stack.functions], list(said.problems)


def text_at(root: Path, at: Span) -> str:
    line = (root / at.path).read_text().splitlines()[at.line - 1]
    return line[at.column - 1 : at.end_column - 1] if at.end_line == at.line else line[at.column - 1 :]


def test_what_the_source_leaves_unknown_is_known_and_stands_in_the_source(tmp_path: Path) -> None:
    (found,), problems = described(tmp_path, shop())
    timeout = found.configuration.timeout

    assert not problems
    assert (found.name, timeout.value) == ("Orders", 40)
    assert text_at(tmp_path, found.at) == '"Orders"'
    assert text_at(tmp_path, timeout.at).startswith("Duration.seconds(")
    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "src"


def test_triggers_stand_where_the_source_makes_them_though_it_names_them_otherwise(tmp_path: Path) -> None:
    (found,), _ = described(tmp_path, shop())
    (trigger,) = found.triggers

    assert isinstance(trigger, QueueTrigger)
    assert trigger.batch_size.value == 5
    assert text_at(tmp_path, trigger.at) == "SqsEventSource(queue)"
    assert trigger.queue is not None
    assert trigger.queue.visibility_timeout.value == 45
    assert text_at(tmp_path, trigger.queue.at) == '"Queue"'


def test_output_older_than_the_app_is_left_out_and_said(tmp_path: Path) -> None:
    (found,), (problem,) = described(tmp_path, shop(), changed=["app.py"])

    assert found.configuration.timeout.value is None
    assert (problem.code, problem.at.path) == ("LL008", "cdk.json")
    assert "`cdk.out` is older than `app.py`" in problem.message


def test_a_change_of_the_functions_own_code_does_not_make_the_output_old(tmp_path: Path) -> None:
    files = {**shop(), "src/app.py": HANDLER + "\n# changed since\n"}
    (found,), problems = described(tmp_path, files, changed=["src/app.py"])

    assert not problems
    assert found.configuration.timeout.value == 40


def test_a_change_of_a_module_that_the_app_imports_does(tmp_path: Path) -> None:
    source = APP.replace('int(os.environ["SECONDS"])', "limits.SECONDS").replace(
        "import os\n", "import os\nimport limits\n"
    )
    files = {**shop(source=source), "limits.py": "SECONDS = int(input())\n"}
    _, problems = described(tmp_path, files, changed=["limits.py"])

    assert [problem.code for problem in problems] == ["LL008"]


@pytest.mark.parametrize(
    ("memory", "expected", "codes"),
    [("512", 40, []), ("1024", None, ["LL008"])],
    ids=["as the source", "not as the source"],
)
def test_after_a_checkout_what_both_sides_say_decides(
    tmp_path: Path, memory: str, expected: int | None, codes: list[str]
) -> None:
    source = APP.replace("timeout=", f"memory_size={memory}, timeout=")
    resources = {**ORDERS, "Orders12345678": function("Shop/Orders/Resource", Timeout=40, MemorySize=512)}
    (found,), problems = described(tmp_path, shop(resources, source), synthesised=BEFORE - 1)

    assert found.configuration.timeout.value == expected
    assert [problem.code for problem in problems] == codes


def test_after_a_checkout_a_function_that_is_only_in_the_source_makes_the_output_old(tmp_path: Path) -> None:
    source = APP.replace('"Orders"', '"Renamed"')
    found, problems = described(tmp_path, shop(source=source), synthesised=BEFORE - 1)

    assert [one.name for one in found] == ["Renamed"]
    assert ["`Renamed`" in problem.message for problem in problems] == [True]


def test_functions_of_a_loop_that_only_the_program_knows_have_their_own_names(tmp_path: Path) -> None:
    source = APP.replace('        queue = sqs.Queue(self, "Queue")\n', "").replace(
        "        fn.add_event_source(SqsEventSource(queue))\n", ""
    )
    source = source.replace("        fn = ", '        for name in os.environ["NAMES"].split(","):\n          fn = ')
    source = source.replace('"Orders"', 'f"Job{name}"')
    resources = {f"Job{name}12345678": function(f"Shop/Job{name}/Resource", Timeout=9) for name in "ab"}
    found, _ = described(tmp_path, shop(resources, source))

    assert [(one.name, one.configuration.timeout.value) for one in found] == [("Joba", 9), ("Jobb", 9)]
    assert {text_at(tmp_path, one.at) for one in found} == {'f"Job{name}"'}


def test_a_function_that_this_synthesis_left_out_is_still_checked_by_its_source(tmp_path: Path) -> None:
    more = """
        if os.environ.get("STAGE") == "prod":
            lambda_.Function(self, "Audit", code=lambda_.Code.from_asset("src"), handler="app.handler",
                             runtime=lambda_.Runtime.PYTHON_3_13)

app = """
    found, problems = described(tmp_path, shop(source=APP.replace("\napp = ", more)))

    assert [one.name for one in found] == ["Orders", "Audit"]
    assert not problems


def test_stages_and_nested_stacks_are_read_too(tmp_path: Path) -> None:
    nested = {"Deep12345678": function("Prod/Shop/Inner/Deep/Resource", "../asset.1", Timeout={"Ref": "Limit"})}
    inner = {"Parameters": {"Limit": {"Type": "Number"}}, "Resources": nested}
    outer = {
        "Orders12345678": function("Prod/Shop/Orders/Resource", "../asset.1", Timeout=50),
        "InnerNested1": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"TemplateURL": {"Fn::Join": ["", ["https://s3.", "x"]]}, "Parameters": {"Limit": "7"}},
            "Metadata": {"aws:cdk:path": "Prod/Shop/Inner.NestedStack", "aws:asset:path": "Inner.nested.template.json"},
        },
    }
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}
    files = {
        **shop(),
        "cdk.out/manifest.json": json.dumps({"artifacts": {"assembly-Prod": stage, "Shop": stack("Shop")}}),
        "cdk.out/assembly-Prod/manifest.json": json.dumps(
            {"artifacts": {"ProdShop": stack("ProdShop", displayName="Prod/Shop")}}
        ),
        "cdk.out/assembly-Prod/ProdShop.template.json": template(outer),
        "cdk.out/assembly-Prod/Inner.nested.template.json": json.dumps(inner),
    }
    found, problems = described(tmp_path, files)

    assert not problems
    assert [(one.name, one.configuration.timeout.value) for one in found] == [
        ("Orders", 40), ("Prod-Shop-Orders", 50), ("Deep", 7)
    ]  # fmt: skip
    assert {one.source.path for one in found if isinstance(one.source, CodeFolder)} == {"src"}


def test_without_metadata_in_the_template_the_manifest_says_which_construct_is_which(tmp_path: Path) -> None:
    plain = {name: {**body, "Metadata": {}} for name, body in ORDERS.items()}
    paths = {
        f"/{body['Metadata']['aws:cdk:path']}": [{"type": "aws:cdk:logicalId", "data": name}]
        for name, body in ORDERS.items()
    }
    files = {**shop(plain), "cdk.out/manifest.json": json.dumps({"artifacts": {"Shop": stack("Shop", metadata=paths)}})}
    (found,), _ = described(tmp_path, files)

    assert (found.name, found.configuration.timeout.value, text_at(tmp_path, found.at)) == ("Orders", 40, '"Orders"')


def test_other_peoples_constructs_are_placed_where_the_source_makes_what_is_around_them(tmp_path: Path) -> None:
    source = (
        HEAD
        + 'from vendor import Api\nclass Shop(Stack):\n    def __init__(self, scope, id):\n        Api(self, "Api")\n'
    )
    source += 'sqs.Queue(Stack(App(), "Shop"), "Api")\n'
    found, _ = described(tmp_path, shop({"ApiHandler12345678": function("Shop/Api/Handler/Resource")}, source))

    assert [(one.name, text_at(tmp_path, one.at)) for one in found] == [("ApiHandler", '"Api"')]


FOREIGN = 'import { App } from "aws-cdk-lib";\n\n  new lambda.Function(this, "Orders", {\n  });\n'


def foreign(resources: Any, metadata: Any, *, beside: bool = True) -> dict[str, str]:
    """An app in TypeScript that was synthesised on another machine."""
    artifact = stack("Shop", **({"additionalMetadataFile": "Shop.metadata.json"} if beside else {"metadata": metadata}))
    return {
        "infra/cdk.json": '{"app": "npx ts-node bin/app.ts", "output": "../cdk.out"}',
        "infra/lib/shop.ts": FOREIGN,
        "src/app.py": HANDLER,
        "infra/other/app.py": "def handler(event, context):\n    return None\n",
        "cdk.out/manifest.json": json.dumps({"artifacts": {"Shop": artifact}}),
        "cdk.out/Shop.template.json": template(resources),
        "cdk.out/asset.1/app.py": HANDLER,
        **({"cdk.out/Shop.metadata.json": json.dumps(metadata)} if beside else {}),
    }


TRACED = [{"type": "aws:cdk:logicalId", "data": "Orders12345678", "trace": FRAMES}]
TYPESCRIPT = {"Orders12345678": function("Shop/Orders/Resource", Timeout=900)}


@pytest.mark.parametrize(("metadata", "beside"), [(CREATED, True), (TRACED, False)], ids=["today", "version 1"])
def test_an_app_in_another_language_has_its_functions_where_they_are_made(
    tmp_path: Path, metadata: Any, beside: bool
) -> None:
    (found,), problems = described(tmp_path, foreign(TYPESCRIPT, {"/Shop/Orders/Resource": metadata}, beside=beside))

    assert not problems
    assert (found.name, found.configuration.timeout.value) == ("Orders", 900)
    assert (found.at.path, found.at.line, found.at.column) == ("infra/lib/shop.ts", 3, 3)
    assert isinstance(found.source, CodeFolder)
    assert (found.source.path, found.source.custom_build) == ("src", False)


def test_an_older_output_of_another_language_is_left_out_and_said(tmp_path: Path) -> None:
    files = {**foreign(TYPESCRIPT, {}), "infra/lib/limits.ts": "export const seconds = 3;\n"}
    found, (problem,) = described(tmp_path, files, changed=["infra/lib/limits.ts"])

    assert not found
    assert (problem.code, "older than `infra/lib/limits.ts`" in problem.message) == ("LL008", True)


@pytest.mark.parametrize(
    ("asset", "metadata", "expected"),
    [
        ("asset.1", {"aws:asset:is-bundled": True}, ("src", True)),
        ("/home/me/shop/src", {}, ("src", False)),
        ("../src", {}, ("src", False)),
        ("asset.2", {}, None),
        ("/home/me/elsewhere", {}, None),
    ],
)
def test_an_asset_is_the_folder_that_it_is_a_copy_of(
    tmp_path: Path, asset: str, metadata: dict[str, Any], expected: tuple[str, bool] | None
) -> None:
    files = foreign({"Orders12345678": function("Shop/Orders/Resource", asset, metadata)}, {})
    files["cdk.out/asset.2/app.py"] = "# what a build made of several files\n"
    (found,), _ = described(tmp_path, files)

    if expected is None:
        assert isinstance(found.source, CodeElsewhere)
    else:
        assert isinstance(found.source, CodeFolder)
        assert (found.source.path, found.source.custom_build) == expected


def test_an_image_is_built_from_the_folder_that_has_its_dockerfile(tmp_path: Path) -> None:
    dockerfile = 'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py ./\nCMD ["app.handler"]\n'
    image = function(
        "Shop/Image/Resource",
        "asset.9",
        {"aws:asset:dockerfile-path": "Dockerfile"},
        PackageType="Image",
        Code={"ImageUri": "x"},
    )
    files = {**foreign({"Image12345678": image}, {}), "src/Dockerfile": dockerfile}
    files |= {"cdk.out/asset.9/Dockerfile": dockerfile, "cdk.out/asset.9/app.py": HANDLER}
    (found,), _ = described(tmp_path, files)

    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "src"
    assert found.configuration.handler.at.path == "src/Dockerfile"


def test_output_that_is_named_too_is_still_read_once(tmp_path: Path) -> None:
    described(tmp_path, shop())
    found = discover(tmp_path, [tmp_path, tmp_path / "cdk.out"])
    said = read_stacks(found.templates, found.python, Sources(Disk(tmp_path), found.python))

    assert "cdk.out/Shop.template.json" in found.templates
    assert [one.name for reading in said.readings for one in reading.stack.functions] == ["Orders"]


BROKEN = '{\n "Resources": {\n  "A": [1,,2]\n }\n}\n'


@pytest.mark.parametrize(
    ("path", "text", "code", "line"),
    [
        ("cdk.out/Shop.template.json", BROKEN, "LL001", 3),
        ("cdk.out/Shop.template.json", "[\n]\n", "LL001", 1),
        ("cdk.out/manifest.json", BROKEN, "LL001", 3),
        ("cdk.out/manifest.json", "{}\n", "LL001", 1),
        ("cdk.out/manifest.json", json.dumps({"artifacts": {"Shop": stack("Gone")}}, indent=1), "LL009", 6),
    ],
    ids=["template", "no template", "manifest", "no manifest", "missing template"],
)
def test_output_that_cannot_be_read_is_reported_and_the_source_is_read(
    tmp_path: Path, path: str, text: str, code: str, line: int
) -> None:
    (found,), problems = described(tmp_path, {**shop(), path: text})

    assert found.name == "Orders"
    assert [(problem.code, problem.at.path, problem.at.line) for problem in problems] == [(code, path, line)]


def test_one_broken_template_leaves_the_others(tmp_path: Path) -> None:
    files = shop()
    files["cdk.out/manifest.json"] = manifest("Broken", "Shop")
    files["cdk.out/Broken.template.json"] = BROKEN
    (found,), problems = described(tmp_path, files)

    assert found.configuration.timeout.value == 40
    assert [problem.at.path for problem in problems] == ["cdk.out/Broken.template.json"]


def custom(kind: str, path: str, **properties: Any) -> Any:
    return {"Type": kind, "Properties": properties, "Metadata": {"aws:cdk:path": path}}


def test_what_cdk_says_in_its_own_way_is_understood(tmp_path: Path) -> None:
    alias = {"Fn::Select": [6, {"Fn::Split": [":", {"Ref": "Live12345678"}]}]}
    filters = {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}}
    notified = {
        "Events": ["s3:ObjectCreated:*"],
        "Filter": filters,
        "LambdaFunctionArn": {"Fn::GetAtt": ["Orders12345678", "Arn"]},
    }
    resources = {
        **{name: body for name, body in ORDERS.items() if name != "OrdersSource00000001"},
        "Live12345678": custom("AWS::Lambda::Alias", "Shop/Live/Resource", FunctionName={"Ref": "Orders12345678"}, Name="live"),
        "LiveSource12345678": custom(
            "AWS::Lambda::EventSourceMapping", "Shop/Live/SqsEventSource:Q/Resource",
            EventSourceArn={"Fn::GetAtt": ["QueueABCDEF01", "Arn"]}, FunctionName={"Fn::Join": ["", [alias, ":live"]]},
        ),
        "Bucket12345678": custom("AWS::S3::Bucket", "Shop/Bucket/Resource"),
        "Notes12345678": custom(
            "Custom::S3BucketNotifications", "Shop/Bucket/Notifications/Resource",
            BucketName={"Ref": "Bucket12345678"}, NotificationConfiguration={"LambdaFunctionConfigurations": [notified]},
        ),
    }  # fmt: skip
    (found,), _ = described(tmp_path, shop(resources))
    bucket = next(one for one in found.triggers if isinstance(one, BucketTrigger))

    assert [type(one) for one in found.triggers] == [QueueTrigger, BucketTrigger]
    assert (bucket.events.value, bucket.prefix and bucket.prefix.value) == (("s3:ObjectCreated:*",), "in/")
    assert bucket.bucket.value == "cdk.out/Shop.template.json#Bucket"
