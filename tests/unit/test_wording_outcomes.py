"""Sentences of the outcome follow-up and the cooperation status at their boundaries."""

import re
from datetime import date

import ibis
import pytest

from fsb_lib import charts, params, wording
from fsb_lib.base.package_data import load
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.domain.vocabulary import codes
from fsb_lib.measures import linkage
from fsb_lib.measures import outcomes as measures
from fsb_lib.measures.counting import Counts, Grouping
from fsb_lib.measures.measurement import Measurement
from fsb_lib.wording import cooperation, outcomes
from fsb_lib.wording.params_in_danish import placeholders

D0 = date(2009, 11, 15)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u00ad", "")


def release(report: str, day: date, tables: list[MeasuredTable], audience: str) -> ProtectedReport:
    words = placeholders(params.read(year=day.year))
    protected = protect(tables, policy_for(audience, 5), words)
    return ProtectedReport(
        report, day.year, day, audience, 5, True, "f" * 64, "0", (), (), (), protected
    )  # fmt: skip


def already_counted(day: date, counts: dict[Grouping, Counts]) -> Measurement:
    """A population of which everything is known, so that no engine is asked."""
    return Measurement(day, ibis.memtable({"person": ["nobody"]}), dict(counts))


def followed(audience: str = "committee", n_unlinkable: int = 0, **states: int) -> ProtectedReport:
    """A year's outcomes; states that are not named have nobody."""
    assert states.keys() <= set(measures.STATES)
    day = date(2010, 11, 15)
    by_state = {(state,): {"persons": states.get(state, 0)} for state in measures.STATES}
    cohort = already_counted(day, {measures.BY_STATE: by_state})
    before = already_counted(
        D0,
        {
            linkage.FOCUS: {(): {"persons": sum(states.values())}},
            linkage.UNLINKABLE: {(): {"persons": n_unlinkable}},
        },
    )
    tables = [
        measures.states(cohort),
        measures.cohort_size(before),
        measures.bounds(cohort, before),
    ]
    return release("outcome_followup", day, tables, audience)


TYPICAL = {
    "ordinaert_arbejde": 30,
    "stoettet_arbejde": 20,
    "uddannelse_eller_revalidering": 50,
    "foertidspension": 40,
    "ydelse_og_sag": 700,
    "kun_ydelse": 60,
    "kun_sag": 50,
    "ophoert_uden_kendt_aarsag": 50,
    "doed_eller_fraflyttet": 17,
}


def answered(released: ProtectedReport) -> str:
    return plain(" ".join(outcomes.answer(released)))


def found(released: ProtectedReport) -> str:
    return plain(" ".join(outcomes.findings(released)))


def test_the_answer_says_who_is_followed_and_their_shares() -> None:
    assert answered(followed(**TYPICAL)) == (
        "1.017 borgere var i målgruppen den 15. november 2009. Et år efter var 3 % i ordinært "
        "arbejde, 2 % i støttet arbejde og 5 % i uddannelse eller revalidering. 70 % havde "
        "fortsat både en ydelse fra BIF og en sag i SOF."
    )


def test_a_hidden_state_keeps_its_place_in_the_answer() -> None:
    said = answered(followed(**{**TYPICAL, "stoettet_arbejde": 4}))
    assert "3 % i ordinært arbejde og 5 % i uddannelse eller revalidering" in said
    assert "Andelen i støttet arbejde vises ikke af hensyn til diskretion." in said


def test_an_answer_never_opens_with_a_zero_because_its_neighbours_are_hidden() -> None:
    """A9: ordinary work and education were hidden, and the lead said "0 % i støttet arbejde"."""
    states = {"ordinaert_arbejde": 3, "uddannelse_eller_revalidering": 2, "stoettet_arbejde": 0}
    said = answered(followed(**{**TYPICAL, **states}))
    assert said.index("vises ikke") < said.index("Et år efter var ingen i støttet arbejde.")
    assert (
        "Andelen i ordinært arbejde og i uddannelse eller revalidering vises ikke af hensyn til "
        "diskretion." in said
    )


