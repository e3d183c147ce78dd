"""The accessible table: structure, marks, and which layout a table gets."""

from datetime import date
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup, Tag

from fsb_lib.components.table_layout import cell_text, layout, when_text
from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    Key,
    Measure,
    ProtectedTable,
    Row,
    Status,
    Unit,
)
from fsb_lib.domain.periods import Period
from fsb_lib.tables import table

HIDDEN = Cell(None, Status.SUPPRESSED)
ABSENT = Cell(None, Status.NOT_AVAILABLE)
GROUPS = Key(
    "target_group",
    "Målgruppe",
    (Category("a", "Handicappede"), Category("i_alt", "I alt", is_total=True)),
)
PERSONS = Measure("persons", "Borgere", Unit.PERSONS)
RATE = Measure("rate", "Aktiveringsgrad", Unit.RATE)


def shown(value: int | Fraction, decimals: int = 0) -> Cell:
    return Cell(value, Status.SHOWN, decimals)


def released(
    keys: tuple[Key, ...],
    measures: tuple[Measure, ...],
    rows: dict[tuple[str, ...], tuple[Cell, ...]],
    title: str = "Aktivering",
) -> ProtectedTable:
    return ProtectedTable(
        "id", title, "Fælles borgere", date(2010, 11, 15), keys, measures,
        tuple(Row(codes, cells) for codes, cells in rows.items()), ("En note.",), "En kilde",
    )  # fmt: skip


def one_key(*cells: Cell) -> ProtectedTable:
    return released((GROUPS,), (PERSONS, RATE), {("a",): cells[:2], ("i_alt",): cells[2:]})


def parsed(made: ProtectedTable) -> BeautifulSoup:
    return BeautifulSoup(table(made).html, "html.parser")


def texts(found: list[Tag]) -> list[str]:
    return [" ".join(tag.get_text(" ", strip=True).split()) for tag in found]


def test_every_header_has_a_scope_and_the_caption_is_inside_the_table() -> None:
    soup = parsed(one_key(shown(97), HIDDEN, shown(3357), shown(Fraction(451, 1000), 1)))
    assert soup.table is not None
    assert soup.table.caption is not None
    assert texts([soup.table.caption])[0].startswith("Aktivering")
    assert all(header.get("scope") for header in soup.find_all("th"))
    assert [header["scope"] for header in soup.select("tbody th")] == ["row", "row"]


def test_numbers_are_danish_and_the_unit_stands_in_the_heading() -> None:
    soup = parsed(one_key(shown(97), HIDDEN, shown(3357), shown(Fraction(451, 1000), 1)))
    assert texts(soup.select("thead th")) == [
        "Målgruppe",
        "Borgere antal",
        "Aktiveringsgrad procent",
    ]
    assert texts(soup.select("tbody tr:last-child td")) == ["3.357", "45,1"]


def test_suppressed_and_not_available_and_zero_look_and_sound_different() -> None:
    soup = parsed(one_key(shown(0), HIDDEN, HIDDEN, ABSENT))
    assert texts(soup.select("td")) == [
        "0",
        ".. vises ikke af hensyn til diskretion",
        ".. vises ikke af hensyn til diskretion",
        "· ikke opgjort",
    ]
    assert all(mark["aria-hidden"] == "true" for mark in soup.select(".fsb-mark"))


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ((shown(1), shown(Fraction(1)), shown(1), shown(Fraction(1))), ""),
        ((shown(1), HIDDEN, shown(1), shown(Fraction(1))), ".. vises ikke"),
        ((shown(1), ABSENT, shown(1), shown(Fraction(1))), "· ikke opgjort"),
    ],
)
def test_key_is_written_only_for_the_marks_that_occur(cells: tuple[Cell, ...], key: str) -> None:
    notes = texts(parsed(one_key(*cells)).select(".fsb-notes p"))
    assert notes[-2:] == ["En note.", "Kilde: En kilde"]
    assert [note for note in notes if note.startswith("Tegn")] == [
        note for note in notes if key and key in note
    ]
    assert ("Tegn" in notes[0]) is bool(key)


