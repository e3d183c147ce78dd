"""What is taken for a CPR number in running text, and what is not."""

import hashlib
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsb_lib.scanner.spellings import REMOVED, spellings, without_numbers

# All of one number that nobody can have: it fails modulus 11.
SPELLED = [
    "020180-1234",
    "020180 1234",
    "0201801234",
    "020180.1234",
    "020180 - 1234",
    "020180\u20111234",  # no-break hyphen
    "020180\u20131234",  # en dash
    "020180\u22121234",  # minus
    "020180\u00a01234",  # no-break space
    "020180\u202f1234",  # narrow no-break space
    "0201\u00ad801234",  # soft hyphen
    "020180\u200b1234",  # zero width space
    "\uff10\uff12\uff10\uff11\uff18\uff10-1234",  # full-width digits
    "\u0660\u0662\u0660\u0661\u0668\u0660-1234",  # Arabic digits
    "02.01.80-1234",
    "02 01 80 1234",
    "02/01/80-1234",
    "0201 80 1234",
    "02011980-1234",
    "02-01-1980-1234",
    "020119801234",
    "0201801234.0",
    "'0201801234",
    "201801234",
    "201801234.0",
    "20180-1234",
    "2.01801234E+08",
    "2,01801234e8",
    "020180-\n1234",
]
OTHERS = ["620180-1234", "020180AB12", "020180-AB12", "020180a234", "290299-0000"]
NO_NUMBER = [
    "2009-11-15",
    "15.11.2009",
    "15-11-2009 4260",
    "20091115T143000",
    "20091115-1430",
    "2009-2011",
    "2008-117489",  # a case number
    "322080-1234",  # no such day
    "021380-1234",  # no such month
    "121110 rows",
    "150109-made",
    "0.2061855670",
    "0,2061855670",
    "93.0201801234",
    "0201801234.567",
    "#020180a2b4",
    "+45 33 66 33 66",
    "12.345.678 personer",
    "33,5 %",
    "row 120109, 1234, 1301",
]


def looks_like_a_number(text: str) -> bool:
    """Whether anything in the text has to be taken for a CPR number."""
    return any(spelling.looks_like_one for spelling in spellings(text))


@pytest.mark.parametrize("text", [*SPELLED, *OTHERS])
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "cpr={}&x", "hos {}, der", '{{"a": "{}"}}'])
def test_every_spelling_is_seen_wherever_it_stands(text: str, around: str) -> None:
    assert looks_like_a_number(around.format(text))


@pytest.mark.parametrize("text", SPELLED)
def test_every_spelling_gives_the_same_ten_places(text: str) -> None:
    assert "0201801234" in {found.places for found in spellings(text) if found.looks_like_one}


@pytest.mark.parametrize("text", NO_NUMBER)
def test_other_figures_are_left_alone(text: str) -> None:
    assert not looks_like_a_number(text)


@pytest.mark.parametrize("name", ["borger_0201801234.csv", "2009/x/cpr0201801234x.html"])
def test_number_in_a_file_name_is_seen(name: str) -> None:
    assert looks_like_a_number(name)


@given(st.binary())
def test_hashes_are_no_numbers(content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    assert not looks_like_a_number(f'"sha256": "{digest}", {digest[:40]} {digest[:16]}')
    assert not looks_like_a_number(str(uuid.UUID(digest[:32])))


@given(st.lists(st.floats(-2000, 2000), max_size=20), st.integers(1, 7))
def test_coordinates_of_a_drawing_are_no_numbers(values: list[float], decimals: int) -> None:
    path = " ".join(f"{value:.{decimals}f}" for value in values)
    assert not looks_like_a_number(f'<path d="M {path} z"/>')


@given(st.dates(), st.integers(0, 99999))
def test_dates_and_counts_are_no_numbers(day: object, count: int) -> None:
    assert not looks_like_a_number(f"{day}: {count} rows, {day}")


def test_digits_of_any_look_are_candidates_for_the_delivery_s_own() -> None:
    for text in ("9931801234", "993180\n\n1234", "993180;1234", "x9931801234f"):
        found = list(spellings(text))
        assert "9931801234" in {one.places for one in found}
        assert not [one for one in found if one.looks_like_one]


def test_message_loses_the_number_and_nothing_else() -> None:
    assert without_numbers("kolonne 020180-1234: række 7") == f"kolonne {REMOVED}: række 7"
    assert without_numbers("række 7 – 12,5 %") == "række 7 – 12,5 %"
    assert "1234" not in without_numbers("020180-1234 020180-1234;0201801234")
