"""The target-group profile at its boundaries."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.domain.periods import calendar_year, measurement_years
from fsb_lib.domain.vocabulary import system_in_force
from fsb_lib.measures.profile import focus_population
from tests.sentences.making import GROUPS, bounds, conversion, linkage, release, table

REPORT = "target_group_profile"
# Persons of a fact by category, without the lines that sum others.
SEX = {"kvinde": 1200, "mand": 2100, "ukendt": 57}
AGE = {
    "under_18": 0,
    "18-24": 400,
    "25-29": 500,
    "30-39": 900,
    "40-49": 800,
    "50-59": 500,
    "60+": 257,
    "ukendt": 0,
}
DURATION = {"under_1": 700, "1-2": 600, "2-3": 500, "3-5": 700, "5+": 857, "ukendt": 0}
ORIGIN = {
    "dansk": 2300,
    "indvandrer_vestlig": 100,
    "indvandrer_ikke_vestlig": 700,
    "efterkommer_vestlig": 57,
    "efterkommer_ikke_vestlig": 200,
    "ukendt": 0,
}
SUMS = {
    "profile_age": ("under_30", ("under_18", "18-24", "25-29")),
    "profile_duration": ("under_3", ("under_1", "1-2", "2-3")),
    "profile_origin": ("indvandrere_og_efterkommere", tuple(ORIGIN)[1:5]),
}
IMMIGRANTS = ("origin", "indvandrere_og_efterkommere")
# Share, the city's, whether they are about the same; the city's greatest, where it is a range.
Compared = tuple[Ratio, Ratio, int | None] | tuple[Ratio, Ratio, int | None, Ratio]
# Not job-ready in each target group, and all of it.
MOST: tuple[tuple[int, int], ...] = ((709, 883), (97, 238), (2551, 3442))


def fact(table_id: str, persons: Mapping[str, int], when: Any) -> MeasuredTable:
    """Persons and share by category; the base leaves out `ukendt`."""
    counts = dict(persons)
    if table_id in SUMS:
        name, parts = SUMS[table_id]
        counts[name] = sum(counts[part] for part in parts)
    base = sum(n for code, n in persons.items() if code != "ukendt")
    rows = {}
    for code, n in counts.items():
        share = None if code == "ukendt" else Ratio(n, base)
        rows[code] = {"persons": n, "share": share, "population_share": None}
    return table(table_id, when, rows)


def match_table(groups: tuple[tuple[int, int], ...], day: date) -> MeasuredTable:
    """Three groups with all their not job-ready in one code, those without needs, and totals."""
    system = system_in_force(day)
    code, ready = system.not_job_ready[0], system.codes[0]
    lines = {**dict(zip(GROUPS, groups, strict=True)), "uden_saerlige_behov": (2378, 4321)}
    lines["sof_i_alt"] = (sum(n for n, _ in lines.values()), sum(of for _, of in lines.values()))
    lines["bif_i_alt"] = (11019, 25015)
    cells = {}
    for group, (n, of) in lines.items():
        for column in (*system.codes, "ikke_matchet", "i_alt"):
            placed = {code: n, ready: of - n, "i_alt": of}
            cells[group, column] = placed.get(column, 0)
    return table("match_by_target_group", day, cells)


def shares(
    recipients: tuple[int, int], of_class: tuple[int, int], focus: tuple[int, int], day: date
) -> MeasuredTable:
    """What part of the recipients and of the match class the shared citizens are."""
    named = {
        "sof_of_recipients": recipients,
        "sof_of_not_job_ready": of_class,
        "focus_of_not_job_ready": focus,
    }
    rows = {
        name: {"numerator": part, "denominator": whole, "rate": Ratio(part, whole)}
        for name, (part, whole) in named.items()
    }
    return table("population_shares", day, rows)


def comparison(given: Mapping[tuple[str, str], Compared], when: Any) -> MeasuredTable:
    """Each line's share and the city's, with whether they are about the same; else unknown."""
    lines = {("sex", "mand"): None, ("age", "18-29"): None, IMMIGRANTS: None, **given}
    rows = {
        codes: {
            "share": compared[0],
            "population_share": compared[1],
            "population_share_high": compared[3] if len(compared) > 3 else compared[1],
            "about_same": compared[2],
        }
        if compared
        else dict.fromkeys(("population_share", "population_share_high", "about_same"))
        | {"share": Ratio(1100, 3357)}
        for codes, compared in lines.items()
    }
    return table("population_comparison", when, rows)


def measured(
    year: int = 2009,
    *,
    during: bool = False,
    size: tuple[int, int] = (3357, 4260),
    sex: Mapping[str, int] = SEX,
    age: Mapping[str, int] = AGE,
    duration: Mapping[str, int] = DURATION,
    origin: Mapping[str, int] = ORIGIN,
    groups: tuple[tuple[int, int], ...] = MOST,
    recipients: tuple[int, int] = (8884, 25015),
    of_class: tuple[int, int] = (5735, 11019),
    focus: tuple[int, int] = (3357, 11019),
    several: int = 230,
    unlinkable: int = 0,
    compared: Mapping[tuple[str, str], Compared] | None = None,
    earlier: Mapping[int, int] | None = None,
) -> list[MeasuredTable]:
    """All tables of the report; `size` on the day and during the year, `earlier` by year."""
    day = date(year, 11, 15)
    when = calendar_year(year) if during else day
    return [
        match_table(groups, day),
        shares(recipients, of_class, focus, day),
        fact("profile_sex", sex, when),
        fact("profile_age", age, when),
        fact("profile_duration", duration, when),
        fact("profile_origin", origin, when),
        focus_population(*size, calendar_year(year)),
        by_measurement(size[0], year, earlier or {}),
        table("several_target_groups", day, {"shared_citizens": several}),
        comparison(compared or {}, when),
        bounds(day, size[during], size[during] + unlinkable),
        linkage(day),
        conversion(day),
    ]


def by_measurement(now: int, year: int, earlier: Mapping[int, int]) -> MeasuredTable:
    """The size at every measurement: 3357 before, but for those of `earlier`."""
    sizes = {known: earlier.get(known, 3357) for known in measurement_years(year)[:-1]}
    rows = {str(known): n for known, n in {**sizes, year: now}.items()}
    return table("focus_by_measurement", date(year, 11, 15), rows, since=date(2007, 11, 15))


def at(
    year: int = 2009, parameters: Mapping[str, Any] | None = None, **changed: Any
) -> ProtectedReport:
    """The release of a year, all else as ever."""
    given = dict(parameters or {})
    if changed.get("during"):
        given["profile_basis"] = "during_period"
    return release(REPORT, year, measured(year, **changed), **given)


def nobody(fact: Mapping[str, int]) -> Mapping[str, int]:
    """The fact of an empty group."""
    return dict.fromkeys(fact, 0)


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    return {**_sizes(), **_facts(), **_tables()}


def _sizes() -> dict[str, ProtectedReport]:
    empty = {
        "sex": nobody(SEX),
        "age": nobody(AGE),
        "duration": nobody(DURATION),
        "origin": nobody(ORIGIN),
        "focus": (0, 11019),
    }
    return {
        "the year of the papers": at(2007),
        "a year of the strategy": at(2010),
        "during the year of the note": at(2014, during=True),
        "the year of the note, on the day": at(2014),
        "during a year of the strategy": at(2011, during=True),
        "nobody there": at(size=(0, 0), groups=((0, 0), (0, 0), (0, 0)), **empty),
        "nobody there, nor before": at(
            2010, size=(0, 0), groups=((0, 0), (0, 0), (0, 0)), earlier={2009: 0}, **empty
        ),
        "nobody there during the year": at(
            2014, during=True, size=(0, 0), groups=((0, 0), (0, 0), (0, 0)), **empty
        ),
        "nobody there on the day": at(2014, during=True, size=(0, 7)),
        "more than at the measurement before": at(size=(3558, 4448)),
        "fewer than at the measurement before": at(2012, earlier={2011: 3486}),
        "the measurement before hidden": at(2010, earlier={2009: 3}),
        "the baseline hidden": at(2010, earlier={2007: 3}),
        "size hidden": at(size=(3, 4), focus=(3, 11019)),
        "snapshot hidden": at(2014, during=True, size=(3, 4260)),
        "size at the threshold": at(size=(5, 5), focus=(5, 11019)),
        "replacement numbers matter": at(unlinkable=21),
        "registers with a first day": at(parameters={"register_start": "2004-01-01"}),
    }


def _facts() -> dict[str, ProtectedReport]:
    twenty = {"disclosure_threshold": 20}
    return {
        "only women": at(sex={"kvinde": 3357, "mand": 0, "ukendt": 0}),
        "few men": at(sex={"kvinde": 3300, "mand": 13, "ukendt": 44}, parameters=twenty),
        "sex of nobody known": at(sex={"kvinde": 0, "mand": 0, "ukendt": 3357}),
        "origin of nobody known": at(origin={**nobody(ORIGIN), "ukendt": 3357}),
        "duration of nobody known": at(duration={**nobody(DURATION), "ukendt": 3357}),
        "nobody young": at(age={**AGE, "18-24": 0, "25-29": 0}),
        "few on benefit for a short time": at(
            duration={**DURATION, "under_1": 3, "1-2": 0, "2-3": 0}
        ),
        "few young": at(age={**AGE, "18-24": 0, "25-29": 17}, parameters=twenty),
    }


def _tables() -> dict[str, ProtectedReport]:
    twenty = {"disclosure_threshold": 20}
    return {
        "four of five not job-ready": at(groups=((640, 800), (160, 200), (2400, 3000))),
        "seven of ten not job-ready": at(groups=((560, 800), (140, 200), (2100, 3000))),
        "less than seven of ten not job-ready": at(groups=((559, 800), (140, 200), (2100, 3000))),
        "half not job-ready": at(groups=((400, 800), (100, 200), (1500, 3000))),
        "fewer not job-ready": at(groups=((399, 800), (100, 200), (1500, 3000))),
        "match table hidden": at(groups=((13, 800), (100, 200), (1500, 3000)), parameters=twenty),
        "group totals hidden": at(groups=((2, 3), (100, 200), (1500, 3000))),
        "nobody in two groups": at(several=0),
        "one in two groups": at(several=1),
        "few in two groups": at(several=5),
        "no shared citizens": at(recipients=(0, 25015), of_class=(0, 11019), focus=(0, 11019)),
        "no recipients": at(recipients=(0, 0), of_class=(0, 0), focus=(0, 0)),
        "shares hidden": at(
            recipients=(13, 25015), of_class=(13, 11019), focus=(13, 11019), parameters=twenty
        ),
        "exact shares": at(recipients=(5003, 25015), of_class=(5000, 10000), focus=(2500, 10000)),
    }
