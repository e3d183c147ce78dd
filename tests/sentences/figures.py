"""Which numbers may be said of a release: those that it shows, and those that are public."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status, Unit
from fsb_lib.domain import danish
from fsb_lib.wording.printed_figures import figures_of
from tests.sentences.form import MONTHS, NO_BREAK, QUOTATION

NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
DATE = re.compile(rf"\d+\.{NO_BREAK}(?:{MONTHS})(?: \d{{4}})?")
UNIT = re.compile(rf"(?:–[\d.,]+)?{NO_BREAK}(%|procentpoint)")  # "14,9–16,2 procentpoint"
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
PLACE = re.compile(r"\b[A-Z]\d+\b")  # the number of a table, "Handleplaner P16"
MOST_DECIMALS = 3
number = cache(danish.number)  # the cases have most of their figures in common


@dataclass
class Numbers:
    """Numbers as written, by what stands after them: %, procentpoint, or anything else."""

    percents: set[str] = field(default_factory=set)
    points: set[str] = field(default_factory=set)
    counts: set[str] = field(default_factory=set)

    def outside(self, allowed: "Numbers") -> set[str]:
        """Which of these are not among the allowed."""
        return (
            (self.percents - allowed.percents)
            | (self.points - allowed.points)
            | (self.counts - allowed.counts)
        )


def numbers_in(text: str) -> Numbers:
    """The numbers of a text; dates, years and the numbers of tables are none."""
    found = Numbers()
    text = danish.unbroken(text)
    for other in (QUOTATION, DATE, YEAR, PLACE):
        text = other.sub("", text)
    for match in NUMBER.finditer(text):
        unit = UNIT.match(text[match.end() :])
        kinds = {"%": found.percents, "procentpoint": found.points}
        # "stigningen er 2,1 procentpoint og efter de andre 2,3": no count has decimals
        bare = found.points if "," in match[0] else found.counts
        kinds.get(unit[1] if unit else "", bare).add(match[0])
    return found


def allowed(release: ProtectedReport) -> Numbers:
    """What is shown in a cell, printed by the strategy, set by a parameter or typed in a template;
    of shares also their differences, of counts also the differences and sums a text may reckon."""
    numbers, rates = Numbers(), set(_published_rates())
    printed = (figure.figure for figure in figures_of(release))
    for typed in (*_typed(release), *printed, *(value for _, value in release.settings)):
        of_text = numbers_in(typed)
        numbers.percents |= of_text.percents
        numbers.points |= of_text.points
        numbers.counts |= of_text.counts
    numbers.counts |= {str(release.smallest_shown - 1), *_published_counts()}
    certificate = vars(release.certificate).values() if release.certificate else ()
    numbers.counts |= {number(n) for n in certificate if isinstance(n, int)}
    hidden, shown = (release.n_cells(status) for status in (Status.SUPPRESSED, Status.SHOWN))
    numbers.counts |= {number(n) for n in (hidden, hidden + shown)}
    for unit, cell in _shown(release):
        if unit is Unit.RATE:
            rates.add(Fraction(cell.value or 0))
            numbers.percents.add(number(100 * (cell.value or 0), cell.decimals))
            if not cell.value:
                numbers.percents.add("1")  # "under 1 %"
        elif unit in (Unit.PERSONS, Unit.DAYS):
            numbers.counts.add(number(cell.value or 0))
        elif unit.value == "points":
            numbers.points.add(number(abs(100 * (cell.value or 0)), cell.decimals))
    numbers.counts |= {number(count) for count in _reckoned(release)}
    numbers.percents |= {number(100 * rate) for rate in _published_rates()}
    rates |= set(_exact_rates(release).values())
    numbers.points |= {
        number(100 * abs(a - b), decimals)
        for a, b in combinations(rates, 2)
        for decimals in range(MOST_DECIMALS)
    }
    numbers.points |= set(_spreads(release))
    return numbers


def _exact_rates(release: ProtectedReport) -> dict[tuple[str, ...], Fraction]:
    """Rates by table and row, reckoned from numerator and denominator where both are shown."""
    found = {}
    for table in release.tables:
        names = [measure.name for measure in table.measures]
        if {"persons", "activated", "rate"} <= set(names):
            for row in table.rows:
                cells = [table.cell(name, *row.keys) for name in ("activated", "persons")]
                if all(cell.shown for cell in cells) and cells[1].value:
                    rate = Fraction(cells[0].value or 0) / Fraction(cells[1].value)
                    found[table.id, *row.keys] = rate
    return found


def _spreads(release: ProtectedReport) -> Iterator[str]:
    """How far the definitions of a rate (D11) are apart in their changes over the years."""
    rates = {
        key[1:]: rate
        for key, rate in _exact_rates(release).items()
        if key[0] == "activation_by_definition"
    }
    changes = {
        danish.round_half_up(100 * (now - before), 1)
        for (_, of), now in rates.items()
        for (_, same), before in rates.items()
        if of == same
    }
    yield from (number(Fraction(abs(a - b)), 1) for a, b in combinations(changes, 2))


def _shown(release: ProtectedReport) -> Iterator[tuple[Unit, Cell]]:
    for table in release.tables:
        for row in table.rows:
            for measure, cell in zip(table.measures, row.cells, strict=True):
                if cell.shown:
                    yield measure.unit, cell


def _reckoned(release: ProtectedReport) -> Iterator[Fraction]:
    """Offers beyond their target; plans prepared on request and on SOF's own initiative."""
    tables = {table.id: table for table in release.tables}
    if "plan_offers" in tables:
        offers = tables["plan_offers"]
        for row in offers.rows:
            pair = [offers.cell(f"{name}_cumulative", *row.keys) for name in ("offered", "target")]
            if all(cell.shown for cell in pair):
                yield abs(Fraction(pair[0].value or 0) - Fraction(pair[1].value or 0))
    if "plan_states" in tables:
        states = [
            tables["plan_states"].cell("persons", state)
            for state in ("udarbejdet", "udarbejdet_af_egen_drift")
        ]
        if all(cell.shown for cell in states):
            yield sum((Fraction(cell.value or 0) for cell in states), Fraction())


