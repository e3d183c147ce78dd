"""A refusal that a mapping would mend points to a draft of it, in the private area.

    take a delivery in  --refused-->  work/registers-draft.yaml  (0600)
                                      every problem that a mapping mends says where it is

The draft is written in the process that holds the registers; its caller hears only where.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.intake.delivery import files_by_table, form, mapping_of
from fsb_lib.registers.intake.mapping_file import MAPPING
from fsb_lib.registers.intake.summary import RefusedDelivery
from fsb_lib.registers.mapping_draft.files import look_at_file
from fsb_lib.registers.mapping_draft.tables import guess_tables
from fsb_lib.registers.mapping_draft.write import MappingDraft, draft
from fsb_lib.registers.private_place import private_place
from fsb_lib.registers.safe_names import sayable

DRAFT: Final = "registers-draft.yaml"
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
    "mapping_unreadable": _ANY,
    "mapping_form": _ANY,
    "mapping_twice": _ANY,
    "mapping_name": _ANY,
    "mapping_unmatched": _ANY,
}


def pointing_to_a_draft(error: InputError, folder: Path, work: Path) -> InputError:
    """The same refusal, with the draft's place in the remedies where there is one that helps."""
    if not any(problem.kind in _MENDED_BY for problem in error.problems):
        return error
    made = draft_for(folder)
    helped = [_is_helped(problem, made) for problem in error.problems]
    if not any(helped):
        return error
    try:
        place = _written(made.text, work)
    except OSError:  # a disk without room, say: the refusal is what must be said
        return error
    problems = [
        _pointed(problem, place) if is_helped else problem
        for problem, is_helped in zip(error.problems, helped, strict=True)
    ]
    if isinstance(error, RefusedDelivery):
        return RefusedDelivery(problems, error.tables, error.remarks)
    return InputError(problems)


def draft_for(folder: Path) -> MappingDraft:
    """The draft for a delivery, which it reads once more."""
    mapping = mapping_of(folder)
    paths = [path for path in sorted(folder.iterdir()) if _may_be_table(path)]
    fixed = {
        path.name: name for name, own in files_by_table(paths, mapping).items() for path in own
    }
    sources = [look_at_file(path) for path in paths]
    guesses = guess_tables(sources, fixed, lambda table: mapping.renaming(table).columns)
    return draft(sayable(folder.absolute().name), guesses, mapping)


def _is_helped(problem: Problem, made: MappingDraft) -> bool:
    """Whether the draft says something new that the problem is about."""
    parts = _MENDED_BY.get(problem.kind, ())
    table = problem.where.partition(" ")[0]
    is_of_all = problem.kind == "foreign_names" or parts == _ANY
    return any(part in parts and (is_of_all or name == table) for part, name in made.news)


def _may_be_table(path: Path) -> bool:
    return bool(form(path)) and path.is_file() and not path.is_symlink() and path.name[0] != "."


def _written(text: str, work: Path) -> Path:
    """The draft in its place, readable by its owner alone."""
    with private_place(work) as private:
        made = private / DRAFT
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return made.replace(work / DRAFT)


def _pointed(problem: Problem, place: Path) -> Problem:
    first = (
        f"look through {place}, a draft of {MAPPING}: correct it, fill in what is open, and "
        f"save it as {MAPPING} in the delivery's folder"
    )
    return replace(problem, remedy=f"{first}; or: {problem.remedy}")
