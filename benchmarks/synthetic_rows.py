"""A synthetic delivery of any size, made quickly: `bif_indsatser` large, the others small.

Ten spells per person. Numbers fail modulus 11 and are not dated 1 January, so none can belong to
anybody. One number in ten is spelled without its dash, one in fifty lost its leading zero where
it has one; one row in five hundred has a code that nobody announced, one in a thousand is there
twice.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

ROWS_PER_PERSON = 10
ROWS_AT_A_TIME = 1_000_000
CODES = ("mentor", "samtale", "virksomhedspraktik", "vejledning_og_opkvalificering", "løntilskud")
OTHERS = {
    "bif_ydelser": "cpr;ydelse;fra;til\n{cpr};kontanthjaelp;01-01-2009;\n",
    "bif_matchvurderinger": "cpr;system;kode;vurderet\n{cpr};match5;4;01-01-2009\n",
    "bif_jobplaner": "cpr;godkendt;slut\n{cpr};01-02-2009;\n",
    "sof_sager": "cpr;maalgruppe;fra;til\n{cpr};handicappede;01-01-2009;\n",
    "sof_handleplaner": "cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut\n{cpr};01-03-2009;;;;\n",
    "personer": "cpr;herkomst\n{cpr};dansk\n",
}
_OPTIONS = csv.WriteOptions(delimiter=";", quoting_style="none", include_header=False)
_WEIGHTS = np.array([4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
_SERIALS = 4000  # with a first digit of 0-3: born in the 1900s
_STEP = 7_368_787  # a prime: numbers are spread, and none comes twice


def write_rows(folder: Path, n_rows: int) -> int:
    """Writes the delivery into a new folder; the bytes of its large table."""
    folder.mkdir()
    (folder / "SYNTETISK").write_text("benchmark\n", encoding="utf-8")
    numbers = person_numbers(max(n_rows // ROWS_PER_PERSON, 1))
    for name, text in OTHERS.items():
        (folder / f"{name}.csv").write_text(text.format(cpr=numbers[0].as_py()), encoding="utf-8")
    path = folder / "bif_indsatser.csv"
    draw = np.random.default_rng(2009)
    with path.open("wb") as file:
        file.write(b"cpr;indsats;fra;til\n")
        for start in range(0, n_rows, ROWS_AT_A_TIME):
            rows = spells(numbers, min(ROWS_AT_A_TIME, n_rows - start), draw)
            csv.write_csv(rows, file, _OPTIONS)
    return path.stat().st_size


def person_numbers(n: int) -> pa.StringArray:
    """Distinct numbers `DDMMYY-XXXX` of people born 1930-1989 who cannot be."""
    first = date(1930, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
    n_days = date(1990, 1, 1).toordinal() - date(1930, 1, 1).toordinal()
    # An eleventh fulfils modulus 11, and a 365th is dated 1 January.
    chosen = np.arange(n + n // 8 + 100, dtype=np.int64) * _STEP % (n_days * _SERIALS)
    days = (first + chosen // _SERIALS).astype("M8[D]")
    months = days.astype("M8[M]")
    day, month = (days - months).astype(int) + 1, months.astype(int) % 12 + 1
    year = days.astype("M8[Y]").astype(int) % 100 + 70
    numbers = day * 10**8 + month * 10**6 + year % 100 * 10**4 + chosen % _SERIALS
    places = numbers[:, None] // 10 ** np.arange(9, -1, -1) % 10
    fictitious = ((places * _WEIGHTS).sum(axis=1) % 11 != 0) & ((day != 1) | (month != 1))
    texts = pc.utf8_lpad(pa.array(numbers[fictitious][:n]).cast(pa.string()), 10, "0")
    birth, serial = pc.utf8_slice_codeunits(texts, 0, 6), pc.utf8_slice_codeunits(texts, 6)
    return pc.binary_join_element_wise(birth, serial, "-")


def spells(numbers: pa.StringArray, n: int, draw: np.random.Generator) -> pa.Table:
    """Some rows of `bif_indsatser`, every thousandth a copy of the one before."""
    persons = draw.integers(0, len(numbers), n)
    codes = draw.integers(0, len(CODES), n)
    codes[::500] = len(CODES)
    starts = draw.integers(0, 365 * 4, n)
    lengths = np.where(draw.random(n) < 0.1, -1, draw.integers(0, 300, n))  # -1: still open
    for column in (persons, codes, starts, lengths):
        column[1::1000] = column[: n - 1 : 1000]
    days = calendar(365 * 5)
    ends = pa.array(np.where(lengths < 0, len(days), starts + lengths))
    return pa.table(
        {
            "cpr": _spelled(numbers.take(pa.array(persons)), persons),
            "indsats": pa.array([*CODES, "trylleri"]).take(pa.array(codes)),
            "fra": days.take(pa.array(starts)),
            "til": pa.concat_arrays([days, pa.array([""])]).take(ends),
        }
    )


def _spelled(texts: pa.StringArray, persons: NDArray[np.int64]) -> pa.StringArray:
    bare = pc.replace_substring(texts, "-", "")
    lost = pc.utf8_ltrim(bare, "0")
    at_nine = pc.and_(pa.array(persons % 50 == 1), pc.equal(pc.utf8_length(lost), 9))
    return pc.if_else(at_nine, lost, pc.if_else(pa.array(persons % 10 == 0), bare, texts))


def calendar(n_days: int) -> pa.StringArray:
    """Days from 1 January 2006 as dd-mm-yyyy."""
    days = np.datetime64("2006-01-01") + np.arange(n_days)
    iso = np.datetime_as_string(days).tolist()
    return pa.array([f"{text[8:]}-{text[5:7]}-{text[:4]}" for text in iso])
