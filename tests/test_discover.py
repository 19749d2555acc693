from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lambdalint.discover import MAX_SKIPPED, Discovery, discover, looked_for
from lambdalint.errors import UsageError

TEMPLATE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"
BUILT = "a copy of the sources, made by `sam build`"


def write(root: Path, *paths: str, **texts: str) -> None:
    """Files that are templates when they are called so, and else have a line of Python."""
    for path in (*paths, *texts):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(texts.get(path, TEMPLATE if file.suffix in {".yaml", ".yml", ".json"} else "x = 1\n"))


def git(folder: Path, *arguments: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(params=["in git", "without git"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder in which the same must hold whether or not git knows it."""
    if request.param == "in git":
        git(tmp_path, "init")
    return tmp_path


def reasons(found: Discovery) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in found.skipped}


def test_python_files_and_templates_are_found_sorted_and_relative_to_the_root(root: Path) -> None:
    write(root, "template.yaml", "b/app.py", "b/deep/er/stack.json", "a.py", "README.md")
    found = discover(root)
    assert found.python == ("a.py", "b/app.py")
    assert found.templates == ("b/deep/er/stack.json", "template.yaml")
    assert found.looked_at == 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stack.yml", "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: 'AWS::SNS::Topic'\n"),
        ("stack.template", '{"Resources": {"A": {"Type" : "AWS::Serverless::Function"}}}'),
        ("stack.json", '{\n    "Resources"\n:{"A":{\n"Type":\n"AWS::Lambda::Function"}}}'),
        ("stack.yaml", '"Resources" :\r\n  A: {"Type": AWS::SQS::Queue}\r\n'),
        ("api.yml", "service: x\n\nprovider:\n  name: aws\n"),
        ("serverless.json", '{\n  "frameworkVersion": "3",\n  "service": "x",\n  "provider": {"name": "aws"}}'),
        ("cookie.yaml", "Resources:\n  {%- if x %}\n  A:\n    Type: AWS::SQS::Queue\n"),
    ],
)
def test_a_template_is_known_by_what_it_says(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, **{name: text})
    (tmp_path / f"utf16-{name}").write_bytes(text.encode("utf-16"))
    assert discover(tmp_path).templates == (name, f"utf16-{name}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("template.yaml", "name: build\non: push\n"),
        ("event.json", '{"resourceType": "AWS::S3::Bucket", "resource": "AWS::Lambda"}'),
        ("policy.yaml", "Resources: ['*']\nAction: 'AWS::none'\n"),
        ("serverless.yml", "service: x\nresources:\n  Resources:\n    Q:\n      Type: AWS::SQS::Queue\n"),
        ("compose.yml", "services:\n  api:\n    provider: x\n"),
        ("lock.json", '{"packages": {"a": {"service": "x", "provider": "y"}}}'),
        ("notes.txt", TEMPLATE),
    ],
)
def test_other_files_are_no_templates_whatever_they_are_called(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, **{name: text})
    assert discover(tmp_path).templates == ()


def test_a_program_that_describes_a_service_is_known_by_its_name_too(tmp_path: Path) -> None:
    text = "const x: AWS = {service: 'x', provider: {name: 'aws'}}"
    write(tmp_path, **{"serverless.ts": text, "server.ts": text, "old/serverless.js": "module.exports = {}"})
    assert discover(tmp_path).templates == ("serverless.ts",)


def test_what_git_ignores_is_left_out_at_every_depth(root: Path) -> None:
    write(root, "app.py", "secret.py", "gen/a.py", "gen/keep.py", "sub/gen/b.py", "sub/c.py", "sub/d.py")
    write(root, **{".gitignore": "/secret.py\n!\ngen/*\n!gen/keep.py\n", "sub/.gitignore": "/c.py\n!secret.py\n"})
    assert discover(root).python == ("app.py", "gen/keep.py", "sub/d.py", "sub/gen/b.py")


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        (".aws-sam/build/F", BUILT),
        ("cdk.out/asset.1", "a copy of the sources, made by `cdk synth`"),
        ("web/node_modules/x", "installed packages"),
        ("layer/python/lib/python3.12/x", "installed packages"),
        ("env/lib/site-packages/x", "installed packages"),
        ("src/__pycache__", "a cache"),
        ("tests/unit", "tests (`include-tests` reads them)"),
        ("src/test", "tests (`include-tests` reads them)"),
    ],
)
def test_what_is_not_the_projects_own_code_is_skipped_with_the_reason(root: Path, folder: str, reason: str) -> None:
    write(root, "app.py", f"{folder}/module.py", f"{folder}/template.yaml")
    found = discover(root)
    assert (found.python, found.templates) == (("app.py",), ())
    ((path, why),) = reasons(found).items()
    assert f"{folder}/".startswith(f"{path}/")
    assert why == reason


def test_virtual_environments_are_known_by_their_marks(root: Path) -> None:
    write(root, "app.py", "anything/pyvenv.cfg", "anything/x/a.py", "conda/conda-meta/history", "conda/b.py")
    found = discover(root)
    assert found.python == ("app.py",)
    assert reasons(found) == dict.fromkeys(("anything", "conda"), "a virtual environment")


def test_packages_installed_beside_a_handler_are_skipped_and_the_handler_is_not(root: Path) -> None:
    write(root, "fn/app.py", "fn/requests/api.py", "fn/six.py", "fn/yaml/a.py", "fn/own/b.py", "fn/bare/c.py")
    record = "requests/api.py,sha256=x,1\n../../bin/x,,\nrequests-2.0.dist-info/RECORD,,\n"
    write(root, **{"fn/requests-2.0.dist-info/RECORD": record, "fn/six-1.0.dist-info/RECORD": "six.py,,\n"})
    write(root, **{"fn/PyYAML-6.0-py3.12.egg-info/top_level.txt": "yaml\n"}, **{"fn/bare-1.dist-info/METADATA": ""})
    found = discover(root)
    assert found.python == ("fn/app.py", "fn/own/b.py")
    assert reasons(found)["fn/requests"] == "installed packages"


def test_a_project_installed_in_place_is_still_the_project(root: Path) -> None:
    write(root, "src/orders/app.py", **{"src/orders.egg-info/top_level.txt": "orders\n"})
    assert discover(root).python == ("src/orders/app.py",)


def test_test_files_are_skipped_unless_asked_for(root: Path) -> None:
    names = ("app.py", "app_test.py", "conftest.py", "test_app.py", "tests/helper.py")
    write(root, *names, "latest.py", "testing.py")
    assert discover(root).python == ("app.py", "latest.py", "testing.py")
    assert discover(root, include_tests=True).python == tuple(sorted((*names, "latest.py", "testing.py")))


def test_settings_exclude_by_patterns_relative_to_the_root(root: Path) -> None:
    write(root, "app.py", "legacy/a.py", "src/legacy/b.py", "src/c_generated.py", "src/d.py", "template.yaml")
    found = discover(root, exclude=["/legacy/", "*_generated.py", "template.yaml"])
    assert found.python == ("app.py", "src/d.py", "src/legacy/b.py")
    assert found.templates == ()
    assert reasons(found)["legacy"] == "excluded by the settings"


def test_a_pattern_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="`!` is no pattern"):
        discover(tmp_path, exclude=["!"])


def test_a_named_file_is_taken_whatever_excludes_it(root: Path) -> None:
    write(root, "ignored.py", ".aws-sam/build/template.yaml", "tests/test_x.py", "stack.cfn", "other.py")
    write(root, **{".gitignore": "ignored.py\n", "stack.cfn": TEMPLATE})
    names = ["ignored.py", ".aws-sam/build/template.yaml", "tests/test_x.py", "stack.cfn"]
    found = discover(root, [root / name for name in names], exclude=["*.py"])
    assert found.python == ("ignored.py", "tests/test_x.py")
    assert found.templates == (".aws-sam/build/template.yaml", "stack.cfn")
    assert reasons(found) == {}


def test_a_named_file_of_another_type_is_mentioned(root: Path) -> None:
    write(root, **{"compose.yaml": "services: {}\n"})
    assert reasons(discover(root, [root / "compose.yaml"])) == {"compose.yaml": "neither Python nor a template"}


def test_a_named_folder_is_the_scope_even_when_git_ignores_it(root: Path) -> None:
    write(root, "app.py", "build/b.py", "build/deep/c.py", "build/deep/skip.py", "src/d.py")
    write(root, **{".gitignore": "build/\n", "build/deep/.gitignore": "skip.py\n"})
    assert discover(root, [root / "build"]).python == ("build/b.py", "build/deep/c.py")
    assert discover(root, [root / "src"]).python == ("src/d.py",)


def test_naming_a_folder_and_the_project_around_it_gives_both_once(root: Path) -> None:
    write(root, "app.py", ".aws-sam/build/b.py")
    found = discover(root, [root, root / "app.py", root / ".aws-sam" / "build"])
    assert found.python == (".aws-sam/build/b.py", "app.py")
    assert found.looked_at == 2


def test_paths_are_relative_to_the_working_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, "src/app.py", "src/other/b.py")
    monkeypatch.chdir(root / "src")
    assert discover(root, [Path("other/../app.py")]).python == ("src/app.py",)


@pytest.mark.parametrize(
    ("path", "suggestion"),
    [("src/ap.py", "did you mean `app.py`?"), ("scr/app.py", "did you mean `src`?"), ("zzz", None)],
)
def test_a_path_that_does_not_exist_is_an_error_with_the_nearest_name(
    tmp_path: Path, path: str, suggestion: str | None
) -> None:
    write(tmp_path, "src/app.py")
    with pytest.raises(UsageError, match="does not exist") as error:
        discover(tmp_path, [tmp_path / path])
    assert error.value.suggestion == suggestion


def test_a_path_outside_of_the_root_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "a/app.py", "b/app.py")
    with pytest.raises(UsageError, match="outside of"):
        discover(tmp_path / "a", [tmp_path / "b"])


def test_links_are_read_as_files_and_never_followed_into_folders(root: Path) -> None:
    write(root, "shared/util.py", "fn/app.py")
    (root / "fn" / "util.py").symlink_to("../shared/util.py")
    (root / "fn" / "loop").symlink_to("..")
    (root / "fn" / "broken.py").symlink_to("nowhere.py")
    (root / "fn" / "itself.py").symlink_to("itself.py")
    assert discover(root).python == ("fn/app.py", "fn/util.py", "shared/util.py")


def test_odd_names_are_found_and_unprintable_ones_are_mentioned(root: Path) -> None:
    odd = ('a"b\\c\td.py', "line\nbreak.py", "naïve ünï.py", "-rf.py")
    write(root, *odd, "sp ace/ x.py")
    (root / os.fsdecode(b"caf\xe9.py")).write_text("x = 1\n")
    found = discover(root)
    assert found.python == tuple(sorted((*odd, "sp ace/ x.py")))
    assert reasons(found) == {"caf\\udce9.py": "its name is not UTF-8"}


def test_tracked_files_that_were_deleted_are_gone(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, "a.py", "b.py", "c.yaml")
    git(tmp_path, "add", ".")
    (tmp_path / "b.py").unlink()
    (tmp_path / "c.yaml").unlink()
    found = discover(tmp_path)
    assert (found.python, found.templates, found.skipped) == (("a.py",), (), ())


def test_a_tracked_file_counts_although_a_pattern_ignores_it(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, "generated.py", **{".gitignore": "generated.py\n"})
    git(tmp_path, "add", "--force", "generated.py")
    assert discover(tmp_path).python == ("generated.py",)


def test_submodules_and_nested_repositories_belong_to_the_project(tmp_path: Path) -> None:
    library, project = tmp_path / "library", tmp_path / "project"
    git(library, "init")
    write(library, "lib.py", "ignored.py", **{".gitignore": "ignored.py\n"})
    git(library, "add", ".")
    git(library, "commit", "--message", "x")
    git(project, "init")
    git(project, "submodule", "add", str(library), "vendor/library")
    git(project / "nested", "init")
    write(project, "app.py", "nested/a.py", "nested/b.py", **{"nested/.gitignore": "b.py\n"})
    assert discover(project).python == ("app.py", "nested/a.py", "vendor/library/lib.py")
    git(project, "submodule", "deinit", "--force", "vendor/library")
    assert discover(project).python == ("app.py", "nested/a.py")


def test_repositories_side_by_side_are_each_seen_as_their_git_sees_them(tmp_path: Path) -> None:
    for name in ("a", "b"):
        git(tmp_path / name, "init")
        write(tmp_path / name, "app.py", "junk.py", **{".gitignore": "junk.py\n"})
    assert discover(tmp_path).python == ("a/app.py", "b/app.py")


def test_a_folder_of_a_repository_sees_the_ignore_files_above_it(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, "service/app.py", "service/junk.py", **{".gitignore": "junk.py\n"})
    assert discover(tmp_path / "service").python == ("app.py",)


def test_a_git_hook_does_not_turn_the_search_to_its_own_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path / "hook", "init")
    git(tmp_path / "project", "init")
    write(tmp_path / "project", "app.py", "junk.py", **{".git/info/exclude": "junk.py\n"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "hook" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "hook" / ".git" / "index"))
    assert discover(tmp_path / "project").python == ("app.py",)


def test_a_repository_cannot_make_us_run_its_programs(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, "app.py", **{"monitor.sh": f"#!/bin/sh\ntouch {tmp_path}/ran\n"})
    (tmp_path / "monitor.sh").chmod(0o755)
    git(tmp_path, "add", ".")
    git(tmp_path, "config", "core.fsmonitor", str(tmp_path / "monitor.sh"))
    assert discover(tmp_path).python == ("app.py",)
    assert not (tmp_path / "ran").exists()


def test_without_the_git_program_ignore_files_still_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init")
    write(tmp_path, "app.py", "junk.py", **{".gitignore": "junk.py\n"})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert discover(tmp_path).python == ("app.py",)


def test_many_skipped_files_are_counted_and_not_all_named(tmp_path: Path) -> None:
    write(tmp_path, *(f"test_{number}.py" for number in range(MAX_SKIPPED + 5)))
    found = discover(tmp_path)
    assert (len(found.skipped), found.skipped_unnamed) == (MAX_SKIPPED, 5)


def test_an_empty_result_can_say_what_was_looked_for(tmp_path: Path) -> None:
    assert discover(tmp_path) == Discovery((), {}, 0)
    assert looked_for() == (
        "Python files (.py), SAM and CloudFormation templates (.json, .template, .yaml, .yml), "
        "Serverless Framework services (.json, .yaml, .yml), "
        "plans and states of Terraform and OpenTofu as JSON (.json), "
        "settings of Chalice apps (config.json), "
        "Zappa settings (zappa_settings.json, zappa_settings.toml, zappa_settings.yaml, zappa_settings.yml), "
        "deployed functions as the AWS CLI prints them (.json), "
        "Serverless Framework services as programs (serverless.cjs, serverless.js, serverless.mjs, serverless.ts), "
        "Pulumi projects (Pulumi.yaml, Pulumi.yml), "
        "AWS CDK apps in TypeScript and JavaScript (.cjs, .cts, .js, .mjs, .mts, .ts), "
        "Terraform and OpenTofu modules (.tf, .tf.json, .tofu, .tofu.json)"
    )
