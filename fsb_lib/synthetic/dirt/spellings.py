"""The accepted spellings of dates, CPR numbers, codes and headers, drawn for whole columns.

Most cells are written the common way; the rest are spread over every other accepted one.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fsb_lib.domain.contract import Column
from fsb_lib.synthetic.draws import BoolArray, Generator, IntArray

OPEN_ENDS = (
    "",
    "31-12-9999",
    "9999-12-31",
    "00-00-0000",
    "NULL",
    "null",
    " ",
    "31-12-9999 00:00:00",
)
EMPTY_CODES = ("", "NULL", " ", "Null")
COMMON = 0.6  # share of cells in the first spelling
# Of a day as 2009-01-05.
DATES: tuple[Callable[[str], str], ...] = (
    lambda iso: f"{iso[8:]}-{iso[5:7]}-{iso[:4]}",
    lambda iso: f"{int(iso[8:])}-{int(iso[5:7])}-{iso[:4]}",
    lambda iso: f"{iso[8:]}.{iso[5:7]}.{iso[:4]}",
    lambda iso: f"{iso[8:]}/{iso[5:7]}/{iso[:4]}",
    lambda iso: iso,
    lambda iso: iso.replace("-", ""),
    lambda iso: f"{iso} 00:00:00",
    lambda iso: f"{iso[8:]}-{iso[5:7]}-{iso[:4]} 12:30",
    lambda iso: f"{iso}T00:00:00.000",
    lambda iso: f" {iso[8:]}.{iso[5:7]}.{iso[:4]} 23.59",
)
# What stands between the birth date and the last four; before the number; behind it.
_NUMBER_FORMS = (
    ("-", "", ""),
    ("", "", ""),
    (" ", "", ""),
    ("\u00a0", "", ""),  # a space that does not break
    ("\u2013", "", ""),  # a longer dash
    (" - ", "", ""),
    ("", "'", ""),
    ("-", " ", " "),
    ("", "", ".0"),
)
_AS_DECIMAL = len(_NUMBER_FORMS) - 1
SHARE_ZERO_LOST = 0.1
_ZERO_LOST = ("", ".0")
_DANISH = (("ae", "\u00e6"), ("oe", "\u00f8"), ("aa", "\u00e5"))


def spelled_numbers(numbers: pa.StringArray, rng: Generator) -> tuple[pa.StringArray, BoolArray]:
    """Each number in some spelling, and where its leading zero is lost."""
    digits = pc.match_substring_regex(numbers, "^[0-9]+$")
    forms = _drawn(len(_NUMBER_FORMS), len(numbers), rng)
    can_lose = pc.and_(digits, pc.starts_with(numbers, "0")).to_numpy(zero_copy_only=False)
    lost: BoolArray = can_lose & (rng.random(len(numbers)) < SHARE_ZERO_LOST)
    forms[lost] = len(_NUMBER_FORMS) + rng.integers(len(_ZERO_LOST), size=int(lost.sum()))
    forms[~digits.to_numpy(zero_copy_only=False) & (forms == _AS_DECIMAL)] = 0
    order = np.argsort(forms, kind="stable")
    groups = [
        _in_form(numbers.take(pa.array(np.flatnonzero(forms == form))), form)
        for form in range(len(_NUMBER_FORMS) + len(_ZERO_LOST))
    ]
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return pa.concat_arrays(groups).take(pa.array(back)), lost


def _in_form(numbers: pa.StringArray, form: int) -> pa.StringArray:
    if form >= len(_NUMBER_FORMS):
        shorter = pc.utf8_slice_codeunits(numbers, 1)
        return _joined(shorter, _ZERO_LOST[form - len(_NUMBER_FORMS)])
    between, before, behind = _NUMBER_FORMS[form]
    birth, last = pc.utf8_slice_codeunits(numbers, 0, 6), pc.utf8_slice_codeunits(numbers, 6)
    return _joined(before, birth, between, last, behind)


def _joined(*parts: pa.StringArray | str) -> pa.StringArray:
    return pc.binary_join_element_wise(*parts, "")


def spelled_dates(days: pa.Array, rng: Generator) -> pa.StringArray:
    """Each day in some spelling, a missing one as some open end."""
    return _looked_up(days, DATES, OPEN_ENDS, rng)


def spelled_codes(column: Column, values: pa.StringArray, rng: Generator) -> pa.StringArray:
    """Each code in some spelling; what an empty cell stands for is also left empty."""
    forms = _CODES
    if column.when_empty is not None:
        forms = (*forms, lambda code: "" if code == column.when_empty else code)
    return _looked_up(values, forms, EMPTY_CODES, rng)


def spelled_name(name: str, rng: Generator) -> str:
    """A header in some spelling."""
    return _CODES[int(rng.integers(len(_CODES)))](name)


def _in_danish(code: str) -> str:
    for plain, letter in _DANISH:
        code = code.replace(plain, letter)
    return code


_CODES: tuple[Callable[[str], str], ...] = (
    lambda code: code,
    str.upper,
    str.capitalize,
    _in_danish,
    lambda code: _in_danish(code).replace("_", " ").capitalize(),
    lambda code: code.replace("_", "-"),
    lambda code: f" {code}  ",
    lambda code: _in_danish(code).upper().replace("_", "-"),
)


def _looked_up(
    values: pa.Array,
    forms: tuple[Callable[[str], str], ...],
    empty: tuple[str, ...],
    rng: Generator,
) -> pa.StringArray:
    """Every distinct value in every form, taken by value and drawn form."""
    encoded = values.dictionary_encode()
    distinct = encoded.dictionary.cast(pa.string()).to_pylist()
    known = [[form(value) for value in distinct] for form in forms]
    n_known = len(encoded.dictionary)
    texts = pa.array([*(text for form in known for text in form), *empty], pa.string())
    missing = pc.is_null(values).to_numpy(zero_copy_only=False)
    places: IntArray = _drawn(len(forms), len(values), rng) * n_known
    places += encoded.indices.fill_null(0).to_numpy()
    places[missing] = len(forms) * n_known + _drawn(len(empty), int(missing.sum()), rng)
    return texts.take(pa.array(places))


def _drawn(n_forms: int, n: int, rng: Generator) -> IntArray:
    forms: IntArray = rng.integers(n_forms, size=n)
    forms[rng.random(n) < COMMON] = 0
    return forms
