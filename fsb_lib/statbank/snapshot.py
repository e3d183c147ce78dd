"""The committed snapshot of the city's population, as text: data/population.yaml.

One entry per quarter: when it was fetched, the hash of the reply, and persons by sex, origin
and age band; or why it is not at hand. A quarter that is fetched replaces its entry, the others
stay as they are.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain.city_population import AGE_BANDS, ORIGINS, SEXES, Persons, Quarter
from fsb_lib.statbank.reply import persons_in

HEAD = """\
# The population of Copenhagen that the profile is compared with: persons on the first day of a
# quarter, by sex, origin and age. Written by `fsb population YEAR...`, which puts `cells`, FOLK1E
# whole, in the place of what was published elsewhere: `margins` by sex and age on days around the
# quarter, and the `share` of immigrants and descendants, a value or a range. Not edited by hand.
"""


@dataclass(frozen=True)
class Fetched:
    """One quarter as it was fetched: persons by sex, origin and age band."""

    quarter: Quarter
    retrieved: date
    reply_sha256: str
    persons: Persons

    @property
    def total(self) -> int:
        return sum(self.persons.values())


def fetched(quarter: Quarter, reply: bytes, retrieved: date) -> Fetched:
    """A reply in the form that the snapshot keeps.

    Errors: InputError, as `reply.persons_in`.
    """
    asked = load("statbank")
    persons: dict[tuple[str, str, str], int] = defaultdict(int)
    for (sex, age, origin), n in persons_in(reply, quarter).items():
        persons[asked["sexes"][sex], asked["origins"][origin], _band(int(age))] += n
    return Fetched(quarter, retrieved, sha256(reply).hexdigest(), dict(persons))


def snapshot_text(snapshot: Mapping[str, Any], new: Mapping[str, Fetched]) -> str:
    """The snapshot with the new quarters in it; `snapshot` is the content of the old one."""
    asked = load("statbank")
    lines = [
        HEAD,
        f"source: Danmarks Statistik, {asked['table']}",
        "licence: CC BY 4.0",
        f'area: "{asked["area"]}"',
        f"ages: [{', '.join(AGE_BANDS)}]",
        *_kept_lines(snapshot),
        "quarters:",
    ]
    for code in sorted({*snapshot["quarters"], *new}):
        entry = _as_entry(new[code]) if code in new else snapshot["quarters"][code]
        lines += _entry_lines(code, entry)
    return "\n".join(lines) + "\n"


def _as_entry(new: Fetched) -> Mapping[str, Any]:
    persons = {
        sex: {
            origin: [new.persons.get((sex, origin, band), 0) for band in AGE_BANDS]
            for origin in ORIGINS
        }
        for sex in SEXES
    }
    return {
        "retrieved": new.retrieved,
        "reply_sha256": new.reply_sha256,
        "total": new.total,
        "cells": persons,
    }


def _entry_lines(code: str, entry: Mapping[str, Any]) -> list[str]:
    if "not_at_hand" in entry:
        why = json.dumps(entry["not_at_hand"], ensure_ascii=False)
        return [f"  {code}: {{not_at_hand: {why}}}"]
    if "cells" not in entry:
        return _published_lines(code, entry)
    lines = [
        f"  {code}:",
        f"    retrieved: {entry['retrieved']}",
        f'    reply_sha256: "{entry["reply_sha256"]}"',
        f"    total: {entry['total']}",
        "    cells:",
    ]
    for sex, by_origin in entry["cells"].items():
        lines.append(f"      {sex}:")
        lines += [f"        {origin}: {list(counts)}" for origin, counts in by_origin.items()]
    return lines


def _published_lines(code: str, entry: Mapping[str, Any]) -> list[str]:
    share = entry["share"]
    return [
        f"  {code}:",
        f"    margins: [{', '.join(map(str, entry['margins']))}]",
        "    share:",
        f"      from: {_text(share['from'])}",
        f"      to: {_text(share['to'])}",
        f"      source: {_text(share['source'])}",
        f"      said: {_text(share['said'])}",
    ]


def _kept_lines(snapshot: Mapping[str, Any]) -> list[str]:
    """The margins and where they come from, as they are."""
    if not snapshot.get("margins"):
        return []
    told = snapshot["margins_source"]
    lines = ["margins_source:"]
    lines += [f"  {name}: {_text(told[name])}" for name in ("said", "source", "licence")]
    lines.append("margins:")
    for day, counts in snapshot["margins"].items():
        lines += [f"  {day}:", f"    total: {counts['total']}"]
        lines += [f"    {sex}: {list(counts[sex])}" for sex in SEXES]
    return lines


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _band(age: int) -> str:
    return next(
        band for band, (first, last) in AGE_BANDS.items() if last is None or first <= age <= last
    )
