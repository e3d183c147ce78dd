"""The parameters of a report in Danish: placeholders of its tables, choices in force, memo."""

from collections.abc import Mapping

from fsb_lib import danish, vocabulary
from fsb_lib.package_data import load
from fsb_lib.params import USED_BY, ReportParams
from fsb_lib.periods import cutoff_date


def placeholders(params: ReportParams) -> Mapping[str, str]:
    """What the placeholders of data/tables/ stand for, in Danish forms."""
    day, year = params.day, str(params.year)
    basis = load("wording/common")["profile_basis"][params.profile_basis]
    return {
        "day": danish.long_date(day),
        "cutoff": danish.long_date(cutoff_date(params.year)),
        "year": year,
        "basis": basis.format(day=danish.long_date(day), year=year),
        "match_class": vocabulary.system_in_force(day).class_label,
        "most_hidden": str(params.disclosure_threshold - 1),
        "max_gap_days": str(params.max_gap_days),
    }


def settings_in_force(params: ReportParams, report: str) -> tuple[tuple[str, str], ...]:
    """The choices that are open to the client (D10), as the method box of a report prints them.

    All of them, in every report; one that the report's figures do not depend on says so.
    """
    text = load("wording/common")["settings"]
    benefits = vocabulary.labels("ydelse")
    groups = vocabulary.labels("maalgruppe")
    start = params.register_start
    values = {
        "reference_date": danish.long_date(params.day),
        "matched_benefits": danish.enumeration(
            [benefits[code].lower() for code in params.matched_benefits]
        ),
        "target_group_priority": ", ".join(
            groups[code].lower() for code in params.target_group_priority
        ),
        "both_plans": text["both_plans"]["values"][params.both_plans],
        "profile_basis": text["profile_basis"]["values"][params.profile_basis],
        "max_gap_days": danish.counted(params.max_gap_days, "dag", "dage"),
        "register_start": danish.long_date(start) if start else text["register_start"]["none"],
        "disclosure_threshold": danish.counted(params.disclosure_threshold, "borger", "borgere"),
    }
    return tuple(
        (text[name]["label"], value if name in USED_BY[report] else text["not_used"])
        for name, value in values.items()
    )


def memo_fields(params: ReportParams, report: str) -> tuple[tuple[str, str], ...]:
    labels = load("wording/common")["memo"]
    memo = params.memo
    fields = {
        "to": labels["to"]["value"],
        "date": danish.long_date(memo.date) if memo.date else "",
        "case_number": memo.case_number or "",
        "document_number": memo.document_numbers.get(report, ""),
    }
    return tuple((labels[name]["label"], value) for name, value in fields.items() if value)
