"""Explained change and rulers in words: which sentence is said of which figures."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import params
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.domain.vocabulary import special_needs_codes
from fsb_lib.wording.activation import change, rulers
from fsb_lib.wording.params_in_danish import placeholders

DAY, BEFORE = date(2010, 11, 15), date(2009, 11, 15)
WORDS = placeholders(params.read(year=2010))
DEFINITIONS = ("this_report", "match5", "match3", "as_printed")


def release(year: int, *tables: MeasuredTable) -> ProtectedReport:
    protected = protect(tables, policy_for("committee", 5), WORDS)
    return ProtectedReport(
        "activation_measurement", year, date(year, 11, 15), "committee", 5, True, "f" * 64, "0",
        (), (), (), protected,
    )  # fmt: skip


def changed(rate: Fraction | None, mix: Fraction | None, persons: int = 1000) -> ProtectedReport:
    whole = None if rate is None or mix is None else rate + mix
    values = {
        "persons_before": persons, "activated_before": 400, "persons_now": 1000,
        "activated_now": 500, "mix_effect": mix, "rate_effect": rate, "contribution": whole,
    }  # fmt: skip
    rows = tuple(MeasuredRow((code,), values) for code in (*special_needs_codes(), "i_alt"))
    return release(2010, MeasuredTable("activation_change", rows, DAY, BEFORE))


def test_all_three_groups_are_said_to_rise_only_when_they_do() -> None:
    for second, said in ((60, True), (40, False)):
        rows = [
            MeasuredRow((code,), _group_change(before, now))
            for code, before, now in zip(
                (*special_needs_codes(), "i_alt"), (10, 50, 20, 80), (20, second, 30, 110),
                strict=True,
            )
        ]  # fmt: skip
        table = MeasuredTable("activation_change", tuple(rows), DAY, BEFORE)
        told = plain(change.change(release(2010, table)))
        assert ("er steget i alle tre grupper" in told) is said


def _group_change(before: int, now: int) -> dict:
    effect = Fraction(now - before, 1000)
    return {
        "persons_before": 1000, "activated_before": before, "persons_now": 1000,
        "activated_now": now, "mix_effect": Fraction(0), "rate_effect": effect,
        "contribution": effect,
    }  # fmt: skip


def moved(stayed: tuple, entered: tuple, left: tuple) -> ProtectedReport:
    """(persons, activated then, activated now) of each movement."""
    names = ("persons", "activated_before", "activated_now")
    rows = tuple(
        MeasuredRow((name,), dict(zip(names, counts, strict=True)))
        for name, counts in (("stayed", stayed), ("entered", entered), ("left", left))
    )
    return release(2010, MeasuredTable("activation_movements", rows, DAY, BEFORE))


def defined(year: int, **levels: tuple[tuple[int, int], ...]) -> ProtectedReport:
    """(activated, persons) of each definition in the years up to `year`, the last two of them."""
    years = {2010: (2009, 2010), 2007: (2007,)}[year]
    rows = tuple(
        MeasuredRow((str(y), name), {"persons": of, "activated": n, "rate": Ratio(n, of)})
        for place, y in enumerate(years)
        for name, (n, of) in ((name, levels[name][place]) for name in DEFINITIONS)
    )
    return release(year, MeasuredTable("activation_by_definition", rows, DAY, BEFORE))


def plain(sentences: list[str]) -> str:
    return " ".join(sentences).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("rate", "mix", "said"),
    [
        (24, 10, "steget med 3,4 procentpoint. Heraf kommer 2,4 procentpoint af, at"),
        (-24, -10, "faldet med 3,4 procentpoint. Heraf kommer 2,4 procentpoint af, at"),
        (24, -10, "steget med 1,4 procentpoint. Inden for grupperne er aktiveringsgraden"),
        (10, -24, "trækker op med 1,0 procentpoint. Gruppernes indbyrdes størrelse"),
        (-24, 10, "trækker ned med 2,4 procentpoint. Gruppernes indbyrdes størrelse"),
        (24, 0, "Ændringen kommer ikke af, at gruppernes indbyrdes størrelse"),
        (0, 24, "Ændringen kommer af, at gruppernes indbyrdes størrelse"),
        (10, -10, "som uændret. Inden for grupperne er aktiveringsgraden samlet steget"),
    ],
)
def test_the_split_says_what_pulls_up_and_what_pulls_down(rate: int, mix: int, said: str) -> None:
    released = changed(Fraction(rate, 1000), Fraction(mix, 1000))
    assert said in plain(change.change(released))


def test_effects_too_small_to_show_are_not_given_a_cause() -> None:
    said = change.change(changed(Fraction(4, 10000), Fraction(-1, 10000)))
    assert said[0].endswith("uændret.")
    assert "størrelse" not in plain(said)


def test_a_hidden_count_leaves_the_split_unsaid() -> None:
    said = plain(change.change(changed(Fraction(24, 1000), Fraction(0), persons=4)))
    assert said.endswith("vises ikke af hensyn til diskretion.")
    assert "procentpoint" not in said


def test_a_split_that_does_not_exist_is_no_secret() -> None:
    said = plain(change.change(changed(None, None)))
    assert "kan ikke deles op" in said
    assert "diskretion" not in said


def test_the_first_measurement_has_no_change() -> None:
    first = release(2007)
    assert change.change(first) == []
    assert change.movements(first) == []


def test_those_who_stayed_entered_and_left_are_told_with_their_activation() -> None:
    released = moved((2663, 915, 1405), (895, None, 415), (742, 266, None))
    assert plain(change.movements(released)) == (
        "2.663 borgere var med ved begge målinger. "
        "Af dem er 1.405 i aktivering mod 915 i november 2009. "
        "895 borgere er nye, heraf 415 i aktivering. "
        "742 borgere er ikke længere med. Af dem var 266 i aktivering i november 2009. "
        # 415 of 895 is 46 %, 1405 of 2663 is 53 %, on the same day
        "De nye er sjældnere i aktivering end dem, der var med begge gange."
    )


@pytest.mark.parametrize(
    ("entered", "stayed", "compared"),
    [
        ((10, None, 5), (20, 8, 10), "lige så ofte"),
        ((10, None, 5), (19, 8, 10), "sjældnere"),
        ((10, None, 5), (21, 8, 10), "oftere"),
        ((0, None, 0), (20, 8, 10), ""),
        ((10, None, 4), (20, 8, 10), ""),  # 4 of those who entered is hidden
        ((10, None, 5), (0, 0, 0), ""),
    ],
)
def test_newcomers_are_compared_with_those_who_stayed_on_the_same_day(
    entered: tuple, stayed: tuple, compared: str
) -> None:
    said = plain(change.movements(moved(stayed, entered, (20, 18, None))))
    assert (compared in said) if compared else ("De nye er" not in said)


def test_where_nobody_was_before_nobody_is_said_to_be_still_there() -> None:
    said = plain(change.movements(moved((0, 0, 0), (10, None, 5), (0, 0, None))))
    assert "fortsat med" not in said
    assert said.startswith("Ved målingen før var ingen borgere i målgruppen. 10 borgere er nye")
    left = plain(change.movements(moved((0, 0, 0), (0, None, 0), (20, 10, None))))
    assert left.startswith("Ingen borgere var med ved begge målinger.")


def test_hidden_movements_are_said_to_be_hidden() -> None:
    some = plain(change.movements(moved((3, 0, 0), (10, None, 5), (20, 10, None))))
    assert "begge målinger" not in some
    assert "En del af tallene" in some
    every = plain(change.movements(moved((3, 0, 0), (4, None, 0), (2, 0, None))))
    assert every.startswith("Hvor mange der er nye eller ikke længere er med")


def test_the_ruler_is_what_the_definitions_differ_by() -> None:
    released = defined(
        2010,
        this_report=((1181, 3405), (1820, 3558)),  # 34.68 -> 51.15: 16.47
        match5=((1123, 3347), (1746, 3484)),  # 33.55 -> 50.11: 16.56
        match3=((1182, 3415), (1833, 3843)),  # 34.61 -> 47.70: 13.08
        as_printed=((1123, 3347), (1615, 3425)),  # 33.55 -> 47.15: 13.60
    )
    assert plain(rulers.rulers(released)) == (
        "Fra 2009 til 2010 er aktiveringsgraden steget med 16,5 procentpoint efter dette notats "
        "definition. Efter de fem matchgrupper er stigningen 16,6 procentpoint, efter de tre "
        "matchgrupper 13,1 og efter årets egne registre 13,6. Valget af definition flytter altså "
        "ændringen med op til 3,5 procentpoint. Definitionerne omfatter ikke helt de samme "
        "borgere."
    )
    assert plain([rulers.rulers_headline(released)]) == (
        "Fra 2009 til 2010 steg aktiveringsgraden 13,1–16,6 procentpoint, alt efter definition"
    )


def test_definitions_that_disagree_about_the_direction_each_have_their_verb() -> None:
    released = defined(
        2010,
        this_report=((400, 1000), (500, 1000)),
        match5=((400, 1000), (380, 1000)),
        match3=((400, 1000), (400, 1000)),
        as_printed=((400, 1000), (500, 1000)),
    )
    said = plain(rulers.rulers(released))
    assert "Den er faldet med 2,0 procentpoint efter de fem matchgrupper, uændret efter" in said
    assert "op til 12,0 procentpoint" in said
    assert "steg" not in rulers.rulers_headline(released)


def test_one_change_under_every_definition_is_no_matter_of_the_ruler() -> None:
    same = dict.fromkeys(DEFINITIONS, ((400, 1000), (500, 1000)))
    released = defined(2010, **same)
    assert "altså den samme efter alle" in plain(rulers.rulers(released))
    assert "10,0" in rulers.rulers_headline(released)


def test_definitions_that_all_stand_still_share_one_verb() -> None:
    same = dict.fromkeys(DEFINITIONS, ((400, 1000), (400, 1000)))
    said = plain(rulers.rulers(defined(2010, **same)))
    one_verb = "Den er uændret efter de fem matchgrupper, de tre matchgrupper og årets egne"
    assert one_verb in said
    assert said.count("uændret") == 2  # the report's own, and the others


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ((4, 1000), "efter én af definitionerne vises ikke af hensyn til diskretion."),
        ((0, 0), "Efter de fem matchgrupper kan ændringen ikke opgøres."),
    ],
)
def test_definitions_that_are_not_known_are_not_said_to_agree(left_out: tuple, told: str) -> None:
    same = dict.fromkeys(DEFINITIONS, ((400, 1000), (500, 1000)))
    said = plain(rulers.rulers(defined(2010, **same | {"match5": (left_out, (5, 10))})))
    assert "alle" not in said
    assert "den samme efter disse definitioner." in said
    assert said.endswith(told)


@pytest.mark.parametrize("hidden", [(4, 1000), (997, 1000), (0, 3)])
def test_a_definition_with_a_hidden_figure_is_left_out_and_said_so(hidden: tuple) -> None:
    same = dict.fromkeys(DEFINITIONS, ((400, 1000), (500, 1000)))
    said = plain(rulers.rulers(defined(2010, **same | {"match5": (hidden, (5, 10))})))
    assert "fem matchgrupper" not in said
    assert said.endswith("vises ikke af hensyn til diskretion.")


def test_without_the_reports_own_figure_nothing_is_compared() -> None:
    same = dict.fromkeys(DEFINITIONS, ((400, 1000), (500, 1000)))
    hidden = defined(2010, **same | {"this_report": ((3, 1000), (500, 1000))})
    assert "procentpoint" not in plain(rulers.rulers(hidden))
    nobody = defined(2010, **same | {"this_report": ((0, 0), (500, 1000))})
    assert "kan ikke opgøres" in plain(rulers.rulers(nobody))


@pytest.mark.parametrize(
    ("match5", "said"),
    [
        (190, "er aktiveringsgraden 19 % efter alle fire definitioner."),
        (180, "ligger aktiveringsgraden mellem 18 % og 19 % efter de fire definitioner."),
        (3, "efter én af definitionerne vises ikke af hensyn til diskretion."),
    ],
)
def test_the_first_measurement_has_levels_instead_of_changes(match5: int, said: str) -> None:
    levels = dict.fromkeys(DEFINITIONS, ((190, 1000),)) | {"match5": ((match5, 1000),)}
    assert plain(rulers.rulers(defined(2007, **levels))).endswith(said)