def test_total_line_is_set_off() -> None:
    soup = parsed(one_key(*[shown(1)] * 4))
    assert texts(soup.select("tr.fsb-total th")) == ["I alt"]


def test_two_keys_with_one_measure_are_crossed_and_the_unit_moves_to_the_caption() -> None:
    matches = Key("match", "Matchgruppe", (Category("4", "4"), Category("5", "5")))
    cells = {
        (g, m): (shown(n),)
        for n, (g, m) in enumerate([("a", "4"), ("a", "5"), ("i_alt", "4"), ("i_alt", "5")])
    }
    soup = parsed(released((GROUPS, matches), (PERSONS,), cells))
    assert soup.select_one("th[scope=colgroup]") is not None
    assert texts(soup.select("tbody tr:first-child td")) == ["0", "1"]
    assert "Antal. Fælles borgere, 15.\u00a0november 2010" in soup.select(".fsb-sub")[0].get_text()


def test_two_keys_with_several_measures_say_the_first_key_once() -> None:
    matches = Key("match", "Matchgruppe", (Category("4", "4"), Category("5", "5")))
    rows = {(g, m): (shown(7), HIDDEN) for g in ("a", "i_alt") for m in ("4", "5")}
    soup = parsed(released((GROUPS, matches), (PERSONS, RATE), rows))
    groups = soup.select("th[scope=rowgroup]")
    assert texts(groups) == ["Handicappede", "I alt"]
    assert [group["rowspan"] for group in groups] == ["2", "2"]
    assert texts(soup.select("th[scope=row]")) == ["4", "5", "4", "5"]


def test_table_that_lacks_a_combination_is_listed_so_nothing_is_made_up() -> None:
    kinds = Key("kind", "Art", (Category("x", "X"), Category("y", "Y")))
    incomplete = released((GROUPS, kinds), (PERSONS,), {("a", "x"): (shown(1),)})
    assert len(layout(incomplete).lines) == 1
    assert layout(incomplete).spanner == ""


def test_wide_table_scrolls_in_a_region_with_a_name_and_a_narrow_one_does_not() -> None:
    many = tuple(Category(str(n), "Borgere i aktivering") for n in range(7))
    wide = released(
        (GROUPS, Key("k", "Art", many)), (PERSONS,),
        {(g, m.code): (shown(1),) for g in ("a", "i_alt") for m in many},
    )  # fmt: skip
    region = parsed(wide).select_one("section.fsb-scroll")
    assert region is not None
    assert region["tabindex"] == "0"
    assert "Aktivering" in str(region["aria-label"])
    narrow = released((GROUPS,), (PERSONS,), {("a",): (shown(1),), ("i_alt",): (shown(1),)})
    assert parsed(narrow).select_one("section.fsb-scroll") is None


def test_text_from_outside_is_escaped() -> None:
    made = released(
        (GROUPS,), (PERSONS,), {("a",): (shown(1),)}, title='<script>alert("1")</script> & co.'
    )
    html = table(made).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_caption_may_be_given_by_the_caller() -> None:
    made = one_key(*[shown(1)] * 4)
    assert "Et andet navn" in table(made, caption="Et andet navn").html


def test_verdicts_are_words() -> None:
    assert cell_text(shown(1), Unit.VERDICT) == "ja"
    assert cell_text(shown(0), Unit.VERDICT) == "nej"


def test_hidden_cell_has_no_text_form() -> None:
    with pytest.raises(ValueError, match="mark"):
        cell_text(HIDDEN, Unit.PERSONS)


def test_calendar_year_is_written_as_the_year() -> None:
    assert when_text(Period(date(2014, 1, 1), date(2014, 12, 31))) == "2014"
    assert when_text(Period(date(2014, 1, 1), date(2014, 6, 30))).startswith(
        "1.\u00a0januar 2014 –"
    )