def test_a_hidden_key_figure_keeps_its_tile() -> None:
    """A3: the words in the size of the figure burst the tile, and stood there twice."""
    tile = outcomes.tiles(followed(**{**TYPICAL, "ordinaert_arbejde": 3}))[0]
    assert (tile.figure, tile.context) == (
        "..", ("vises ikke", "Et af strategiens succeskriterier")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({}, "Ingen borgere var i målgruppen den 15. november 2009."),
        ({"kun_sag": 4}, "vises ikke af hensyn til diskretion"),
        ({"doed_eller_fraflyttet": 9}, "der er ingen andre at følge"),
        # Everybody is in one state but three persons: no share may be said.
        ({"kun_sag": 2, "kun_ydelse": 3, "ydelse_og_sag": 3}, "ingen i ordinært arbejde"),
        # Nine of 3,000 are 0 per cent, and not nobody.
        ({"ordinaert_arbejde": 9, "ydelse_og_sag": 2991}, "0 % i ordinært arbejde"),
        ({"ordinaert_arbejde": 3000, "ydelse_og_sag": 9}, "0 % havde fortsat både"),
    ],
)
def test_boundaries_of_the_answer(states: dict[str, int], said: str) -> None:
    assert said in answered(followed(**states))


def test_where_no_share_may_be_said_the_answer_says_that() -> None:
    states = {"ordinaert_arbejde": 3, "doed_eller_fraflyttet": 5}
    assert "vises ikke af hensyn til diskretion" in answered(followed(**states))


def test_unknown_causes_are_missing_knowledge_and_never_success() -> None:
    said = found(followed(**TYPICAL))
    assert "50 borgere havde hverken ydelse eller sag længere" in said
    assert "Det er manglende viden og regnes aldrig som arbejde" in said
    tile = outcomes.tiles(followed(**TYPICAL))[-1]
    assert (tile.label, tile.context[-1]) == (
        "Ophørt uden kendt årsag",
        "Manglende viden, ikke et resultat",
    )
    assert "ophoert_uden_kendt_aarsag" not in load("published")["success_criteria"]["states"]


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (4, "Hvor mange der er ophørt uden kendt årsag, vises ikke af hensyn til diskretion."),
        (5, "5 borgere havde hverken ydelse eller sag længere"),
    ],
)
def test_unknown_causes_at_their_boundaries(unknown: int, said: str) -> None:
    assert said in found(followed(**{**TYPICAL, "ophoert_uden_kendt_aarsag": unknown}))


def test_nobody_and_hidden_counts_are_left_out_of_the_findings() -> None:
    said = found(followed(**{**TYPICAL, "foertidspension": 0, "kun_ydelse": 4}))
    assert "førtidspension" not in said
    assert "ikke længere en sag i SOF" not in said
    assert " 0 borgere" not in said


def test_one_person_is_singular_on_an_internal_page() -> None:
    said = found(followed("internal", ydelse_og_sag=3, foertidspension=1, doed_eller_fraflyttet=1))
    assert "1 borger har fået førtidspension." in said
    assert "Uden for andelene står 1 borger, som i løbet af året døde eller flyttede" in said


def test_each_criterion_is_quoted_with_its_figure_and_what_it_does_not_say() -> None:
    criteria = load("published")["success_criteria"]["states"]
    assert len(criteria) == 6
    for state, quoted in criteria.items():
        first, caveat = outcomes.criterion(followed(**TYPICAL), state)
        assert f"»{quoted}«: " in first
        assert f"({TYPICAL[state]} borgere)" in plain(first)
        assert caveat


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({**TYPICAL, "stoettet_arbejde": 0}, "0 % (ingen borgere)."),
        ({**TYPICAL, "stoettet_arbejde": 4}, "Tallet vises ikke af hensyn til diskretion."),
        ({"doed_eller_fraflyttet": 9}, "Andelen kan ikke opgøres."),
    ],
)
def test_a_criterion_without_figure_says_why(states: dict[str, int], said: str) -> None:
    assert said in plain(outcomes.criterion(followed(**states), "stoettet_arbejde")[0])


