"""Which files belong to Terraform, told by their names: every run asks, and few go on to read them."""

from __future__ import annotations

import posixpath

MODULE = (".tf", ".tofu", ".tf.json", ".tofu.json")
_VALUES = (".auto.tfvars", ".auto.tfvars.json")
ROOT_VALUES = ("terraform.tfvars", "terraform.tfvars.json")


def is_module_file(path: str) -> bool:
    """Whether a file is part of the module that its folder is."""
    return path.endswith(MODULE)


def is_terraform(path: str) -> bool:
    """Whether a file is part of a module or gives values to its variables."""
    name = posixpath.basename(path)
    return not name.startswith(".") and (name.endswith((*MODULE, *_VALUES)) or name in ROOT_VALUES)


def gives_values(path: str) -> bool:
    """Whether a file gives values to variables, by itself or when somebody names it."""
    name = posixpath.basename(path)
    return not name.startswith(".") and name.endswith((".tfvars", ".tfvars.json"))


def module_of(path: str) -> str:
    """The folder that a file is a part of, with a slash at its end; any other file stands for itself."""
    return f"{posixpath.dirname(path) or '.'}/" if is_module_file(path) else path
