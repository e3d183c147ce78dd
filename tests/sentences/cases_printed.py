"""The figures that the papers print: found again, differing, hidden."""

from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from tests.sentences import cases_activation, cases_profile
from tests.sentences.cases_profile import IMMIGRANTS, measured
from tests.sentences.making import release, table

DAY = date(2007, 11, 15)


def printed_table(**changed: int) -> MeasuredTable:
    """The table of November 2007 as it was printed, with another count in some lines' `i_alt`."""
    printed = load("published")["match_by_target_group_2007"]
    counts = {
        (row, column): {"persons": n}
        for row, figures in printed["rows"].items()
        for column, n in zip(printed["columns"], figures, strict=True)
    }
    counts |= {(row, "i_alt"): {"persons": n} for row, n in changed.items()}
    return MeasuredTable(
        "match_by_target_group", tuple(MeasuredRow(key, n) for key, n in counts.items()), DAY
    )


def profile(
    matches: MeasuredTable,
    size: int = 3357,
    recipients: tuple[int, int] = (8884, 25015),
    of_class: tuple[int, int] = (5735, 11019),
    focus: tuple[int, int] = (3357, 11019),
) -> ProtectedReport:
    """The profile of November 2007."""
    others = measured(
        2007, size=(size, 4000), recipients=recipients, of_class=of_class, focus=focus
    )
    tables = [matches if other.id == matches.id else other for other in others]
    return release(cases_profile.REPORT, 2007, tables)


def facts(**changed: object) -> ProtectedReport:
    """The profile of the persons of 2014."""
    return cases_profile.at(2014, during=True, size=(3000, 4260), **changed)  # type: ignore[arg-type]


def activation(*groups: tuple[int, int]) -> ProtectedReport:
    """The activation of November 2007."""
    return cases_activation.at(*groups, year=2007)


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    same = printed_table()
    few = table("match_by_target_group", DAY, {})
    hidden = MeasuredTable(
        few.id, tuple(MeasuredRow(row.keys, {"persons": 3}) for row in same.rows), DAY
    )
    as_printed = {
        "sex": {"kvinde": 37, "mand": 63, "ukendt": 0},
        "age": {**dict.fromkeys(cases_profile.AGE, 0), "18-24": 10, "25-29": 15, "30-39": 75},
        "duration": {**dict.fromkeys(cases_profile.DURATION, 0), "under_1": 60, "5+": 40},
    }
    return {
        "all of 2007 as printed": profile(same),
        "one figure of the table differs": profile(printed_table(handicappede=239)),
        "one citizen more than printed": profile(same, 3358, focus=(3358, 11019)),
        "rounding to the next hundred": profile(same, 3449, focus=(3449, 11019)),
        "just too many for the hundred": profile(same, 3450, focus=(3450, 11019)),
        "shares just beside": profile(same, recipients=(8879, 25015), of_class=(5509, 11019)),
        "half exactly": profile(same, of_class=(5000, 10000)),
        "nearly a third": profile(same, 3600, focus=(3600, 11019)),
        "a third": profile(same, 3673, focus=(3673, 11019)),
        "few outside the focus": profile(same, 4560, of_class=(4563, 11019), focus=(4560, 11019)),
        "everything hidden": profile(hidden, 3, (3, 25015), (3, 11019), (3, 11019)),
        "nobody measured": profile(same, 0, (0, 0), (0, 0), (0, 0)),
        "2014 as printed": facts(**as_printed),
        "2014 beside": facts(),
        "2014 with the city's origins": facts(
            compared={IMMIGRANTS: (Ratio(1057, 3357), Ratio(30, 100), 1)}
        ),
        "2014 with other origins": facts(
            compared={IMMIGRANTS: (Ratio(1057, 3357), Ratio(20, 100), 0)}
        ),
        "2014 as printed but one": facts(
            **{**as_printed, "sex": {"kvinde": 38, "mand": 62, "ukendt": 0}}
        ),
        "rates of 2007 as printed": activation((128, 709), (20, 97), (485, 2551)),
        "rates of 2007 beside": activation((150, 709), (30, 97), (600, 2551)),
        "one rate of 2007 shown, as printed": activation((128, 709), (0, 0), (0, 0)),
        "one rate of 2007 shown, beside": activation((3, 709), (2, 97), (0, 0)),
        "no rate of 2007": activation((0, 0), (0, 0), (0, 0)),
    }
