"""The parameters of a report in Danish: placeholders of its tables, choices in force, memo."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import count

from fsb_lib.base.package_data import load
from fsb_lib.domain import danish, vocabulary
from fsb_lib.domain.city_population import Quarter, availability, first_quarter, quarter_of
from fsb_lib.domain.periods import (
    STRATEGY_START,
    cutoff_date,
    default_reference_date,
    measurement_years,
    newcomers_since,
    previous_measurement,
)
from fsb_lib.domain.targets import OFFERS, Target, activation_target, decided, plan_target
from fsb_lib.params import REPORT_IDS, USED_BY, ReportParams


def placeholders(params: ReportParams) -> Mapping[str, str]:
    """What the placeholders of data/tables/ stand for, in Danish forms."""
    day, year = params.day, str(params.year)
    basis = load("wording/common")["profile_basis"][params.profile_basis]
    return {
        "day": danish.long_date(day),
        "cutoff": danish.long_date(cutoff_date(params.year)),
        "year": year,
        "year_before": str(params.year - 1),
        "plan_years": danish.year_span(STRATEGY_START.year, params.year),
        **_previous(params.year),
        "basis": basis.format(day=danish.long_date(day), year=year),
        "in_match_class": vocabulary.system_in_force(day).in_class,
        "all_of_match_class": vocabulary.system_in_force(day).all_of_class,
        "resource_courses": resource_courses(params.matched_benefits),
        "not_placed": vocabulary.system_in_force(day).not_placed,
        "match_groups": vocabulary.system_in_force(day).groups,
        "benefits_of_match5": danish.enumeration(_benefits_of_match5(day)),
        "target_source": _target_source([activation_target(day)]),
        "offers_source": _target_source(
            plan_target(one.year) for one in decided(OFFERS) if one.year <= params.year
        ),
        "most_hidden": str(params.disclosure_threshold - 1),
        "max_gap_days": str(params.max_gap_days),
        "new_since": danish.long_date(newcomers_since(params.register_start)),
        **_city_population(params),
    }


def _previous(year: int) -> Mapping[str, str]:
    """Year and day of the measurement before; "–" where no table can speak of one."""
    previous = previous_measurement(year)
    if previous is None:
        return {"previous_year": "–", "previous_day": "–"}
    day = default_reference_date(previous)
    return {"previous_year": str(previous), "previous_day": danish.long_date(day)}


def _city_population(params: ReportParams) -> Mapping[str, str]:
    """Whom the profile is compared with, and of which quarter; or why it is not."""
    text = load("wording/common")
    whole_year = params.profile_basis == "during_period"
    quarter = quarter_of(cutoff_date(params.year) if whole_year else params.day)
    words = {"quarter": quarter_text(quarter), "first": quarter_text(first_quarter())}
    entry = text["city_population"][availability(quarter, load("population"))]
    words["basis"] = city_basis(quarter)
    return {
        "population_ages": text["population_ages"][params.population.ages],
        "tolerance": _points(params.population.tolerance_points),
        "city_note": entry["note"].format(**words),
        "city_source": entry["source"].format(**words),
    }


def city_basis(quarter: Quarter) -> str:
    """What the published figures of a quarter rest on; nothing where they are FOLK1E's, or none."""
    snapshot = load("population")
    if availability(quarter, snapshot) != "published":
        return ""
    entry, counted = snapshot["quarters"][quarter.code], snapshot["margins_source"]["said"]
    words = {
        "counted": counted[:1].upper() + counted[1:],
        "days": danish.enumeration([danish.long_date(day) for day in entry["margins"]]),
        "share": entry["share"]["said"],
    }
    text: str = load("wording/common")["city_basis"]
    return text.format(**words)


def quarter_text(quarter: Quarter) -> str:
    """A quarter in Danish: "4. kvartal 2014"."""
    text: str = load("wording/common")["quarter"]
    return text.format(number=quarter.number, year=quarter.year)


def settings_in_force(params: ReportParams, report: str) -> tuple[tuple[str, str], ...]:
    """The choices that are open to the client (D10), as the method box of a report prints them.

    Those that the report's figures depend on.
    """
    text = load("wording/common")["settings"]
    used = USED_BY[report]
    groups = vocabulary.labels("maalgruppe")
    start = params.register_start
    values = {
        "reference_date": danish.long_date(params.day),
        "matched_benefits": danish.enumeration(
            _benefits(params.matched_benefits, params.day, params.day)
        ),
        "target_group_priority": ", ".join(
            groups[code].lower() for code in params.target_group_priority
        ),
        "both_plans": text["both_plans"]["values"][params.both_plans],
        "profile_basis": text["profile_basis"]["values"][params.profile_basis],
        "max_gap_days": danish.counted(params.max_gap_days, "dag", "dage"),
        "register_start": danish.long_date(start) if start else text["register_start"]["none"],
        "population.ages": text["population.ages"]["values"][params.population.ages],
        "population.tolerance_points": _points(params.population.tolerance_points),
        "reports": _reports(params),
        "disclosure_threshold": danish.counted(params.disclosure_threshold, "borger", "borgere"),
    }
    return tuple(
        (text[name]["label"], value)
        for name, value in values.items()
        if name.partition(".")[0] in used
    )


def _reports(params: ReportParams) -> str:
    """The year's other notes by their short names."""
    names = load("wording/strategy_status")["reports"]
    listed = REPORT_IDS if params.reports is None else params.reports
    return ", ".join(names[one] for one in REPORT_IDS if one in listed and one != "strategy_status")


def _points(points: float) -> str:
    """Percentage points as they were given: "2 procentpoint", "2,5 procentpoint"."""
    exact = Fraction(str(points))
    decimals = next(n for n in count() if (exact * 10**n).denominator == 1)
    return danish.percentage_points(exact / 100, decimals)


def memo_fields(params: ReportParams, report: str) -> tuple[tuple[str, str], ...]:
    labels = load("wording/common")["memo"]
    memo = params.memo
    fields = {
        "to": labels["to"]["value"],
        "date": danish.long_date(memo.date) if memo.date else "",
        "case_number": memo.case_number or "",
        "document_number": memo.document_numbers.get(report) or "",
        "contact": memo.contact or "",
        "reason": memo.reasons.get(report) or "",
        "next_measurement": (
            danish.long_date(memo.next_measurement) if memo.next_measurement else ""
        ),
    }
    return tuple((labels[name]["label"], value) for name, value in fields.items() if value)


def resource_courses(matched_benefits: Collection[str]) -> str:
    """Whether those in ressourceforløb, who have had a benefit of their own since 2013, count."""
    among = "ressourceforloebsydelse" in matched_benefits
    text: str = load("wording/common")["resource_courses"]["among" if among else "not_among"]
    return text


def _benefits_of_match5(day: date) -> list[str]:
    """The benefits of the five-group model that could be received at a measurement until a day."""
    covered = vocabulary.match_system("match5").covers
    first = default_reference_date(measurement_years(day.year)[0])
    return _benefits(covered, min(first, day), day)


def _benefits(wanted: Iterable[str], first: date, last: date) -> list[str]:
    names = vocabulary.labels("ydelse")
    return [names[code].lower() for code in vocabulary.benefits_between(wanted, first, last)]


def _target_source(targets: Iterable[Target | None]) -> str:
    """Whose targets stand in a table, for its source; nothing in years without any."""
    documents = dict.fromkeys(target.document for target in targets if target)
    text: str = load("wording/common")["target_source"]
    return text.format(documents=danish.enumeration(list(documents))) if documents else ""
