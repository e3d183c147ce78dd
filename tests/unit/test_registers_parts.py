"""A delivery taken in part by part is the same as one that fits in memory, and tells nothing."""

import errno
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsb_lib.base.errors import InputError
from fsb_lib.registers.files import text_table
from fsb_lib.registers.intake import kept_rows
from fsb_lib.registers.intake.kept_rows import Buckets
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.rows import column_file, row_store
from fsb_lib.registers.rows.column_file import ColumnFile
from fsb_lib.registers.rows.row_store import DistinctNumbers, ascending
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery
from tests.tiny_delivery import KEY, dropped, fails_mod11, numbers, taken_in

TINY_PART, TINY_BUCKET, TINY_BLOCK = 50, 40, 1 << 11
SMALL_CITY = (300, 5)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[IO[bytes]]]:
    """Parts and buckets of a few rows; the files that intake made for them, kept open."""
    made: list[IO[bytes]] = []
    real = column_file.TemporaryFile

    def noted(*args: Any, **kwargs: Any) -> IO[bytes]:
        made.append(real(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(column_file, "TemporaryFile", noted)
    monkeypatch.setattr(row_store, "ROWS_PER_PART", TINY_PART)
    monkeypatch.setattr(kept_rows, "ROWS_PER_BUCKET", TINY_BUCKET)
    monkeypatch.setattr(text_table, "LONGEST_RECORD", TINY_BLOCK)
    yield made
    for file in made:
        file.close()


def content(snapshot: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in snapshot.iterdir()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with faults, duplicates, changes and local numbers, and its snapshot."""
    folder = tmp_path_factory.mktemp("whole")
    write_dirty_delivery(twin_city(*SMALL_CITY), folder / "delivery", SMALL_CITY[1])
    take_in(folder / "delivery", folder / "snapshot", KEY)
    return folder


def test_parts_and_buckets_give_the_same_snapshot(
    whole: Path, tmp_path: Path, files: list[IO[bytes]]
) -> None:
    take_in(whole / "delivery", tmp_path / "snapshot", KEY)
    assert len(files) > len(list((whole / "snapshot").glob("*.parquet")))
    assert content(tmp_path / "snapshot") == content(whole / "snapshot")


def test_faults_between_rows_are_found_across_parts(tmp_path: Path) -> None:
    """A conflicting pair of changes, and of origins, far apart; the same by parts and at once."""
    old, new = numbers(300), numbers(700)[400:]
    changes = [f"{one};{other};01-01-2009" for one, other in zip(old, new, strict=False)]
    changes.append(f"{old[0]};{new[299]};01-01-2009")
    origins = [f"{number};dansk" for number in old]
    origins.append(f"{new[1]};indvandrer_vestlig")
    tables = {
        "cpr_skift": "\n".join(["gammelt_cpr;nyt_cpr;dato", *changes, ""]).encode(),
        "personer": "\n".join(["cpr;herkomst", *origins, ""]).encode(),
    }
    at_once = taken_in(fresh(tmp_path / "at_once"), **tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_store, "ROWS_PER_PART", TINY_PART)
        patch.setattr(kept_rows, "ROWS_PER_BUCKET", TINY_BUCKET)
        patch.setattr(text_table, "LONGEST_RECORD", TINY_BLOCK)
        by_parts = taken_in(fresh(tmp_path / "by_parts"), **tables)
    assert by_parts == at_once
    assert dropped(by_parts, "cpr_skift") == {"conflicting_change": 2}
    assert dropped(by_parts, "personer") == {"conflicting_origin": 2}
    for path in (tmp_path / "at_once" / "snapshot").iterdir():
        assert path.read_bytes() == (tmp_path / "by_parts" / "snapshot" / path.name).read_bytes()


def fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_no_number_is_in_a_file_of_parts(tmp_path: Path, files: list[IO[bytes]]) -> None:
    city = twin_city(*SMALL_CITY)
    write_delivery(city, tmp_path / "delivery")
    take_in(tmp_path / "delivery", tmp_path / "snapshot", KEY)
    written = b""
    for file in files:
        file.seek(0)
        written += file.read()
    assert len(written) > 10_000
    delivered = {number for rows in city.values() for number in rows.column(0).to_pylist()}
    plain = [number for number in delivered if number.isdigit()]
    assert len(plain) > 500
    for number in plain:
        assert number.encode() not in written
        assert int(number).to_bytes(8, "little") not in written


@pytest.mark.usefixtures("files")
def test_a_file_of_parts_has_no_name_and_stays_behind_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[list[str]] = []
    write = ColumnFile.append

    def looked_at(self: ColumnFile, columns: Any) -> Any:
        piece = write(self, columns)
        listed.append(sorted(path.name for path in tmp_path.iterdir()))
        return piece

    monkeypatch.setattr(ColumnFile, "append", looked_at)
    write_delivery(twin_city(*SMALL_CITY), tmp_path / "delivery")
    take_in(tmp_path / "delivery", tmp_path / "snapshot", KEY)
    assert listed
    made = [name for names in listed for name in names if not name.startswith(".snapshot.")]
    assert set(made) == {"delivery"}  # the snapshot itself is still being made
    assert sorted(path.name for path in tmp_path.iterdir()) == ["delivery", "snapshot"]


def test_a_small_delivery_never_touches_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: Any, **_kwargs: Any) -> IO[bytes]:
        raise AssertionError("a file was made")

    monkeypatch.setattr(column_file, "TemporaryFile", refused)
    taken_in(tmp_path)


@pytest.mark.usefixtures("files")
def test_a_full_disk_is_told_as_such_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_kwargs: Any) -> IO[bytes]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(column_file, "TemporaryFile", full)
    write_delivery(twin_city(*SMALL_CITY), tmp_path / "delivery")
    with pytest.raises(InputError, match="needs room"):
        take_in(tmp_path / "delivery", tmp_path / "snapshot", KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["delivery"]


def test_equal_rows_in_different_parts_are_one(tmp_path: Path, files: list[IO[bytes]]) -> None:
    """200 persons twice: 200 rows stay, and the first copies are on the lines after them."""
    people = list(numbers(200))
    assert all(map(fails_mod11, people))
    rows = "\n".join(f"{number};kontanthjaelp;01-01-2009;" for number in people * 2)
    summary = taken_in(tmp_path, bif_ydelser=f"cpr;ydelse;fra;til\n{rows}\n".encode())
    (quality,) = (one.rows for one in summary.quality if one.table == "bif_ydelser")
    assert (quality["rows_read"], quality["rows_kept"], quality["duplicate"]) == (400, 200, 200)
    persons = pq.read_table(tmp_path / "snapshot" / "bif_ydelser.parquet")["person"].to_pylist()
    assert persons == sorted(set(persons))
    assert files
    (described,) = (tmp_path / "snapshot").glob("*.json")
    assert '"first_rows": [\n      202,\n      203,' in described.read_text()


codes = st.lists(st.lists(st.integers(-1, 30), max_size=20), max_size=6)


@given(codes)
def test_a_number_keeps_its_place(lists: list[list[int]]) -> None:
    distinct = DistinctNumbers()
    arrays = [np.array(one, np.int64) for one in lists]
    places = [distinct.places(one) for one in arrays]
    by_place = distinct.numbers()
    assert len(by_place) == len({number for one in lists for number in one})
    for one, at in zip(arrays, places, strict=True):
        assert by_place[at].tolist() == one.tolist()


@given(codes)
def test_ascending_is_each_number_once(lists: list[list[int]]) -> None:
    found = ascending([np.array(one, np.int64) for one in lists])
    assert found.tolist() == sorted({number for one in lists for number in one})


@settings(deadline=None)  # it writes a file
@given(st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=5), st.integers(1, 4))
def test_buckets_follow_the_key_and_keep_the_order(lists: list[list[int]], size: int) -> None:
    n_rows = sum(map(len, lists))
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(kept_rows, "ROWS_PER_BUCKET", size)
        filled = Buckets("key", 10, n_rows, ColumnFile(Path(folder)))
        start = 0
        for keys in lists:
            line = np.arange(start, start + len(keys))
            filled.add({"key": np.array(keys, np.int32), "line": line})
            start += len(keys)
        got = [
            (int(key), int(line))
            for bucket in filled
            for key, line in sorted(
                zip(bucket["key"], bucket["line"], strict=True), key=lambda row: row[0]
            )
        ]
    keys = [key for one in lists for key in one]
    assert got == sorted(((key, line) for line, key in enumerate(keys)), key=lambda row: row[0])
