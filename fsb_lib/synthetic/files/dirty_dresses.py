"""In which form each table of a dirty delivery is written: all the forms of the contract, mixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fsb_lib.domain.contract import TABLES

SHEET: Final = ".xlsx"
PARQUET: Final = ".parquet"


@dataclass(frozen=True)
class Dress:
    """How one table is written. `ending` is the file's, with `.gz` when it is packed.

    `encoding` names bytes without their mark; `has_mark` puts one first. `blank_every` leaves a
    blank line after so many rows (0: none). `extra` names a column that no contract knows.
    """

    ending: str = ".csv"
    separator: str = ";"
    encoding: str = "utf-8"
    has_mark: bool = False
    line_end: str = "\n"
    is_quoted: bool = False
    titles: tuple[str, ...] = ()
    total: str = ""
    blank_every: int = 0
    extra: str = ""
    name_in_capitals: bool = False

    @property
    def is_text(self) -> bool:
        """Whether its rows can have too few or too many fields."""
        return self.ending not in (SHEET, PARQUET)


PLAIN: Final = Dress()
TITLES: Final = ("Udtr\u00e6k fra fagsystem, alle forl\u00f8b; 2006-2015", "", "Dannet 31-03-2015")
DRESSES: Final = (
    Dress(has_mark=True, line_end="\r\n", titles=TITLES, blank_every=97),
    Dress(".csv", ",", is_quoted=True, total="I alt,{n}", extra="Bem\u00e6rkning"),
    Dress(".tsv", "\t", "cp1252", line_end="\r\n", extra="Sagsbehandler", blank_every=301),
    Dress(".txt", ";", "iso-8859-1", titles=TITLES[:1], total="Antal r\u00e6kker: {n}"),
    Dress(".txt", "\t", "utf-16-le", has_mark=True, line_end="\r\n", name_in_capitals=True),
    Dress(".csv.gz", ";", blank_every=53, total="TOTAL;;{n}"),
    Dress(".txt.gz", ",", "cp1252", line_end="\r\n", titles=TITLES[2:]),
    Dress(".csv", ";", "utf-16-be", has_mark=True, is_quoted=True, titles=TITLES, total="I alt"),
)
SHEET_DRESS: Final = Dress(SHEET, titles=TITLES, total="I alt", blank_every=211)
PARQUET_DRESS: Final = Dress(PARQUET)
# A sheet is made cell by cell, so one of the tables that stay short is delivered as one.
SHORT_TABLES: Final = ("sof_handleplaner", "samarbejde", "cpr_skift")


def mixed_dresses(seed: int) -> Mapping[str, Dress]:
    """A dress for every table, every dress worn by one of them, drawn by the seed."""
    rng = np.random.default_rng(seed)
    sheet = str(rng.choice(SHORT_TABLES))
    others = [register.name for register in TABLES if register.name != sheet]
    worn: Sequence[Dress] = (*DRESSES, PARQUET_DRESS)
    order = rng.permutation(len(others))
    return {sheet: SHEET_DRESS} | {
        others[place]: dress for place, dress in zip(order, worn, strict=True)
    }


def plain_dresses() -> Mapping[str, Dress]:
    """Every table as `;` text in UTF-8: what a simple reader of tables can take."""
    return {register.name: PLAIN for register in TABLES}
