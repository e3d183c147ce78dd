"""Which file of a delivery is which table.

A file is a table by its name alone, in any case: `SOF_SAGER.CSV.GZ` is `sof_sager`. Other files
in the folder are left alone. Databases and sheets get their place here, as further forms.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fsb_lib.contract import TABLES, RegisterTable
from fsb_lib.errors import InputError, Problem
from fsb_lib.registers.faults import fatal, place

SYNTHETIC_MARK: Final = "SYNTETISK"
TEXT_FORMS: Final = (".csv", ".txt", ".tsv")
OTHER_FORMS: Final = (".xlsx", ".parquet")  # in the contract, not read yet


@dataclass(frozen=True)
class Delivery:
    """The files of a delivery by table, in the contract's order, and what stops it already."""

    folder: Path
    synthetic: bool
    files: dict[str, Path]
    problems: tuple[Problem, ...]


def is_delivery(folder: Path) -> bool:
    """Whether a folder holds any table of the contract."""
    return folder.is_dir() and any(_files_by_table(folder).values())


def look_at(folder: Path) -> Delivery:
    """Finds the tables. Raises InputError when there is no folder or no table at all in it."""
    if not folder.is_dir():
        raise InputError(fatal("delivery_missing", str(folder), found="no such folder"))
    try:
        found = _files_by_table(folder)
    except OSError as error:
        problem = fatal("delivery_missing", str(folder), found="a folder that may not be read")
        raise InputError(problem) from error
    if not any(found.values()):
        raise InputError(fatal("delivery_missing", str(folder), found="a folder without tables"))
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for register in TABLES:
        paths = found[register.name]
        problems += _problems(register, paths)
        if len(paths) == 1 and _form(paths[0]) in TEXT_FORMS:
            files[register.name] = paths[0]
    return Delivery(folder, (folder / SYNTHETIC_MARK).is_file(), files, tuple(problems))


def owner_name(register: RegisterTable) -> str:
    """Whom to ask about a table."""
    return register.owner if register.owner != "either" else "the sender"


def _problems(register: RegisterTable, paths: list[Path]) -> list[Problem]:
    words = {"table": register.name, "owner": owner_name(register)}
    if not paths:
        return [fatal("table_missing", register.name, **words)] if register.required else []
    names = ", ".join(path.name for path in paths)
    if len(paths) > 1:
        return [fatal("two_files", register.name, found=names, **words)]
    if _form(paths[0]) in OTHER_FORMS:
        return [fatal("form_not_read", place(register.name, names), **words)]
    return []


def _files_by_table(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {register.name: [] for register in TABLES}
    for path in sorted(folder.iterdir()):
        name = path.name.lower().removesuffix(".gz")
        table = name.removesuffix(_form(path))
        if _form(path) and table in found and path.is_file():
            found[table].append(path)
    return found


def _form(path: Path) -> str:
    """The file's form without packing, or nothing when it can be no table."""
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    return ending if ending in (*TEXT_FORMS, *OTHER_FORMS) else ""
