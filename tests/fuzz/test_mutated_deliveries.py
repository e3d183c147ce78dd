"""Damaged files end in a whole snapshot or a clear refusal: no crash, no hang, no half snapshot."""

import os
import re
import shutil
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery
from tests.fuzz.mutations import damage
from tests.tiny_delivery import KEY, PLAIN

FILES_AT_ONCE = 2
N_QUICK, N_THOROUGH = 200 // FILES_AT_ONCE, 1000
ROWS_LEFT = 120  # small files are damaged where it matters
LONGEST_SECONDS = 20.0
TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{6}[-\s]?[0-9]{4}(?![0-9])")


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The dirty city in its many forms, and in plain text short enough to be hit often."""
    folder = tmp_path_factory.mktemp("whole")
    city = twin_city(200, seed=3)
    short = {name: rows.slice(0, ROWS_LEFT) for name, rows in city.items()}
    for seed in range(4):
        write_dirty_delivery(short, folder / f"mixed-{seed}", seed)
    write_dirty_delivery(short, folder / "plain", 9, PLAIN)
    for path in folder.rglob("svar.json"):
        path.unlink()
    (folder / "plain" / "registers.yaml").write_text(
        "tables:\n  bif_ydelser: bif_ydelser\n", encoding="utf-8"
    )
    return sorted(folder.iterdir())


def take_in_damaged(whole: Path, seed: int, workplace: Path) -> str:
    """How one damaged delivery ended; the workplace is left as it was found."""
    rng = Random(seed)
    delivery, snapshot = workplace / "delivery", workplace / "snapshot"
    shutil.copytree(whole, delivery)
    damaged = damage(delivery, FILES_AT_ONCE, rng)
    start = monotonic()
    message = ""
    try:
        take_in(delivery, snapshot, KEY)
        open_snapshot(snapshot)
    except InputError as error:
        message = str(error)
    assert snapshot.exists() == (not message)
    assert not TEN_DIGITS.search(message), "a value in a message"
    assert monotonic() - start < LONGEST_SECONDS, damaged
    shutil.rmtree(snapshot, ignore_errors=True)
    shutil.rmtree(delivery)
    assert list(workplace.iterdir()) == [], "something half made was left"
    return "refused" if message else "taken in"


def ends(deliveries: list[Path], seeds: range, workplace: Path) -> Counter[str]:
    """How many damaged deliveries ended which way."""
    return Counter(
        take_in_damaged(deliveries[seed % len(deliveries)], seed, workplace) for seed in seeds
    )


def test_damaged_delivery_is_taken_in_whole_or_refused(
    deliveries: list[Path], tmp_path: Path
) -> None:
    ended = ends(deliveries, range(N_QUICK), tmp_path)
    assert min(ended["taken in"], ended["refused"]) > N_QUICK // 20, "damage too great or small"


@pytest.mark.slow
@pytest.mark.skipif("FSB_FUZZ" not in os.environ, reason="takes minutes: set FSB_FUZZ=1")
def test_a_thousand_damaged_deliveries_never_tried_before(
    deliveries: list[Path], tmp_path: Path
) -> None:
    start = Random().randrange(10**9)
    print(f"seeds from {start}")  # noqa: T201 (to try them again)
    assert ends(deliveries, range(start, start + N_THOROUGH), tmp_path).total() == N_THOROUGH
