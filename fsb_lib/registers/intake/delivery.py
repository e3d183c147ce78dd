"""Which file of a delivery is which table.

A file is a table by its name, in any case: `SOF-SAGER.CSV.GZ` is `sof_sager`; or because the
delivery's mapping file says so, which may list several for one table. Every other file is named,
and is fatal when its name is near a table's (`unread_files`).
"""

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.registers.faults import fatal, place
from fsb_lib.registers.intake.mapping import RegisterMapping, read_mapping, unmatched_files
from fsb_lib.registers.intake.mapping_file import MAPPING
from fsb_lib.registers.intake.unread_files import UnreadFile, unread_files
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical

SYNTHETIC_MARK: Final = "SYNTETISK"
TEXT_FORMS: Final = (".csv", ".txt", ".tsv")
SHEET_FORM: Final = ".xlsx"
PARQUET_FORM: Final = ".parquet"
JSON_FORM: Final = ".json"
_SAID: Final = 12  # names in one message
_FORMS = (*TEXT_FORMS, SHEET_FORM, PARQUET_FORM, JSON_FORM)


@dataclass(frozen=True)
class Delivery:
    """The files of a delivery by table, in the contract's order, and what stops it already.

    `files`: several where the mapping lists several. `unread`: files that are no table.
    `delivered` names every table that is there in any way, read or not.
    """

    folder: Path
    synthetic: bool
    files: dict[str, tuple[Path, ...]]
    problems: tuple[Problem, ...]
    mapping: RegisterMapping = field(default_factory=RegisterMapping)
    delivered: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def look_at(folder: Path) -> Delivery:
    """Finds the tables. Raises InputError when there is no folder or no table at all in it."""
    if not folder.is_dir():
        raise InputError(fatal("delivery_missing", str(folder), found="no such folder"))
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        problem = fatal("delivery_missing", str(folder), found="a folder that may not be read")
        raise InputError(problem) from error
    mapping = mapping_of(folder)
    found = files_by_table(paths, mapping)
    own_files = (folder / MAPPING, folder / SYNTHETIC_MARK)
    read = {*own_files, *(path for own in found.values() for path in own)}
    unread = list(unread_files(folder, read, mapping.files))
    near = [_near(one, one.table) for one in unread if one.table]
    if not any(found.values()) and not mapping.problems:
        raise InputError([*near, *_nothing(folder, unread, named=bool(near))])
    names = [name for path in paths for name in (path.name, _stem(path)) if _form(path)]
    problems = [*mapping.problems, *unmatched_files(mapping, names), *near]
    problems += _not_files(folder / SYNTHETIC_MARK, SYNTHETIC_MARK)
    files, faults = _chosen(found, mapping, {one.table.name for one in unread if one.table})
    delivered = tuple(name for name, own in found.items() if own)
    left = tuple(one.said for one in unread if not one.table)
    synthetic = (folder / SYNTHETIC_MARK).is_file()
    return Delivery(folder, synthetic, files, (*problems, *faults), mapping, delivered, left)


def _chosen(
    found: dict[str, list[Path]], mapping: RegisterMapping, near: Collection[str]
) -> tuple[dict[str, tuple[Path, ...]], list[Problem]]:
    """The files to read by table, and what is wrong with the others; `near`: told already."""
    files: dict[str, tuple[Path, ...]] = {}
    problems: list[Problem] = []
    for register in TABLES:
        own = found[register.name]
        faults = list(_problems(register, own, mapping))
        problems += [one for one in faults if own or register.name not in near]
        if own and not faults:
            files[register.name] = tuple(own)
    return files, problems


def _near(one: UnreadFile, table: RegisterTable) -> Problem:
    lines = f'"{Path(one.said).name}": {table.name}'
    words = {"table": table.name, "hint": one.hint, "lines": lines}
    return fatal("file_near", table.name, found=one.said, **words)


def _nothing(folder: Path, unread: list[UnreadFile], *, named: bool) -> list[Problem]:
    """A folder in which no table was found: nothing is there, or only names of others."""
    if not unread:
        return [fatal("delivery_missing", str(folder), found="a folder without files")]
    if named:
        return []
    said = [one.said for one in unread]
    found = f"{len(said)} files: {', '.join(said[:_SAID])}" + (" ..." if len(said) > _SAID else "")
    lines = f'"{said[0]}": ITS TABLE'
    return [fatal("foreign_names", str(folder), found=found, lines=lines)]


def owner_name(register: RegisterTable) -> str:
    """Whom to ask about a table."""
    return register.owner if register.owner != "either" else "the sender"


def form(path: Path) -> str:
    """The form that a table's file has by its name, packed or not: csv, xlsx, ..."""
    return _form(path).removeprefix(".")


def mapping_of(folder: Path) -> RegisterMapping:
    """What the delivery's mapping file says, or nothing."""
    path = folder / MAPPING
    if problems := list(_not_files(path, MAPPING)):
        return RegisterMapping(problems=tuple(problems))
    return read_mapping(path) if path.exists() else RegisterMapping()


def _problems(
    register: RegisterTable, paths: list[Path], mapping: RegisterMapping
) -> Iterator[Problem]:
    words = {"table": register.name, "owner": owner_name(register)}
    if not paths:
        if register.required and not mapping.has_source_of(register):
            yield fatal("table_missing", register.name, **words)
        return
    if len(paths) > 1 and not all(_is_listed(path, mapping) for path in paths):
        names = [sayable(path.name) for path in paths]
        lines = ", ".join(f'"{name}": {register.name}' for name in names)
        yield fatal("two_files", register.name, found=", ".join(names), lines=lines, **words)
    for path in paths:
        yield from _not_files(path, place(register.name, sayable(path.name)))


def _is_listed(path: Path, mapping: RegisterMapping) -> bool:
    return bool(set(names_of(path)) & mapping.files.keys())


def names_of(path: Path) -> tuple[str, str]:
    """A file's name in canonical spelling, with its ending and without."""
    return canonical(path.name), _stem(path)


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


def files_by_table(paths: list[Path], mapping: RegisterMapping) -> dict[str, list[Path]]:
    """The files of each table, by their names and what the mapping says of them."""
    found: dict[str, list[Path]] = {register.name: [] for register in TABLES}
    mapped = mapping.files
    order = {name: place for place, name in enumerate(mapped)}
    for path in paths:
        name, stem = names_of(path)
        for table in mapped.get(name) or mapped.get(stem) or (stem,):
            if _form(path) and table in found:
                found[table].append(path)
    for own in found.values():
        own.sort(key=lambda path: order.get(canonical(path.name), order.get(_stem(path), 0)))
    return found


def _stem(path: Path) -> str:
    """The name in canonical spelling without its ending."""
    return canonical(path.name).removesuffix(".gz").removesuffix(_form(path))


def _form(path: Path) -> str:
    """The file's form without packing, or nothing when it can be no table."""
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    return ending if ending in _FORMS else ""
