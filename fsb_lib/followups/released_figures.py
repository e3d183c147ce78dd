"""A year's answers held to what was released: figures that stand take their released values.

answers, versions, rows of released reports  ->  answers in which every figure that stands has its
                                                 released value, and what is held and why
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fsb_lib.disclosure.count_names import block_of, column_names, counts_in, placeholders
from fsb_lib.disclosure.editions import Version
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable, Row
from fsb_lib.disclosure.versions import (
    NOTHING_HELD,
    Held,
    OfYear,
    Standing,
    held,
)
from fsb_lib.domain.declared_tables import declared
from fsb_lib.followups.other_counts import counts_of, with_counts
from fsb_lib.followups.protect_year import Answer, measured_by
from fsb_lib.params import ReportParams

# A row of a released report, by its table and the names of its counts.
Rows = Mapping[tuple[str, tuple[str, ...]], Row]

_VERDICT = "reached"


@dataclass(frozen=True)
class ReleasedFigures:
    """Everything that was ever released: versions oldest first, and the rows in force."""

    versions: tuple[Version, ...] = ()
    rows: Rows = field(default_factory=dict)


NOTHING_RELEASED = ReleasedFigures()


@dataclass(frozen=True)
class HeldAnswers:
    """The answers of a year with released values where those stand, and what is held."""

    answers: tuple[Answer, ...]
    held: Held = NOTHING_HELD


def rows_of(reports: Iterable[tuple[ProtectedReport, ReportParams]]) -> Rows:
    """Every row of some reports, in the order of their releases, with what they were made with; of
    two the later."""
    found: dict[tuple[str, tuple[str, ...]], Row] = {}
    for report, params in reports:
        letters = placeholders(report.report, params, report.data_version)
        for table in report.tables:
            found |= {(table.id, names_of(table.id, row.keys, letters)): row for row in table.rows}
    return found


def names_of(table_id: str, codes: tuple[str, ...], letters: Mapping[str, str]) -> tuple[str, ...]:
    """The names of all counts that a row's cells print or rest on."""
    named = column_names(table_id, codes, letters).values()
    return tuple(one for each in named for one in counts_in(each))


def held_to_released(answers: Sequence[Answer], released: ReleasedFigures) -> HeldAnswers:
    """The answers of one year, none of which restates a figure that was released."""
    if not released.versions:
        return HeldAnswers(tuple(answers))
    counts = measured_beside(answers, released.versions)
    found = held(
        counts,
        released.versions,
        _of_year(answers, released.rows),
        measured_by(answers),
        max(answer.params.disclosure_threshold for answer in answers),
    )
    values = {name: n for name, n in found.carried.items() if n is not None}
    stands = (with_counts(answer, {**counts, **values}) for answer in answers)
    return HeldAnswers(tuple(_without_change(one, found) for one in stands), found)


def measured_beside(answers: Sequence[Answer], versions: Sequence[Version]) -> dict[str, int]:
    """Every count of a year as it is compared with what was released."""
    counts = counts_of(answers)
    return {**counts, **_new_offers(counts, answers[0].params.year, versions)}


def with_released_rows(
    reports: Mapping[str, ProtectedReport], stands: HeldAnswers, released: ReleasedFigures
) -> Mapping[str, ProtectedReport]:
    """The reports by id, with those rows as they were released all of whose counts stand: verdicts
    and whatever else was worked out of them stand with them."""
    found = dict(reports)
    for answer in stands.answers:
        report = reports[answer.report]
        tables = (
            replace(table, rows=tuple(_rows(table, answer, stands.held, released.rows)))
            for table in report.tables
        )
        found[answer.report] = replace(report, tables=tuple(tables))
    return found


def _rows(table: ProtectedTable, answer: Answer, held: Held, rows: Rows) -> Iterator[Row]:
    for row in table.rows:
        names = names_of(table.id, row.keys, answer.letters)
        stands = names and all(map(held.stands, names))
        yield rows.get((table.id, names), row) if stands else row


def _of_year(answers: Sequence[Answer], rows: Rows) -> OfYear:
    blocks, headline, turned = set[str](), set[str](), set[str]()
    for answer in answers:
        letters = answer.letters
        blocks |= {letters[letter] for letter in "DCYS"} | {f"{letters['P']}..{letters['D']}"}
        for table in answer.tables:
            if not declared(table.id).headline:
                continue
            for row in table.rows:
                names = names_of(table.id, row.keys, letters)
                headline |= {*names}
                before = rows.get((table.id, names))
                if before and _verdict(table.id, before) not in (None, row.values.get(_VERDICT)):
                    turned |= {block_of(name) for name in names}
    return OfYear(frozenset(blocks), frozenset(headline), frozenset(turned))


def _verdict(table_id: str, row: Row) -> int | None:
    measures = tuple(declared(table_id).measures)
    if _VERDICT not in measures:
        return None
    value = row.cells[measures.index(_VERDICT)].value
    return None if value is None else int(value)


def _new_offers(
    counts: Mapping[str, int], year: int, versions: Sequence[Version]
) -> Mapping[str, int]:
    """This year's offers: so many until now, without those that were published until last year."""
    until, last = f"offers_until@{year}", f"offers_until@{year - 1}"
    published = [v.published.shown[last] for v in versions if last in v.published.shown]
    if published and until in counts and counts[until] >= published[-1]:
        return {f"offers@{year}": counts[until] - published[-1]}
    return {}


def _without_change(answer: Answer, held: Held) -> Answer:
    """Without the change since, and movements from, a day whose released figures are others than
    the registers give now: they would be of nobody's two days. Where they stand as they were
    released they stay."""
    letters = answer.letters
    both = (letters["D"], f"{letters['P']}..{letters['D']}")
    is_kept = all(held.standing.get(block) is Standing.KEPT for block in both)
    if letters["P"] not in held.standing or is_kept:
        return answer
    kept = (table for table in answer.tables if not _is_of_the_day_before(table.id))
    return replace(answer, tables=tuple(kept))


def _is_of_the_day_before(table_id: str) -> bool:
    """Whether a table counts persons of the measurement before, {P}."""
    templates = (each for of_row in declared(table_id).every_template() for each in of_row.values())
    return any("{P}" in str(template) for template in templates)
