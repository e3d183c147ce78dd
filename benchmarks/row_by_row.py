"""The same work as an analyst's script does it: `pandas.read_csv`, then a loop over the rows.

Plain and not slow on purpose: dates are cut by hand, not by `strptime`, and each row is judged
by the first fault it has. It reads one file in one known form, where intake takes all.
"""

import hashlib
import hmac
from datetime import date
from pathlib import Path

import pandas as pd

CODES = {
    "vejledning_og_opkvalificering": "vejledning_og_opkvalificering",
    "virksomhedspraktik": "virksomhedspraktik",
    "loentilskud": "loentilskud",
    "nytteindsats": "nytteindsats",
    "revalidering": "revalidering",
    "forrevalidering": "forrevalidering",
    "mentor": "mentor",
    "samtale": "samtale",
}
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
MOST_YEARS = 110


class RowFaultError(Exception):
    """A row that is left out."""


def clean(text: str) -> str:
    """The number without dash and spaces, ten digits."""
    number = "".join(sign for sign in text if not sign.isspace() and sign not in "-–'")
    number = number.removesuffix(".0")
    if len(number) == 9:
        number = "0" + number
    if len(number) != 10 or not number.isdigit():
        raise RowFaultError("cpr")
    return number


def born(number: str) -> date:
    """The birth date by the seventh digit's century; a day above 60 is a replacement number."""
    day, month, year, seventh = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6])
    day -= 60 if day > 60 else 0
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    try:
        return date(century + year, month, day)
    except ValueError:
        raise RowFaultError("cpr date") from None


def read_date(text: str) -> date | None:
    """A day in one of the commonest spellings, or none."""
    text = text.strip()
    if not text or text.upper() == "NULL" or text == "31-12-9999":
        return None
    try:
        if text[2] in "-./":
            return date(int(text[6:10]), int(text[3:5]), int(text[:2]))
        return date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except (ValueError, IndexError):
        raise RowFaultError("date") from None


def read_code(text: str) -> str:
    """The contract's code for a spelling of it."""
    folded = text.strip().lower().replace(" ", "_").replace("-", "_")
    folded = folded.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    if folded not in CODES:
        raise RowFaultError("code")
    return CODES[folded]


def take_in_row(row: tuple[str, ...], key: bytes) -> tuple[str, str, date, date | None, bool]:
    """One spell: pseudonym, code, first and last day, and whether the check digit fails."""
    number = clean(row[0])
    birth = born(number)
    first, last = read_date(row[2]), read_date(row[3])
    if first is None or (last is not None and last < first):
        raise RowFaultError("spell")
    age = first.year - birth.year - ((first.month, first.day) < (birth.month, birth.day))
    if birth > first or age > MOST_YEARS:
        raise RowFaultError("implausible")
    code = read_code(row[1])
    digits = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True))
    person = hmac.new(key, number.encode(), hashlib.sha256).hexdigest()
    return person, code, first, last, digits % 11 != 0


def take_in(path: Path, snapshot: Path, key: bytes) -> dict[str, int]:
    """Reads the table and writes its snapshot; rows read and kept."""
    delivered = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
    rows = []
    for row in delivered.itertuples(index=False, name=None):
        try:
            rows.append(take_in_row(row, key))
        except RowFaultError:
            continue
    kept = pd.DataFrame(rows, columns=["person", "indsats", "fra", "til", "fails_mod11"])
    kept = kept.drop_duplicates().sort_values(["person", "fra", "til", "indsats"])
    snapshot.mkdir()
    kept.to_parquet(snapshot / "bif_indsatser.parquet", compression="zstd")
    return {"rows_read": len(delivered), "rows_kept": len(kept)}
