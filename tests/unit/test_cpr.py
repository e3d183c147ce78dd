"""CPR numbers: section 4 of the register contract. The numbers are public examples or fail
modulus 11."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsb_lib.domain import cpr

EPOCH = date(1970, 1, 1).toordinal()


def read(text: str) -> tuple[int, int, bool]:
    found = cpr.read_texts(pa.array([text]))
    return int(found.numbers[0]), int(found.hindrance[0]), bool(found.padded[0])


def facts(number: str) -> cpr.NumberFacts:
    return cpr.number_facts(cpr.read_texts(pa.array([number])).numbers)


def born(number: str) -> date | None:
    day = int(facts(number).born[0])
    return None if day == cpr.NO_DAY else date.fromordinal(day + EPOCH)


@pytest.mark.parametrize(
    "spelling",
    [
        "251248-9996",
        "2512489996",
        " 251248 9996 ",
        "251248\u00a09996",  # no-break space
        "251248\u20139996",  # en dash
        "251248\u20119996",  # no-break hyphen
        "251248\u22129996",  # minus sign
        "'2512489996",
        "2512489996.0",
        "\uff12\uff15\uff11\uff12\uff14\uff18\uff0d\uff19\uff19\uff19\uff16",  # full width
    ],
)
def test_every_spelling_of_a_number_is_the_same_number(spelling: str) -> None:
    assert read(spelling) == (2512489996, cpr.READ, False)


@pytest.mark.parametrize(
    ("text", "hindrance"),
    [
        ("", cpr.UNREADABLE),
        (" - ", cpr.UNREADABLE),
        ("null", cpr.UNREADABLE),
        ("12345678", cpr.UNREADABLE),
        ("1", cpr.UNREADABLE),
        ("2,51E+09", cpr.UNREADABLE),
        ("2.51249e9", cpr.UNREADABLE),
        ("25124899961", cpr.INVALID),
        ("2512-489996x", cpr.INVALID),
        ("251248,9996", cpr.INVALID),
        ("nan", cpr.INVALID),
        ("251348KOT1", cpr.INVALID),  # month 13
        ("320148KOT1", cpr.INVALID),  # day 32
        ("300248KOT1", cpr.INVALID),  # no year has 30 February
        ("920148KOT1", cpr.INVALID),  # day 92
        ("25124\u00e59996", cpr.INVALID),
        ("251248\u00df999", cpr.INVALID),  # a sharp s is no two letters
    ],
)
def test_what_is_no_number_is_told_apart_as_the_contract_says(text: str, hindrance: int) -> None:
    assert read(text) == (cpr.NO_NUMBER, hindrance, False)


def test_lost_leading_zero_is_put_back_and_noted() -> None:
    assert read("107729995") == (107729995, cpr.READ, True)
    assert born("107729995") == date(1972, 7, 1)
    assert cpr.number_text(107729995) == "0107729995"


@pytest.mark.parametrize(
    ("number", "birth"),
    [  # seventh digit and year give the century (CPR-kontoret's table)
        ("020300-3000", date(1900, 3, 2)),
        ("020399-0000", date(1999, 3, 2)),
        ("020336-4000", date(2036, 3, 2)),
        ("020337-4000", date(1937, 3, 2)),
        ("020336-9000", date(2036, 3, 2)),
        ("020337-9000", date(1937, 3, 2)),
        ("020357-5000", date(2057, 3, 2)),
        ("020358-5000", date(1858, 3, 2)),
        ("020357-8000", date(2057, 3, 2)),
        ("020358-8000", date(1858, 3, 2)),
        ("290200-4000", date(2000, 2, 29)),
        ("620380-1000", date(1980, 3, 2)),  # replacement number: day 62 is day 2
        ("910380-1000", date(1980, 3, 31)),
        ("020380-1KOT", date(1980, 3, 2)),
        ("020380-KOT1", None),  # the century is not told
    ],
)
def test_birth_date_is_read_from_day_year_and_seventh_digit(
    number: str, birth: date | None
) -> None:
    assert born(number) == birth


@pytest.mark.parametrize("number", ["290200-1000", "310480-1000", "320180-1000", "000180-1000"])
def test_a_date_that_never_was_is_impossible(number: str) -> None:
    assert facts(number).impossible_date[0]
    assert born(number) is None


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("310180-1000", cpr.REAL),
        ("610180-1000", cpr.REPLACEMENT),
        ("910180-1000", cpr.REPLACEMENT),
        ("610180-K001", cpr.REPLACEMENT_LETTERS),
        ("010180-000k", cpr.REPLACEMENT_LETTERS),
    ],
)
def test_replacement_numbers_are_known_by_day_or_by_letters(number: str, kind: int) -> None:
    found = facts(number)
    assert found.kind[0] == kind
    assert cpr.is_replacement(cpr.read_texts(pa.array([number])).numbers)[0] == (kind != cpr.REAL)


@pytest.mark.parametrize(
    ("number", "sex"),
    [
        ("020380-1000", cpr.WOMAN),
        ("020380-1001", cpr.MAN),
        ("020380-KOT2", cpr.WOMAN),
        ("020380-1KOT", cpr.UNKNOWN_SEX),
    ],
)
def test_last_digit_tells_the_sex_and_a_letter_does_not(number: str, sex: int) -> None:
    assert facts(number).sex[0] == sex


def test_modulus_11_is_told_of_real_numbers_only() -> None:
    # 070761-4285 is CPR-kontoret's own example of a number that satisfies it.
    assert not facts("070761-4285").fails_mod11[0]
    assert facts("070761-4286").fails_mod11[0]
    assert not facts("670761-4286").fails_mod11[0]
    assert not facts("070761-K286").fails_mod11[0]


@pytest.mark.parametrize(
    ("day", "implausible"),
    [
        (date(1900, 3, 1), True),  # the day before birth
        (date(1900, 3, 2), False),
        (date(2011, 3, 1), False),  # 110 completed years
        (date(2011, 3, 2), True),  # 111
    ],
)
def test_plausible_from_birth_until_111_years_are_completed(day: date, implausible: bool) -> None:
    days = np.array([day.toordinal() - EPOCH], np.int32)
    assert cpr.implausible(facts("020300-3000"), days)[0] == implausible


def test_unknown_birth_or_day_is_never_implausible() -> None:
    assert not cpr.implausible(facts("020300-KOT0"), np.array([0], np.int32))[0]
    assert not cpr.implausible(facts("020300-3000"), np.array([cpr.NO_DAY], np.int32))[0]


@given(st.lists(st.text(alphabet="0123456789-' .KkE+\u00a0\u2013", max_size=13), min_size=1))
def test_reading_many_at_once_is_reading_each(texts: list[str]) -> None:
    found = cpr.read_texts(pa.array(texts))
    rows = zip(found.numbers.tolist(), found.hindrance.tolist(), found.padded.tolist(), strict=True)
    assert list(rows) == [cpr.read_text(text) for text in texts]


@given(st.from_regex(r"[0-3][0-9]0[1-9][0-9]{2}[0-9A-Z]{4}", fullmatch=True))
def test_a_number_code_gives_its_ten_places_back(places: str) -> None:
    number, hindrance, _ = cpr.read_text(places)
    assert hindrance != cpr.READ or cpr.number_text(number) == places
