"""The focus population beside others of its match class, who have no case (D15)."""

from fractions import Fraction

from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.comparable import (
    ACTIVATION_ON_A_DAY,
    Point,
    differences,
    first_day,
    last_day,
    published,
)
from fsb_lib.domain.periods import BASELINE_YEAR
from fsb_lib.domain.vocabulary import TOTAL
from fsb_lib.wording import values
from fsb_lib.wording.activation.development import REPORT
from fsb_lib.wording.values import Texts, fill, settings_of

_TABLE = "activation_comparison"


def compared(protected: ProtectedReport) -> list[str]:
    """The two rates of the day, and what the papers compared with."""
    return [*_rates(protected), *_of_the_papers(protected)]


def _rates(protected: ProtectedReport) -> list[str]:
    """The two rates, how far they lie apart, and who may be on the wrong side."""
    text = values.sentences(REPORT)["compared"]
    ours, others = _cells(protected, "focus"), _cells(protected, "others")
    if not values.all_shown((ours["rate"], others["rate"])):
        n_kept = sum(values.hidden([one["rate"]]) for one in (ours, others))
        kept = {"kept": text["kept"]["both" if n_kept > 1 else "one"]}
        return [fill(text["hidden" if n_kept else "nobody"], settings_of(protected), kept)]
    words = {"ours": values.rate(ours["rate"]), "others": values.rate(others["rate"])}
    distance = _exact(ours) - _exact(others)
    far = {"points": danish.percentage_points(abs(distance))}
    kind = "same" if words["ours"] == words["others"] else "higher" if distance > 0 else "lower"
    return [
        fill(text["rates"], settings_of(protected), words),
        fill(text[kind], far),
        *_unlinkable(others["unlinkable"]),
    ]


def _exact(cells: dict[str, Cell]) -> Fraction:
    """The exact rate where its counts are shown, the rounded one else."""
    if values.all_shown((cells["activated"], cells["persons"])):
        return values.exact(cells["activated"]) / values.exact(cells["persons"])
    return values.exact(cells["rate"])


def _unlinkable(cell: Cell) -> list[str]:
    text = values.sentences(REPORT)["compared"]
    if not cell.shown:
        return [text["unlinkable_hidden"]]
    if not cell.value:
        return []
    return [fill(text["unlinkable"], {"unlinkable": values.citizens(cell)})]


def _of_the_papers(protected: ProtectedReport) -> list[str]:
    """The level that the strategy prints beside its own; once on a page, which in the baseline's
    own note is among the printed figures."""
    if protected.year == BASELINE_YEAR:
        return []
    return _comparator(published("activation_all_bif")[TOTAL].point)


def _comparator(point: Point[Fraction]) -> list[str]:
    """A published level with its population, period and overlap, and whether it is in line."""
    text, basis = values.sentences(REPORT)["texts"], point.basis
    kind = text["comparator_kinds"][basis.date_kind]
    words = {
        "rate": danish.percent(point.value),
        "population": text["comparator_populations"][basis.population],
        "kind": fill(kind, _ends(point)),
        "overlap": text["comparator_overlap"] if basis.contains_group else "",
    }
    unlike = differences(ACTIVATION_ON_A_DAY, basis)
    return [fill(text["comparator"], words), *([text["comparator_unlike"]] if unlike else [])]


def _ends(point: Point[Fraction]) -> dict[str, str]:
    days = {"first": first_day(point.when), "last": last_day(point.when)}
    return {end: danish.month_and_year(day) for end, day in days.items()}


def beside(protected: ProtectedReport) -> list[str]:
    """The rate of the others, small, beside the key figure; nothing where it is not shown."""
    rate = _cells(protected, "others")["rate"]
    text = values.sentences(REPORT)["compared"]["tile"]
    return [fill(text, {"others": values.rate(rate)})] if rate.shown else []


def _cells(protected: ProtectedReport, whom: str) -> dict[str, Cell]:
    table = protected.table(_TABLE)
    names = [measure.name for measure in table.measures]
    return {name: table.cell(name, whom) for name in names}


TEXTS: Texts = {"compared": compared}
