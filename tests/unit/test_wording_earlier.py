"""Shares held against those of the measurement before."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Cell, Status
from fsb_lib.wording import earlier

BEFORE = (50, 25, 25)


def share(percent: int) -> Cell:
    return Cell(Fraction(percent, 100), Status.SHOWN)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (
            (50, 25, 25),
            "Siden november 2010 er andelen a (50 %), andelen b (25 %) og andelen c (25 %) "
            "så godt som uændret.",
        ),
        (
            (60, 25, 15),
            "Siden november 2010 er andelen a steget fra 50 % til 60 % og andelen c faldet fra "
            "25 % til 15 %. Andelen b (25 %) er så godt som uændret.",
        ),
        (
            (50, 26, 25),
            "Siden november 2010 er andelen b steget fra 25 % til 26 %. Andelen a (50 %) og "
            "andelen c (25 %) er så godt som uændret.",
        ),
    ],
)
@pytest.mark.parametrize("report", ["outcome_followup", "contact_followup"])
def test_shares_that_have_not_moved_are_told_once(
    report: str, now: tuple[int, ...], told: str
) -> None:
    pairs = {
        name: (share(after), share(before))
        for name, after, before in zip("abc", now, BEFORE, strict=True)
    }
    text = load(f"wording/{report}")["since"]
    found = earlier.shares_changed(text, {each: each for each in "abc"}, date(2010, 11, 15), pairs)
    assert [plain(each) for each in found] == [told]
