"""Tables that were published, with what their readers could compute; worked out by hand."""

import json
from pathlib import Path

import pytest

from fsb_lib.audit.form import facts_from
from fsb_lib.audit.verdicts import audit
from tests.audit.auditing import facts, findings, ranges, rate, total

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"

# docs/definitions.md, D9: match groups 1-5 and not matched, then the row's total.
NOVEMBER_2007 = {
    "misbrugere": (7, 11, 43, 510, 199, 113, 883),
    "handicappede": (0, 3, 3, 65, 32, 135, 238),
    "psykisk_syge": (52, 128, 272, 1841, 710, 439, 3442),
    "uden_behov": (195, 474, 616, 1849, 529, 658, 4321),
    "sof_i_alt": (254, 616, 934, 4265, 1470, 1345, 8884),
}


def november_2007(*hidden: tuple[str, int]) -> dict[str, object]:
    """The whole table, with these cells hidden (a group and the place in its row)."""
    *groups, all_groups = NOVEMBER_2007
    cells = {
        f"{group} {place}": None if (group, place) in hidden else value
        for group, row in NOVEMBER_2007.items()
        for place, value in enumerate(row)
    }
    rows = [total(f"{group} 6", *(f"{group} {at}" for at in range(6))) for group in NOVEMBER_2007]
    columns = [
        total(f"{all_groups} {at}", *(f"{group} {at}" for group in groups)) for at in range(7)
    ]
    return facts(cells, sums=rows + columns)


def test_both_threes_of_november_2007_follow_from_their_columns() -> None:
    """616 - 11 - 128 - 474 = 3 and 934 - 43 - 272 - 616 = 3."""
    found = findings(november_2007(("handicappede", 1), ("handicappede", 2)))
    assert [(each["low"], each["high"], each["verdict"]) for each in found] == [
        (3, 3, "exposed"),
        (3, 3, "exposed"),
    ]


def test_four_cells_in_a_square_protect_the_threes_of_november_2007() -> None:
    """With x for handicappede 2, 1..5: the others are 6 - x, 14 - x and 40 + x."""
    square = [(group, at) for group in ("misbrugere", "handicappede") for at in (1, 2)]
    found = findings(november_2007(*square))
    assert [(each["low"], each["high"], each["verdict"]) for each in found] == [
        (9, 13, "safe"),
        (41, 45, "safe"),
        (1, 5, "safe"),
        (1, 5, "safe"),
    ]


def test_the_documented_example_is_the_table_of_november_2007() -> None:
    text = (EXAMPLES / "audit-2007.json").read_text(encoding="utf-8")
    found = audit(facts_from(text, "example"), "example")
    assert [(each.low, each.high) for each in found] == [(3, 3), (3, 3)]
    shown = {value for value in json.loads(text)["cells"].values() if value is not None}
    assert shown <= {value for row in NOVEMBER_2007.values() for value in row}


@pytest.mark.parametrize(
    ("persons", "share", "low", "high", "word"),
    [
        (97, 0.21, 20, 20, "exposed"),  # 19.885 to 20.855
        (709, 0.18, 125, 131, "safe"),  # 124.075 to 131.165
        (2551, 0.19, 472, 497, "safe"),  # 471.935 to 497.445
    ],
)
def test_shares_printed_for_2007_tell_this_much(
    persons: int, share: float, low: int, high: int, word: str
) -> None:
    cells = {"persons": persons, "activated": None}
    document = facts(cells, rates=[rate("activated", "persons", share, 0.005)])
    assert findings(document) == [{"cell": "activated", "low": low, "high": high, "verdict": word}]


def test_range_of_fischetti_and_salazar() -> None:
    """Investment by activity and region (Fischetti and Salazar 2000): the cell of 22 lies in 5..30.

        20  50  10 |  80        20  50   10 |  80
         8  19  22 |  49         .  19    . |  49
        17  32  12 |  61         .  32    . |  61
        45 101  44 | 190        45 101   44 | 190

    With x for the 22 the others are 30 - x, 34 - x and x - 5, all at least 0.
    """
    cells = {"2A": None, "2C": None, "3A": None, "3C": None, "1A": 20, "1C": 10, "2B": 19, "3B": 32}
    margins = {"row 2": 49, "row 3": 61, "column A": 45, "column C": 44}
    document = facts(
        cells | margins,
        zeros_shown=False,
        sums=[
            total("row 2", "2A", "2B", "2C"),
            total("row 3", "3A", "3B", "3C"),
            total("column A", "1A", "2A", "3A"),
            total("column C", "1C", "2C", "3C"),
        ],
    )
    assert ranges(document) == {"2A": (0, 25), "2C": (5, 30), "3A": (0, 25), "3C": (4, 29)}


def test_hidden_equation_of_sdctable() -> None:
    """A test of the R package sdcTable: no line of the table gives w|b, but two rows less two do.

    Rows w and x leave 230 + 250 - (89 + 124 + 31) = 236 to the cells that they hide, columns a and
    c leave 1021 + 770 - (92 + 59 + 800 + 651) = 189 to the same cells without w|b, which is 47.
    """
    shown = {"wd": 89, "xb": 124, "xd": 31, "ya": 92, "yc": 59, "za": 800, "zc": 651}
    rows = {"w": 230, "x": 250, "y": 336, "z": 3127}
    columns = {"a": 1021, "b": 1262, "c": 770, "d": 890}
    cells = {f"{row}{column}": shown.get(f"{row}{column}") for row in rows for column in columns}
    document = facts(
        cells | rows | columns,
        zeros_shown=False,
        sums=[total(row, *(f"{row}{column}" for column in columns)) for row in rows]
        + [total(column, *(f"{row}{column}" for row in rows)) for column in columns],
    )
    found = ranges(document)
    assert found["wb"] == (47, 47)
    # 129 = wa + xa, 94 = wa + wc, 60 = wc + xc: wa is 34 at least (xc = wa - 34) and 94 at most.
    assert found["wa"] == (34, 94)
    assert found["yb"] == (0, 185)


def test_last_years_total_gives_back_a_hidden_cell() -> None:
    """148 now, 152 with the hidden group: the difference is the group."""
    document = facts(
        {"now": 148, "group": None, "before": None},
        sums=[total("before", "now", "group")],
        differences=[{"minuend": "before", "subtrahend": "now", "value": 4}],
    )
    assert ranges(document) == {"group": (4, 4), "before": (152, 152)}


def test_the_example_of_the_interface() -> None:
    """b + c = 8 and both at least 1; 12 of 20 is the printed 60 %."""
    document = facts(
        {"a": 12, "b": None, "c": None, "total": 20, "last_year": 15},
        sums=[total("total", "a", "b", "c")],
        rates=[rate("a", "total", 0.6, 0.005)],
        differences=[{"minuend": "total", "subtrahend": "last_year", "value": 5}],
    )
    assert findings(document) == [
        {"cell": "b", "low": 1, "high": 7, "verdict": "safe"},
        {"cell": "c", "low": 1, "high": 7, "verdict": "safe"},
    ]
