"""The ledger: only ever longer, every line as it was written, and a copy to recover from."""

import json
import shutil
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.ledger.ledger import (
    LEDGER,
    Entry,
    Ledger,
    listing,
    parsed,
)
from fsb_lib.ledger.ledger_files import read_ledger, restore_ledger, write_ledger
from fsb_lib.ledger.older_form import ledger_of_today


def content(year: int, action: str = "release", **more: object) -> dict[str, object]:
    told = {"shown": {f"focus@{year}-11-15": 60}, "hidden": [f"offers@{year}"], "rates": []}
    return {"action": action, "year": year, "version": 1, "date": "2026-11-26", "told": told,
            "facts": {"cells": {}}, "reports": {}, **more}  # fmt: skip


def ledger(*years: int) -> Ledger:
    found = Ledger()
    for year in years:
        found = found.added(content(year))
    return found


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    outputs = tmp_path / "outputs"
    outputs.mkdir()
    return outputs, tmp_path / "work"


def test_what_is_written_is_read(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009, 2010), *places)
    assert read_ledger(*places) == ledger(2009, 2010)
    assert [*listing(read_ledger(*places))][-1] == "2 entries, every one as it was written."


def test_everything_released_is_known_even_when_withdrawn() -> None:
    found = ledger(2009).added(content(2009, "withdrawal"))
    assert found.published.shown == {"focus@2009-11-15": 60}
    assert found.published.hidden == {"offers@2009"}
    assert found.in_force(2009) is None
    assert found.version(2009) == 1


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_changed_line_is_met(places: tuple[Path, Path], at: int) -> None:
    write_ledger(ledger(2009, 2010, 2011), *places)
    path = places[0] / LEDGER
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[at] = lines[at].replace(": 60", ": 61")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"line {at + 1}") as met:
        read_ledger(*places)
    assert "fsb ledger --restore" in str(met.value)


def test_a_line_that_was_changed_with_its_own_hash_breaks_the_chain() -> None:
    first, second, third = ledger(2009, 2010, 2011).entries
    forged = Ledger((first,)).added(content(2010, by="somebody else")).entries[1]
    text = "".join(f"{entry.line}\n" for entry in (first, forged, third))
    with pytest.raises(InputError, match="line 3"):
        parsed(text, "ledger")
    assert forged.number == second.number


def test_a_lost_last_line_is_met_by_the_copy(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009, 2010), *places)
    path = places[0] / LEDGER
    path.write_text(ledger(2009).text(), encoding="utf-8")
    with pytest.raises(InputError, match="lacks entries"):
        read_ledger(*places)


def test_a_lost_ledger_is_met_and_restored(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009, 2010), *places)
    (places[0] / LEDGER).unlink()
    with pytest.raises(InputError, match="is missing"):
        read_ledger(*places)
    assert restore_ledger(*places) == ledger(2009, 2010)
    assert read_ledger(*places) == ledger(2009, 2010)


def test_where_both_are_damaged_nothing_is_made_up(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009), *places)
    for path in (places[0] / LEDGER, *places[1].rglob("*.jsonl")):
        path.write_text(json.dumps({"number": 1}) + "\n", encoding="utf-8")
    with pytest.raises(InputError):
        restore_ledger(*places)


def test_a_line_that_the_copy_has_not_is_met_and_kept_aside(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009), *places)
    (places[0] / LEDGER).write_text(ledger(2009, 2010).text(), encoding="utf-8")
    with pytest.raises(InputError, match="has entries that its copy has not"):
        read_ledger(*places)
    assert restore_ledger(*places) == ledger(2009)
    (aside,) = (places[1] / "ledger" / "aside").iterdir()
    assert aside.read_text(encoding="utf-8") == ledger(2009, 2010).text()


def test_a_missing_copy_is_met_and_written_from_the_ledger(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009), *places)
    shutil.rmtree(places[1])
    with pytest.raises(InputError, match="its private copy is missing"):
        read_ledger(*places)
    assert restore_ledger(*places) == ledger(2009) == read_ledger(*places)


