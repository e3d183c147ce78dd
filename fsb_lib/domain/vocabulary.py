"""Closed code lists, their Danish labels and order, and the three match systems.

All codes and words come from `data/vocabulary.yaml`; this module gives them types.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from fsb_lib.base.package_data import load

NOT_MATCHED = "ikke_matchet"
TOTAL = "i_alt"
UNKNOWN = "ukendt"


def codes(list_name: str) -> tuple[str, ...]:
    """The codes of one closed list, in the order of every table."""
    return tuple(str(code) for code in load("vocabulary")[list_name])


def labels(list_name: str) -> dict[str, str]:
    """Danish label of each code of one closed list."""
    return {str(code): label for code, label in load("vocabulary")[list_name].items()}


def placeable_benefits() -> tuple[str, ...]:
    """The benefits whose recipients a match system may place (D2)."""
    never = set(load("vocabulary")["never_placed"])
    return tuple(code for code in codes("ydelse") if code not in never)


def life_span(benefit: str) -> tuple[date | None, date | None]:
    """The first and the last day on which a benefit could be received; None is an open end."""
    span = load("vocabulary")["benefit_spans"].get(benefit, {"first": None, "last": None})
    return span["first"], span["last"]


def benefits_between(wanted: Iterable[str], first: date, last: date) -> tuple[str, ...]:
    """Those of some benefits that could be received on a day from `first` to `last`."""
    return tuple(code for code in wanted if _meet(life_span(code), first, last))


def _meet(bounds: tuple[date | None, date | None], first: date, last: date) -> bool:
    begins, ends = bounds
    return (begins is None or begins <= last) and (ends is None or first <= ends)


@dataclass(frozen=True)
class MatchSystem:
    """One way of sorting recipients by closeness to the labour market.

    `assessed` bounds the dates that assessments in the system may carry, `in_force` the days on
    which the system gives the columns of a table. None is an open end; bounds are inclusive.
    `covers` are the benefits whose recipients it placed.
    """

    name: str
    assessed: tuple[date | None, date | None]
    in_force: tuple[date | None, date | None]
    covers: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    not_job_ready: tuple[str, ...]
    in_class: str
    in_class_told: str
    all_of_class: str
    class_name: str
    citizens_in_class: str
    others_in_class: str
    group: str
    groups: str
    not_placed: str

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.labels)


@cache
def match_systems() -> tuple[MatchSystem, ...]:
    """The match systems from the oldest to the newest."""
    return tuple(
        MatchSystem(
            name=name,
            assessed=tuple(entry["assessed"]),
            in_force=tuple(entry["in_force"]),
            covers=placeable_benefits() if entry["covers"] == "all" else tuple(entry["covers"]),
            labels=tuple(entry["codes"].items()),
            not_job_ready=tuple(entry["not_job_ready"]),
            in_class=entry["in_class"],
            in_class_told=entry.get("in_class_told", entry["in_class"]),
            all_of_class=entry["all_of_class"],
            class_name=entry["class_name"],
            citizens_in_class=entry["citizens_in_class"],
            others_in_class=entry["others_in_class"],
            group=entry["groups"][0],
            groups=entry["groups"][1],
            not_placed=entry["not_placed"],
        )
        for name, entry in load("vocabulary")["match_systems"].items()
    )


def match_system(name: str) -> MatchSystem:
    """The match system of that name."""
    return next(system for system in match_systems() if system.name == name)


def system_in_force(day: date) -> MatchSystem:
    """The match system that gives the columns of a table on a day."""
    return next(system for system in match_systems() if covers(system.in_force, day))


def covers(bounds: tuple[date | None, date | None], day: date) -> bool:
    """Whether a day lies within inclusive bounds, either of which may be open."""
    first, last = bounds
    return (first is None or first <= day) and (last is None or day <= last)


@cache
def crosswalk(to_system: str) -> dict[tuple[str, str], str]:
    """(system, code) of an assessment -> code in `to_system`, chained over the systems.

    Only the steps that the law's dates can ask for exist: forward any number of times, and one
    step back from visitation to match3 for assessments made before visitation was in force.
    """
    entries = load("vocabulary")["match_systems"]
    names = list(entries)
    target = names.index(to_system)
    pairs = {(to_system, code): code for code in entries[to_system]["codes"]}
    for start in range(target):
        for code in entries[names[start]]["codes"]:
            step = code
            for name in names[start:target]:
                step = entries[name]["to_next"][step]
            pairs[names[start], code] = step
    if target + 1 < len(names):
        back = entries[to_system].get("to_previous_from_next", {})
        pairs.update({(names[target + 1], code): old for code, old in back.items()})
    return pairs


def activation_codes() -> tuple[str, ...]:
    """Codes of `indsats` that count as being activated (S0, note 2)."""
    return tuple(load("vocabulary")["activation"])


def special_needs_codes() -> tuple[str, ...]:
    """The target groups that the strategy calls citizens with special needs."""
    return tuple(load("vocabulary")["special_needs"])
