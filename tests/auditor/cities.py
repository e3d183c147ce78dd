"""Reports about a random city as an independent recount makes them, with nothing hidden.

The recount is plain Python over the delivery (tests/independent): it knows neither the library's
measures nor the auditor's relations.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from fsb_lib.auditor.publication import Publication
from tests.independent.random_city import city_lines, write_lines
from tests.independent.random_settings import random_settings
from tests.independent.recount import REPORTS, Counted, read_people
from tests.independent.settings import Settings

SNAPSHOT = "0123456789ab"
N_KEYS = {"data_quality": 2, "both_plans": 2, "match_by_target_group": 2, "activation_trend": 2}
N_KEYS |= {"contact_course": 2}
N_KEYS |= dict.fromkeys(
    ("activation_by_match_class", "activation_trend_by_target_group", "activation_by_definition"), 2
)


def releases(seed: int, n_persons: int, years: tuple[int, ...]) -> list[list[Publication]]:
    """All reports of each year on one city; the settings are those of the last year."""
    rng = Random(f"audit {seed}")
    last = random_settings(rng, years[-1:])
    with TemporaryDirectory() as folder:
        write_lines(Path(folder), city_lines(seed, n_persons, last.day), seed)
        counted = read_people(Path(folder))
    before = [replace(last, year=year, reference_date=None) for year in years[:-1]]
    usable = [each for each in before if not _starts_later(each)]
    return [_of_year(counted, settings) for settings in (*usable, last)]


def _starts_later(settings: Settings) -> bool:
    return settings.register_start is not None and settings.register_start >= settings.day


def _of_year(counted: Counted, settings: Settings) -> list[Publication]:
    return [
        publication(report, settings, counted.tables(report, settings))
        for report in REPORTS
        if counted.can_make(report) and (report != "plan_coverage" or settings.year >= 2009)
    ]


def publication(report: str, settings: Settings, tables: dict[str, Any]) -> Publication:
    results = {
        "report": report,
        "year": settings.year,
        "reference_date": settings.day.isoformat(),
        "tables": [_table(name, rows) for name, rows in tables.items() if rows],
    }
    parameters = {
        "matched_benefits": list(settings.matched_benefits),
        "target_group_priority": list(settings.target_group_priority),
        "profile_basis": settings.profile_basis,
        "population": {"ages": "all"},
        "disclosure_threshold": 5,
    }
    manifest = {"parameters": parameters, "snapshot": {"fingerprint": SNAPSHOT}}
    files = {"results.json": results, "manifest.json": manifest, "notebook.ipynb": {"cells": []}}
    encoded = {name: json.dumps(content, default=_text).encode() for name, content in files.items()}
    return Publication(settings.year, report, encoded)


def _table(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    columns = list(rows[0])
    n_keys = N_KEYS.get(name, 1)
    return {"id": name, "keys": columns[:n_keys], "measures": columns[n_keys:], "rows": rows}


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)