@pytest.mark.parametrize("moved", [("outputs", "work"), ("outputs",), ("work",)])
def test_the_copy_is_found_after_moving(places: tuple[Path, Path], moved: tuple[str, ...]) -> None:
    """By what stands in both: where they lie is of no account."""
    write_ledger(ledger(2009, 2010), *places)
    new = places[0].parent / "elsewhere" / "project"
    new.mkdir(parents=True)
    for name in moved:
        (places[0].parent / name).rename(new / name)
    outputs, work = (
        (new if name in moved else places[0].parent) / name for name in ("outputs", "work")
    )
    assert read_ledger(outputs, work) == ledger(2009, 2010)
    (outputs / LEDGER).write_text(ledger(2009).text(), encoding="utf-8")
    with pytest.raises(InputError, match="lacks entries"):
        read_ledger(outputs, work)


def test_a_ledger_that_is_gone_is_missed_after_moving_the_project(
    places: tuple[Path, Path],
) -> None:
    write_ledger(ledger(2009), *places)
    new = places[0].parent.rename(places[0].parent.with_name("moved"))
    (new / "outputs" / LEDGER).unlink()
    with pytest.raises(InputError, match="is missing"):
        read_ledger(new / "outputs", new / "work")
    assert restore_ledger(new / "outputs", new / "work") == ledger(2009)


def test_another_ledger_in_its_place_is_met(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009), *places)
    (places[0] / LEDGER).write_text(ledger(2011).text(), encoding="utf-8")
    with pytest.raises(InputError, match="is another one than its copy"):
        read_ledger(*places)


def test_what_a_first_line_names_leads_nowhere_else(places: tuple[Path, Path]) -> None:
    named = Ledger().added(content(2009, project="../../somewhere"))
    assert named.project == named.entries[0].hash[:16]
    write_ledger(named, *places)
    assert read_ledger(*places) == named


def test_deep_nesting_is_a_damaged_line(places: tuple[Path, Path]) -> None:
    (places[0] / LEDGER).write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_ledger(*places)


def test_a_date_that_runs_backwards_is_told() -> None:
    found = ledger(2009).added({**content(2010), "date": "1999-01-01"})
    assert "     note: dated before an earlier line (2026-11-26): a clock was wrong" in [
        *listing(found)
    ]
    assert not any("note:" in line for line in listing(ledger(2009, 2010)))


def form_1() -> Ledger:
    """As it was written before lines had a form: with what the audit met of hidden counts."""
    more = {"certificate": {"version": 1, "n_tried": 3, "n_witnesses": 2, "tightest": 4,
                            "n_before": 0, "ledger": "0" * 12},
            "audit": {"insiders": {"n_alone": 3}, "self_test": {"not_needed": ["a"]}}}  # fmt: skip
    entries: tuple[Entry, ...] = ()
    for year in (2009, 2010):
        head = entries[-1].hash if entries else "0" * 64
        entries += (Entry(len(entries) + 1, head, content(year, **more)),)
    return Ledger(entries)


def test_an_older_form_goes_private_and_the_new_chain_names_its_head(
    places: tuple[Path, Path],
) -> None:
    old = form_1()
    write_ledger(old, *places)
    new = ledger_of_today(*places)
    assert read_ledger(*places) == new
    assert new.entries[0].content["continues"] == old.head
    assert new.published == old.published
    assert new.facts() == old.facts()
    said = (places[0] / LEDGER).read_text(encoding="utf-8")
    for secret in ("n_alone", "not_needed", "n_witnesses", "n_tried", "tightest"):
        assert secret not in said
    (kept,) = (places[1] / "ledger").glob("*-form-1.jsonl")
    assert parsed(kept.read_text(encoding="utf-8"), "kept") == old
    assert kept.stat().st_mode & 0o077 == 0


def test_a_ledger_of_today_is_left_as_it_is(places: tuple[Path, Path]) -> None:
    write_ledger(ledger(2009), *places)
    before = (places[0] / LEDGER).read_bytes()
    assert ledger_of_today(*places) == ledger(2009)
    assert (places[0] / LEDGER).read_bytes() == before
