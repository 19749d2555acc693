"""Assets and archives: the folders, files and texts that code is packed from.

Source: https://www.pulumi.com/docs/iac/concepts/assets-archives/
"""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import Protocol

from lambdalint.frameworks.cloudformation.sources import ARCHIVES
from lambdalint.frameworks.programs.paths import local
from lambdalint.frameworks.programs.values import HIDDEN, FileText, Given, Made, Thing, Unknown
from lambdalint.frameworks.pulumi.module import Resource
from lambdalint.model.source import Anchor

_WHOLE = "."
"""Where in an archive another one is unpacked that is all of it."""


class Packer(Protocol):
    """What keeps the archives that resources are made of."""

    @property
    def folder(self) -> str:
        """Where the program runs."""
        ...

    def beside(self, kind: str, held: dict[str, Thing], at: Anchor, *, found: bool = False) -> Resource:
        """A resource that another one needs, and that the program does not name."""
        ...


def packed(value: Thing, packer: Packer) -> Thing:
    """An argument; of an asset, the path of the file that it is deployed as."""
    asset = value.value if isinstance(value, Given) else value
    if not isinstance(asset, Made) or not asset.dotted.startswith("pulumi."):
        return value
    return Given(_path(asset, packer), value.at if isinstance(value, Given) else asset.arguments.at)


def _path(asset: Made, packer: Packer) -> Thing:
    match asset.last:
        case "FileArchive" | "FileAsset":
            path = _local(asset, packer)
            built = not isinstance(path, str) or path.lower().endswith(ARCHIVES)
            return path if built else _archive(asset, {"source_dir": path}, packer)
        case "AssetArchive":
            return _archive(asset, _content(asset.arguments.get(0, "assets"), packer), packer)
        case "RemoteArchive" | "RemoteAsset":
            return asset.arguments.get(0, "uri")
        case _:
            return Unknown(asset.last)


def _local(asset: Made, packer: Packer) -> Thing:
    return local(asset.arguments.get(0, "path"), packer.folder, packer.folder)


def _archive(asset: Made, content: dict[str, Thing], packer: Packer) -> Thing:
    """The path of an archive with some content, which nothing else is written to."""
    archive = packer.beside("archive_file", content, asset.arguments.at, found=True)
    archive.arguments["output_path"] = archive.address
    return archive.attribute("output_path")


def _content(assets: Thing, packer: Packer) -> dict[str, Thing]:
    """What an archive is put together from: one folder that all of it is from, or else parts that lie at a name inside."""
    if not isinstance(assets, dict) or HIDDEN in assets:
        return {}
    parts = [(posixpath.normpath(str(name)), _plain(asset)) for name, asset in assets.items()]
    folders = {_folder(name, asset, packer) for name, asset in parts}
    if len(folders) == 1 and None not in folders:
        return {"source_dir": folders.pop()}
    whole = [_local(asset, packer) for name, asset in parts if name == _WHOLE and isinstance(asset, Made)]
    others = [{"content": _text(asset, packer), "filename": name} for name, asset in parts if name != _WHOLE]
    return {**({"source_dir": whole[0]} if whole else {}), "source": others}


def _plain(asset: Thing) -> Thing:
    return asset.value if isinstance(asset, Given) else asset


def _folder(name: str, asset: Thing, packer: Packer) -> str | None:
    """The folder in which a file or folder has the name that it has in the archive; None when there is none."""
    path = _local(asset, packer) if isinstance(asset, Made) and asset.last.startswith("File") else None
    if not isinstance(path, str) or name == _WHOLE or path.lower().endswith(ARCHIVES):
        return path if name == _WHOLE else None
    return path.removesuffix(name) or "." if f"/{path}".endswith(f"/{name}") else None


def _text(asset: Thing, packer: Packer) -> Thing:
    """What a part is: a text, or the content of a file or folder."""
    if isinstance(asset, Made) and asset.last == "StringAsset":
        return asset.arguments.get(0, "text")
    path = _local(asset, packer) if isinstance(asset, Made) and asset.last.startswith("File") else None
    return FileText(PurePosixPath(path)) if isinstance(path, str) else Unknown("an asset")
