"""A tiny published report, written out as a run writes one: results.json, notebook, page, CSV.

    report({"linkage": table({("both",): (7,), ("bif_only",): (None,)}, "persons")})

Values are what a reader may see: a number, HIDDEN or ABSENT. Labels are the codes themselves.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from fsb_lib.auditor.publication import NOTEBOOK_VALUES, Publication

HIDDEN, ABSENT = "hidden", "absent"
SNAPSHOT = "0123456789ab"
_STATUS = {HIDDEN: "suppressed", ABSENT: "not_available"}
_MARKS = {HIDDEN: "..", ABSENT: "\u00b7"}
_RATES = ("rate", "share", "population_share", "target")
_KEYS: dict[str, tuple[str, ...]] = {
    "activation_by_match_class": ("target_group", "match_group"),
    "activation_trend": ("measurement", "source"),
    "activation_trend_by_target_group": ("measurement", "target_group"),
    "activation_by_definition": ("measurement", "definition"),
    "both_plans": ("jobplan", "social_plan"),
    "match_by_target_group": ("target_group", "match_group"),
    "population_comparison": ("fact", "category"),
    "data_quality": ("table", "kind"),
    "activation_by_target_group": ("target_group",),
    "activation_change": ("target_group",),
    "plan_offers_by_target_group": ("target_group",),
    "plan_coverage_by_target_group": ("target_group",),
    "target_status": ("measurement",),
    "plan_offers": ("year",),
    "plan_states": ("state",),
    "outcome_states": ("state",),
    "linkage": ("side",),
    "match_conversion": ("kind",),
    "population_shares": ("share",),
    "focus_population": ("basis",),
    "cooperation_status": ("scheme",),
    "focus_areas": ("area",),
    "focus_areas_before": ("area",),
    "focus_area_outcomes": ("area",),
    "activation_kinds": ("indsats",),
    "lasting_outcomes": ("lasting",),
    "days_to_activation": ("days",),
    "days_to_activation_median": ("group",),
    "rows_used": ("table",),
    "activation_movements": ("movement",),
    "unlinkable_bounds": ("case",),
    "outcome_bounds": ("case",),
    "activation_sensitivity": ("definition",),
    "activation_verdicts": ("definition",),
    "plan_offers_sensitivity": ("definition",),
    "registration_coverage": ("group",),
    "several_target_groups": ("group",),
    "outcome_cohort": ("group",),
    "contact_course": ("target_group", "course"),
    "contact_before": ("course",),
    "contact_fallen_out": ("target_group",),
    "contact_interview": ("target_group",),
    "contact_longest_gap": ("gap",),
}
Value = int | str | float


@dataclass(frozen=True)
class Written:
    """Rows by their codes, each with a value for every measure."""

    measures: tuple[str, ...]
    rows: Mapping[tuple[str, ...], tuple[Value, ...]]


def table(rows: Mapping[Any, Any], *measures: str) -> Written:
    """Codes and values may be given bare where there is one of them."""
    return Written(
        measures or ("persons",), {_tuple(codes): _tuple(values) for codes, values in rows.items()}
    )


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def report(
    tables: Mapping[str, Written],
    name: str = "activation_measurement",
    year: int = 2009,
    **parameters: Any,
) -> Publication:
    """The files of a report; `parameters` as in its manifest."""
    documents = {
        "results.json": {
            "report": name,
            "year": year,
            "reference_date": f"{year}-11-15",
            "audience": "committee",
            "synthetic": True,
            "tables": [_results(each, tables[each]) for each in tables],
        },
        "manifest.json": {
            "parameters": {"disclosure_threshold": 5, **parameters},
            "snapshot": {"fingerprint": SNAPSHOT * 5},
            "status": "made",
        },
        "notebook.ipynb": _notebook([_released(each, tables[each]) for each in tables]),
    }
    files = {each: json.dumps(content).encode() for each, content in documents.items()}
    files["report.html"] = page("".join(_html(each, tables[each]) for each in tables))
    files |= {f"tables/{each}.csv": _csv(each, tables[each]) for each in tables}
    return Publication(year, name, files)


def page(body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="da"><body><main>{body}</main></body></html>'.encode()


def keys_of(name: str) -> tuple[str, ...]:
    return _KEYS.get(name, ("category",))


def _results(name: str, written: Written) -> dict[str, Any]:
    rows = [
        {
            **dict(zip(keys_of(name), codes, strict=True)),
            **{
                measure: {"value": _number(value), "status": _STATUS.get(str(value), "shown")}
                for measure, value in zip(written.measures, values, strict=True)
            },
        }
        for codes, values in written.rows.items()
    ]
    keys = list(keys_of(name))
    return {"id": name, "keys": keys, "measures": list(written.measures), "rows": rows}


def _number(value: Value) -> int | float | None:
    return None if isinstance(value, str) else value


def _released(name: str, written: Written) -> dict[str, Any]:
    codes = list(zip(*written.rows, strict=True))
    return {
        "id": name,
        "title": f"Tabel {name}",
        "keys": [
            {
                "name": key,
                "label": key,
                "categories": [{"code": c, "label": c} for c in dict.fromkeys(codes[place])],
            }
            for place, key in enumerate(keys_of(name))
        ],
        "measures": [{"name": m, "label": m, "unit": _unit(m)} for m in written.measures],
        "rows": [
            {"keys": list(codes), "cells": [_carried(m, v) for m, v in _pairs(written, values)]}
            for codes, values in written.rows.items()
        ],
    }


def _pairs(written: Written, values: Sequence[Value]) -> list[tuple[str, Value]]:
    return list(zip(written.measures, values, strict=True))


def _unit(measure: str) -> str:
    return "rate" if measure in _RATES else {"reached": "verdict"}.get(measure, "persons")


def _carried(measure: str, value: Value) -> dict[str, Any]:
    if isinstance(value, str):
        return {"decimals": 0, "status": _STATUS[value], "value": None}
    decimals = max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent) - 2)
    exact = Fraction(str(value))
    parts = {"numerator": exact.numerator, "denominator": exact.denominator}
    carried = parts if _unit(measure) == "rate" else value
    return {"decimals": decimals, "status": "shown", "value": carried}


def _notebook(tables: list[dict[str, Any]]) -> dict[str, Any]:
    output = {
        "output_type": "execute_result",
        "metadata": {},
        "data": {NOTEBOOK_VALUES: {"tables": tables}, "text/plain": "'1 tabel'"},
    }
    cell = {"cell_type": "code", "metadata": {"tags": []}, "source": "release", "outputs": [output]}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def display(measure: str, value: Value) -> str:
    """As a page has it: Danish, rates in percent."""
    if isinstance(value, str):
        return _MARKS[value]
    if _unit(measure) == "verdict":
        return "ja" if value else "nej"
    if _unit(measure) == "rate":
        return f"{Decimal(str(value)) * 100:f}".rstrip("0").rstrip(".").replace(".", ",") or "0"
    return f"{value:,}".replace(",", ".")


def _html(name: str, written: Written) -> str:
    head = "".join(f"<th>{each}</th>" for each in (*keys_of(name), *written.measures))
    rows = "".join(
        "<tr>"
        + "".join(f"<th>{escape(code)}</th>" for code in codes)
        + "".join(f"<td>{display(m, v)}</td>" for m, v in _pairs(written, values))
        + "</tr>"
        for codes, values in written.rows.items()
    )
    inside = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="fsb-table" data-table="{name}">{inside}</div>'


def _csv(name: str, written: Written) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*keys_of(name), *written.measures])
    for codes, values in written.rows.items():
        shown = [
            display(m, v).replace(".", "") if v != HIDDEN else ".."
            for m, v in _pairs(written, values)
        ]
        writer.writerow([*codes, *shown])
    return text.getvalue().encode("utf-8-sig")
