"""Reads the data files that are part of the program: codes, labels, published figures.

The only module of the pure rooms that opens a file. What it reads ships with the code and is as
constant as the code, so the layers above stay pure.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# The same safe loader; the one in C reads all data files in a seventh of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The parsed content of `fsb_lib/data/<name>.yaml`. Callers must not change it."""
    text = files("fsb_lib").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (a safe loader)


@cache
def data_hash(name: str) -> str:
    """Which version of a data file this program has, in twelve digits."""
    content = files("fsb_lib").joinpath("data", f"{name}.yaml").read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def names_in(folder: str) -> tuple[str, ...]:
    """The data files of a folder of `fsb_lib/data`, by name: "tables" -> ("tables/common", ...)."""
    found = files("fsb_lib").joinpath("data", folder).iterdir()
    names = (entry.name.removesuffix(".yaml") for entry in found if entry.name.endswith(".yaml"))
    return tuple(f"{folder}/{name}" for name in sorted(names))
