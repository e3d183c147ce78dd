"""Sentences at their boundaries: at the target, just under it, hidden, nobody, no target."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import params, wording
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import targets
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.domain.periods import measurement_years
from fsb_lib.domain.vocabulary import special_needs_codes
from fsb_lib.measures.activation import SENSITIVITIES
from fsb_lib.wording import activation, plans, profile
from fsb_lib.wording.activation import development, first_screen, paragraphs
from fsb_lib.wording.params_in_danish import placeholders
from tests.sentences import cases_profile

GROUPS = special_needs_codes()


def release(report: str, year: int, tables: list[MeasuredTable]) -> ProtectedReport:
    day = date(year, 11, 15)
    words = placeholders(params.read(year=year))
    protected = protect(tables, policy_for("committee", 5), words)
    return ProtectedReport(
        report, year, day, "committee", 5, True, "f" * 64, "0", (), (), (), protected
    )


def activation_release(
    activated: int,
    persons: int,
    year: int = 2009,
    by_group: tuple[tuple[int, int], ...] = (),
    earlier: Mapping[int, tuple[int, int]] | None = None,
    otherwise: dict[str, tuple[int, int]] | None = None,
) -> ProtectedReport:
    day = date(year, 11, 15)
    target = targets.activation_target(day)
    value = None if target is None else Fraction(target.value)

    def rated(n: int, of: int) -> dict:
        return {"persons": of, "activated": n, "rate": Ratio(n, of, value)}

    def judged(n: int, of: int) -> dict:
        verdict = None if target is None else target.judge(Ratio(n, of))
        return {
            **rated(n, of),
            "target": value,
            "missing_persons": verdict and verdict.missing_persons,
            "reached": verdict and verdict.reached,
        }

    before = dict.fromkeys(measurement_years(year)[:-1], (0, 0)) | (earlier or {})
    trend = tuple(
        MeasuredRow((str(y), "i_alt"), rated(*pair))
        for y, pair in {**before, year: (activated, persons)}.items()
    )
    under = dict.fromkeys(SENSITIVITIES, (activated, persons)) | (otherwise or {})
    groups = [
        MeasuredRow((code,), rated(*pair))
        for code, pair in zip((*GROUPS, "i_alt"), by_group, strict=False)
    ]
    sensitivities = tuple(MeasuredRow((name,), rated(*pair)) for name, pair in under.items())
    compared = tuple(
        MeasuredRow((whom,), {**rated(activated, persons), "unlinkable": 0})
        for whom in ("focus", "others")
    )
    verdicts = tuple(MeasuredRow((name,), judged(*pair)) for name, pair in under.items())
    return release(
        "activation_measurement",
        year,
        [
            MeasuredTable(
                "target_status", (MeasuredRow((str(year),), judged(activated, persons)),), day
            ),
            MeasuredTable("activation_by_target_group", tuple(groups), day),
            MeasuredTable("activation_comparison", compared, day),
            MeasuredTable("activation_sensitivity", sensitivities, day),
            *([MeasuredTable("activation_verdicts", verdicts, day)] if target else []),
            MeasuredTable(
                "activation_trend",
                (MeasuredRow(("2007", "published"), {"rate": Fraction(19, 100)}),),
                day,
            ),
            MeasuredTable("activation_trend_by_target_group", trend, day),
        ],
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("activated", "persons", "answer"),
    [
        (400, 1000, "40 % af"),
        (400, 1000, "Målet på mindst 40 % er nået."),
        (399, 1000, "39,9 % af"),  # 40 % would look reached
        (399, 1000, "Målet på mindst 40 % er ikke nået: Der mangler 1 borger."),
        (398, 1000, "Der mangler 2 borgere."),
        (0, 1000, "Ingen af de fælles borgere"),
        (5, 3000, "0 % af"),  # rounds to nothing, but is not nobody
        (4, 1000, "vises ikke af hensyn til diskretion"),
        (0, 0, "Ingen borgere var i målgruppen"),
    ],
)
def test_the_answer_says_rate_target_and_verdict(activated: int, persons: int, answer: str) -> None:
    assert answer in plain(" ".join(activation.answer(activation_release(activated, persons))))


def test_a_hidden_rate_gives_no_verdict_away() -> None:
    hidden = activation_release(4, 1000)
    said = plain(" ".join(activation.answer(hidden))) + str(activation.verdict(hidden))
    assert "nået" not in said.replace("not_judged", "")


def test_years_without_target_say_why() -> None:
    before = plain(" ".join(activation.answer(activation_release(633, 3357, year=2007))))
    after = plain(" ".join(activation.answer(activation_release(633, 3357, year=2014))))
    assert "udgangspunktet for strategiens mål, som gælder fra 2009" in before
    assert "Strategien udløb i 2011. Målet for 2011 var mindst 60 %." in after
    early = plain(" ".join(activation.answer(activation_release(633, 3357, year=2006))))
    assert "Der er ikke noget mål endnu: Det første gælder 2009." in early


@pytest.mark.parametrize(
    ("rates", "headline"),
    [
        ([(40, 100), (50, 100), (60, 100)], "Alle tre grupper nåede op på 40 % i 2009"),
        ([(39, 100), (20, 100), (30, 100)], "Ingen af grupperne nåede op på 40 % i 2009"),
        (
            [(40, 100), (39, 100), (30, 100)],
            "Misbrugere i behandling nåede op på 40 % i 2009, det gjorde de øvrige ikke",
        ),
        ([(2, 100), (39, 100), (30, 100)], "Aktiveringsgraden i grupperne i 2009"),
    ],
)
def test_the_headline_says_which_groups_reached_the_target(rates: list, headline: str) -> None:
    found = first_screen.status_headline(activation_release(100, 300, by_group=tuple(rates)))
    assert plain(found) == headline


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        (
            ((20, 100), (190, 1000), (20, 100)),
            "højest blandt misbrugere i behandling samt psykisk syge og øvrigt socialt udsatte "
            "(20 %) og lavest blandt handicappede (19 %)",
        ),
        (
            ((204, 1000), (196, 1000), (30, 100)),  # alike when rounded: neither is the lowest
            "lavest blandt misbrugere i behandling og handicappede (20 %)",
        ),
    ],
)
def test_groups_that_share_the_highest_or_lowest_rate_are_both_named(
    rates: tuple, said: str
) -> None:
    alike = activation_release(100, 300, year=2007, by_group=rates)
    assert said in plain(" ".join(activation.findings(alike)))


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((700, 700, 500), "Flest er misbrugere i behandling og handicappede med 700 borgere hver,"),
        ((500, 500, 700), "færrest misbrugere i behandling og handicappede med 500 borgere hver."),
        ((0, 700, 700), "med 700 borgere hver. Der er ingen misbrugere i behandling."),
        ((500, 97, 700), "med 700 borgere, færrest handicappede med 97 borgere."),
    ],
)
def test_groups_that_share_the_largest_or_smallest_size_are_both_named(
    sizes: tuple, said: str
) -> None:
    by_group = tuple((0, size) for size in (*sizes, sum(sizes)))
    alike = activation_release(100, sum(sizes), by_group=by_group)
    assert said in plain(" ".join(paragraphs.size(alike)))


def test_a_group_without_anybody_is_not_called_hidden() -> None:
    empty = activation_release(100, 300, by_group=((30, 100), (0, 0), (40, 100)))
    said = plain(" ".join(activation.findings(empty)))
    assert "Blandt de grupper, der har borgere, er aktiveringsgraden højest for psy" in said
    assert "kan vises" not in said


@pytest.mark.parametrize(("year", "beside"), [(2006, False), (2007, False), (2008, True)])
def test_only_later_years_stand_beside_november_2007(year: int, beside: bool) -> None:
    released = activation_release(100, 300, year=year, earlier={2007: (20, 100)} if beside else {})
    rate_tile = activation.tiles(released)[0]
    size_tile = profile.tiles(cases_profile.at(year))[0]
    for tile in (rate_tile, size_tile):
        assert any("November 2007" in line for line in tile.context) is beside


def test_no_group_is_the_largest_where_two_are() -> None:
    one, two = (cases_profile.at(groups=((5, 9), (5, n), (5, 9))) for n in (20, 9))
    assert profile.findings(one)[0].startswith(
        "Den største gruppe med særlige behov er handicappede: 20 af dem modtager"
    )
    assert "største" not in plain(" ".join(profile.findings(two)))


def test_extremes_are_named_only_among_shown_groups() -> None:
    some = activation_release(100, 300, by_group=((30, 100), (2, 100), (40, 100)))
    said = plain(" ".join(activation.findings(some)))
    assert "Blandt de grupper, der kan vises" in said
    assert "højest for psykisk syge og øvrigt socialt udsatte (40 %)" in said
    assert "lavest for misbrugere i behandling (30 %)" in said


@pytest.mark.parametrize(
    ("activated", "before", "said"),
    [
        (347, 190, "Siden november 2011 er andelen steget fra 19 % til 35 %."),
        (540, 560, "Siden november 2011 er andelen faldet fra 56 % til 54 %."),
        (540, 536, "Siden november 2011 er andelen så godt som uændret (54 %)."),
        (540, 3, "Hvordan andelen har ændret sig siden november 2011, vises ikke"),
    ],
)
def test_what_changed_since_the_last_measurement_is_the_second_finding(
    activated: int, before: int, said: str
) -> None:
    groups = ((activated, 1000),) * 3
    earlier = {2007: (190, 1000), 2011: (before, 1000)}
    released = activation_release(activated, 1000, 2012, groups, earlier)
    assert plain(activation.findings(released)[1]).startswith(said)


def test_a_fall_since_last_is_no_rise_since_2007() -> None:
    earlier = {2007: (190, 1000), 2011: (560, 1000)}
    released = activation_release(540, 1000, 2012, ((540, 1000),) * 3, earlier)
    said = [plain(one) for one in activation.findings(released)]
    assert said[1] == "Siden november 2011 er andelen faldet fra 56 % til 54 %."
    assert said[2] == "Siden november 2007 er andelen steget fra 19 % til 54 %."


def test_a_page_has_one_level_of_2007_whatever_the_papers_printed() -> None:
    """A2: 50 % measured beside 19 % printed, under one label."""
    groups = ((450, 1000),) * 3
    released = activation_release(450, 1000, 2012, groups, {2007: (360, 1000)})
    tile = activation.tiles(released)[0]
    assert "November 2007: 36 %" in map(plain, tile.context)
    assert "fra 36 % til 45 %" in plain(" ".join(activation.findings(released)))
    assert "45 % var i aktivering ved målingen i 2012 mod 36 % i 2007" in plain(
        development.trend_headline(released)
    )
    told = plain(" ".join(paragraphs.comparability(released)))
    assert "For november 2007 har strategien offentliggjort 19 %." in told
    assert "Efter dette notats definition er andelen 36 %" in told
    same = activation_release(450, 1000, 2012, groups, {2007: (190, 1000)})
    told = plain(" ".join(paragraphs.comparability(same)))
    assert "Strategien har offentliggjort samme andel for november 2007 (19 %)." in told


@pytest.mark.parametrize(
    ("activated", "persons", "detail"),
    [
        (400, 1000, "præcis på målet"),
        (1208, 3000, "lige over målet"),  # 40.27 % is written 40 %
        (420, 1000, "2 procentpoint over målet"),
    ],
)
def test_a_reached_target_says_how_close(activated: int, persons: int, detail: str) -> None:
    verdict = activation.verdict(activation_release(activated, persons))
    assert verdict is not None
    assert plain(verdict.detail) == detail


def test_nothing_is_called_secret_that_does_not_exist() -> None:
    nobody = activation_release(0, 0, year=2012, by_group=((0, 0),) * 3)
    said = " ".join([*activation.findings(nobody), *paragraphs.sensitivity(nobody)])
    assert "diskretion" not in said


@pytest.mark.parametrize(
    ("day", "breaks"),
    [(date(2010, 3, 15), 0), (date(2010, 4, 26), 1), (date(2014, 11, 15), 2)],
)
def test_breaks_are_told_by_the_reference_date(day: date, breaks: int) -> None:
    released = replace(activation_release(400, 1000, year=day.year), reference_date=day)
    told = paragraphs.comparability(released)
    assert sum("2010" in text or "2014" in text for text in told) == breaks


@pytest.mark.parametrize(
    ("activated", "otherwise", "said"),
    [
        (300, {}, "Målet er ikke nået, uanset hvilken forudsætning der vælges."),
        (400, {}, "Målet er nået, uanset hvilken forudsætning der vælges."),
        (
            399,
            {"mentor_counted": (400, 1000)},
            "Målet er ikke nået efter hovedtallet, men det er det, "
            "hvis mentor regnes som aktivering (40 %).",
        ),
        (
            400,
            {"all_benefits": (400, 1001), "unlinkable_none_activated": (400, 1010)},
            "Målet er nået efter hovedtallet, men ikke hvis modtagere af alle ydelser regnes med "
            "(39,96 %) eller hvis borgere på erstatningsnummer regnes med uden aktivering "
            "(39,6 %).",
        ),
    ],
)
def test_the_verdict_under_all_assumptions(activated: int, otherwise: dict, said: str) -> None:
    groups = ((activated, 1000),) * 3
    released = activation_release(activated, 1000, by_group=groups, otherwise=otherwise)
    found = [*activation.findings(released), *paragraphs.sensitivity(released)]
    assert sum(said in plain(sentence) for sentence in found) == 1


def test_a_verdict_that_depends_is_said_among_the_findings() -> None:
    groups = ((400, 1000),) * 3
    fragile = activation_release(
        400, 1000, by_group=groups, otherwise={"all_benefits": (400, 1001)}
    )
    assert "efter hovedtallet, men ikke hvis" in plain(" ".join(activation.findings(fragile)))
    sure = activation_release(400, 1000, by_group=groups)
    assert "forudsætning" not in plain(" ".join(activation.findings(sure)))


def test_a_hidden_line_is_never_counted_as_agreeing() -> None:
    # 3 of 1000 is hidden, and so is its verdict: "whatever the assumption" would say too much
    released = activation_release(100, 1000, otherwise={"all_benefits": (3, 1000)})
    said = plain(" ".join(paragraphs.sensitivity(released)))
    assert "uanset" not in said
    assert "Målet er heller ikke nået under de andre forudsætninger, der kan vises." in said
    assert "Resultatet under én af forudsætningerne vises ikke af hensyn til diskretion." in said


def test_a_line_that_cannot_be_judged_is_not_called_hidden() -> None:
    released = activation_release(100, 1000, otherwise={"all_benefits": (0, 0)})
    said = plain(" ".join(paragraphs.sensitivity(released)))
    assert "under nogen af de forudsætninger, hvor det kan vurderes." in said
    assert "Under én af forudsætningerne kan målet ikke vurderes." in said
    assert "vises" not in said


def test_nobody_during_the_year_is_said_plainly() -> None:
    said = profile.answer(cases_profile.cases()["nobody there during the year"])
    assert said == ["Ingen borgere var i målgruppen i 2014."]


def test_a_hidden_headline_leaves_the_verdict_unsaid() -> None:
    released = activation_release(
        3, 1000, by_group=((3, 1000),) * 3, otherwise={"all_benefits": (500, 1000)}
    )
    said = plain(" ".join(paragraphs.sensitivity(released)))
    assert "Om målet er nået, vises ikke af hensyn til diskretion." in said
    assert "hovedtallet" not in said
    assert "forudsætning" not in " ".join(activation.findings(released))


def test_nobody_is_no_verdict_and_no_secret() -> None:
    said = plain(" ".join(paragraphs.sensitivity(activation_release(0, 0))))
    assert "Om målet er nået, kan ikke vurderes" in said
    assert "diskretion" not in said


def test_a_year_without_target_has_no_verdict_to_hold() -> None:
    assert len(paragraphs.sensitivity(activation_release(633, 3357, year=2007))) == 1
    assert paragraphs.target(activation_release(633, 3357, year=2007)) == []


def test_the_decision_is_quoted_with_the_target() -> None:
    quoted, jointly = paragraphs.target(activation_release(400, 1000, year=2011))
    assert quoted.startswith("Målet står i Fælles strategi for fælles borgere 2009–2011: »")
    assert "mindst være 60\u00a0% i 2011.«" in quoted
    assert jointly == "Målet gælder de tre grupper under ét."


def offers(year: int, cumulative: list[int]) -> ProtectedReport:
    rows = []
    for place, total in enumerate(cumulative):
        row_year = 2009 + place
        target, wanted = targets.plan_target(row_year), targets.plan_target_in_year(row_year)
        verdict = target and target.judge(total)
        values = {
            "offered_in_year": total - (cumulative[place - 1] if place else 0),
            "offered_cumulative": total,
            "target_in_year": wanted and wanted.value,
            "target_cumulative": target and target.value,
            "missing_persons": verdict and verdict.missing_persons,
            "reached": verdict and verdict.reached,
        }
        rows.append(MeasuredRow((str(row_year),), values))
    table = MeasuredTable("plan_offers", tuple(rows), date(year, 12, 31))
    return release("plan_coverage", year, [table])


@pytest.mark.parametrize(
    ("year", "cumulative", "answer", "headline"),
    [
        (2009, [1000], "Målet på 1.000 borgere i alt er nået.", "blev nået i 2009"),
        (2009, [999], "er ikke nået: Der mangler 1 borger.", "blev ikke nået i 2009"),
        (
            2009,
            [1],
            "vises ikke af hensyn til diskretion",
            "Borgere med tilbud om social handleplan",
        ),
        (2010, [1046, 1919], "Der mangler 81 borgere.", "blev nået i 2009, men ikke i 2010"),
        (2011, [1046, 1919, 3051], "mangler 449", "nået i 2009, men hverken i 2010 eller 2011"),
        (2011, [900, 1919, 3051], "mangler 449", "blev hverken nået i 2009, 2010 eller 2011"),
        (
            2012,
            [1000, 2000, 3500, 3600],
            "Strategien udløb i 2011. Målet for 2011 var mindst 3.500 borgere.",
            "2009, 2010 og 2011",
        ),
    ],
)
def test_plan_offers_against_their_targets(
    year: int, cumulative: list[int], answer: str, headline: str
) -> None:
    released = offers(year, cumulative)
    assert answer in plain(" ".join(plans.answer(released)))
    assert headline in plain(plans.offers_headline(released))


def test_every_sentence_of_a_page_has_its_no_break_spaces() -> None:
    said = " ".join(activation.answer(activation_release(399, 1000)))
    assert " %" not in said
    assert "1\u00a0borger." in said


def test_a_summary_of_a_report_has_its_verdict() -> None:
    released = activation_release(399, 1000)
    summary = wording.summary(released)
    assert summary.figure == "39,9\u00a0%"
    assert summary.verdict is not None
    assert summary.verdict.detail == "mangler 0,1\u00a0procentpoint"
    assert wording.heading(released).period == "november 2009"


def test_a_change_of_nobody_is_not_said_to_be_hidden() -> None:
    """Nobody was there now, and few then: no discretion keeps a rate back that does not exist."""
    earlier = {2007: (2, 100), 2011: (2, 100)}
    released = activation_release(0, 0, 2012, ((0, 0),) * 3, earlier)
    assert "har ændret sig" not in plain(" ".join(activation.findings(released)))
