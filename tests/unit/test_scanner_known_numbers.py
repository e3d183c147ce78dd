"""The delivery's own numbers, known again by a keyed hash."""

import stat
from pathlib import Path

import pytest

from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.scanner.known_numbers import NUMBERS, KnownNumbers, WrongKeyError, number_file
from tests.tiny_delivery import KEY, among_good_rows, write


def test_only_the_numbers_that_went_in_are_known(tmp_path: Path) -> None:
    path = tmp_path / NUMBERS
    path.write_bytes(number_file(["0201801234", "620180AB12", "0201801234"], KEY))
    known = KnownNumbers.read(path, KEY)
    assert len(known) == 2
    assert "0201801234" in known
    assert "620180AB12" in known
    assert "0201801235" not in known


def test_file_says_nothing_without_its_key(tmp_path: Path) -> None:
    path = tmp_path / NUMBERS
    path.write_bytes(number_file(["0201801234"], KEY))
    with pytest.raises(WrongKeyError):
        KnownNumbers.read(path, KEY + b"x")
    path.write_bytes(b"something else")
    with pytest.raises(WrongKeyError):
        KnownNumbers.read(path, KEY)


def test_file_without_numbers_knows_none(tmp_path: Path) -> None:
    path = tmp_path / NUMBERS
    path.write_bytes(number_file([], KEY))
    assert "0201801234" not in KnownNumbers.read(path, KEY)


def test_snapshot_knows_every_number_that_was_read_dropped_rows_included(tmp_path: Path) -> None:
    drawn = among_good_rows("bif_ydelser", "cpr;ydelse;fra;til\n310275-1234;x;;\n20280-4321;;;\n")
    skift = "gammelt_cpr;nyt_cpr;dato\n030480-9876;020180-1234;01-01-2009\n"
    delivery = write(tmp_path / "delivery", bif_ydelser=drawn.encode(), cpr_skift=skift)
    take_in(delivery, tmp_path / "snapshot", KEY)
    path = tmp_path / "snapshot" / NUMBERS
    known = KnownNumbers.read(path, KEY)
    assert "3102751234" in known  # a date that does not exist
    assert "0202804321" in known  # padded
    assert "0304809876" in known  # changed
    assert "0201801234" in known
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_hashes_are_not_the_pseudonyms(tmp_path: Path) -> None:
    take_in(write(tmp_path / "delivery"), tmp_path / "snapshot", KEY)
    opened = open_snapshot(tmp_path / "snapshot")
    (person,) = opened.tables()["identities"].person.to_pyarrow().to_pylist()
    content = (tmp_path / "snapshot" / NUMBERS).read_bytes()
    pseudonym = bytes.fromhex(person)
    assert not [place for place in range(25) if pseudonym[place : place + 8] in content]
