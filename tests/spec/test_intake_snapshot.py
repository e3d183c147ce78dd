"""The snapshot (section 6): no number in it, the same bytes again, whole or refused."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError, UsageError
from fsb_lib.domain import contract
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.tiny_delivery import KEY, among_good_rows, numbers, taken_in, write

PLANTED = """
    cpr;ydelse;fra;til
    020180-1234;kontanthjaelp;01-01-2009;
    620180-K234;sygedagpenge;01-01-2009;02-01-2009
    020180-1234;020180-1234;01-01-2009;
    020180-1234;kontanthjaelp;020180-1234;
    """


def test_no_number_is_in_any_byte_of_the_snapshot(tmp_path: Path) -> None:
    taken_in(tmp_path, bif_ydelser=among_good_rows("bif_ydelser", PLANTED).encode())
    content = b"".join(path.read_bytes() for path in (tmp_path / "snapshot").iterdir())
    for number in ["020180-1234", "620180-K234", *numbers(400)]:
        plain = number.replace("-", "")
        for spelling in (number, plain, plain.lstrip("0"), f"{plain[:6]} {plain[6:]}"):
            assert spelling.encode() not in content
            assert spelling.encode("utf-16-le") not in content
        if plain.isdigit():
            assert int(plain).to_bytes(8, "little") not in content


def test_same_delivery_and_key_give_the_same_bytes(tmp_path: Path) -> None:
    drawn = among_good_rows("bif_ydelser", PLANTED).encode()
    folder = write(tmp_path / "delivery", bif_ydelser=drawn)
    for name in ("one", "two"):
        take_in(folder, tmp_path / name, KEY)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_rows_in_another_order_give_the_same_tables(tmp_path: Path) -> None:
    drawn = among_good_rows("bif_ydelser", PLANTED)
    header, *rows = drawn.splitlines()
    turned = "\n".join([header, *reversed(rows)])
    for name, content in (("one", drawn), ("two", turned)):
        folder = write(tmp_path / f"delivery_{name}", bif_ydelser=content.encode())
        take_in(folder, tmp_path / name, KEY)
    for path in (tmp_path / "one").glob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_another_key_gives_other_pseudonyms(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery")
    people = []
    for name, key in (("one", KEY), ("two", KEY[::-1])):
        take_in(folder, tmp_path / name, key)
        people.append(open_snapshot(tmp_path / name).tables()["personer"].execute()["person"][0])
    assert people[0] != people[1]
    assert all(len(person) == 64 and int(person, 16) for person in people)


def test_tables_have_the_contracts_columns_and_types(tmp_path: Path) -> None:
    taken_in(tmp_path, cpr_skift="gammelt_cpr;nyt_cpr;dato\n")
    tables = open_snapshot(tmp_path / "snapshot").tables()
    required = {table.name for table in contract.TABLES if table.required}
    assert set(tables) == {*required, "identities"}
    assert {name: str(kind) for name, kind in tables["sof_handleplaner"].schema().items()} == {
        "person": "string",
        "tilbudt": "date",
        "svar": "string",
        "udarbejdet": "date",
        "af_egen_drift": "string",
        "slut": "date",
    }
    assert list(tables["personer"].columns) == ["person", "herkomst"]
    assert list(tables["identities"].columns) == ["person", "born", "sex", "replacement"]


def test_rows_are_sorted_and_open_ends_are_missing(tmp_path: Path) -> None:
    drawn = """
        cpr;ydelse;fra;til
        020180-1234;sygedagpenge;02-01-2009;31-12-9999
        020180-1234;sygedagpenge;01-01-2009;05-01-2009
        020180-1234;a_dagpenge;03-01-2009;04-01-2009
        """
    taken_in(tmp_path, bif_ydelser=drawn)
    rows = open_snapshot(tmp_path / "snapshot").tables()["bif_ydelser"].to_pyarrow()
    assert rows.drop_columns("person").to_pylist() == [
        {"ydelse": "a_dagpenge", "fra": date(2009, 1, 3), "til": date(2009, 1, 4)},
        {"ydelse": "sygedagpenge", "fra": date(2009, 1, 1), "til": date(2009, 1, 5)},
        {"ydelse": "sygedagpenge", "fra": date(2009, 1, 2), "til": None},
    ]


def test_quality_is_read_back_as_intake_told_it(tmp_path: Path) -> None:
    drawn = among_good_rows("bif_ydelser", PLANTED).encode()
    summary = taken_in(tmp_path, bif_ydelser=drawn)
    snapshot = open_snapshot(tmp_path / "snapshot")
    assert snapshot.quality == summary.quality
    assert snapshot.synthetic
    assert list(snapshot.quality[0].rows) == [
        "rows_read", "rows_kept", "unreadable_date", "unknown_code", "cpr_replacement_letters",
        "cpr_mod11_failed",
    ]  # fmt: skip


def test_real_delivery_is_no_synthetic_one(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery")
    (folder / "SYNTETISK").unlink()
    take_in(folder, tmp_path / "snapshot", KEY)
    assert not open_snapshot(tmp_path / "snapshot").synthetic


def test_snapshot_is_for_its_owner_only(tmp_path: Path) -> None:
    taken_in(tmp_path)
    assert stat.S_IMODE((tmp_path / "snapshot").stat().st_mode) == 0o700


def test_existing_snapshot_is_never_written_over(tmp_path: Path) -> None:
    taken_in(tmp_path)
    with pytest.raises(UsageError, match="there already"):
        take_in(tmp_path / "delivery", tmp_path / "snapshot", KEY)


def test_failure_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("fsb_lib.registers.intake.take_in.write_description", fails)
    with pytest.raises(RuntimeError):
        taken_in(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["delivery"]


def test_folder_that_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is no snapshot"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize("file", ["bif_ydelser.parquet", "identities.parquet"])
@pytest.mark.parametrize("change", ["gone", "changed"])
def test_damaged_snapshot_is_refused(tmp_path: Path, file: str, change: str) -> None:
    taken_in(tmp_path)
    path = tmp_path / "snapshot" / file
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(InputError, match="damaged"):
        open_snapshot(tmp_path / "snapshot")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"contract_version": "1"}', "\u00ff"])
def test_damaged_description_is_refused(tmp_path: Path, text: str) -> None:
    taken_in(tmp_path)
    (tmp_path / "snapshot" / "snapshot.json").write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match="damaged"):
        open_snapshot(tmp_path / "snapshot")


def test_snapshot_of_another_contract_version_is_refused(tmp_path: Path) -> None:
    taken_in(tmp_path)
    path = tmp_path / "snapshot" / "snapshot.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "contract_version": "0"}))
    with pytest.raises(InputError, match="another version"):
        open_snapshot(tmp_path / "snapshot")


def test_fingerprint_follows_the_data(tmp_path: Path) -> None:
    prints = []
    for name, day in (("one", "01-01-2009"), ("two", "02-01-2009"), ("three", "02-01-2009")):
        folder = tmp_path / name
        folder.mkdir()
        taken_in(folder, bif_jobplaner=f"cpr;godkendt;slut\n020180-1234;{day};\n")
        prints.append(open_snapshot(folder / "snapshot").fingerprint)
    assert prints[0] != prints[1] == prints[2]


def test_folder_name_with_pattern_signs_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "2009 [*]?'s"
    folder.mkdir()
    taken_in(folder)
    assert open_snapshot(folder / "snapshot").tables()["personer"].count().execute() == 1
