"""The draft as the text of a `registers.yaml`: valid as it stands, each line with its evidence.

tables:
  "YDELSER_2008.csv": bif_ydelser   # its name; columns for cpr, ydelse, fra, til
columns:
  bif_ydelser:
    "PERSONNR": cpr                 # its name; 100% CPR numbers
    # "FELT9": ?                    # open: til; a column of dates
codes:
  bif_ydelser:
    ydelse:
      "KTH": kontanthjaelp          # 1,204 rows; a known word for it
      # "Q7": ?                     # 88 rows; open
      # 3 values not shown          # on fewer than 5 rows each; see the file itself
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fsb_lib.domain.contract import TABLES, Column, Kind, RegisterTable
from fsb_lib.registers.intake.mapping import RegisterMapping, Renaming
from fsb_lib.registers.mapping_draft.codes import (
    FEWEST_ROWS,
    GIVEN,
    CodeGuess,
    CodesLook,
    look_at_codes,
)
from fsb_lib.registers.mapping_draft.columns import ColumnGuess, TableGuess
from fsb_lib.registers.mapping_draft.look import MOST_VALUES, ColumnLook, ForeignValue
from fsb_lib.registers.mapping_draft.proposed_sources import lines_of, proposed_sources
from fsb_lib.registers.mapping_draft.shown import may_be_written
from fsb_lib.registers.mapping_draft.tables import SourceGuess
from fsb_lib.registers.rows.codes import code_list
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical
from fsb_lib.scanner.spellings import spellings

_HEAD: Final = """\
# A draft of registers.yaml for the delivery {folder}. Nothing of it is applied before you say so.
#
# 1. Look at every line. Behind it stands what speaks for it; correct what is wrong.
# 2. A line with a ? is open: put a name in the place of the ?, and take the # before it away.
# 3. Save the file as registers.yaml in the folder of the delivery, and run the command again.
#
# It holds codes and counts of the registers, so it is for you alone: delete it in the end. The
# next refusal writes a new one, which keeps what then stands in the registers.yaml of the
# delivery; this one stays beside it as registers-draft-before.yaml.
# The form: docs/register-contract.md, section 8.
"""
_WIDTH: Final = 44  # where evidence begins, when the line before it is no longer


@dataclass(frozen=True)
class MappingDraft:
    """The text, and by part the tables of which it says something that is not said already."""

    text: str
    news: frozenset[tuple[str, str]]


def draft(folder: str, guesses: Sequence[SourceGuess], mapping: RegisterMapping) -> MappingDraft:
    """The whole draft. `folder`: how the delivery is called; `mapping`: what it has already."""
    found = [(register, own) for register in TABLES if (own := list(_taken_for(register, guesses)))]
    columns = {one.name: list(_columns(one, own)) for one, own in found}
    codes = {one.name: list(_codes(one, own, mapping.renaming(one))) for one, own in found}
    parts = {
        "tables": list(_tables(guesses)),
        "columns": [line for one in columns.values() for line in one],
        "codes": [line for one in codes.values() for line in one],
    }
    lines = [line for name, own in parts.items() for line in _part(name, own)]
    sources = proposed_sources([one.source for one in guesses if not one.is_given])
    lines += lines_of(sources)
    text = _HEAD.format(folder=folder) + "".join(map(safe_line, lines))
    news = {
        ("tables", one.guess.register.name) for one in guesses if one.guess and not one.is_given
    }
    news |= {("tables", one.table) for one in sources}
    for part, by_table in (("columns", columns), ("codes", codes)):
        news |= {(part, name) for name, own in by_table.items() if any(map(_is_new, own[1:]))}
    return MappingDraft(text, frozenset(news))


def _taken_for(register: RegisterTable, guesses: Sequence[SourceGuess]) -> Iterator[TableGuess]:
    for one in guesses:
        if one.guess and one.guess.register == register and not one.is_open:
            yield one.guess


def _is_new(line: str) -> bool:
    """Whether a line says, or asks, what no mapping says yet."""
    return GIVEN not in line and '": ' in line


def _part(name: str, lines: Sequence[str]) -> Iterator[str]:
    """A part with its lines, if it has any."""
    if lines:
        yield f"\n{name}:\n"
        yield from lines


def _line(depth: int, text: str, *evidence: str) -> str:
    start = "  " * depth + text
    said = "; ".join(filter(None, evidence))
    return f"{start:<{_WIDTH}}  # {said}\n" if said else f"{start}\n"


def safe_line(line: str, comment: str = "#") -> str:
    """The line; none in which anything looks like a person's number, however it came there."""
    if any(one.looks_like_one for one in spellings(line)):
        return f"{comment} (a line is left out: something in it looks like a CPR number)\n"
    return line


