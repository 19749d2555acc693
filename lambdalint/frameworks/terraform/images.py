"""Which Dockerfile of the project an image is built from: the build of a resource or module that a function's `image_uri` names."""

from __future__ import annotations

from lambdalint.documents.tree import Node
from lambdalint.frameworks.terraform.nodes import pieces, referred, same
from lambdalint.frameworks.terraform.wording import Given, Words, worded
from lambdalint.frameworks.terraform.world import Resource

IMAGE = "docker_image"
PUSHED = "docker_registry_image"
MOST_STEPS = 4
"""From the image that is pushed to the one that is built."""

BUILD: Words = {
    "DockerContext": "context",
    "Dockerfile": "dockerfile",
    "DockerBuildArgs": "build_args",
    "DockerBuildTarget": "target",
}
MODULE: Words = {
    "DockerContext": "source_path",
    "Dockerfile": "docker_file_path",
    "DockerBuildArgs": "build_args",
    "DockerBuildTarget": "build_target",
}
"""The inputs of `terraform-aws-modules/lambda//modules/docker-build`."""


def build_of(given: Given) -> dict[str, Node]:
    """How the image of a function is built, as SAM says it; nothing where the project does not."""
    uri = given.value("image_uri")
    for _ in range(MOST_STEPS):
        resource = _named(given, uri)
        if resource is None:
            break
        source = Given.of(resource)
        blocks = source.blocks("build")
        if blocks:
            return worded(blocks[0], BUILD)
        if resource.type not in (IMAGE, PUSHED):
            return worded(source, MODULE)
        uri = source.value("name")
    return {}


def _named(given: Given, uri: Node | None) -> Resource | None:
    """The image that a text names, by a reference in it or as it is called itself."""
    if uri is None:
        return None
    resources = given.scope.instance.world.resources
    for part in pieces(uri):
        found = resources.get(referred(part) or "")
        if found is not None and (found.type in (IMAGE, PUSHED) or found.type.endswith("//modules/docker-build")):
            return found
    images = (each for each in resources.values() if each.type == IMAGE and each.block.body is not given.body)
    return next((each for each in images if same(Given.of(each).value("name"), uri)), None)
