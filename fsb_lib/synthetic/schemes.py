"""Joint schemes of the two administrations, and exits from benefit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    choose_codes,
    constant,
    day,
)
from fsb_lib.synthetic.persons import NOT_JOB_READY, Persons

ORDNINGER = codes("ordning")
BIF, SOF = (codes("koordinator").index(code) for code in ("BIF", "SOF"))
UDFALD = codes("udfald")
RESOURCE = "ressourceforloeb"
GROUP_OF_SCHEME = {
    "udskrivningskoordinator": "psykisk_syge_og_oevrigt_udsatte",
    "kontaktmodel": "misbrugere_i_behandling",
    "videosamtale": "misbrugere_i_behandling",
}


@dataclass(frozen=True)
class Schemes:
    """Rows of `samarbejde`, and per person the days in ressourceforloeb (NEVER for none)."""

    rows: dict[str, IntArray]
    resource_first: IntArray
    resource_last: IntArray


def schemes_of(persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator) -> Schemes:
    """All spells in joint schemes; the number active is the same on every steady day."""
    parts = []
    taken = np.zeros(len(persons), dtype=np.bool_)
    for scheme in ORDNINGER:
        rows = _scheme_rows(persons, scheme, taken, scale, city, rng)
        parts.append(rows)
        if scheme == RESOURCE:
            taken[rows["person"]] = True
    rows = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    in_resource = rows["ordning"] == ORDNINGER.index(RESOURCE)
    first, last = constant(NEVER, len(persons)), constant(NEVER, len(persons))
    first[rows["person"][in_resource]] = rows["fra"][in_resource]
    last[rows["person"][in_resource]] = rows["til"][in_resource]
    return Schemes(rows, first, last)


def _candidates(persons: Persons, scheme: str, on: int) -> BoolArray:
    """Who may be in a scheme on a day: ressourceforloeb is for those outside the strategy,
    since its benefit is not a matched one; the other schemes are for members."""
    if scheme == RESOURCE:
        never_job_ready = np.isin(persons.column, NOT_JOB_READY) | persons.with_case(on)
        return never_job_ready & ~persons.ever_in_focus & persons.on_benefit(on)
    group = GROUP_OF_SCHEME.get(scheme)
    of_group = (
        persons.group >= 0 if group is None else (persons.group == codes("maalgruppe").index(group))
    )
    return persons.in_focus(on) & of_group


def _scheme_rows(
    persons: Persons,
    scheme: str,
    taken: BoolArray,
    scale: float,
    city: Mapping[str, Any],
    rng: Generator,
) -> dict[str, IntArray]:
    """Spells in one scheme: those active on every steady day, then those that ended before."""
    settings = city["schemes"]
    own = settings[scheme]
    steady = day(settings["steady_from"]), day(settings["steady_until"])
    known_from = persons.benefit_first if scheme == RESOURCE else persons.focus_first
    there = _candidates(persons, scheme, steady[0]) & _candidates(persons, scheme, steady[1])
    there &= ~taken & (known_from < day(own["last"]))
    order = rng.permutation(np.flatnonzero(there))
    n, n_sof = round(own["active"] * scale), round(own["sof"] * scale)
    with_case = persons.with_case(steady[0])[order] & persons.with_case(steady[1])[order]
    by_sof = order[with_case][:n_sof]
    others = order[~np.isin(order, by_sof)]
    by_bif, rest = np.split(others, [n - len(by_sof)])
    ended = rest[: round(n * settings["share_ended_before"])]
    coordinator = np.repeat([SOF, BIF], [len(by_sof), len(by_bif)])
    who = np.concatenate([by_sof, by_bif, ended])
    first = between(rng, np.maximum(day(own["first"]), known_from[who]), day(own["last"]))
    is_active = np.arange(len(who)) < len(coordinator)
    return {
        "person": who,
        "ordning": constant(ORDNINGER.index(scheme), len(who)),
        "koordinator": np.concatenate([coordinator, _like(coordinator, len(ended), rng)]),
        "fra": first,
        "til": np.where(is_active, NEVER, between(rng, first, steady[0] - 1)),
    }


def _like(coordinator: IntArray, n: int, rng: Generator) -> IntArray:
    """Coordinators of ended spells, in the proportion of the active ones."""
    return rng.choice(coordinator, n) if len(coordinator) else constant(BIF, 0)


def exit_rows(persons: Persons, city: Mapping[str, Any], rng: Generator) -> dict[str, IntArray]:
    """Rows of `bif_afgange`: person, udfald, dato; one at the end of most runs of benefit."""
    settings = city["exits"]
    ended = persons.benefit_last <= day(city["extract_date"])
    ended &= persons.benefit_last >= day(city["history_start"])
    who = np.flatnonzero(ended & chance(rng, settings["share_recorded"], len(persons)))
    low = persons.low_on(persons.benefit_last)[who]
    udfald = np.where(
        low,
        choose_codes(rng, settings["not_job_ready"], UDFALD, len(who)),
        choose_codes(rng, settings["others"], UDFALD, len(who)),
    )
    gone = (persons.case_last[who] <= persons.benefit_last[who]) & chance(
        rng, settings["share_left_city"], len(who)
    )
    left = choose_codes(rng, {"fraflyttet": 7, "doed": 3}, UDFALD, len(who))
    return {
        "person": who,
        "udfald": np.where(gone, left, udfald),
        "dato": persons.benefit_last[who],
    }
