"""The draft for a database: views under the contract's names, as a script to look through.

CREATE VIEW "fsb_draft"."bif_ydelser" AS SELECT
    "PERSONNR" AS "cpr"                              -- its name; 100% CPR numbers
  , CASE LOWER(TRIM(CAST("YD_KODE" AS VARCHAR(200))))
      WHEN 'kth' THEN 'kontanthjaelp'                -- 1,204 rows; a known word for it
      -- WHEN 'q7' THEN '?'                          -- 88 rows; open
      ELSE CAST("YD_KODE" AS VARCHAR(200)) END AS "ydelse"
FROM "dbo"."YDELSE_UDTRAEK";
"""

from collections.abc import Iterator, Sequence
from typing import Final

from fsb_lib.domain.contract import Kind
from fsb_lib.registers.intake.delivery import SYNTHETIC_MARK
from fsb_lib.registers.mapping_draft.codes import CodeGuess, CodesLook, look_at_codes
from fsb_lib.registers.mapping_draft.columns import ColumnGuess, TableGuess
from fsb_lib.registers.mapping_draft.shown import may_be_written
from fsb_lib.registers.mapping_draft.tables import SourceGuess
from fsb_lib.registers.mapping_draft.write import MappingDraft, not_shown, safe_line
from fsb_lib.registers.rows.codes import code_list
from fsb_lib.registers.spelling import canonical

SCHEMA: Final = "fsb_draft"
_HEAD: Final = f"""\
-- A draft of views for the schema that was refused. Nothing of it is run before you say so.
--
-- 1. Look at every line. Behind it stands what speaks for it; correct what is wrong.
-- 2. A line with a ? is open: put a name in the place of the ?, and take the -- before it away.
-- 3. Have it run where you may make views, and give the same address with ?schema={SCHEMA}.
--
-- It holds codes and counts of the registers, so it is for you alone: delete it in the end. The
-- next refusal writes a new one; this one stays beside it as registers-draft-before.sql.

CREATE SCHEMA "{SCHEMA}";
"""
_WIDTH: Final = 52


def draft_of_views(schema: str, guesses: Sequence[SourceGuess]) -> MappingDraft:
    """The script, and by part the tables of which it says something that is not so already."""
    tables = [(one, one.guess) for one in guesses if one.guess and may_be_written(one.source.name)]
    lines = [line for one, guess in tables for line in _view(schema, one, guess)]
    lines += [line for one in guesses for line in _of_others(schema, one)]
    news = {("tables", guess.register.name) for one, guess in tables if not one.is_given}
    news |= {news for _, guess in tables for news in _news(guess)}
    return MappingDraft(_HEAD + "".join(safe_line(one, "--") for one in lines), frozenset(news))


def _news(guess: TableGuess) -> Iterator[tuple[str, str]]:
    if guess.open_columns or not all(one.is_given for one in guess.columns):
        yield "columns", guess.register.name
    if any(_codes(one).guesses for one in guess.columns):
        yield "codes", guess.register.name


def _of_others(schema: str, one: SourceGuess) -> Iterator[str]:
    """What is no register: the mark of synthetic data, and what is left alone."""
    name = one.source.name
    if one.guess is None and canonical(name) == canonical(SYNTHETIC_MARK):
        view = _quoted(SCHEMA, canonical(name))
        yield f"\nCREATE VIEW {view} AS SELECT *\nFROM {_quoted(schema, name)};\n"
    elif one.guess is None and may_be_written(name):
        yield _line(f"\n-- {name}", "no table", *one.evidence)


def _view(schema: str, one: SourceGuess, guess: TableGuess) -> Iterator[str]:
    """A view; a comment as a whole where another source has its name already."""
    mark = "-- " if one.is_open else ""
    other = f"or is it {one.other}?" if one.other else ""
    named = _quoted(SCHEMA, guess.register.name)
    yield "\n" + _line(f"{mark}CREATE VIEW {named} AS SELECT", *one.evidence, other)
    is_first = True
    for column in guess.columns:
        is_open = column.is_open or not may_be_written(column.look.name)
        start = "  -- , " if is_open else "    " if is_first else "  , "
        is_first = is_first and is_open
        for place, line in enumerate(_open(column) if is_open else _item(column)):
            yield mark + ("      " if place else start) + line
    for missing in guess.open_columns:
        yield _line(f'{mark}  -- , "?" AS "{missing.name}"', "open: no column was found for it")
    yield f"{mark}FROM {_quoted(schema, one.source.name)};\n"


def _open(one: ColumnGuess) -> Iterator[str]:
    if may_be_written(one.look.name):
        yield _line(f'{_quoted(one.look.name)} AS "?"', "open: nothing tells the old from the new")
    else:
        yield _line(f'"?" AS "{one.column.name}"', "open: its name cannot be written here")


def _item(one: ColumnGuess) -> Iterator[str]:
    """One column of a view: itself under its name, or its codes translated."""
    name, target, found = _quoted(one.look.name), _quoted(one.column.name), _codes(one)
    doubt = "" if one.is_sure else "nothing else is left for it: look at it"
    rest = [line.strip().replace("#", "--") + "\n" for line in not_shown(found)]
    if not found.guesses and not rest:
        yield _line(f"{name} AS {target}", *one.evidence, doubt)
        return
    text = f"CAST({name} AS VARCHAR(200))"
    known = f"one of: {', '.join(code_list(one.column).texts)}"
    yield _line(f"CASE LOWER(TRIM({text}))", *one.evidence, doubt, known)
    yield from map(_when, found.guesses)
    yield from rest
    if all(guess.meaning is None for guess in found.guesses):  # CASE asks for one WHEN
        yield "WHEN NULL THEN NULL\n"
    yield f"ELSE {text} END AS {target}\n"


def _when(one: CodeGuess) -> str:
    rows = f"{one.value.n_rows:,} rows"
    value = _text(one.value.text.strip().lower())
    if one.meaning is None:
        return _line(f"-- WHEN {value} THEN '?'", rows, "open")
    return _line(f"WHEN {value} THEN {_text(one.meaning.code)}", rows, one.meaning.why)


def _codes(one: ColumnGuess) -> CodesLook:
    if one.column.kind not in (Kind.CODE, Kind.MATCH_CODE) or one.look.values is None:
        return CodesLook((), 0, 0)
    return look_at_codes(one.look.values, one.column, {})


def _line(text: str, *evidence: str) -> str:
    said = "; ".join(filter(None, evidence))
    return f"{text:<{_WIDTH}}  -- {said}\n" if said else f"{text}\n"


def _quoted(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
