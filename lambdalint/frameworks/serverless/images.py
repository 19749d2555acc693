"""Container images of a service, which the framework builds from folders or finds in a registry."""

from __future__ import annotations

from lambdalint.documents.tree import Node
from lambdalint.frameworks.nodes import Properties, entries, find, is_plain, mapping, scalar, text, unknown
from lambdalint.frameworks.serverless.service import Service


def image_properties(image: Node) -> Properties:
    """What a function says of its image: that it is one, and how it is started."""
    uri = find(image, "uri") if is_plain(image) else image
    started = [
        ("Command", find(image, "command")),
        ("EntryPoint", find(image, "entryPoint")),
        ("WorkingDirectory", find(image, "workingDirectory")),
    ]
    yield "PackageType", scalar("Image", image.at)
    yield "ImageUri", uri if text(uri) else unknown("image", image.at)
    if any(value is not None for _, value in started):
        yield "ImageConfig", mapping(image.at, started)


def image_metadata(service: Service, image: Node) -> Node | None:
    """How an image of `provider.ecr.images` is built, in SAM's words; None when it is not built here."""
    name = text(find(image, "name") if is_plain(image) else image)
    images = entries(find(service.provider, "ecr", "images"))
    built = next((entry.value for entry in images if entry.key == name), None)
    if built is None or find(built, "path") is None:
        return None
    parts = [
        ("DockerContext", find(built, "path")),
        ("Dockerfile", find(built, "file")),
        ("DockerBuildArgs", find(built, "buildArgs")),
    ]
    return mapping(built.at, parts)
