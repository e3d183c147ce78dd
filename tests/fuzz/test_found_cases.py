"""Cases that fuzzing found, or that a reader once met, each kept for good.

crash-39bdd64a...   `2001801E+06`: a number with an exponent and more than one digit before it
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fsb_lib.domain import cpr
from fsb_lib.registers.rows.dates import NO_DATE, UNREADABLE_DATE, read_date
from tests.fuzz.targets import check_date, check_header, check_number, check_table

ROOT = Path(__file__).parents[2]
HEADER = b"cpr;maalgruppe;fra;til\n"


@pytest.mark.parametrize(
    ("text", "hindrance"),
    [
        ("2001801E+06", cpr.UNREADABLE),  # scientific, however many digits stand before the E
        ("2001801E06", cpr.READ),  # ten places with a letter: a replacement number
        ("2,E+08", cpr.UNREADABLE),
        ("\u06f0201801234", cpr.INVALID),  # a digit of another script is no digit
        ("\uff10201801234", cpr.READ),  # a wide one is the same digit written wide
        ("\u00b2201801234", cpr.READ),  # NFKC makes a raised two a two
        ("02018\u00df1234", cpr.INVALID),  # the capital of sharp s is two letters
        ("020180-1234\n", cpr.READ),
        ("020180\x1f1234", cpr.READ),  # a separator sign that counts as white space
        ("''0201801234", cpr.INVALID),
        ("0201801234.0.0", cpr.INVALID),
        ("-", cpr.UNREADABLE),
        ("\u2043", cpr.UNREADABLE),  # a bullet that looks like a dash
    ],
)
def test_number_is_read_as_the_contract_says(text: str, hindrance: int) -> None:
    assert cpr.read_text(text)[1] == hindrance
    check_number(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("00.00.0000", NO_DATE),  # an open end in a spelling of a date
        ("31.12.9999 23:59:59", NO_DATE),
        ("99991231", NO_DATE),
        ("0000-00-00", NO_DATE),
        ("01-00-0000", UNREADABLE_DATE),
        ("29-02-2100", UNREADABLE_DATE),
        ("29-02-2000", 11016),
        ("5.1.2009", UNREADABLE_DATE),  # one digit goes with dashes only
        ("05-01-2009T", UNREADABLE_DATE),
        ("\u0660\u0665-01-2009", UNREADABLE_DATE),
    ],
)
def test_date_is_read_as_the_contract_says(text: str, day: int) -> None:
    assert read_date(text) == day
    check_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\r",
        "\r\n\r\n",
        '"cpr',
        "cpr",
        "cpr\r\n",
        "a\rcpr;fra\r",
        "cpr\x00;fra",
        '"cpr;"fra',
    ],
)
def test_short_and_odd_texts_have_a_header_or_none(text: str) -> None:
    check_header(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        HEADER,
        HEADER + b"\x1c;\x1c;\x1c;\x1c\n",  # white space to one library and not to another
        HEADER + b"\x1eend of file\x1e;" * 4,  # our own last record, in the file itself
        HEADER + b'"\n',
        HEADER + b"1;2;3;4\x00\n",
        HEADER + b"I alt\n" * 20,
        HEADER + b"1;2;3;4\r1;2;3;4\r\n1;2;3;4\n",
        HEADER.replace(b"\n", b"\r") + b"1;2;3;4\r",
        b"cpr\n1\n\n2\n",
    ],
)
def test_short_and_odd_files_are_tables_or_refused(tmp_path: Path, raw: bytes) -> None:
    check_table(raw, tmp_path / "sof_sager.csv")


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize("harness", ["cpr", "dates", "dialect", "text_table"])
def test_harness_for_atheris_runs(tmp_path: Path, harness: str) -> None:
    command = [sys.executable, "-m", f"tests.fuzz.atheris_{harness}", "-runs=500", "-seed=1"]
    search = os.pathsep.join([str(ROOT), *sys.path])
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": search},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stderr is not None
        for line in started.stderr:
            said.append(line)
            if line.startswith("Done 500 runs"):
                # libFuzzer exits with Python's lock held; a thread of Arrow that wants it then
                # waits for ever, once in some thirty times.
                started.kill()
    assert any(line.startswith("Done 500 runs") for line in said), "".join(said)[-2000:]
