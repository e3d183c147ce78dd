"""How long the joint protection of a year takes, over random cities of many sizes.

    python -m benchmarks.protection --cities 100

Each city is drawn from its number alone: size, seed, clean or dirty. All reports of four years in
a row are measured once, then protected one year after the other with everything told before; only
that is timed.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles

from fsb_lib import params
from fsb_lib.disclosure.keyed_order import SYNTHETIC
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.followups.protect_year import Answer, committee
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery

YEARS = (2007, 2009, 2010, 2011)


@dataclass(frozen=True)
class Timed:
    """One year of one city."""

    persons: int
    year: int
    seconds: float
    n_counts: int
    n_small: int
    n_hidden: int


def city_answers(number: int, folder: Path) -> tuple[int, list[tuple[Answer, ...]]]:
    """How large a city is, and its measured tables by year."""
    random = Random(number)  # noqa: S311 (a draw of sizes, no secret)
    persons = round(10 ** random.uniform(2.3, 4.0))
    city = twin_city(persons, number)
    delivery = folder / "delivery"
    if number % 2:
        write_dirty_delivery(city, delivery, number)
    else:
        write_delivery(city, delivery)
    snapshot = open_snapshot(ensure_snapshot(delivery, folder / "work"))
    measuring = Measuring(snapshot)
    return persons, [measuring.answers(params.read(year=year)) for year in YEARS]


def protected_years(number: int) -> Iterator[Timed]:
    """Every year of one city, protected in order."""
    with tempfile.TemporaryDirectory() as folder:
        persons, years = city_answers(number, Path(folder))
    published = PublishedFacts()
    for answers in years:
        start = time.perf_counter()
        found = committee(answers, published, SYNTHETIC.of_year(answers[0].params.year))
        seconds = time.perf_counter() - start
        published |= found.published
        counts = {**found.published.shown, **dict.fromkeys(found.published.hidden, 0)}
        small = sum(0 < found.proof.truth[name] < 5 for name in found.proof.hidden)
        yield Timed(
            persons,
            answers[0].params.year,
            seconds,
            len(counts),
            small,
            len(found.published.hidden),
        )


def report(timed: list[Timed]) -> str:
    """The distribution as a table."""
    seconds = [one.seconds for one in timed]
    tenths = quantiles(seconds, n=10)
    slowest = max(timed, key=lambda one: one.seconds)
    extra = [one.n_hidden / one.n_small for one in timed if one.n_small]
    lines = (
        f"{len(timed)} years of {len(timed) // len(YEARS)} cities, "
        f"{min(one.persons for one in timed)} to {max(one.persons for one in timed)} recipients",
        f"seconds a year    median {median(seconds):.2f}   90 % {tenths[-1]:.2f}   longest "
        f"{slowest.seconds:.2f} ({slowest.persons} recipients, {slowest.n_small} small of "
        f"{slowest.n_counts} counts)",
        f"hidden for each small count    median {median(extra):.2f}   most {max(extra):.2f}",
    )
    return "\n".join(lines)


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=5)
    parser.add_argument("--first", type=int, default=1, help="the number of the first city")
    given = parser.parse_args()
    timed = [
        one
        for number in range(given.first, given.first + given.cities)
        for one in protected_years(number)
    ]
    print(report(timed))  # noqa: T201


if __name__ == "__main__":
    main()
