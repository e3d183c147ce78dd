"""A refusal that other names would mend points to a draft of them, in the private area.

    take files in       --refused-->  work/registers-draft.yaml, a mapping  (0600)
    take a schema in    --refused-->  work/registers-draft.sql, views       (0600)
                                      every problem that they mend says where it is

The draft is written in the process that holds the registers; its caller hears only where.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import TABLES
from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.intake.delivery import files_by_table, form, mapping_of, names_of
from fsb_lib.registers.intake.mapping_file import MAPPING, declared_part
from fsb_lib.registers.intake.summary import RefusedDelivery
from fsb_lib.registers.mapping_draft.files import look_at_file
from fsb_lib.registers.mapping_draft.tables import guess_tables
from fsb_lib.registers.mapping_draft.views import SCHEMA, draft_of_views
from fsb_lib.registers.mapping_draft.write import MappingDraft, draft, safe_line
from fsb_lib.registers.private_place import private_place
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical

DRAFT: Final = "registers-draft.yaml"
VIEWS: Final = "registers-draft.sql"
# What another name, or a translation of codes, would mend, and which part of a mapping does it.
_ANY: Final = ("tables", "columns", "codes")
_MENDED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "foreign_names": ("tables",),
    "file_near": ("tables",),
    "two_files": ("tables",),
    "table_missing": ("tables",),
    "header_missing": ("columns",),
    "column_missing": ("columns",),
    "codes_unknown": ("codes",),
    "fault_share": ("codes",),  # where unknown codes are among the faults
    "mapping_unreadable": _ANY,
    "mapping_form": _ANY,
    "mapping_twice": _ANY,
    "mapping_name": _ANY,
    "mapping_unmatched": _ANY,
    "database_no_tables": ("tables",),
    "database_table_missing": ("tables",),
    "database_two_tables": ("tables",),
    "database_column_missing": ("columns",),
    "codes_unknown_there": ("codes",),
}
_OF_ALL: Final = ("foreign_names", "database_no_tables")


def pointing_to_a_draft(error: InputError, folder: Path, work: Path) -> InputError:
    """The refusal of a folder, with the draft's place in the remedies where it helps.

    Its place in the project, not on this machine: the fault report goes to the source.
    """
    first = (
        f"look through {work.name}/{DRAFT}, a draft of {MAPPING}: correct it, fill in what is "
        f"open, and save it as {MAPPING} in the delivery's folder"
    )
    return _pointing(error, lambda: draft_for(folder), work / DRAFT, first)


def pointing_to_views(error: InputError, address: DatabaseAddress, work: Path) -> InputError:
    """The same of a schema, but of the one that the views themselves are in."""
    if address.schema == SCHEMA:
        return error
    first = (
        f"look through {work.name}/{VIEWS}, a draft of views: correct it, fill in what is open, "
        f"have it run, and name the views with ?schema={SCHEMA}"
    )
    return _pointing(error, lambda: _views_for(address), work / VIEWS, first)


def _pointing(
    error: InputError, make: Callable[[], MappingDraft], place: Path, first: str
) -> InputError:
    if not any(problem.kind in _MENDED_BY for problem in error.problems):
        return error
    try:
        made = make()
        helped = [_is_helped(problem, made) for problem in error.problems]
        if not any(helped):
            return error
        _write(made.text, place)
    except (InputError, OSError):  # a database that is gone, a disk without room: see the refusal
        return error
    problems = [
        replace(problem, remedy=f"{first}; or: {problem.remedy}") if is_helped else problem
        for problem, is_helped in zip(error.problems, helped, strict=True)
    ]
    if isinstance(error, RefusedDelivery):
        return RefusedDelivery(problems, error.tables, error.remarks)
    return InputError(problems)


def _views_for(address: DatabaseAddress) -> MappingDraft:
    from fsb_lib.registers.mapping_draft.database import look_at_schema  # noqa: PLC0415 (Ibis: 0.5 s)

    sources = look_at_schema(address)
    own = {register.name for register in TABLES}
    fixed = {one.name: canonical(one.name) for one in sources if canonical(one.name) in own}
    return draft_of_views(address.schema, guess_tables(sources, fixed, lambda _: {}))


def draft_for(folder: Path) -> MappingDraft:
    """The draft for a delivery, which it reads once more."""
    mapping = mapping_of(folder)
    declared = {name for form in mapping.sources for name in form.files}
    paths = [
        path
        for path in sorted(folder.iterdir())
        if _may_be_table(path) and not declared & set(names_of(path))
    ]
    fixed = {
        path.name: name for name, own in files_by_table(paths, mapping).items() for path in own
    }
    sources = [look_at_file(path) for path in paths]
    guesses = guess_tables(sources, fixed, lambda table: mapping.renaming(table).columns)
    made = draft(sayable(folder.absolute().name), guesses, mapping)
    own = declared_part(folder / MAPPING) if declared else ""
    return replace(made, text=made.text + "".join(map(safe_line, own.splitlines(keepends=True))))


def _is_helped(problem: Problem, made: MappingDraft) -> bool:
    """Whether the draft says something new that the problem is about."""
    parts = _MENDED_BY.get(problem.kind, ())
    if problem.kind == "fault_share" and "unknown_code" not in problem.found:
        return False
    table = problem.where.partition(" ")[0]
    is_of_all = problem.kind in _OF_ALL or parts == _ANY
    return any(part in parts and (is_of_all or name == table) for part, name in made.news)


def _may_be_table(path: Path) -> bool:
    return bool(form(path)) and path.is_file() and not path.is_symlink() and path.name[0] != "."


def _write(text: str, place: Path) -> None:
    """Puts the draft in its place, readable by its owner alone.

    An earlier one is kept beside it: somebody may have corrected it where it lies.
    """
    with private_place(place.parent) as private:
        if place.is_file() and place.read_bytes() != text.encode("utf-8"):
            place.replace(place.with_stem(f"{place.stem}-before"))
        made = private / place.name
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        made.replace(place)
