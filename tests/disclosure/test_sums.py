"""What is known of counts: who stand beside a base, wholes nobody prints, what tells nothing."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from random import Random

import pytest

from fsb_lib.auditor.relations import relations as known_to_the_auditor
from fsb_lib.disclosure.count_names import Place, PrintedCount, _key_words, column_names
from fsb_lib.disclosure.joint_model import joint_model
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.sums.relations import relations
from fsb_lib.disclosure.sums.sum_of_counts import Sum, part_of
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.table_declarations import TableDeclaration
from tests.disclosure.test_declared_tables import (
    TABLES,
    Expected,
    Known,
    by_sex,
    codes_of,
    declaring,
    follows,
    letters,
    line_of,
    name_of,
)

__all__ = ["declaring"]  # a fixture

DAY = "2009-11-15"
WITH_OUTSIDERS = [table for table in all_tables() if table.everybody]


def counted(*numbers: tuple[str, int]) -> list[PrintedCount]:
    return [PrintedCount(Place("linkage", (name,), "persons"), name, n) for name, n in numbers]


# --- who stand beside a base --------------------------------------------------------------------


@pytest.mark.parametrize("table", WITH_OUTSIDERS, ids=lambda table: table.id)
def test_the_base_and_those_outside_it_are_everybody(table: TableDeclaration) -> None:
    for expected in everybody_of(table):
        names = {expected.total, *expected.parts}
        ours = [(one.whole, one.parts) for one in relations(names)]
        theirs = [(one.total, one.parts) for one in known_to_the_auditor(names, None).sums]
        assert follows(expected, ours)
        assert follows(expected, theirs)


def everybody_of(table: TableDeclaration) -> Iterator[Expected]:
    """The base and those beside it, for each code of the other keys; {A} of a table of the
    measurement before is a year before that."""
    assert table.everybody is not None
    assert table.base is not None
    ((at, spec),) = [(n, one) for n, one in enumerate(table.keys.values()) if one.outside]
    others = [codes_of(table, key) for key, one in table.keys.items() if not one.outside]
    before = {"A": "2006-11-15"} if "{P}" in table.base else {}  # of 2009 it is 2007
    for rest in product(*others):
        rows = [(*rest[:at], code, *rest[at:]) for code in spec.outside]
        codes = dict(zip(table.keys, rows[0], strict=True))
        words = {**letters(table), **before, **_key_words(table, codes, letters(table))}
        base = column_names(table.id, rows[0], letters(table))["share"][1]
        beside = tuple(name_of(table, row)["persons"] for row in rows)
        yield Expected(table.everybody.format_map(words), (base, *beside))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_name_in_the_sums_of_a_table_is_filled(table: TableDeclaration) -> None:
    rows = product(*(codes_of(table, key) for key in table.keys))
    names = {name for codes in rows for name in name_of(table, codes).values()}
    assert [one for one in relations(names) if "{" in "".join(one.names)] == []


def test_of_a_part_just_those_beside_who_are_it(declaring) -> None:
    sex = {**by_sex()["keys"]["sex"], "outside": ["ukendt"]}
    table = declaring(by_sex(counts="focus@{D}/of_age{sex_}", everybody="focus@{D}",
                             keys={"sex": sex}, within="focus@{D}"))  # fmt: skip
    named = [column_names(table.id, (code,), letters(table)) for code in ("i_alt", "ukendt")]
    told = relations({f"focus@{DAY}", f"focus@{DAY}/activated", *(one[column] for one in named
                      for column in ("persons", "activated"))})  # fmt: skip
    for column, whole in (("persons", f"focus@{DAY}"), ("activated", f"focus@{DAY}/activated")):
        assert Sum(whole, tuple(one[column] for one in named)) in told


def test_several_target_groups_are_of_the_shared_citizens() -> None:
    several = f"shared@{DAY}/several_target_groups"
    told = relations({several, f"shared@{DAY}"})
    assert told == (part_of(f"shared@{DAY}", several),)


# --- kinds of keys ------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "is_refused"), [("overlapping", True), ("nested", False)])
def test_a_total_of_overlapping_parts_is_at_most_their_sum(declaring, kind, is_refused) -> None:
    sex = {
        **by_sex()["keys"]["sex"],
        "kind": kind,
        "categories": {"a": "A", "b": "B", "i_alt": "C"},
    }
    declaring(by_sex(keys={"sex": sex}))
    cells = counted((f"focus@{DAY}", 10), (f"focus@{DAY}/sex:a", 4), (f"focus@{DAY}/sex:b", 5))
    if is_refused:
        with pytest.raises(ValueError, match="below zero"):
            joint_model(cells, PublishedFacts())
    else:
        joint_model(cells, PublishedFacts())


# --- across tables, days and registers, by the definitions ---------------------------------------

YEAR_END, FIRST_DAY, STEM = "2009-12-31", "2008-11-15", f"any_benefit@{DAY}"
WITHIN = [
    (f"focus@{DAY}/activated_in_month", f"focus@{DAY}/activated"),
    ("focus_during@2009", f"focus@{DAY}"),
    ("focus_during@2009", "offers@2009"),
    (STEM, f"focus@{DAY}"),
    (f"{STEM}/activated", f"ruler_match5@{DAY}/activated"),
    (f"focus_and_unlinkable@{DAY}", f"focus@{DAY}"),
    (f"recipients@{DAY}/match:4", f"shared@{DAY}/match:4"),
    ("offers_until@2010/misbrugere_i_behandling", "offers_until@2009/misbrugere_i_behandling"),
    ("offers_until@2010/state:udarbejdet", "offers_until@2009/state:udarbejdet"),
    (f"sof_special_needs@{YEAR_END}", f"focus@{YEAR_END}"),
    (f"sof_special_needs@{YEAR_END}/with_plan_record", f"focus@{YEAR_END}/social_plan:ja"),
    (f"cohort@{DAY}/base_and_unlinkable", f"cohort@{DAY}/base"),
    (f"focus@{FIRST_DAY}", f"moves@{FIRST_DAY}..{DAY}/left"),
    (f"focus@{DAY}/activated", f"moves@{FIRST_DAY}..{DAY}/stayed/activated_now"),
    ("rows@0/personer/rows_kept", "rows@0/personer/cpr_padded"),
]
EQUAL = [
    (("ruler_match5@2009-11-15/activated", 4), ("ruler_as_printed@2009-11-15/activated", 5)),
    (("offers_until@2009", 4), ("offers@2009", 5)),
]


RULERS = [(f"{name}@{DAY}", 9) for name in ("any_benefit", "ruler_match5", "ruler_as_printed")]


def beside(*names: str) -> list[tuple[str, int]]:
    """The rulers of the day, where a count of them is asked about."""
    asked = any(name.startswith(stem) for name in names for stem, _ in RULERS)
    return [(name, n) for name, n in RULERS if asked and name not in names]


@pytest.mark.parametrize(("whole", "part"), WITHIN)
def test_no_part_is_larger_than_what_holds_it(whole: str, part: str) -> None:
    others = beside(whole, part)
    with pytest.raises(ValueError, match="below zero"):
        joint_model(counted((whole, 4), (part, 5), *others), PublishedFacts())


@pytest.mark.parametrize("two", EQUAL)
def test_two_names_of_the_same_persons(two: tuple[tuple[str, int], ...]) -> None:
    """In 2009 there was one match system, and 2009 is the first year of offers."""
    others = beside(*(name for name, _ in two))
    with pytest.raises(ValueError, match="is not the sum of its parts"):
        joint_model(counted(*two, *others), PublishedFacts())


def test_no_count_that_is_printed_is_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        joint_model(counted((f"focus@{DAY}", -1)), PublishedFacts())


# --- what tells, and what tells nothing ---------------------------------------------------------


def test_a_total_that_nobody_prints_is_known_by_its_parts() -> None:
    """Of match group 4 by target group those in activation are printed, and all of group 4."""
    groups = ("handicappede", "misbrugere_i_behandling", "psykisk_syge_og_oevrigt_udsatte")
    parts = {f"focus@{DAY}/{group}/match:4/activated" for group in groups}
    whole = f"focus@{DAY}/match:4"
    assert part_of(whole, f"{whole}/activated") in relations({whole, *parts})


def test_a_chain_of_counts_that_nobody_prints_still_ties() -> None:
    """Women of 18-64 years are at most all women, these at most those whose sex is known."""
    women = f"focus@{DAY}/ages:18-64/sex:kvinde"
    told = relations({women, f"focus@{DAY}"})
    assert part_of(f"focus@{DAY}/sex:kvinde", women) in told
    assert any(one.whole == f"focus@{DAY}" for one in told)


def test_a_year_that_was_not_released_still_ties_the_groups_of_those_beside_it() -> None:
    """2009 and 2011 print offers by target group, of 2010 only the total is printed: nobody who
    was offered a plan until 2010 is gone from those until 2011, in any group."""
    groups = ("handicappede", "misbrugere_i_behandling", "psykisk_syge_og_oevrigt_udsatte")
    years = (f"offers_until@{year}" for year in (2009, 2011))
    told = relations({"offers_until@2010", *(f"{y}/{g}" for y in years for g in groups)})
    for one, other in ((2010, 2009), (2011, 2010)):
        until, before = (f"offers_until@{year}/handicappede" for year in (one, other))
        assert part_of(until, before) in told


@pytest.mark.parametrize("name", [f"focus@{DAY}", f"shared@{DAY}/match:4", "offers_until@2010"])
def test_one_count_alone_tells_nothing(name: str) -> None:
    assert relations({name}) == ()


def test_the_rest_of_a_part_is_no_new_count_where_all_others_are_known() -> None:
    """Of those in focus who are no women, all that is told is how many are men."""
    sexes = [f"focus@{DAY}/sex:{code}" for code in ("kvinde", "mand")]
    known = f"focus@{DAY}/sex_known"
    assert relations({known, *sexes}) == (Sum(known, tuple(sexes)),)
    assert part_of(known, sexes[0]) in relations({known, sexes[0]})


@cache
def every_name() -> list[str]:
    """Without counts of rows: of those the kinds that are not listed are none."""
    return sorted(
        {
            name
            for table in TABLES
            for codes in product(*[codes_of(table, key) for key in table.keys])
            for name in name_of(table, codes).values()
            if not name.startswith("rows@")
        }
    )


@cache
def known_of_every_name() -> Known:
    return Known((one.whole, one.parts) for one in relations(every_name()))


@pytest.mark.parametrize("seed", range(10))
def test_more_counts_never_tell_less(seed: int) -> None:
    names, every = every_name(), known_of_every_name()
    some = Random(seed).sample(names, len(names) // 4)
    for one in relations(some):
        if {one.whole, *one.parts} <= {*names}:
            assert not every.rest(line_of(one.whole, one.parts)), one
