"""The job behind `fsb population`: ask for each quarter, then rewrite the snapshot at once."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from fsb_lib.base.errors import InputError, Problem, UsageError
from fsb_lib.base.project import PACKAGE, read_text
from fsb_lib.domain.city_population import Quarter, first_quarter, quarter_from_code
from fsb_lib.statbank.client import Service, ask
from fsb_lib.statbank.reply import question
from fsb_lib.statbank.snapshot import Fetched, fetched, snapshot_text

SNAPSHOT = PACKAGE / "data" / "population.yaml"


def quarters_named(words: Sequence[str]) -> tuple[Quarter, ...]:
    """`2014` is the quarter that 15 November lies in, `2014K2` another; each once, in order.

    Errors: UsageError with every word that is neither, or before the table begins.
    """
    problems = [problem for word in words for problem in _refusal(word)]
    if problems:
        raise UsageError(problems)
    found = (quarter_from_code(word) for word in words)
    return tuple(sorted({quarter for quarter in found if quarter}))


def fetch_population(
    quarters: Sequence[Quarter], service: Service, path: Path = SNAPSHOT
) -> tuple[Fetched, ...]:
    """Fetches all quarters, then writes the snapshot; on any fault it stays as it was.

    Errors: InputError of the network, the service, a reply or the snapshot's file.
    """
    before = _read(path)
    today = datetime.now(tz=UTC).date()
    new = tuple(fetched(each, ask(question(each), service), today) for each in quarters)
    _write(path, snapshot_text(before, {each.quarter.code: each for each in new}))
    return new


def _refusal(word: str) -> Iterator[Problem]:
    quarter, first = quarter_from_code(word), first_quarter()
    expected = f"a year or a quarter from {first.code}: 2014 or 2014K4"
    if quarter is None:
        yield Problem("not a year", word[:20], expected, remedy="Correct the word.")
    elif quarter < first:
        yield Problem(
            "the table does not go back so far", word, expected, remedy="Leave the year out."
        )


def _read(path: Path) -> Any:
    remedy = "Take the file back from the repository."
    try:
        snapshot = yaml.safe_load(read_text(path, remedy))
    except yaml.YAMLError:
        snapshot = None
    if not isinstance(snapshot, dict) or not isinstance(snapshot.get("quarters"), dict):
        raise InputError(
            Problem("is no snapshot of the population", str(path), "quarters", remedy=remedy)
        )
    return snapshot


def _write(path: Path, text: str) -> None:
    """In one step: the old snapshot or the new one, never a part."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        remedy = "Run the command in a copy of the repository that may be written to."
        raise InputError(
            Problem("cannot be written", str(path), found=type(error).__name__, remedy=remedy)
        ) from None
