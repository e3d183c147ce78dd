"""A specimen page that shows every component, from made-up values.

The figures below are invented for this page and describe nobody. They hold a suppressed, an
unavailable and a zero cell, a wide table, and texts that must be escaped.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import nbformat

from fsb_lib import charts, tables
from fsb_lib.components import page_parts
from fsb_lib.components.fragment import Fragment
from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    Key,
    Measure,
    ProtectedReport,
    ProtectedTable,
    Row,
    Status,
    Unit,
)
from fsb_lib.domain.declared_numbers import figure_number, table_number
from fsb_lib.html.render import PageInfo
from fsb_lib.params import REPORT_IDS
from fsb_lib.sender.sender import default_sender

DAY = date(2010, 11, 15)
POPULATION = "Fælles borgere med særlige behov i matchgruppe 2 og 3"
SOURCE = "Syntetiske data"
HIDDEN = Cell(None, Status.SUPPRESSED)
ABSENT = Cell(None, Status.NOT_AVAILABLE)

PERSONS = Measure("persons", "Borgere", Unit.PERSONS)
GROUPS = (
    Category("misbrugere_i_behandling", "Misbrugere i behandling"),
    Category("handicappede", "Handicappede"),
    Category("psykisk_syge_og_oevrigt_udsatte", "Psykisk syge og øvrigt socialt udsatte"),
)
TOTAL = Category("i_alt", "I alt", is_total=True)
TARGET_GROUP = Key("target_group", "Målgruppe", (*GROUPS, TOTAL))


def count(value: int) -> Cell:
    return Cell(value, Status.SHOWN)


def percent(value: str, decimals: int = 0) -> Cell:
    return Cell(Fraction(value) / 100, Status.SHOWN, decimals)


def table(
    table_id: str,
    title: str,
    keys: tuple[Key, ...],
    measures: tuple[Measure, ...],
    rows: dict[tuple[str, ...], tuple[Cell, ...]],
    notes: tuple[str, ...] = (),
) -> ProtectedTable:
    return ProtectedTable(
        id=table_id,
        title=title,
        population=POPULATION,
        when=DAY,
        keys=keys,
        measures=measures,
        rows=tuple(Row(codes, cells) for codes, cells in rows.items()),
        notes=notes,
        source=SOURCE,
        number=_first(table_number, table_id),
        figure=_first(figure_number, table_id),
    )


def _first(number: Callable[[str, str], str], table_id: str) -> str:
    """The number that the first report with such a table gives it."""
    return next(filter(None, (number(report, table_id) for report in REPORT_IDS)), "")


def activation_by_target_group() -> ProtectedTable:
    return table(
        "activation_by_target_group",
        "Aktiveringsgrad efter målgruppe",
        (TARGET_GROUP,),
        (
            PERSONS,
            Measure("activated", "I aktivering", Unit.PERSONS),
            Measure("rate", "Aktiveringsgrad", Unit.RATE),
        ),
        {
            ("misbrugere_i_behandling",): (count(709), count(305), percent("43")),
            ("handicappede",): (count(97), HIDDEN, HIDDEN),
            ("psykisk_syge_og_oevrigt_udsatte",): (count(2551), count(1173), percent("46")),
            ("i_alt",): (count(3357), count(1514), percent("45.1", 1)),
        },
        ("Borgere, der er fritaget eller fraværende, tæller med i gruppen.",),
    )


def target_status(target: Cell | None = None) -> ProtectedTable:
    return table(
        "target_status",
        "Målet for året",
        (Key("measurement", "Måling", (Category("2010", "2010"),)),),
        (
            PERSONS,
            Measure("activated", "I aktivering", Unit.PERSONS),
            Measure("rate", "Aktiveringsgrad", Unit.RATE),
            Measure("target", "Mål", Unit.RATE),
            Measure("missing_persons", "Borgere, der mangler", Unit.PERSONS),
            Measure("reached", "Mål nået", Unit.VERDICT),
        ),
        {
            ("2010",): (
                count(3357),
                count(1514),
                percent("45.1", 1),
                target or percent("50"),
                count(165),
                count(0),
            )
        },
    )


def activation_trend() -> ProtectedTable:
    years = tuple(Category(year, year) for year in ("2007", "2009", "2010"))
    sources = (Category("published", "Offentliggjort"), Category("measured", "Målt"))
    return table(
        "activation_trend",
        "Aktiveringsgrad efter måling",
        (Key("measurement", "Måling", years), Key("source", "Opgjort", sources)),
        (Measure("rate", "Aktiveringsgrad", Unit.RATE),),
        {
            ("2007", "published"): (percent("19"),),
            ("2007", "measured"): (percent("19"),),
            ("2009", "published"): (ABSENT,),
            ("2009", "measured"): (percent("38"),),
            ("2010", "published"): (ABSENT,),
            ("2010", "measured"): (percent("45.1", 1),),
        },
    )


def activation_trend_by_target_group() -> ProtectedTable:
    years = tuple(Category(year, year) for year in ("2007", "2009", "2010"))
    rates = {
        "misbrugere_i_behandling": (percent("18"), percent("36"), percent("43")),
        "handicappede": (percent("20"), percent("31"), HIDDEN),
        "psykisk_syge_og_oevrigt_udsatte": (percent("19"), percent("39"), percent("46")),
        "i_alt": (percent("19"), percent("38"), percent("45.1", 1)),
    }
    return table(
        "activation_trend_by_target_group",
        "Aktiveringsgrad efter måling og målgruppe",
        (Key("measurement", "Måling", years), TARGET_GROUP),
        (Measure("rate", "Aktiveringsgrad", Unit.RATE),),
        {
            (year.code, group.code): (rates[group.code][place],)
            for place, year in enumerate(years)
            for group in TARGET_GROUP.categories
        },
    )


def plan_offers() -> ProtectedTable:
    years = tuple(Category(year, year) for year in ("2009", "2010"))
    return table(
        "plan_offers",
        "Tilbud om social handleplan",
        (Key("year", "År", years),),
        (
            Measure("offered_in_year", "Tilbudt i året", Unit.PERSONS),
            Measure("offered_cumulative", "Tilbudt i alt", Unit.PERSONS),
            Measure("target_in_year", "Mål for året", Unit.PERSONS),
            Measure("target_cumulative", "Mål i alt", Unit.PERSONS),
            Measure("missing_persons", "Mangler", Unit.PERSONS),
            Measure("reached", "Mål nået", Unit.VERDICT),
        ),
        {
            ("2009",): tuple(map(count, (988, 988, 1000, 1000, 12, 0))),
            ("2010",): tuple(map(count, (1053, 2041, 1000, 2000, 0, 1))),
        },
    )


def profile_origin() -> ProtectedTable:
    categories = (
        Category("dansk", "Dansk oprindelse"),
        Category("indvandrer_vestlig", "Indvandrere, vestlige lande"),
        Category("indvandrer_ikke_vestlig", "Indvandrere, ikke-vestlige lande"),
        Category("efterkommer_vestlig", "Efterkommere, vestlige lande"),
        Category("efterkommer_ikke_vestlig", "Efterkommere, ikke-vestlige lande"),
        Category("ukendt", "Ukendt"),
        Category("indvandrere_og_efterkommere", "Indvandrere og efterkommere", is_total=True),
    )
    return table(
        "profile_origin",
        "Herkomst",
        (Key("category", "Herkomst", categories),),
        (
            PERSONS,
            Measure("share", "Andel", Unit.RATE),
            Measure("population_share", "København", Unit.RATE),
        ),
        {
            ("dansk",): (count(2602), percent("78"), percent("78")),
            ("indvandrer_vestlig",): (count(153), percent("5"), percent("7")),
            ("indvandrer_ikke_vestlig",): (HIDDEN, HIDDEN, percent("11")),
            ("efterkommer_vestlig",): (count(0), percent("0"), percent("1")),
            ("efterkommer_ikke_vestlig",): (HIDDEN, HIDDEN, percent("3")),
            ("ukendt",): (count(14), ABSENT, ABSENT),
            ("indvandrere_og_efterkommere",): (count(741), percent("22"), percent("22")),
        },
    )


def population_comparison() -> ProtectedTable:
    """Made-up shares of a city; the last origin has none, as where a figure is not at hand."""
    facts = Key(
        "fact", "Sammenlignet efter", (Category("origin", "Herkomst blandt borgere i alle aldre"),)
    )
    city = {
        "dansk": percent("78"),
        "indvandrer_vestlig": percent("7"),
        "indvandrer_ikke_vestlig": percent("11"),
        "efterkommer_vestlig": percent("1"),
        "efterkommer_ikke_vestlig": ABSENT,
        "indvandrere_og_efterkommere": percent("22"),
    }
    made = table(
        "population_comparison",
        "Målgruppen og byens befolkning",
        (facts, profile_origin().keys[0]),
        (
            Measure("population_share", "Andel af byens befolkning (mindst)", Unit.RATE),
            Measure("population_share_high", "Andel af byens befolkning (højst)", Unit.RATE),
        ),
        {("origin", code): (cell, cell) for code, cell in city.items()},
    )
    return replace(made, source="Syntetiske data; opdigtet befolkning")


def match_by_target_group() -> ProtectedTable:
    groups = (
        *GROUPS,
        Category("uden_saerlige_behov", "Borgere uden særlige behov"),
        Category("sof_i_alt", "SOF i alt", is_total=True),
        Category("bif_i_alt", "BIF i alt", is_total=True),
    )
    matches = (
        Category("1", "Matchgruppe 1 (jobklar)"),
        Category("2", "Matchgruppe 2 (indsatsklar)"),
        Category("3", "Matchgruppe 3 (midlertidigt passiv)"),
        Category("ikke_matchet", "Ikke matchet, grovmatchet samt sygedagpenge"),
        TOTAL,
    )
    values = {
        "misbrugere_i_behandling": (61, 510, 199, 113, 883),
        "handicappede": (-1, 65, -1, 135, 238),
        "psykisk_syge_og_oevrigt_udsatte": (452, 1841, 710, 439, 3442),
        "uden_saerlige_behov": (1285, 1849, 529, 658, 4321),
        "sof_i_alt": (-1, 4265, -1, 1345, 8884),
        "bif_i_alt": (6681, 8400, 2619, 7315, 25015),
    }
    return table(
        "match_by_target_group",
        "Fælles borgere efter målgruppe og matchgruppe",
        (Key("target_group", "Målgruppe", groups), Key("match_group", "Matchgruppe", matches)),
        (PERSONS,),
        {
            (group, match.code): (HIDDEN if value < 0 else count(value),)
            for group, row in values.items()
            for match, value in zip(matches, row, strict=True)
        },
    )


def sensitivity() -> ProtectedTable:
    """Two keys and three measures: a table that is listed, not crossed, and very wide."""
    matches = (Category("2", "Matchgruppe 2"), Category("3", "Matchgruppe 3"), TOTAL)
    pairs = [(group.code, match.code) for group in TARGET_GROUP.categories for match in matches]
    return table(
        "activation_by_match_class",
        "Aktiveringsgrad efter målgruppe og matchgruppe",
        (TARGET_GROUP, Key("match_group", "Matchgruppe", matches)),
        activation_by_target_group().measures,
        {
            pair: (count(120 + 7 * i), count(40 + 3 * i), percent(str(33 + i)))
            for i, pair in enumerate(pairs)
        },
    )


def release() -> ProtectedReport:
    return ProtectedReport(
        report="activation_measurement",
        year=2010,
        reference_date=DAY,
        audience="committee",
        smallest_shown=5,
        synthetic=True,
        data_version="0123abcd",
        program_version="0.1.0",
        settings=(("Opgørelsesdag", "15. november 2010"),),
        memo=(("Til", "Beskæftigelses- og Integrationsudvalget"),),
        warnings=(),
        tables=(
            activation_by_target_group(),
            target_status(),
            activation_trend(),
            activation_trend_by_target_group(),
            plan_offers(),
            profile_origin(),
            population_comparison(),
            match_by_target_group(),
            sensitivity(),
        ),
    )


MEMO = (
    ("Til", "Beskæftigelses- og Integrationsudvalget og Socialudvalget"),
    ("Dato", "15.\u00a0december 2010"),
    ("Sagsnr.", "2008-117489"),
    ("Dok.nr.", "EKSEMPEL-0001"),
)
TILES = (
    page_parts.Tile(
        "Aktiveringsgrad for fælles borgere med særlige behov",
        "45,1\u00a0%",
        ("Mål for 2010: 50\u00a0%", "November 2007: 19\u00a0%"),
        page_parts.ShownVerdict(
            page_parts.VerdictKind.NOT_REACHED, "mangler 4,9\u00a0procentpoint"
        ),
    ),
    page_parts.Tile(
        "Borgere med tilbud om social handleplan",
        "2.041",
        ("Mål ved udgangen af 2010: 2.000",),
        page_parts.ShownVerdict(page_parts.VerdictKind.REACHED, "41 flere end målet"),
    ),
    page_parts.Tile(
        "Fælles borgere med særlige behov",
        "3.357",
        ("15.\u00a0november 2010",),
        page_parts.ShownVerdict(page_parts.VerdictKind.NOT_JUDGED, "der er ikke sat et mål"),
    ),
)


def fragments() -> list[str | Fragment]:
    """Markdown and fragments in the order of a report."""
    from_tables = release()
    return [
        "# Opfølgning på aktiveringsgraden for fælles borgere",
        page_parts.lead(
            "45,1\u00a0% af de fælles borgere med særlige behov var i aktivering 15.\u00a0november "
            "2010.",
            "Målet på 50\u00a0% er ikke nået, men andelen er mere end fordoblet siden 2007.",
        ),
        page_parts.memo(MEMO),
        "## Hovedtal",
        page_parts.tiles(TILES),
        page_parts.findings(
            (
                "Psykisk syge og øvrigt socialt udsatte ligger højest af de viste grupper.",
                "For at nå målet skulle 165 flere borgere have været i aktivering.",
                "Målet for tilbud om social handleplan er nået: 2.041 mod 2.000.",
            )
        ),
        "## Status på målet",
        page_parts.paragraphs("Ingen af de målgrupper, der kan vises, nåede målet."),
        charts.target_bullet(
            from_tables, headline="Ingen af de viste målgrupper nåede målet på 50\u00a0%"
        ),
        tables.table(from_tables.table("activation_by_target_group")),
        "## Udvikling siden 2007",
        charts.trend(from_tables, headline="Aktiveringsgraden er steget ved hver måling"),
        "## Sociale handleplaner",
        charts.offers(from_tables, headline="Målet for 2010 er nået med 41 flere end planlagt"),
        "## Målgruppen",
        charts.match_columns(
            from_tables, headline="De fleste fælles borgere er ikke arbejdsmarkedsparate"
        ),
        tables.table(from_tables.table("match_by_target_group")),
        charts.bars(
            from_tables.table("profile_origin"),
            headline="Andelen svarer til byens befolkning",
            compared=from_tables.table("population_comparison"),
        ),
        tables.table(from_tables.table("activation_by_match_class")),
        "## Metode og forbehold",
        page_parts.warning("Tallene er en prøve, og grupper under 5 < 10 & lignende er skjult."),
        page_parts.method(
            "Sådan er tallene opgjort",
            "Aktiveringsgraden er andelen af gruppen, der er i aktivering, revalidering eller "
            "forrevalidering på opgørelsesdagen.",
            "Tallene er et øjebliksbillede og bygger på en samkøring af de to forvaltningers "
            "registre.",
        ),
        page_parts.about(
            (
                ("Datagrundlag", "Syntetiske data, version 0123abcd"),
                ("Program", "fsb_lib 0.1.0"),
                ("Opgørelsesdag", "15.\u00a0november 2010"),
                ("Kontakt", "Fælles specialenhed"),
            )
        ),
    ]


def page_info() -> PageInfo:
    return PageInfo(
        topic="Opfølgning på aktiveringsgraden for fælles borgere",
        period="november 2010",
        sender=default_sender(),
        audience="committee",
        synthetic=True,
        draft=True,
    )


def notebook(parts: list[str | Fragment] | None = None) -> nbformat.NotebookNode:
    """An executed notebook whose cells show these parts."""
    made = nbformat.v4.new_notebook()
    made.cells = [_cell(part) for part in (fragments() if parts is None else parts)]
    return made


def _cell(part: str | Fragment) -> nbformat.NotebookNode:
    if isinstance(part, str):
        return nbformat.v4.new_markdown_cell(part)
    output = nbformat.v4.new_output(
        "execute_result",
        data={"text/html": part._repr_html_(), "text/plain": repr(part)},
        execution_count=1,
    )
    return nbformat.v4.new_code_cell("fragment", outputs=[output], execution_count=1)
