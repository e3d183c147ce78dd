"""The index of reports: which are ready, what they say, and how the years stand to the targets."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.params import REPORT_IDS
from fsb_lib.portal.index_trends import finding, trends
from fsb_lib.portal.past_events import PastEvent
from tests import portal

ROOT = Path(__file__).resolve().parents[2]


def page(root: Path, *events: PastEvent) -> BeautifulSoup:
    """The index of an outputs folder, with ordinary spaces."""
    portal.write_index(root, *events)
    text = (root / "index.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    return BeautifulSoup(text, "html.parser")


def made(root: Path, *releases: ProtectedReport) -> BeautifulSoup:
    for one in releases:
        portal.write(root, one)
    return page(root)


def rows(soup: BeautifulSoup) -> list[list[str]]:
    """Every line of the list of reports as its texts, without the links to files."""
    lines = soup.select("table.fsb-portal tbody tr")
    return [[_said(cell) for cell in line.find_all(["th", "td"])[:5]] for line in lines]


def shelf(soup: BeautifulSoup, year: int) -> list[Tag]:
    """What stands under the heading of a year, below the list."""
    heading = soup.find(id=f"aar-{year}")
    assert isinstance(heading, Tag)
    found = []
    for sibling in heading.find_next_siblings():
        if sibling.name == "h3":
            break
        found.append(sibling)
    return found


def _said(cell: Tag) -> str:
    return " ".join(cell.get_text(" ").split())


def row(soup: BeautifulSoup, text: str) -> Tag:
    return next(
        line for line in soup.select("table.fsb-portal tbody tr") if text in line.get_text()
    )


# --- the list ----------------------------------------------------------------------------------


def test_each_question_has_its_years_with_figure_verdict_change_and_status(
    tmp_path: Path,
) -> None:
    soup = made(
        tmp_path,
        portal.activation(2009, before=19),
        portal.activation(2010, before=35),
        portal.plans(2009),
        portal.profile(2010),
    )
    assert rows(soup) == [
        ["Aktiveringsgraden for fælles borgere Er de fælles borgere kommet i aktivering?"],
        ["2010 Aktiveringsgraden for fælles borgere Opgjort: november 2010",
         "51 % af målgruppen i aktivering", "Nået: 1 procentpoint over målet",
         "Siden november 2009 er andelen steget fra 35 % til 51 %.",
         "Udkast – ikke frigivet Dateret 15. februar 2011"],
        ["2009 Aktiveringsgraden for fælles borgere Opgjort: november 2009",
         "35 % af målgruppen i aktivering", "Ikke nået: mangler 5 procentpoint",
         "Siden november 2007 er andelen steget fra 19 % til 35 %.",
         "Udkast – ikke frigivet Dateret 15. februar 2010"],
        ["Sociale handleplaner til fælles borgere "
         "Har de fælles borgere fået tilbudt en social handleplan?"],
        ["2009 Sociale handleplaner til fælles borgere Opgjort: 2009",
         "1.049 borgere med tilbud siden 2009", "Nået: 49 borgere flere end målet",
         "– ingen tidligere måling", "Udkast – ikke frigivet Dateret 15. februar 2010"],
        ["De fælles borgere Hvem er de fælles borgere?"],
        ["2010 De fælles borgere Opgjort: 2010",
         "3.418 borgere i målgruppen på opgørelsesdagen", "Intet mål",
         "Målgruppen er lige så stor som i november 2009 (3.418 borgere).",
         "Udkast – ikke frigivet Dateret 15. februar 2011"],
    ]  # fmt: skip


def test_questions_are_those_of_the_notebooks() -> None:
    asked = load("pages")["questions"]
    assert set(asked) == set(REPORT_IDS)
    for report, question in asked.items():
        cells = nbformat.read(ROOT / "notebooks" / f"{report}.ipynb", as_version=4).cells
        assert any(f"# {question}" in cell.source.splitlines() for cell in cells), report


def test_a_hidden_change_is_said_to_be_hidden(tmp_path: Path) -> None:
    line = row(made(tmp_path, portal.activation(2010, rate=portal.HIDDEN)), "2010")
    assert "vises ikke af hensyn til diskretion" in line.select("td")[2].get_text()


def test_a_committee_s_files_stand_in_the_list_and_those_for_programs_apart(
    tmp_path: Path,
) -> None:
    portal.write(tmp_path, portal.profile(2010))
    portal.write(tmp_path, portal.profile(2009), files=("report.html", "results.json"))
    soup = page(tmp_path)
    newer, older = "2010/target_group_profile", "2009/target_group_profile"
    links = [str(link["href"]) for link in soup.select("table.fsb-portal a")]
    assert links == [f"{newer}/report.html", f"{newer}/report.pdf", f"{older}/report.html"]
    data = [str(link["href"]) for link in soup.select(".fsb-portal-programs a")]
    assert data == [
        f"{newer}/tables.xlsx",
        f"{newer}/tables/",
        f"{newer}/results.json",
        f"{newer}/review.html",
        f"{newer}/notebook.ipynb",
        f"{older}/results.json",
        f"{older}/notebook.ipynb",
    ]
    assert all((tmp_path / link).exists() for link in [*links, *data])


def test_no_two_links_have_the_same_text_and_lead_to_different_places(tmp_path: Path) -> None:
    soup = made(tmp_path, *(portal.activation(year) for year in (2009, 2010, 2011)))
    places: dict[str, set[str]] = {}
    for link in soup.find_all("a"):
        places.setdefault(_said(link), set()).add(str(link["href"]))
    assert all(len(found) == 1 for found in places.values())


def test_every_status_is_said_in_words_with_a_shape_of_its_own(tmp_path: Path) -> None:
    portal.write(tmp_path, portal.profile(2009, audience="internal", memo=()))
    portal.write_failed(tmp_path, portal.PLANS, 2009)
    (portal.write(tmp_path, portal.activation(2009)) / "report.html").write_text("changed")
    soup = page(tmp_path)
    cells = soup.select("td.fsb-portal-status")
    said = [(_said(cell), str(soup.select_one(str(cell.use["href"])))) for cell in cells]  # type: ignore[index]
    assert [text for text, _ in said] == [
        "Filerne er ændret eller mangler",
        "Fejlet – læs hvorfor",
        "INTERN – må ikke offentliggøres",
    ]
    shapes = {re.sub(r'id="[^"]*"', "", shape) for _, shape in said}
    assert len(shapes) == 3


def test_shapes_of_all_statuses_differ_also_of_those_that_are_to_come() -> None:
    statuses = load("pages")["statuses"]
    assert {"checked", "released"} < set(statuses)
    assert len({status["shape"] for status in statuses.values()}) == len(statuses)


def test_failed_report_links_to_its_reason_and_shows_no_figure(tmp_path: Path) -> None:
    portal.write_failed(tmp_path, portal.PLANS, 2010)
    line = row(page(tmp_path), "2010")
    assert [str(link["href"]) for link in line.find_all("a")] == ["2010/plan_coverage/error.html"]
    assert _said(line.select("td")[0]) == "– ikke opgjort"


def test_changed_report_is_not_linked_and_its_figures_are_not_shown(tmp_path: Path) -> None:
    folder = portal.write(tmp_path, portal.activation(2010))
    (folder / "report.html").write_text("changed", encoding="utf-8")
    line = row(page(tmp_path), "2010")
    assert line.find_all("a") == []
    assert "51 %" not in line.get_text()


def test_report_of_another_program_is_listed_without_figures(tmp_path: Path) -> None:
    without_tables = replace(portal.activation(2010), tables=())
    line = row(made(tmp_path, without_tables), "2010")
    assert "Lavet af en anden udgave af programmet" in line.get_text()
    assert str(line.a["href"]) == "2010/activation_measurement/report.html"  # type: ignore[index]


def test_hidden_headline_figure_is_said_to_be_hidden(tmp_path: Path) -> None:
    line = row(made(tmp_path, portal.activation(2010, rate=portal.HIDDEN)), "2010")
    figure = line.select("td")[0].get_text()
    assert not any(sign.isdigit() for sign in figure)
    assert "Ikke vurderet" in line.get_text()


def test_note_without_a_date_says_so(tmp_path: Path) -> None:
    soup = made(tmp_path, portal.profile(2010, memo=()))
    assert "Dateret" not in _said(soup.select("td.fsb-portal-status")[0])


# --- above the list ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "failed", "lead"),
    [
        ((), 0, "Der er endnu ingen notater."),
        ((2010,), 0, "Der er 1 notat om 2010: 1 udkast."),
        ((2009, 2010), 0, "Der er 2 notater om 2009 og 2010, alle udkast."),
        ((2009, 2010), 1, "Der er 3 notater om 2009, 2010 og 2012: 2 udkast og 1 fejlet."),
        ((2009,), 2, "Der er 3 notater om 2009 og 2012: 1 udkast og 2 fejlede."),
    ],
)
def test_lead_counts_the_notes_by_status(
    tmp_path: Path, years: tuple[int, ...], failed: int, lead: str
) -> None:
    for report in (portal.PLANS, portal.PROFILE)[:failed]:
        portal.write_failed(tmp_path, report, 2012)
    soup = made(tmp_path, *(portal.profile(year) for year in years))
    assert _said(soup.select_one(".fsb-lead")) == lead  # type: ignore[arg-type]


def test_banners_warn_of_what_any_report_is(tmp_path: Path) -> None:
    soup = made(tmp_path, portal.profile(2010, audience="internal", synthetic=False))
    assert [_said(banner.strong) for banner in soup.select(".fsb-banner")] == [  # type: ignore[arg-type]
        "INTERN – må ikke offentliggøres."
    ]


def test_synthetic_reports_are_marked_where_others_are_real(tmp_path: Path) -> None:
    soup = made(tmp_path, portal.profile(2009), portal.profile(2010, synthetic=False))
    marked = ["Syntetiske data" in _said(c) for c in soup.select("td.fsb-portal-status")]
    assert marked == [False, True]


def test_empty_folder_gives_a_page_without_table_and_figures(tmp_path: Path) -> None:
    soup = page(tmp_path)
    assert soup.find_all(["table", "svg", "section"]) == []
    assert len(soup.find_all("h1")) == 1


def test_links_lead_to_each_question_and_to_the_years(tmp_path: Path) -> None:
    soup = made(tmp_path, portal.profile(2009), portal.plans(2009))
    jumps = [str(link["href"]) for link in soup.select("nav a")]
    assert jumps == [
        "#sociale-handleplaner-til-faelles-borgere",
        "#de-faelles-borgere",
        "#sager",
        "#tilgaengelighed",
    ]
    assert all(soup.find(id=jump[1:]) for jump in jumps)


@pytest.mark.parametrize(
    ("year", "memo", "said"),
    [
        (2009, (), "Næste måling er den 15. november 2010."),
        (2009, (("Næste måling", "1. marts 2011"),), "Næste måling er den 1. marts 2011."),
        (2014, (), "Det er ikke fastsat, hvornår der måles næste gang."),
    ],
)
def test_the_next_measurement_is_told(
    tmp_path: Path, year: int, memo: tuple[tuple[str, str], ...], said: str
) -> None:
    soup = made(tmp_path, portal.profile(2007), portal.profile(year, memo=memo))
    assert _said(soup.select_one(".fsb-portal-next")) == said  # type: ignore[arg-type]


# --- below the list ------------------------------------------------------------------------------


def test_a_year_offers_its_case_and_annex(tmp_path: Path) -> None:
    portal.write_companion(tmp_path, 2009, "method", "annex.html", "annex.pdf")
    names = [f"1-{kind}-2009" for kind in ("indstilling", "orienteringsnotat", "sag")]
    portal.write_companion(tmp_path, 2009, "case", *names)
    links = [
        (_said(link), str(link["href"]))
        for part in shelf(made(tmp_path, portal.profile(2009)), 2009)
        for link in part.find_all("a")
    ]
    annex = "Metode, definitioner og alle tabeller 2009"
    assert links == [
        ("Orienteringsnotat (Word) : 2009", "2009/case/1-orienteringsnotat-2009"),
        ("Indstilling (Word) : 2009", "2009/case/1-indstilling-2009"),
        ("Begge med alle bilag (zip) : 2009", "2009/case/1-sag-2009"),
        (f"Webside : {annex}", "2009/method/annex.html"),
        (f"PDF : {annex}", "2009/method/annex.pdf"),
    ]


def test_a_case_that_was_changed_is_not_offered(tmp_path: Path) -> None:
    portal.write_companion(tmp_path, 2009, "case", "1-indstilling-2009")
    (tmp_path / "2009" / "case" / "1-indstilling-2009").write_text("another")
    assert "case/" not in str(made(tmp_path, portal.profile(2009)))


def test_drafts_say_when_there_will_be_a_case_and_what_was_not_made(tmp_path: Path) -> None:
    said = [_said(part) for part in shelf(made(tmp_path, portal.profile(2009)), 2009)]
    assert said == [
        "Sagen laves, når årets notater er frigivet.",
        "Ikke lavet for 2009: Aktiveringsgraden for fælles borgere; Sociale handleplaner til "
        "fælles borgere; De fælles borgere et år efter; Fastholdelse af de fælles borgere; "
        "Samarbejdet om de fælles borgere; Strategiens indsatsområder; Status på den fælles "
        "strategi.",
    ]


def test_earlier_versions_and_withdrawn_notes_are_told_with_the_reason(tmp_path: Path) -> None:
    portal.write(tmp_path, portal.profile(2010))
    portal.write(tmp_path, portal.profile(2009))
    events = [
        PastEvent(2007, date(2008, 2, 1), 1, ""),
        PastEvent(2009, date(2010, 3, 15), 1, ""),
        PastEvent(2010, date(2011, 3, 15), 1, ""),
        PastEvent(2007, date(2011, 4, 1), 0, "Forkert udtræk"),
        PastEvent(2007, date(2011, 6, 1), 2, ""),
        PastEvent(2009, date(2011, 5, 2), 2, "En fejl i udtrækket"),
    ]
    soup = page(tmp_path, *events)
    told = {
        year: [_said(line) for part in shelf(soup, year) for line in part.select("li li")]
        for year in (2007, 2009, 2010)
    }
    assert told == {
        2007: [
            "Udgave 1 blev frigivet den 1. februar 2008.",
            "Notaterne blev trukket tilbage den 1. april 2011. Begrundelse: Forkert udtræk.",
            "Udgave 2 blev frigivet den 1. juni 2011.",
        ],
        2009: [
            "Udgave 1 blev frigivet den 15. marts 2010.",
            "Udgave 2 blev frigivet den 2. maj 2011 og erstatter den før. "
            "Begrundelse: En fejl i udtrækket.",
        ],
        2010: [],
    }


def test_the_statement_on_accessibility_says_what_was_tried_and_what_was_not(
    tmp_path: Path,
) -> None:
    soup = made(tmp_path, portal.profile(2009))
    said = _said(soup.select_one(".fsb-portal-statement"))  # type: ignore[arg-type]
    for text in ("WCAG", "axe-core", "PDF/UA-1", "skærmlæsere", "Digitaliseringsstyrelsen"):
        assert text in said
    assert "{" not in said


# --- the trends --------------------------------------------------------------------------------


def test_each_year_is_drawn_as_its_own_note_says_it() -> None:
    own = [portal.activation(2010), portal.activation(2009), portal.activation(2011)]
    (trend,) = trends(own)
    cells = {one.keys[0]: one.cells[0].value for one in trend.table.rows}
    assert {year: float(value or 0) for year, value in cells.items()} == {
        "2009": 0.35,
        "2010": 0.51,
        "2011": 0.56,
    }
    drawn = trend.figure.html.replace("\u00a0", " ")
    assert "Mål: 2009 40 %; 2010 50 %; 2011 60 %." in drawn
    assert "2005" not in drawn


def test_offers_are_drawn_with_the_targets_of_their_years() -> None:
    (trend,) = trends([portal.plans(year) for year in (2009, 2010, 2011)])
    drawn = BeautifulSoup(trend.figure.html, "html.parser").select_one("svg")
    said = [text.get_text() for text in drawn.find_all("text")]  # type: ignore[union-attr]
    for value in ("1.049", "Mål: 1.000", "1.920", "Mål: 2.000", "3.051", "Mål: 3.500"):
        assert value in said


def test_every_figure_has_a_text_alternative_and_its_numbers_as_a_table(tmp_path: Path) -> None:
    soup = made(tmp_path, portal.activation(2010), portal.plans(2010))
    figures = soup.select(".fsb-figure")
    assert len(figures) == 2
    for figure in figures:
        described = str(figure.select_one("svg")["aria-label"])  # type: ignore[index]
        assert any(value in described for value in ("51 %", "1.920"))
        assert figure.select_one("details table caption")


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((2009, 2010, 2011), "blev nået i 2010, men hverken i 2009 eller 2011"),
        ((2009, 2011), "blev hverken nået i 2009 eller 2011"),
        ((2007, 2010, 2014), "blev nået i 2010"),
        ((2007, 2014), "kan ikke vurderes for de år, der er opgjort"),
    ],
)
def test_finding_says_in_which_years_the_target_was_reached(
    years: tuple[int, ...], said: str
) -> None:
    found = finding([portal.activation(year) for year in years])
    assert found == f"Målet for aktiveringsgraden {said}"


def test_hidden_year_is_neither_drawn_nor_judged() -> None:
    (trend,) = trends([portal.activation(2009), portal.activation(2010, rate=portal.HIDDEN)])
    assert trend.finding == "Målet for aktiveringsgraden blev ikke nået i 2009"
    assert "vises ikke" in trend.figure.html


def test_synthetic_years_never_join_real_ones() -> None:
    (trend,) = trends([portal.activation(2009), portal.activation(2010, synthetic=False)])
    assert [one.keys[0] for one in trend.table.rows] == ["2010"]


def test_reports_without_targets_have_no_figure() -> None:
    assert trends([portal.profile(2010)]) == ()


# --- the page ----------------------------------------------------------------------------------


def test_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    made(tmp_path, portal.activation(2010), portal.plans(2010))
    first = (tmp_path / "index.html").read_bytes()
    page(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == first


def test_page_of_ten_years_is_within_its_budget(tmp_path: Path) -> None:
    years = range(2009, 2019)
    releases = [portal.activation(year, rate=45) for year in years]
    releases += [portal.plans(year, offered=100 * (year - 2000)) for year in years]
    releases += [portal.profile(year) for year in years]
    made(tmp_path, *releases)
    assert (tmp_path / "index.html").stat().st_size <= 150_000


@pytest.mark.parametrize(
    ("years", "title"),
    [
        ((), "Opfølgning på den fælles strategi – Københavns Kommune"),
        ((2010,), "Opfølgning på den fælles strategi – 2010 – Københavns Kommune"),
        ((2007, 2014), "Opfølgning på den fælles strategi – 2007–2014 – Københavns Kommune"),
    ],
)
def test_title_says_topic_period_and_sender(
    tmp_path: Path, years: tuple[int, ...], title: str
) -> None:
    soup = made(tmp_path, *(portal.profile(year) for year in years))
    assert _said(soup.title) == title  # type: ignore[arg-type]


def test_what_a_release_says_is_escaped(tmp_path: Path) -> None:
    soup = made(tmp_path, portal.profile(2010, memo=(("Dato", "<b>1</b>"),)))
    assert soup.select("td.fsb-portal-status b") == []