def _published_rates() -> Iterator[Fraction]:
    published = load("published")
    profile = published["profile_2014"]
    shares = [value for name, value in profile.items() if name.startswith("share")]
    rates = [*published["activation_2007"]["rates"].values(), *shares]
    yield from (Fraction(str(rate)) for rate in rates)
    yield Fraction(str(published["activation_all_bif"]["value"]))
    yield from (Fraction(n, 100) for n in _decided("activation_rate"))


def _decided(measure: str) -> list[int]:
    return [t["value"] for t in load("decisions")["targets"] if t["measure"] == measure]


def _published_counts() -> Iterator[str]:
    published = load("published")
    targets = _decided("offers_in_year")
    sums = [sum(targets[: n + 1]) for n in range(len(targets))]
    sizes = [published["focus_population_2007"]["value"], published["profile_2014"]["persons"]]
    expected = [published["long_activation_expected"][name] for name in ("low", "high")]
    yield from (number(count) for count in [*targets, *sums, *sizes, *expected])


def _typed(release: ProtectedReport) -> Iterator[str]:
    """Every template and label, whose own digits are no figures of this release."""
    names = [f"wording/{release.report}", "wording/common", f"tables/{release.report}"]
    for name in [*names, "tables/common", "vocabulary", "breaks", "population"]:
        yield from leaves(load(name))


def leaves(entry: Any) -> Iterator[str]:
    """The texts of a YAML document."""
    if isinstance(entry, dict):
        for value in entry.values():
            yield from leaves(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from leaves(value)
    elif isinstance(entry, str):
        yield entry
