"""One attempt: a command harmed, the next one given, a plain run; all that lies there judged."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from tests.chaos import survival
from tests.chaos.acts import ACTS, NEXT, SET_UP, Act
from tests.chaos.harms import HARMS, Stroke, left_alive
from tests.chaos.place import Place
from tests.chaos.worlds import Undisturbed, Worlds, tree

GOLDEN = 0.618033988749895  # shares that follow each other by it lie evenly, however many
SET_UP_HARMS = ("killed at a change", "all killed", "disk full", "interrupted")
THEN = (*NEXT, "run", "again")
BY_WEIGHT = [*(act for act in ACTS for _ in range(act.weight)), SET_UP]


@dataclass(frozen=True)
class Chosen:
    """What attempt `number` of a seed is."""

    number: int
    act: str
    harm: str
    at: float
    pick: int
    then: str


@dataclass(frozen=True)
class Tried:
    """How it went: `faults` is empty when it was survived; `struck` when anything was met."""

    chosen: Chosen
    struck: bool
    faults: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


def chosen(seed: int, number: int) -> Chosen:
    """The attempt of that number: the same for the same seed, whatever was tried before."""
    random = Random(f"{seed}/{number}")
    act = random.choice(BY_WEIGHT)
    harm = random.choice(SET_UP_HARMS if act is SET_UP else list(HARMS))
    if harm not in {"killed", "killed at a change"} and random.random() < 0.25:
        harm = "killed at a change"
    at = (Random(f"{seed} {act.name} {harm}").random() + number * GOLDEN) % 1
    return Chosen(number, act.name, harm, at, random.randrange(60), random.choice(THEN))


def tried(one: Chosen, worlds: Worlds) -> Tried:
    """Try it in a project of its own."""
    act = next(act for act in (*ACTS, SET_UP) if act.name == one.act)
    known = worlds.undisturbed[act.name]
    with worlds.copy(act.world, str(one.number)) as place:
        harmed = HARMS[one.harm](Stroke(act, place, known, one.at, one.pick))
        faults = [
            *(() if act is SET_UP else survival.badly_ended(one.harm, harmed)),
            *(f"still running: {command}" for command in left_alive()),
            *survival.not_whole(tree(place), known),
            *survival.private_outside(place),
        ]
        after = _set_up_again(act, place) if act is SET_UP else _recovered(one, act, place, known)
        return Tried(one, harmed.struck, (*faults, *after))


def _recovered(one: Chosen, act: Act, place: Place, known: Undisturbed) -> Iterator[str]:
    """The next command finishes or undoes it and says so; then all is as if nothing had been."""
    intended = survival.is_intended(place)
    said = place.give(NEXT.get(one.then) or (act.plain if one.then == "run" else act.words))
    yield from (f"then {one.then}: {fault}" for fault in survival.badly_said(said))
    if intended and "interrupted" not in said.text:
        yield f"then {one.then}: nothing said of what was interrupted: {said.text[-300:]!r}"
    if intended and survival.is_intended(place):
        yield f"then {one.then}: what was interrupted is still so"
    yield from (f"then {one.then}: {fault}" for fault in survival.not_whole(tree(place), known))
    if act.repeated:
        said = place.give(act.words)
        yield from (f"again: {fault}" for fault in survival.badly_said(said))
    plain = place.give(act.plain)
    yield from (f"plain run: {fault}" for fault in survival.badly_said(plain))
    if plain.code:
        yield f"plain run: it ended with {plain.code}: {plain.text[-300:]!r}"
    yield from _at_last(act, place, known)


def _at_last(act: Act, place: Place, known: Undisturbed) -> Iterator[str]:
    listed = place.give(("ledger",))
    if listed.code:
        yield f"the ledger does not hold: {listed.text[-300:]!r}"
    yield from (f"at last: {fault}" for fault in survival.half_done(place))
    yield from (f"at last: {fault}" for fault in survival.private_outside(place))
    allowed = (known.last,) if act.repeated else (known.last, known.before)
    found = tree(place)
    if not any(_same(found, one) for one in allowed):
        differ = [name for name in found.keys() | known.last.keys()
                  if found.get(name) != known.last.get(name)]  # fmt: skip
        yield f"at last: not the bytes of an undisturbed one: {sorted(differ)[:4]}"


def _same(found: survival.Tree, other: survival.Tree) -> bool:
    """A snapshot that was whole before its fault report keeps without one."""
    reports = {name for name in other if name.endswith(f"snap/{survival.FAULT_REPORT}")}
    return found == other or found == {n: d for n, d in other.items() if n not in reports}


def _set_up_again(act: Act, place: Place) -> Iterator[str]:
    """What was set up by halves is set up whole."""
    said = place.give(act.words)
    if said.code:
        yield f"again: it ended with {said.code}: {said.text[-300:]!r}"
    elif not (place.root / ".venv" / "bin" / "pip").is_file():
        yield "again: it says that it is done, and has no pip"