def test_bounds_are_said_where_they_differ_and_can_be_shown() -> None:
    assert plain(outcomes.bounds(followed(n_unlinkable=100, **TYPICAL))[0]).endswith(
        "ligge mellem 3 % og 12 %. I notatet er den 3 %."
    )
    assert outcomes.bounds(followed(n_unlinkable=0, **TYPICAL)) == []
    assert outcomes.bounds(followed(n_unlinkable=9, **{**TYPICAL, "ordinaert_arbejde": 4})) == []


def test_no_count_of_the_base_gives_away_who_died_or_moved() -> None:
    """Cohort less base is the hidden count: no released cell may hold the base."""
    released = followed(n_unlinkable=100, **{**TYPICAL, "doed_eller_fraflyttet": 3})
    shown = {cell.value for t in released.tables for row in t.rows for cell in row.cells}
    assert not shown & {1000, 1100}


def test_the_headlines_and_the_summary() -> None:
    released = followed(**TYPICAL)
    assert plain(outcomes.states_headline(released)).startswith("70 % havde et år efter")
    assert plain(wording.summary(released).figure) == "3 %"
    assert wording.summary(released).verdict is None
    hidden = followed(ydelse_og_sag=3, kun_sag=40)
    assert outcomes.states_headline(hidden) == "Borgernes situation et år efter"


def test_the_method_names_the_class_of_the_first_day() -> None:
    words = outcomes.method_words(followed(**TYPICAL))
    assert plain(words["class_before"]) == "matchgruppe 4 og 5"  # on D1 there are three groups


def test_the_figure_leaves_out_who_died_or_moved_and_hides_what_is_hidden() -> None:
    drawn = charts.outcomes(followed(**{**TYPICAL, "kun_sag": 3}), headline="H").html
    svg = drawn[: drawn.index("<details")]
    assert "Død eller fraflyttet" not in svg
    assert "vises ikke" in svg
    assert "15. november 2009" in plain(svg)


# --- cooperation --------------------------------------------------------------------------------


def schemes(
    year: int = 2014, audience: str = "committee", **persons_and_sof: tuple[int, int]
) -> ProtectedReport:
    """A year's schemes as (persons, coordinated by SOF); others have nobody."""
    day = date(year, 11, 15)
    rows = []
    for scheme in codes("ordning"):
        n, by_sof = persons_and_sof.get(scheme, (0, 0))
        values = {"persons": n, "coordinated_by_sof": by_sof, "rate": Ratio(by_sof, n)}
        rows.append(MeasuredRow((scheme,), values))
    table = MeasuredTable("cooperation_status", tuple(rows), day)
    return release("cooperation_status", day, [table], audience)


PRINTED = {
    "ressourceforloeb": (494, 146),
    "udskrivningskoordinator": (94, 94),
    "kontaktmodel": (70, 70),
    "videosamtale": (12, 0),
}


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (
            PRINTED,
            "494 borgere var i ressourceforløb den 15. november 2014. SOF koordinerer for 146 af "
            "dem (30 %), BIF for de øvrige.",
        ),
        ({"ressourceforloeb": (20, 20)}, "SOF koordinerer for dem alle."),
        ({"ressourceforloeb": (20, 0)}, "BIF koordinerer for dem alle."),
        ({}, "Ingen borgere var registreret i en fælles ordning den 15. november 2014."),
        ({"kontaktmodel": (70, 70)}, "Ingen borgere var i ressourceforløb den 15. november 2014."),
        ({"ressourceforloeb": (4, 2)}, "vises ikke af hensyn til diskretion"),
    ],
)
def test_the_answer_of_the_cooperation(drawn: dict[str, tuple[int, int]], said: str) -> None:
    assert said in plain(" ".join(cooperation.answer(schemes(**drawn))))


