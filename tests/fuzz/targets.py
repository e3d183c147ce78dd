"""What must hold of the readers whatever they are given; shared by hypothesis and atheris.

Each check takes any text or bytes, and fails by AssertionError or by whatever the reader raises.
"""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from fsb_lib.domain import contract, cpr
from fsb_lib.registers.files.dialect import SEPARATORS, find_header
from fsb_lib.registers.intake.read_table import ReadTable, RefusedTable, read_table
from fsb_lib.registers.rows.dates import NO_DATE, UNREADABLE_DATE, read_date
from fsb_lib.registers.spelling import canonical
from tests.independent import cpr_numbers, delivery

EPOCH = date(1970, 1, 1).toordinal()
TABLE = contract.table("sof_sager")
COLUMNS = [column.name for column in TABLE.columns]
KINDS = {cpr.UNREADABLE: "unreadable", cpr.INVALID: "invalid"}
# Where the two readers may differ: the second leaves out whatever follows a space or T, and
# knows an open end in the contract's own spellings only.
# Two signs that the second reader does not know as dashes.
DASHES_TOO = dict.fromkeys(map(ord, "\u2043\u02d7"))
# For the second reader scientific notation has one digit before its comma.
SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]*)?[Ee]\+?[0-9]+")
OTHERWISE_READ = re.compile(r"\S[ T]|9999|0000")


def check_number(text: str) -> None:
    """One by one as in bulk, as the second reader, and read again as the same."""
    number, hindrance, padded = cpr.read_text(text)
    bulk = cpr.read_texts(pa.array([text], pa.string()))
    assert (bulk.numbers[0], bulk.hindrance[0], bulk.padded[0]) == (number, hindrance, padded)
    other = cpr_numbers.read_number(text.translate(DASHES_TOO))
    if hindrance != cpr.READ:
        assert number == cpr.NO_NUMBER
        assert other.kind == KINDS[hindrance] or SCIENTIFIC.fullmatch(cpr.clean(text))
        return
    places = cpr.number_text(number)
    assert cpr.read_text(places)[:2] == (number, cpr.READ)
    assert padded == (other.kind == "padded") or other.kind == "invalid_date"
    check_facts(number, other)


def check_facts(number: int, other: cpr_numbers.Number) -> None:
    """What a number tells is what the second reader says it tells."""
    facts = cpr.number_facts(np.array([number]))
    assert bool(facts.impossible_date[0]) == (other.kind == "invalid_date")
    if facts.impossible_date[0]:
        return
    born = None if facts.born[0] == cpr.NO_DAY else date.fromordinal(int(facts.born[0]) + EPOCH)
    sexes = {cpr.WOMAN: "kvinde", cpr.MAN: "mand", cpr.UNKNOWN_SEX: None}
    assert (born, sexes[int(facts.sex[0])]) == (other.birth, other.sex)
    assert bool(cpr.is_replacement(np.array([number]))[0]) == other.is_replacement
    assert bool(facts.fails_mod11[0]) == cpr_numbers.fails_modulus_11(other)
    for year in (1900, 1970, 2009, 2100):
        day = np.array([date(year, 2, 28).toordinal() - EPOCH], np.int32)
        found = bool(cpr.implausible(facts, day)[0])
        assert found == cpr_numbers.is_implausible(other, date(year, 2, 28))


def check_date(text: str) -> None:
    """A day from 1900 to 2100, none, or unreadable; the second reader agrees."""
    found = read_date(text)
    if found not in (NO_DATE, UNREADABLE_DATE):
        day = date.fromordinal(found + EPOCH)
        assert 1900 <= day.year <= 2100
        assert read_date(day.isoformat()) == found
        assert read_date(f" {day:%d.%m.%Y} 23:59:59") == found
    if not OTHERWISE_READ.search(text) and found != UNREADABLE_DATE:
        other = delivery.read_date(text)
        assert other == (None if found == NO_DATE else date.fromordinal(found + EPOCH))


def check_header(text: str) -> None:
    """A header is a line of the text, or there is none."""
    found = find_header(text, COLUMNS)
    if found is None:
        return
    assert found.separator in SEPARATORS
    assert 0 < found.end <= len(text)
    assert set(found.names) & set(COLUMNS)
    assert all(name == canonical(name) for name in found.names)
    assert 1 <= found.line <= len(re.findall(r"\r\n|\r|\n|$", text))


def check_table(raw: bytes, path: Path) -> None:
    """Any bytes under a table's name are a table or are refused, with every row accounted for."""
    path.write_bytes(raw)
    result = read_table(TABLE, path, path.parent)
    if isinstance(result, RefusedTable):
        assert result.problems
        return
    assert isinstance(result, ReadTable)
    lines = [*result.table.rows.whole().lines.tolist(), *result.table.wrong_lines.tolist()]
    assert len(set(lines)) == len(lines) == result.table.n_read > 0
    assert min(lines) > 1
