"""What reports make public: the facts that everything published after them must live with.

    protected tables of a report     -> published_by      \
    the papers' table of 2007        -> printed_in_papers  > PublishedFacts <-> JSON of the ledger
    lines of the ledger              -> from_document     /
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from fsb_lib.disclosure.count_names import Place, block_of, column_names, stem
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status

PAPERS = "match_by_target_group"


@dataclass(frozen=True)
class RateFact:
    """A printed rate: `low` <= part / whole < `high`, since halves are rounded up.

    `places` are empty when it is public already.
    """

    part: str
    whole: str
    low: Fraction
    high: Fraction
    places: tuple[Place, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.part, self.whole


@dataclass(frozen=True)
class PublishedFacts:
    """What reports make public: counts shown and hidden by name, rates that say more than those.

    name                             shown / hidden
    focus@2009-11-15/handicappede    97
    focus@2009-11-15/h.../activated  hidden
    """

    shown: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    rates: tuple[RateFact, ...] = ()

    def __or__(self, later: "PublishedFacts") -> "PublishedFacts":
        """Both; a count that either shows is known."""
        shown = {**self.shown, **later.shown}
        return PublishedFacts(
            shown,
            frozenset((self.hidden | later.hidden) - shown.keys()),
            tuple(dict.fromkeys((*self.rates, *later.rates))),
        )

    @cached_property
    def told(self) -> Mapping[str, int | None]:
        """Each printed count with what is shown, nothing for hidden."""
        return {**dict.fromkeys(self.hidden), **self.shown}

    def contradicted_by(self, later: "PublishedFacts") -> frozenset[str]:
        """The blocks (all counts of a day or year) of which `later` says anything else."""
        before = self.told
        return frozenset(
            block_of(name) for name, value in later.told.items() if before.get(name, value) != value
        )

    def followed_by(self, later: "PublishedFacts") -> "PublishedFacts":
        """What stands after something more was published. A block of which that says anything
        else is of other registers: only the later is left of it."""
        others = self.contradicted_by(later)
        kept = PublishedFacts(
            {name: n for name, n in self.shown.items() if block_of(name) not in others},
            frozenset(name for name in self.hidden if block_of(name) not in others),
            tuple(rate for rate in self.rates if not others & {*map(block_of, rate.key)}),
        )
        return kept | later

    def without(self, stems: Set[str]) -> "PublishedFacts":
        """What is said of other populations and days."""
        return PublishedFacts(
            {name: n for name, n in self.shown.items() if stem(name) not in stems},
            frozenset(name for name in self.hidden if stem(name) not in stems),
            tuple(rate for rate in self.rates if not stems & {*map(stem, rate.key)}),
        )


def published_by(protected: ProtectedReport, letters: Mapping[str, str]) -> PublishedFacts:
    """Counts shown and hidden by name, and every shown rate of counts that are not all shown.

    `letters` are `cells.placeholders` of the report.
    """
    counts = {name: cell for name, cell in _cells(protected, letters) if isinstance(name, str)}
    shown = {name: int(cell.value or 0) for name, cell in counts.items() if cell.shown}
    hidden = {name for name, cell in counts.items() if cell.status is Status.SUPPRESSED}
    rates = (
        _fact(names, cell)
        for names, cell in _cells(protected, letters)
        if not isinstance(names, str) and cell.shown and not shown.keys() >= set(names)
    )
    return PublishedFacts(shown, frozenset(hidden - shown.keys()), tuple(dict.fromkeys(rates)))


def _cells(
    protected: ProtectedReport, letters: Mapping[str, str]
) -> Iterator[tuple[str | tuple[str, str], Cell]]:
    for table in protected.tables:
        columns = [measure.name for measure in table.measures]
        for row in table.rows:
            names = column_names(table.id, row.keys, letters)
            for column, cell in zip(columns, row.cells, strict=True):
                if column in names:
                    yield names[column], cell


def _fact(names: tuple[str, str], cell: Cell) -> RateFact:
    half_step = Fraction(1, 2 * 10 ** (cell.decimals + 2))
    value = Fraction(cell.value or 0)
    return RateFact(*names, value - half_step, value + half_step)


def printed_in_papers(entry: Mapping[str, Any]) -> dict[str, int]:
    """The counts of the papers' table of November 2007 by name: public before any protection.

    `entry` is `match_by_target_group_2007` of data/published.yaml.
    """
    letters = {"D": "2007-11-15", "Y": "2007"}
    return {
        str(column_names(PAPERS, (group, column), letters)["persons"]): count
        for group, counts in entry["rows"].items()
        for column, count in zip(entry["columns"], counts, strict=True)
    }


def to_document(facts: PublishedFacts) -> dict[str, Any]:
    """As plain JSON types, in a fixed order."""
    return {
        "shown": dict(sorted(facts.shown.items())),
        "hidden": sorted(facts.hidden),
        "rates": [[*rate.key, str(rate.low), str(rate.high)] for rate in facts.rates],
    }


def from_document(document: Mapping[str, Any]) -> PublishedFacts:
    """Errors: KeyError, TypeError or ValueError for a document of another form."""
    rates = (RateFact(part, whole, Fraction(low), Fraction(high))
             for part, whole, low, high in document["rates"])  # fmt: skip
    return PublishedFacts(dict(document["shown"]), frozenset(document["hidden"]), tuple(rates))
