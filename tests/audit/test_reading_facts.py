"""The file: every fault with its place, exact numbers, and names of any text."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsb_lib.audit.facts import printable
from fsb_lib.audit.form import facts_from
from fsb_lib.base.errors import InputError
from tests.audit.auditing import facts, rate, total


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        facts_from(text, "f.json")
    return [str(problem).replace("\n", " ") for problem in raised.value.problems]


def test_numbers_are_read_as_written() -> None:
    text = json.dumps(facts({"n": None, "d": 10}, rates=[rate("n", "d", 0.1, 0.05)]))
    (read,) = facts_from(text, "f").rates
    assert (read.low, read.high) == (Fraction(1, 20), Fraction(3, 20))


def test_a_whole_number_with_a_point_is_one() -> None:
    assert facts_from('{"threshold": 5, "zeros_shown": true, "cells": {"a": 12.0}}', "f").cells == {
        "a": 12
    }


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    document = {
        "threshold": 0,
        "zeros_shown": "yes",
        "cels": {},
        "cells": {"a": -1, "b": 1.5, "c": None, "d": True, "e": "12", "s": 3},
        "sums": [{"total": "x", "parts": ["a", "y"]}, {"total": "a"}, 7, total("a")],
        "rates": [rate("c", "a", -0.1, "x") | {"halfstep": 1}],
        "differences": {"minuend": "a"},
        "truth": {"s": 3, "q": 1, "c": -2},
    }
    found = "\n".join(faults(json.dumps(document)))
    for place in (
        "f.json: threshold",
        "f.json: zeros_shown",
        "f.json: cels: unknown name   to do:    Did you mean `cells`?",
        "f.json: cells, a",
        "f.json: cells, b",
        "f.json: cells, d",
        "f.json: cells, e",
        "f.json: sums, number 1: total",
        "f.json: sums, number 1: parts",
        "f.json: sums, number 2: parts",
        "f.json: sums, number 3",
        "f.json: sums, number 4: parts",
        "f.json: rates, number 1: value",
        "f.json: rates, number 1: half_step",
        "f.json: rates, number 1: halfstep: unknown name",
        "f.json: differences",
        "f.json: truth, s: is a shown cell",
        "f.json: truth: names a cell that is not in `cells`",
        "f.json: truth, c",
    ):
        assert place in found, place
    assert len(found.splitlines()) == 19


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        "[" * 100_000,
        '{"cells":' * 100_000,
        '{"threshold": 1e999999999}',
        '{"threshold": 1' + "0" * 5000 + "}",
    ],
)
def test_what_is_no_object_of_facts_is_refused(text: str) -> None:
    assert len(faults(text)) == 1


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    found = faults('{"threshold": 5, "zeros_shown": true, "cells": {"a": ' + number + "}}")
    assert found == [
        "f.json: cells, a: is not of the expected form   expected: a whole number from 0, "
        f"or null when hidden   found:    the text {number}   "
        "to do:    Correct the file; docs/interface.md, section 5, shows the form."
    ]


def test_a_name_written_twice_is_refused_with_its_place() -> None:
    text = """{"threshold": 5, "zeros_shown": true, "cells": {"a": 1, "a": 2, "t": 3},
               "sums": [{"total": "t", "parts": ["a"], "parts": ["t"]}], "sums": []}"""
    found = faults(text)
    assert [each.split(": a name stands twice")[0] for each in found] == [
        "f.json: sums",
        "f.json: cells: a",
    ]


def test_names_of_any_text_are_names() -> None:
    names = ("__proto__", "", "\x00", "\ud800", "threshold", "x" * 100_000)
    text = json.dumps(facts(dict.fromkeys(names), sums=[total("", "__proto__", "\ud800")]))
    assert facts_from(text, "f").hidden == names


@given(st.text(st.characters(codec=None), max_size=80))
def test_what_is_printed_of_a_name_is_harmless(name: str) -> None:
    shown = printable(name)
    assert shown.isprintable()
    assert len(shown) <= 40


def test_what_is_printed_of_a_name_still_tells_it() -> None:
    assert printable("Kvinder, 18-24 år") == "Kvinder, 18-24 år"
    assert printable("a\x1b[31m\n\u202e") == "a\\x1b[31m\\n\\u202e"
    assert printable("first" + "x" * 99 + "last").startswith("firstx")
    assert printable("first" + "x" * 99 + "last").endswith("xlast")


@pytest.mark.parametrize(
    ("unpublished", "found"),
    [
        ("b", "a list of names of hidden cells"),
        ([3], "a list of names of hidden cells"),
        (["nowhere"], "not in `cells`"),
        (["a"], "is a shown cell"),
    ],
)
def test_unpublished_names_hidden_cells(unpublished: Any, found: str) -> None:
    document = {"threshold": 5, "zeros_shown": True, "cells": {"a": 3, "b": None}}
    with pytest.raises(InputError, match=found):
        facts_from(json.dumps(document | {"unpublished": unpublished}), "facts")
