"""Sentences that hold the group against the city: the same, more, fewer, hidden, left out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import params
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, Ratio
from fsb_lib.domain.periods import Period, calendar_year
from fsb_lib.wording import profile
from fsb_lib.wording.params_in_danish import placeholders, settings_in_force
from fsb_lib.wording.population import LINES, comparison

REPORT = "target_group_profile"
Shares = dict[str, tuple[Ratio, Ratio | None]]


def release(
    shares: Shares,
    year: int = 2014,
    when: date | Period | None = None,
    audience: str = "committee",
) -> ProtectedReport:
    """A release whose comparison has these lines; the others are like the city."""
    usual = (Ratio(500, 1000), Ratio(500, 1000))
    rows = []
    for name, codes in LINES.items():
        share, city = shares.get(name, usual)
        known = None if city is None or share.value is None else city.value
        same = None
        if known is not None and share.value is not None:
            same = int(abs(share.value - known) <= Fraction(2, 100))
        values = {
            "share": share,
            "population_share": city,
            "population_share_high": city,
            "about_same": same,
        }
        rows.append(MeasuredRow(codes, values))
    day = date(year, 11, 15)
    table = MeasuredTable("population_comparison", tuple(rows), when or day)
    words = placeholders(params.read(year=year))
    protected = protect([table], policy_for(audience, 5), words)
    return ProtectedReport(
        REPORT, year, day, audience, 5, True, "f" * 64, "0", (), (), (), protected
    )


def said(shares: Shares, **given: object) -> str:
    return " ".join(comparison(release(shares, **given))).replace("\u00a0", " ")  # type: ignore[arg-type]


def per_mille(share: int, city: int) -> tuple[Ratio, Ratio]:
    return Ratio(share, 1000), Ratio(city * 500, 500_000)


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        (
            per_mille(250, 250),
            "Indvandrere og efterkommere er repræsenteret i målgruppen med omtrent samme andel "
            "som i byens befolkning (25 % mod 25 %).",
        ),
        (per_mille(270, 250), "omtrent samme andel som i byens befolkning (27 % mod 25 %)."),
        (per_mille(230, 250), "omtrent samme andel som i byens befolkning (23 % mod 25 %)."),
        (
            per_mille(340, 250),
            "Andelen af indvandrere og efterkommere er 9 procentpoint højere i målgruppen end i "
            "byens befolkning (34 % mod 25 %).",
        ),
        (
            per_mille(160, 250),
            "Andelen af indvandrere og efterkommere er 9 procentpoint lavere i målgruppen end i "
            "byens befolkning (16 % mod 25 %).",
        ),
        # 27.1 and 25.0: over the tolerance, though rounded to 27 and 25.
        (per_mille(271, 250), "Andelen af indvandrere og efterkommere er 2 procentpoint højere"),
        (per_mille(280, 270), "omtrent samme andel som i byens befolkning (28 % mod 27 %)."),
    ],
)
def test_origin_is_said_in_the_notes_own_words(shares: tuple[Ratio, Ratio], sentence: str) -> None:
    assert sentence in said({"origin": shares})


@pytest.mark.parametrize(
    ("name", "shares", "sentence"),
    [
        ("men", per_mille(630, 490), "Andelen af mænd er 14 procentpoint højere i målgruppen"),
        ("men", per_mille(400, 490), "Andelen af mænd er 9 procentpoint lavere i målgruppen"),
        ("men", per_mille(500, 490), "Mænd udgør omtrent samme andel af målgruppen"),
        (
            "young",
            per_mille(250, 300),
            "Andelen af 18–29-årige er 5 procentpoint lavere",
        ),
        (
            "young",
            per_mille(350, 300),
            "Andelen af 18–29-årige er 5 procentpoint højere",
        ),
        ("young", per_mille(300, 300), "De 18–29-årige udgør omtrent samme andel"),
    ],
)
def test_sex_and_age_are_said(name: str, shares: tuple[Ratio, Ratio], sentence: str) -> None:
    assert sentence in said({name: shares})


@pytest.mark.parametrize(
    ("name", "opening"),
    [("origin", "Indvandrere"), ("men", "Mænd"), ("young", "De 18–29-årige")],
)
def test_shares_that_differ_before_rounding_only_are_said_to_be_equal_rounded(
    name: str, opening: str
) -> None:
    made = release({name: per_mille(250, 250)})
    table = made.table("population_comparison")
    differs = Cell(0, Status.SHOWN)
    rows = tuple(replace(row, cells=(*row.cells[:3], differs)) for row in table.rows)
    changed = replace(made, tables=(replace(table, rows=rows),))
    told = next(text for text in comparison(changed) if text.startswith(opening))
    assert "afrundet samme andel af målgruppen som af byens befolkning" in told


def test_internally_differences_have_the_decimals_of_the_shares() -> None:
    told = said({"men": per_mille(634, 490)}, audience="internal")
    assert "Andelen af mænd er 14,4 procentpoint højere" in told
    assert "(63,4 % mod 49,0 %)" in told


def test_a_hidden_share_is_not_said_and_not_judged() -> None:
    told = said({"men": (Ratio(3, 1000), Ratio(490, 1000))})
    assert "mænd" not in told.lower()
    assert "0 %" not in told.replace("50 %", "")
    assert told.endswith("En del af sammenligningen vises ikke af hensyn til diskretion.")


def test_nobody_in_the_group_is_no_secret() -> None:
    told = said({name: (Ratio(0, 0), Ratio(490, 1000)) for name in LINES})
    assert told == (
        "Målgruppen kan ikke sammenlignes med byens befolkning, fordi køn, alder og herkomst ikke "
        "er kendt for nogen borgere."
    )


def test_where_every_share_is_hidden_nothing_is_said_to_be_compared() -> None:
    told = said({name: (Ratio(3, 1000), Ratio(490, 1000)) for name in LINES})
    assert told == "Sammenligningen med byens befolkning vises ikke af hensyn til diskretion."


@pytest.mark.parametrize(
    ("year", "when", "sentence"),
    [
        (
            2014,
            None,
            "Sammenligningen med byens befolkning er udeladt: Tallene for 4. kvartal 2014 "
            "foreligger ikke endnu.",
        ),
        (2010, date(2010, 5, 14), "Tallene for 2. kvartal 2010 foreligger ikke endnu"),
        (2010, calendar_year(2010), "Tallene for 4. kvartal 2010 foreligger ikke endnu"),
        (2008, date(2008, 1, 1), "Tallene for 1. kvartal 2008 foreligger ikke endnu"),
        (
            2007,
            None,
            "Sammenligningen med byens befolkning er udeladt: Danmarks Statistiks tabel FOLK1E "
            "begynder først med 1. kvartal 2008.",
        ),
    ],
)
def test_a_comparison_that_is_left_out_says_why(
    year: int, when: date | Period | None, sentence: str
) -> None:
    without = {name: (Ratio(300, 1000), None) for name in LINES}
    told = said(without, year=year, when=when)
    assert sentence in told
    assert "procentpoint" not in told
    assert "diskretion" not in told


def test_the_page_of_the_profile_has_the_comparison_by_name() -> None:
    assert profile.TEXTS["comparison"] is comparison


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({}, ("alle aldre", "2\u00a0procentpoint")),
        ({"ages": "18-64", "tolerance_points": 2.5}, ("18–64 år", "2,5\u00a0procentpoint")),
        ({"tolerance_points": 0}, ("alle aldre", "0\u00a0procentpoint")),
    ],
)
def test_ages_and_tolerance_are_printed_among_the_choices(
    given: dict[str, object], written: tuple[str, str]
) -> None:
    settings = dict(settings_in_force(params.read(year=2014, population=given), REPORT))
    assert settings["Aldre i sammenligningen med byens befolkning"] == written[0]
    assert settings["Største forskel, der kaldes »omtrent samme andel«"] == written[1]
    elsewhere = dict(settings_in_force(params.read(year=2014), "plan_coverage"))
    assert "Aldre i sammenligningen med byens befolkning" not in elsewhere


def test_tables_say_whose_figures_they_are_and_of_when() -> None:
    table = release({}, 2006).table("population_comparison")
    assert "Andelene af byens befolkning er udeladt." in " ".join(table.notes)
    assert table.keys[0].category("sex").label == "Køn blandt borgere i alle aldre"
    assert "højst afviger 2\u00a0procentpoint" in " ".join(table.notes)
    assert "Danmarks Statistik" not in table.source  # nothing of it is in the table