@pytest.mark.parametrize("by_sof", [4, 96])
def test_a_hidden_share_is_not_said_in_other_words(by_sof: int) -> None:
    released = schemes(ressourceforloeb=(100, by_sof))
    assert len(cooperation.answer(released)) == 1
    said = plain(" ".join(cooperation.findings(released)))
    assert "i ressourceforløb, vises ikke af hensyn til diskretion" in said
    assert str(by_sof) not in said


def test_findings_group_the_schemes_by_who_coordinates() -> None:
    said = plain(" ".join(cooperation.findings(schemes(**PRINTED))))
    first = "12 borgere var med i forsøget med jobsamtale via skærm den 15. november 2014."
    assert said.startswith(first)  # the tiles have the others
    assert (
        "SOF er koordinator for alle i ordningen med udskrivningskoordinator og kontaktmodellen."
        in said
    )
    assert "BIF er koordinator for alle i forsøget med jobsamtale via skærm." in said
    assert "SOF koordinerer for 146 af de 494 borgere i ressourceforløb (30 %)." in said


def test_a_hidden_scheme_is_named_without_its_count() -> None:
    said = plain(" ".join(cooperation.findings(schemes(videosamtale=(4, 0)))))
    assert said == (
        "Antallet i forsøget med jobsamtale via skærm vises ikke af hensyn til diskretion."
    )


def test_nobody_anywhere_leaves_one_finding() -> None:
    assert cooperation.findings(schemes()) == ["Der var ingen forløb at koordinere på dagen."]


def test_the_headline_names_the_largest_scheme_only_when_there_is_one() -> None:
    assert cooperation.status_headline(schemes(**PRINTED)) == "Flest borgere er i ressourceforløb"
    for drawn in ({}, {"kontaktmodel": (9, 9), "videosamtale": (9, 0)}):
        assert cooperation.status_headline(schemes(**drawn)) == "Borgere i de fælles ordninger"


def test_the_note_of_2015_stands_beside_2014_alone() -> None:
    told = {
        year: plain(str([tile.context for tile in cooperation.tiles(schemes(year, **PRINTED))]))
        for year in (2013, 2014)
    }
    assert "Orienteringsnotatet fra 2015: 494" in told[2014]
    assert "notatet fra 2015" not in told[2013]


@pytest.mark.parametrize(
    ("drawn", "outcome"),
    [
        (PRINTED, ["Fundet igen"] * 5),
        ({**PRINTED, "kontaktmodel": (74, 70)}, ["Fundet igen"] * 5),  # "ca. 70"
        (
            {**PRINTED, "kontaktmodel": (75, 70)},
            ["Fundet igen", "Fundet igen", "Fundet igen", "Afviger", "Fundet igen"],
        ),
        (
            {**PRINTED, "ressourceforloeb": (480, 110)},  # 22.9 %: less than a quarter
            ["Afviger", "Afviger", "Fundet igen", "Fundet igen", "Fundet igen"],
        ),
        (
            {**PRINTED, "videosamtale": (4, 0)},
            ["Fundet igen"] * 4 + ["Kan ikke sammenlignes"],
        ),
    ],
)
def test_every_printed_figure_is_found_again_or_explained(
    drawn: dict[str, tuple[int, int]], outcome: list[str]
) -> None:
    html = wording.printed(schemes(**drawn)).html
    assert re.findall("Fundet igen|Afviger|Kan ikke sammenlignes", html) == outcome


def test_the_cooperation_figure_says_its_counts() -> None:
    drawn = charts.cooperation(schemes(**PRINTED), headline="H").html
    assert "Ressourceforløb 494; Udskrivningskoordinator 94" in drawn
