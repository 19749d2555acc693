"""Calls that write files: of Python itself, and of libraries that save what they made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from lambdalint.model.code import ReachedCall
from lambdalint.model.value import Attribute, Constant, Result, Value, root_of

_Place: TypeAlias = tuple[int, str]
"""Position and name of the argument that is the path."""

_OPENERS: Mapping[str, _Place] = {
    **dict.fromkeys(("builtins.open", "io.open"), (0, "file")),
    **dict.fromkeys(("bz2.open", "gzip.open", "lzma.open"), (0, "filename")),
    "tarfile.open": (0, "name"),
    "zipfile.ZipFile": (0, "file"),
}
"""Functions that write when their mode says so."""
_WRITERS: Mapping[str, _Place] = {
    "cv2.imwrite": (0, "filename"),
    "imageio.imwrite": (0, "uri"),
    "joblib.dump": (1, "filename"),
    "numpy.savetxt": (0, "fname"),
    "numpy.savez": (0, "file"),
    "numpy.savez_compressed": (0, "file"),
    "pandas.ExcelWriter": (0, "path"),
    "reportlab.pdfgen.canvas.Canvas": (0, "filename"),
    "scipy.io.wavfile.write": (0, "filename"),
    "shutil.copy": (1, "dst"),
    "shutil.copy2": (1, "dst"),
    "shutil.copyfile": (1, "dst"),
    "shutil.copytree": (1, "dst"),
    "shutil.move": (1, "dst"),
    "shutil.unpack_archive": (1, "extract_dir"),
    "soundfile.write": (0, "file"),
    "torch.save": (1, "f"),
    "urllib.request.urlretrieve": (1, "filename"),
    "xlsxwriter.Workbook": (0, "filename"),
}
"""Functions that always do."""
_FETCHERS: Mapping[str, _Place] = {"download_file": (2, "Filename"), "extractall": (0, "path")}
"""Methods that write what they fetch, on whatever object."""
_SAVERS: Mapping[str, _Place] = {
    "export": (0, "out_f"),
    "output": (0, "name"),
    "save": (0, "fp"),
    "savefig": (0, "fname"),
    "to_csv": (0, "path_or_buf"),
    "to_excel": (0, "excel_writer"),
    "to_feather": (0, "path"),
    "to_hdf": (0, "path_or_buf"),
    "to_html": (0, "buf"),
    "to_json": (0, "path_or_buf"),
    "to_orc": (0, "path"),
    "to_parquet": (0, "path"),
    "to_pickle": (0, "path"),
    "to_xml": (0, "path_or_buffer"),
    "tofile": (0, "fid"),
    "write_html": (0, "file"),
    "write_image": (0, "file"),
    "write_pdf": (0, "target"),
}
"""Methods that write the object they are called on: a table, an image, a document."""
_PATH_WRITES = frozenset({"write_text", "write_bytes"})
_DRAWING = ("matplotlib.", "seaborn.")


def written_path(call: ReachedCall) -> Value | None:
    """The path a call writes to; None when it writes no file."""
    for name in call.targets:
        if name == "tempfile.NamedTemporaryFile":
            return Result(call.number) if _stays(call) else None
        if name in _OPENERS:
            return call.call.argument(*_OPENERS[name]) if _writes(call) else None
        if name in _WRITERS:
            return call.call.argument(*_WRITERS[name])
    match call.call.callee:
        case Attribute(of=of, name=name) if name in _PATH_WRITES:
            return of
        case Attribute(of=of, name="open") if is_of_path(call) and _writes(call, 0):
            return of
        case Attribute(name=name) if name in _FETCHERS:
            return _fetched_to(call, *_FETCHERS[name])
        case Attribute(name=name) if name in _SAVERS:
            return call.call.argument(*_SAVERS[name])
        case _:
            return None


def _fetched_to(call: ReachedCall, position: int, keyword: str) -> Value | None:
    of_resource = any(
        target.endswith((".Bucket().download_file", ".Object().download_file")) for target in call.targets
    )
    return call.call.argument(position - of_resource, keyword)


def saved_by(call: ReachedCall) -> Iterator[Value]:
    """What a method saves: the object it is called on, as far as it was made by a call."""
    callee = call.call.callee
    if isinstance(callee, Attribute) and callee.name in _SAVERS:
        root = root_of(callee.of)
        if isinstance(root, Result):
            yield root


def draws_on_a_shared_figure(call: ReachedCall) -> bool:
    """`savefig` saves what was drawn with the functions of pyplot, which share one figure."""
    return call.name == "savefig"


def draws(call: ReachedCall) -> bool:
    """Whether it may draw on that figure."""
    return any(target.startswith(_DRAWING) for target in call.targets)


def is_of_path(call: ReachedCall) -> bool:
    """Whether it is a method of a path, as far as it is known what it is called on."""
    return any(target.startswith("pathlib.") for target in call.targets) or not call.targets


def _writes(call: ReachedCall, position: int = 1) -> bool:
    mode = call.call.argument(position, "mode")
    return isinstance(mode, Constant) and isinstance(mode.value, str) and bool(set(mode.value) & set("wax+"))


def _stays(call: ReachedCall) -> bool:
    """A temporary file that is not deleted when it is closed."""
    return call.call.argument(-1, "delete") == Constant(False) and call.call.argument(-1, "dir") is None
