"""Which file of a delivery is which table.

A file is a table by its name, in any case: `SOF_SAGER.CSV.GZ` is `sof_sager`; or because the
delivery's mapping file says so. Other files in the folder are left alone.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.registers.faults import fatal, place
from fsb_lib.registers.intake.mapping import RegisterMapping, read_mapping, unmatched_files
from fsb_lib.registers.intake.mapping_file import MAPPING
from fsb_lib.registers.safe_names import sayable

SYNTHETIC_MARK: Final = "SYNTETISK"
TEXT_FORMS: Final = (".csv", ".txt", ".tsv")
SHEET_FORM: Final = ".xlsx"
PARQUET_FORM: Final = ".parquet"
_FORMS = (*TEXT_FORMS, SHEET_FORM, PARQUET_FORM)


@dataclass(frozen=True)
class Delivery:
    """The files of a delivery by table, in the contract's order, and what stops it already.

    `delivered` names every table that is there in any way, read or not.
    """

    folder: Path
    synthetic: bool
    files: dict[str, Path]
    problems: tuple[Problem, ...]
    mapping: RegisterMapping = field(default_factory=RegisterMapping)
    delivered: tuple[str, ...] = ()


def look_at(folder: Path) -> Delivery:
    """Finds the tables. Raises InputError when there is no folder or no table at all in it."""
    if not folder.is_dir():
        raise InputError(fatal("delivery_missing", str(folder), found="no such folder"))
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        problem = fatal("delivery_missing", str(folder), found="a folder that may not be read")
        raise InputError(problem) from error
    mapping = _mapping(folder / MAPPING)
    found = _files_by_table(paths, mapping)
    if not any(found.values()) and not mapping.problems:
        raise InputError(fatal("delivery_missing", str(folder), found="a folder without tables"))
    names = [name for path in paths for name in (path.name, _stem(path)) if _form(path)]
    problems = [*mapping.problems, *unmatched_files(mapping, names)]
    problems += _not_files(folder / SYNTHETIC_MARK, SYNTHETIC_MARK)
    files: dict[str, Path] = {}
    for register in TABLES:
        own = found[register.name]
        faults = list(_problems(register, own))
        problems += faults
        if own and not faults:
            files[register.name] = own[0]
    delivered = tuple(name for name, own in found.items() if own)
    synthetic = (folder / SYNTHETIC_MARK).is_file()
    return Delivery(folder, synthetic, files, tuple(problems), mapping, delivered)


def owner_name(register: RegisterTable) -> str:
    """Whom to ask about a table."""
    return register.owner if register.owner != "either" else "the sender"


def form(path: Path) -> str:
    """The form that a table's file has by its name, packed or not: csv, xlsx, ..."""
    return _form(path).removeprefix(".")


def _mapping(path: Path) -> RegisterMapping:
    if problems := list(_not_files(path, MAPPING)):
        return RegisterMapping(problems=tuple(problems))
    return read_mapping(path) if path.exists() else RegisterMapping()


def _problems(register: RegisterTable, paths: list[Path]) -> Iterator[Problem]:
    words = {"table": register.name, "owner": owner_name(register)}
    if not paths:
        if register.required:
            yield fatal("table_missing", register.name, **words)
        return
    if len(paths) > 1:
        names = ", ".join(sayable(path.name) for path in paths)
        yield fatal("two_files", register.name, found=names, **words)
    for path in paths:
        yield from _not_files(path, place(register.name, sayable(path.name)))


def _not_files(path: Path, where: str) -> Iterator[Problem]:
    """What stands under a file's name and is none: reading a link or a pipe could do harm."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError:
        yield fatal("file_not_opened", where)
        return
    if stat.S_ISLNK(mode):
        yield fatal("not_a_file", where, found="a link to somewhere else")
    elif stat.S_ISDIR(mode):
        yield fatal("not_a_file", where, found="a folder")
    elif not stat.S_ISREG(mode):
        yield fatal("not_a_file", where, found="a device or a pipe")


def _files_by_table(paths: list[Path], mapping: RegisterMapping) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {register.name: [] for register in TABLES}
    mapped = mapping.files
    for path in paths:
        name = path.name.lower()
        table = mapped.get(name) or mapped.get(_stem(path)) or _stem(path)
        if _form(path) and table in found:
            found[table].append(path)
    return found


def _stem(path: Path) -> str:
    """The name in lower case without its ending."""
    return path.name.lower().removesuffix(".gz").removesuffix(_form(path))


def _form(path: Path) -> str:
    """The file's form without packing, or nothing when it can be no table."""
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    return ending if ending in _FORMS else ""
