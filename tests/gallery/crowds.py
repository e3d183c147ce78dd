"""Cities as crowds of alike persons, made by hand or by chance, and their registers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import yaml
from ibis.expr.types import Table

from fsb_lib.domain import vocabulary
from fsb_lib.params import REPORT_IDS
from tests import drawn

HERE = Path(__file__).parent
ALL_YEARS = range(2006, 2016)
N_BY_CHANCE = 3
HEADS = {
    "identities": "person | born | sex | replacement",
    "bif_ydelser": "person | ydelse | fra | til",
    "bif_matchvurderinger": "person | system | kode | vurderet",
    "bif_indsatser": "person | indsats | fra | til",
    "bif_jobplaner": "person | godkendt | slut",
    "sof_sager": "person | maalgruppe | fra | til",
    "sof_handleplaner": "person | tilbudt | svar | udarbejdet | af_egen_drift | slut",
    "personer": "person | herkomst",
    "bif_afgange": "person | udfald | dato",
    "samarbejde": "person | ordning | koordinator | fra | til",
}
Line = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Crowd:
    """Persons who are alike, but for how many of them have what: those come first, or last."""

    n: int
    group: str
    since: int = 2006
    until: int | None = None
    active: Mapping[int, int] = field(default_factory=dict)
    offered: Mapping[int, int] = field(default_factory=dict)
    exits: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    schemes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class City:
    """A city under its name, and the notes that are made of it."""

    name: str
    years: tuple[int, ...]
    crowds: tuple[Crowd, ...]
    reports: tuple[str, ...] = REPORT_IDS

    def registers(self) -> dict[str, Table]:
        """The tables of a snapshot."""
        lines: dict[str, list[str]] = {name: [head] for name, head in HEADS.items()}
        names = (f"p{n}" for n in count())
        for crowd in self.crowds:
            for name, values in _lines(crowd, [next(names) for _ in range(crowd.n)]):
                lines[name].append(" | ".join(values))
        return drawn.registers(**{name: "\n".join(rows) for name, rows in lines.items()})


def by_hand() -> tuple[City, ...]:
    listed = yaml.safe_load((HERE / "cities.yaml").read_text(encoding="utf-8"))
    return tuple(
        City(
            name,
            tuple(one["years"]),
            tuple(crowd for each in one["crowds"] for crowd in _crowds(each)),
            tuple(one.get("reports", REPORT_IDS)),
        )
        for name, one in listed.items()
    )


def by_chance() -> tuple[City, ...]:
    return tuple(_drawn(seed) for seed in range(N_BY_CHANCE))


def _crowds(entry: Mapping[str, Any]) -> Iterator[Crowd]:
    given = {{"from": "since"}.get(name, name): value for name, value in entry.items()}
    each = given.pop("group") if "group" in given else "each"
    groups = vocabulary.special_needs_codes() if each == "each" else (each,)
    yield from (Crowd(group=group, **given) for group in groups)


def _drawn(seed: int) -> City:
    """Some crowds of any size, most of them in the focus population."""
    rng = Random(f"gallery {seed}")
    years = tuple(sorted(rng.sample(ALL_YEARS, 3)))
    groups = [*vocabulary.codes("maalgruppe"), "none"]
    crowds = [_crowd(rng, groups[n % len(groups)]) for n in range(8)]
    return City(f"chance_{seed}", years, tuple(crowds))


def _crowd(rng: Random, group: str) -> Crowd:
    n = rng.choice((1, 3, 6, 20, 60, 200))
    some = {year: rng.randint(0, n) for year in ALL_YEARS}
    outcomes = {code: rng.randint(0, max(1, n // 12)) for code in vocabulary.codes("udfald")}
    return Crowd(
        n=n,
        group=group,
        since=rng.choice((2006, 2006, 2009)),
        active=some,
        offered=dict.fromkeys((2009, 2010, 2011), n // 3),
        exits={rng.choice((2010, 2012, 2014)): outcomes},
        schemes={code: rng.randint(0, n // 2) for code in vocabulary.codes("ordning")},
    )


# --- registers of a crowd ----------------------------------------------------------------------


def _lines(crowd: Crowd, names: list[str]) -> Iterator[Line]:
    """Everybody's rows; the last leave by an exit, the first are active and in schemes."""
    leaving = _leaving(crowd, names)
    ended = f"{crowd.until - 1}-12-31" if crowd.until else ""
    origins = vocabulary.codes("herkomst")
    for n, name in enumerate(names):
        last = leaving.get(name, (ended, ""))[0]
        sex = ("kvinde", "mand", "mand")[n % 3]
        yield "identities", (name, f"{1945 + n % 45}-02-02", sex, "nej")
        yield "bif_ydelser", (name, "kontanthjaelp", f"{crowd.since}-01-01", last)
        yield "bif_matchvurderinger", (name, "match5", "45"[n % 2], f"{crowd.since}-01-01")
        yield "personer", (name, origins[n % len(origins)])
        if crowd.group != "none":
            yield "sof_sager", (name, crowd.group, f"{crowd.since}-01-01", ended)
    for name, (last, outcome) in leaving.items():
        yield "bif_afgange", (name, outcome, last)
    yield from _efforts(crowd, names)
    yield from _plans(crowd, names)


def _leaving(crowd: Crowd, names: list[str]) -> dict[str, tuple[str, str]]:
    left = iter(reversed(names))
    return {
        name: (f"{year}-06-01", outcome)
        for year, outcomes in crowd.exits.items()
        for outcome, n in outcomes.items()
        for _, name in zip(range(n), left, strict=False)
    }


def _efforts(crowd: Crowd, names: list[str]) -> Iterator[Line]:
    for year, n in crowd.active.items():
        for name in names[:n]:
            yield "bif_indsatser", (name, "loentilskud", f"{year}-01-01", f"{year}-12-31")
    for scheme, n in crowd.schemes.items():
        for place, name in enumerate(names[:n]):
            yield "samarbejde", (name, scheme, ("SOF", "BIF")[place % 2], "2009-01-01", "")


def _plans(crowd: Crowd, names: list[str]) -> Iterator[Line]:
    """Offers to the next of the crowd, year by year: accepted and prepared, refused, no answer."""
    waiting = iter(names)
    answers = (
        ("accepteret", "04-01", "N"),
        ("afvist", "06-01", "J"),
        ("afvist", "", ""),
        ("", "", ""),
    )
    for year, n in crowd.offered.items():
        for place, name in zip(range(n), waiting, strict=False):
            answer, prepared, own = answers[place % len(answers)]
            made = f"{year}-{prepared}" if prepared else ""
            yield "sof_handleplaner", (name, f"{year}-03-01", answer, made, own, "")
            if place % 2:
                yield "bif_jobplaner", (name, f"{year}-01-01", "")
