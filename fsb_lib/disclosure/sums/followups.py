"""What adds up over time and in other registers: offers, cohorts, movements, schemes, rows."""

from datetime import date

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.sums.axes import SPECIAL_GROUPS, categories, with_part
from fsb_lib.disclosure.sums.cubes import Cubes, KnownCounts, at_most, split
from fsb_lib.disclosure.sums.declared import codes_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.periods import STRATEGY_START, same_day_a_year_before

CHANGES = "cpr_skift"


def offers_until(year: str, known: KnownCounts) -> Cubes:
    until = f"offers_until@{year}"
    states = categories("state:", codes_of(declared("plan_states").keys["state"], {}))
    yield split(until), SPECIAL_GROUPS
    yield split(until), split("", *states)
    prepared, last = f"{until}/state:udarbejdet", f"offers_until@{int(year) - 1}/state:udarbejdet"
    if known.names.issuperset((prepared, last)):  # who has a plan keeps it (D5)
        yield (split(prepared, last, f"{prepared}_since"),)
    before = (f"offers_until@{int(year) - 1}",) if int(year) > STRATEGY_START.year else ()
    yield (split(until, *before, f"offers@{year}"),)
    earlier = [
        stem for stem in known.stems if stem.startswith("offers_until@") and stem < until
        and (stem, vocabulary.special_needs_codes()[0]) in known.parts
    ]  # fmt: skip
    for one in earlier[-1:]:
        yield split(until, one, f"offers@{one.partition('@')[2]}..{year}"), SPECIAL_GROUPS


def sof_special_needs(day: str, _known: KnownCounts) -> Cubes:
    citizens, focus = f"sof_special_needs@{day}", f"focus@{day}"
    recorded = f"{citizens}/with_plan_record"
    yield split(citizens), with_part("with_plan_record", "without_plan_record")
    yield (split(citizens, focus, f"{citizens}/not_focus"),)
    for part in (f"{focus}/offered", f"{focus}/social_plan:ja"):
        yield (split(recorded, part, f"{recorded}/not:{part.partition('/')[2]}"),)


def cohort(day: str, known: KnownCounts) -> Cubes:
    cohort, first = f"cohort@{day}", same_day_a_year_before(date.fromisoformat(day)).isoformat()
    states = declared("outcome_states").keys["state"]
    gone = f"{cohort}/state:{states.outside[0]}"
    followed = (state for state in codes_of(states, {}) if state not in states.outside)
    outcomes = tuple(f"{cohort}/state:{state}" for state in followed)
    base, unlinkable = f"{cohort}/base", f"unlinkable_special_needs@{first}"
    yield (split(f"focus@{first}", base, gone),)
    yield (split(base, *outcomes),)
    if f"{base}_and_unlinkable" in known.names:
        yield (split(f"{base}_and_unlinkable", base, unlinkable),)
        yield (split(f"{cohort}/work_and_unlinkable", outcomes[0], unlinkable),)


def moves(days: str, known: KnownCounts) -> Cubes:
    moves, (before, now) = f"moves@{days}", days.split("..")
    states = tuple(f"cohort@{now}/state:{state}" for state in load("relations")["maybe_there"])
    a_year_before = same_day_a_year_before(date.fromisoformat(now)).isoformat()
    if before == a_year_before and states[0] in known.names:
        yield from at_most((f"{moves}/stayed",), states)
    for day, came_or_went, activated in (
        (before, "left", "activated_before"),
        (now, "entered", "activated_now"),
    ):
        parts = (f"{moves}/stayed", f"{moves}/{came_or_went}")
        yield (split(f"focus@{day}", *parts),)
        yield (split(f"focus@{day}/activated", *(f"{part}/{activated}" for part in parts)),)
        for part in parts:
            yield (split(part, f"{part}/{activated}", f"{part}/not_{activated}"),)


def scheme(day: str, known: KnownCounts) -> Cubes:
    stem = f"scheme@{day}"
    for scheme in vocabulary.codes("ordning"):
        if (stem, scheme) in known.parts:
            whole = f"{stem}/{scheme}"
            yield (split(whole, f"{whole}/by_sof", f"{whole}/by_bif"),)


def rows(snapshot: str, known: KnownCounts) -> Cubes:
    stem, kinds = f"rows@{snapshot}", load("relations")["rows"]
    by_table: dict[str, list[str]] = {}
    for name in sorted(known.names):
        at, *parts = name.split("/")
        if at == stem:
            by_table.setdefault(parts[0], []).append(parts[1])
    for table, found in by_table.items():
        at = f"{stem}/{table}/"
        yield (split(f"{at}rows_read", *(at + kind for kind in kinds["of_read"])),)
        faults = [k for k in found if k not in (*kinds["of_read"], *kinds["notes"], "rows_read")]
        if faults:
            yield (split(f"{at}faulty", *(at + kind for kind in faults)),)
        for note in (kind for kind in found if kind in kinds["notes"]):
            yield (split(f"{at}rows_kept", at + note, f"{at}without_{note}"),)
        apart = [at + kind for kind in kinds["of_different_rows"] if kind in found]
        if table != CHANGES:  # whose rows hold two numbers each
            yield (split(f"{at}rows_kept", *apart, f"{at}without_those"),)
