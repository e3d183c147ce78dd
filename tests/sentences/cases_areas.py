"""The focus areas at their boundaries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fsb_lib.base import package_data
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredTable, Ratio, median_of
from fsb_lib.domain.periods import same_day_a_year_before
from tests.sentences.making import conversion, linkage, rated, release, table

REPORT = "focus_areas"
# By area: persons, activated, ever offered a plan.
AREAS = {
    "kvinder_dansk": (985, 562, 511),
    "kvinder_vestlig": (67, 32, 39),
    "kvinder_ikke_vestlig": (241, 133, 130),
    "unge_psykisk_syge": (613, 347, 283),
    "laveste_matchgruppe": (1103, 595, 559),
    "laengerevarende": (640, 640, 330),
    "fokusgruppen": (3486, 1939, 1817),
}
# By area: activated of persons at the measurement before.
BEFORE = {
    "kvinder_dansk": (516, 1011),
    "kvinder_vestlig": (32, 67),
    "kvinder_ikke_vestlig": (119, 234),
    "unge_psykisk_syge": (316, 627),
    "laveste_matchgruppe": (610, 1099),
    "fokusgruppen": (1820, 3558),
}
# By area: in work or education a year later, of persons.
FOLLOWED = {
    "kvinder_dansk": (142, 1004),
    "kvinder_vestlig": (6, 67),
    "kvinder_ikke_vestlig": (30, 233),
    "unge_psykisk_syge": (73, 627),
    "laveste_matchgruppe": (133, 1095),
    "laengerevarende": (50, 600),
    "fokusgruppen": (438, 3540),
}
KINDS = {
    "vejledning_og_opkvalificering": 1047,
    "virksomhedspraktik": 418,
    "loentilskud": 246,
    "nytteindsats": 0,
    "revalidering": 94,
    "forrevalidering": 157,
}
LASTING = {"afgange": 161, "seks_maaneder": 130, "tolv_maaneder": 98}
WAITED = {"0_30": 239, "31_91": 98, "92_182": 119, "183_365": 129, "ikke_inden_et_aar": 425}
DAYS = (*[12] * 300, *[75] * 285)
WITHOUT = {
    "kvinder_dansk": (0, 0, 0),
    "kvinder_vestlig": (0, 0, 0),
    "kvinder_ikke_vestlig": (0, 0, 0),
}


def of_areas(areas: Mapping[str, tuple[int, int, int]], year: int) -> dict[str, Any]:
    """Rows of `focus_areas`; from 2014 there is no lowest match group."""
    rows: dict[str, Any] = {}
    for area, (persons, activated, offered) in areas.items():
        rate = {"activated": activated, "rate": Ratio(activated, persons)}
        rows[area] = {
            "persons": persons,
            **(dict.fromkeys(rate) if area == "laengerevarende" else rate),
            "offered": offered,
            "rate_offered": Ratio(offered, persons),
        }
        if area == "laveste_matchgruppe" and year >= 2014:
            rows[area] = dict.fromkeys(rows[area])
    return rows


def measured(
    year: int = 2011,
    *,
    areas: Mapping[str, tuple[int, int, int]] = AREAS,
    before: Mapping[str, tuple[int, int]] | None = BEFORE,
    followed: Mapping[str, tuple[int, int]] = FOLLOWED,
    kinds: Mapping[str, int] = KINDS,
    lasting: Mapping[str, int] = LASTING,
    waited: Mapping[str, int] = WAITED,
    days: Sequence[int] = DAYS,
) -> list[MeasuredTable]:
    """All tables of the report."""
    day = date(year, 11, 15)
    first = same_day_a_year_before(day)
    outcomes = {
        area: {"persons": of, "in_work_or_education": n, "rate": Ratio(n, of)}
        for area, (n, of) in followed.items()
    }
    n_kinds, n_left, n_new = areas["fokusgruppen"][1], lasting["afgange"], sum(waited.values())
    rates = {area: rated(*pair) for area, pair in (before or {}).items()}
    return [
        table("focus_areas", day, of_areas(areas, year)),
        *([table("focus_areas_before", first, rates)] if before else ()),
        table("focus_area_outcomes", day, outcomes, since=first),
        table("activation_kinds", day, _shared(kinds, n_kinds)),
        table("lasting_outcomes", day, {
            code: {"persons": n, "share": None if code == "afgange" else Ratio(n, n_left)}
            for code, n in lasting.items()
        }),
        table("days_to_activation", day, _shared(waited, n_new)),
        table("days_to_activation_median", day, {
            "inden_et_aar": {"activated": len(days), "days": median_of(days)}
        }),
        linkage(day),
        conversion(day),
    ]  # fmt: skip


def _shared(counts: Mapping[str, int], whole: int) -> dict[str, Any]:
    return {code: {"persons": n, "share": Ratio(n, whole)} for code, n in counts.items()}


def at(
    year: int = 2011,
    parameters: Mapping[str, Any] | None = None,
    audience: str = "committee",
    **changed: Any,
) -> ProtectedReport:
    """A year in which these figures are others."""
    told = measured(year, **changed)
    return release(REPORT, year, told, audience=audience, **(parameters or {}))


def areas(**changed: tuple[int, int, int]) -> dict[str, tuple[int, int, int]]:
    return {**AREAS, **changed}


def long(n: int) -> ProtectedReport:
    """So many in a long run of activation."""
    return at(areas=areas(laengerevarende=(n, n, 0)))


def warned() -> ProtectedReport:
    """An extract of exits that does not reach over all the time."""
    texts = package_data.load(f"wording/{REPORT}")["warnings"].values()
    days = {"before": "15. november 2009", "day": "15. november 2011"}
    return release(REPORT, 2011, measured(), warnings=tuple(t.format(**days) for t in texts))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    nobody = dict.fromkeys(AREAS, (0, 0, 0))
    none_followed = dict.fromkeys(FOLLOWED, (0, 0))
    twenty = {"disclosure_threshold": 20}
    small = dict.fromkeys(AREAS, (13, 6, 9))
    return {
        "as measured": at(),
        "no measurement before": at(2007, before=None),
        "before the strategy": at(2008),
        "no match groups": at(2014),
        "nobody": at(
            areas=nobody,
            before=dict.fromkeys(BEFORE, (0, 0)),
            followed=none_followed,
            kinds=dict.fromkeys(KINDS, 0),
            lasting=dict.fromkeys(LASTING, 0),
            waited=dict.fromkeys(WAITED, 0),
            days=(),
        ),
        "all hidden": at(
            parameters=twenty,
            areas=small,
            before=dict.fromkeys(BEFORE, (6, 13)),
            followed=dict.fromkeys(FOLLOWED, (6, 13)),
            kinds=dict.fromkeys(KINDS, 7),
            lasting=dict.fromkeys(LASTING, 8),
            waited=dict.fromkeys(WAITED, 9),
            days=range(13),
        ),
        "no women of another background": at(areas=areas(**WITHOUT)),
        "no women of another background, the whole has fallen": at(
            areas=areas(**WITHOUT), before={**BEFORE, "fokusgruppen": (90, 100)}
        ),
        "no women of another background, the whole stands": at(
            areas=areas(**WITHOUT), before={**BEFORE, "fokusgruppen": (1939, 3486)}
        ),
        "no women of another background, the whole hidden": at(
            areas=areas(**WITHOUT), before={**BEFORE, "fokusgruppen": (4, 3558)}
        ),
        "no western women": at(areas=areas(kvinder_vestlig=(0, 0, 0))),
        "western women hidden": at(areas=areas(kvinder_vestlig=(3, 1, 1))),
        "a western rate hidden": at(areas=areas(kvinder_vestlig=(67, 3, 39))),
        "both rates hidden": at(
            areas=areas(kvinder_vestlig=(67, 3, 39), kvinder_ikke_vestlig=(241, 4, 130))
        ),
        "Danish women hidden": at(areas=areas(kvinder_dansk=(4, 2, 1))),
        "none of them activated": at(
            areas=areas(kvinder_vestlig=(67, 0, 0), kvinder_ikke_vestlig=(241, 0, 0))
        ),
        "nobody in a long run": long(0),
        "one below what was expected": long(499),
        "just what was expected at least": long(500),
        "just what was expected at most": long(1000),
        "one above what was expected": long(1001),
        "the long run hidden": long(4),
        "everything as before": at(
            before={a: (n, of) for a, (of, n, _) in AREAS.items() if a in BEFORE}
        ),
        "everything has fallen": at(before=dict.fromkeys(BEFORE, (90, 100))),
        "a change hidden": at(before={**BEFORE, "kvinder_vestlig": (2, 67)}),
        "the change of all hidden": at(
            before={**BEFORE, "fokusgruppen": (4, 3558), "kvinder_ikke_vestlig": (3, 240)}
        ),
        "nobody followed": at(followed=none_followed),
        "an outcome hidden": at(followed={**FOLLOWED, "kvinder_vestlig": (3, 67)}),
        "all outcomes hidden": at(followed={**FOLLOWED, "fokusgruppen": (3, 3540)}),
        "all outcomes hidden but that of all": at(
            followed={**dict.fromkeys(FOLLOWED, (3, 60)), "fokusgruppen": FOLLOWED["fokusgruppen"]}
        ),
        "nobody in work or education": at(followed={a: (0, of) for a, (_, of) in FOLLOWED.items()}),
        "nobody was offered a plan": at(areas={a: (n, k, 0) for a, (n, k, _) in AREAS.items()}),
        "offers hidden": at(areas=areas(fokusgruppen=(3486, 1939, 3))),
        "nobody left": at(lasting=dict.fromkeys(LASTING, 0)),
        "leavers hidden": at(lasting={"afgange": 4, "seks_maaneder": 2, "tolv_maaneder": 2}),
        "all came back": at(lasting={"afgange": 161, "seks_maaneder": 0, "tolv_maaneder": 0}),
        "all came back in a year": at(
            lasting={"afgange": 161, "seks_maaneder": 80, "tolv_maaneder": 0}
        ),
        "nobody came back": at(lasting=dict.fromkeys(LASTING, 161)),
        "who stayed away hidden": at(lasting={**LASTING, "tolv_maaneder": 3}),
        "nobody new": at(waited=dict.fromkeys(WAITED, 0), days=()),
        "nobody waited": at(waited={**WAITED, "0_30": 585}, days=[0] * 585),
        "one day": at(days=[1] * 585),
        "nobody early": at(waited={**WAITED, "0_30": 0}),
        "everybody within a year": at(waited={**WAITED, "ikke_inden_et_aar": 0}),
        "nobody within a year": at(
            waited={**dict.fromkeys(WAITED, 0), "ikke_inden_et_aar": 90}, days=()
        ),
        "waits hidden": at(waited={**WAITED, "0_30": 3}),
        "median hidden": at(days=(1, 2, 3, 217)),
        "a kind hidden": at(kinds={**KINDS, "revalidering": 3}),
        "two kinds alike": at(kinds={**KINDS, "virksomhedspraktik": 1047}),
        **{f"most in {kind}": at(kinds={**KINDS, kind: 1500}) for kind in KINDS},
        "one woman, internal": at(
            areas=areas(kvinder_vestlig=(1, 1, 0)),
            audience="internal",
            waited=dict.fromkeys(WAITED, 0),
            days=(),
        ),
        "exits missing": warned(),
        "nobody activated": at(
            kinds=dict.fromkeys(KINDS, 0), areas={a: (n, 0, o) for a, (n, _, o) in AREAS.items()}
        ),
    }