def _entry(name: str, target: str, *, is_open: bool = False) -> str:
    return ("# " if is_open else "") + f"{json.dumps(name, ensure_ascii=False)}: {target}"


def _tables(guesses: Sequence[SourceGuess]) -> Iterator[str]:
    for one in guesses:
        name, target = one.source.name, one.guess.register.name if one.guess else ""
        if not may_be_written(name):
            said = "a file whose name cannot be written here: rename it"
            yield _line(1, f"# {sayable(name)}", said)
        elif one.guess is None:
            yield _line(1, f"# {name}", "no table", *one.evidence)
        elif one.is_given and canonical(name).startswith(target):
            yield _line(1, f"# {name}", f"named as the table {target}")
        else:
            other = f"or is it {one.other}?" if one.other else ""
            evidence = (GIVEN,) if one.is_given else one.evidence
            yield _line(1, _entry(name, target, is_open=one.is_open), *evidence, other)


def _columns(register: RegisterTable, tables: Sequence[TableGuess]) -> Iterator[str]:
    lines: dict[str, str] = {}
    for guess in tables:
        for one in guess.columns:
            name = canonical(one.look.name)
            if name != one.column.name and name not in lines:
                lines[name] = _column(one, register)
    lines |= {
        column.name: _line(2, f'# "?": {column.name}', "open: no column was found for it")
        for guess in tables
        for column in guess.open_columns
    }
    if lines:
        yield _line(1, f"{register.name}:")
        yield from lines.values()


def _column(one: ColumnGuess, register: RegisterTable) -> str:
    if not may_be_written(one.look.name):
        return _line(2, f'# "?": {one.column.name}', "a column whose name cannot be written here")
    if one.is_open:
        either = " or ".join(register.cpr_columns)
        return _line(2, _entry(one.look.name, "?", is_open=True), f"open: {either}")
    evidence = (GIVEN,) if one.is_given else one.evidence
    doubt = "" if one.is_sure else "nothing else is left for it: look at it"
    return _line(2, _entry(one.look.name, one.column.name), *evidence, doubt)


def _codes(
    register: RegisterTable, tables: Sequence[TableGuess], renaming: Renaming
) -> Iterator[str]:
    lines: list[str] = []
    for column in register.columns:
        if column.kind in (Kind.CODE, Kind.MATCH_CODE):
            looks = [one.look for guess in tables for one in guess.columns if one.column == column]
            lines += _of_column(column, looks, renaming.codes.get(column.name, {}))
    if lines:
        yield _line(1, f"{register.name}:")
        yield from lines


def _of_column(column: Column, looks: Sequence[ColumnLook], given: Mapping[str, int]) -> list[str]:
    """A coded column's lines: none when there is nothing to translate."""
    if any(one.values is None for one in looks):
        return [
            _line(2, f"{column.name}:", f"more than {MOST_VALUES} different values, not listed")
        ]
    found = look_at_codes(_together(looks), column, given)
    lines = [*map(_code, found.guesses), *not_shown(found)]
    known = ", ".join(code_list(column).texts)
    return [_line(2, f"{column.name}:", f"one of: {known}"), *lines] if lines else []


def _code(one: CodeGuess) -> str:
    rows = f"{one.value.n_rows:,} rows"
    if one.meaning is None:
        return _line(3, _entry(one.value.text, "?", is_open=True), rows, "open")
    code = one.meaning.code or '""'
    return _line(3, _entry(one.value.text, code), rows, one.meaning.why)


def not_shown(found: CodesLook) -> Iterator[str]:
    """Comments on the values that a draft does not show."""
    for n_values, why in (
        (found.n_rare, f"on fewer than {FEWEST_ROWS} rows each"),
        (found.n_private, "with words that may be names"),
    ):
        if n_values:
            values = "1 value" if n_values == 1 else f"{n_values} values"
            yield _line(3, f"# {values} not shown", f"{why}; see the file itself")


def _together(looks: Sequence[ColumnLook]) -> dict[str, ForeignValue]:
    """The values of a table's files together, those on most rows first."""
    found: dict[str, ForeignValue] = {}
    for look in looks:
        for name, value in (look.values or {}).items():
            first = found.get(name, ForeignValue(value.text, 0))
            found[name] = ForeignValue(first.text, first.n_rows + value.n_rows)
    return dict(sorted(found.items(), key=lambda pair: -pair[1].n_rows))
