"""Harm commands at chosen moments, and say how many were survived.

python -m tests.chaos                  500 attempts of today's seed; goes on where it stopped
python -m tests.chaos --tries 60       so many
python -m tests.chaos --seed 7 --only 123    one of them again, whatever was tried
"""

import argparse
import ctypes
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from tests.chaos.acts import ACTS, SET_UP
from tests.chaos.attempt import Chosen, Tried, chosen, tried
from tests.chaos.tried import Record, summary, told
from tests.chaos.worlds import Worlds

ADOPT_ORPHANS = 36
RECORDS = Path(__file__).resolve().parents[2] / ".chaos"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try, tell and remember; 1 when anything was not survived."""
    parser = argparse.ArgumentParser(description="Harm commands, and see what is survived.")
    parser.add_argument("--tries", type=int, default=500, help="how many, of those before, too")
    parser.add_argument("--seed", type=int, default=int(f"{datetime.now(tz=UTC):%Y%m%d}"))
    parser.add_argument("--only", type=int, nargs="+", help="just these, whatever was tried")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many at a time")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin none after that")
    asked = parser.parse_args(arguments)
    if sys.platform != "linux":
        raise SystemExit("processes that were left are seen on Linux alone")
    record = Record(RECORDS, asked.seed)
    before = [] if asked.only else record.read()
    done = {one.chosen.number for one in before}
    numbers = asked.only or [n for n in range(1, asked.tries + 1) if n not in done]
    _say(f"seed {asked.seed}: {len(numbers)} to try, {len(done)} tried before")
    start, found = monotonic(), list(before)
    choices = [chosen(asked.seed, number) for number in numbers]
    for one in _tried(choices, asked.jobs, start + 60 * asked.minutes):
        found.append(one)
        if not asked.only:
            record.add(one)
        if one.faults:
            _say(told(one))
    _say(f"{summary(found, asked.seed)}; {monotonic() - start:.0f} s")
    return int(any(one.faults for one in found))


def _tried(choices: Sequence[Chosen], n_jobs: int, until: float) -> Iterator[Tried]:
    """Each as it ends, so many at a time; none is begun after `until`."""
    with _folders() as (folder, other_disk):
        worlds = Worlds(folder, other_disk)
        wanted = {one.act for one in choices}
        worlds.make([act for act in (*ACTS, SET_UP) if act.name in wanted], n_jobs)
        with ProcessPoolExecutor(n_jobs, initializer=_adopt_orphans) as pool:
            waiting = [pool.submit(tried, one, worlds) for one in choices]
            for ended in as_completed(waiting):
                if not ended.cancelled():
                    yield ended.result()
                if monotonic() > until:
                    for one in waiting:
                        one.cancel()


@contextmanager
def _folders() -> Iterator[tuple[Path, Path]]:
    """Where worlds are made, and a place on another disk where this machine has one."""
    folder = Path(tempfile.mkdtemp(prefix="fsb-chaos-"))
    shared = Path("/dev/shm")  # noqa: S108 (the point is that it is no disk of the project)
    other = shared if os.access(shared, os.W_OK) else folder.parent
    other_disk = Path(tempfile.mkdtemp(prefix="fsb-chaos-", dir=other))
    try:
        yield folder, other_disk
    finally:
        for one in (folder, other_disk):
            shutil.rmtree(one, ignore_errors=True)


def _adopt_orphans() -> None:
    """What a tried command leaves behind is a child of this process; and Ctrl-C is heeded below."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
