"""The cooperation status at its boundaries."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredTable
from tests.sentences.making import conversion, linkage, rated, release, table

REPORT = "cooperation_status"
# By scheme: coordinated by SOF, of persons.
SCHEMES = {
    "ressourceforloeb": (144, 494),
    "udskrivningskoordinator": (94, 94),
    "helhedsorienteret_mentor": (0, 40),
    "kontaktmodel": (30, 70),
    "videosamtale": (12, 12),
    "kombinationsforloeb": (20, 45),
}


def measured(
    schemes: Mapping[str, tuple[int, int]] = SCHEMES, year: int = 2014
) -> list[MeasuredTable]:
    """All tables of the report."""
    day = date(year, 11, 15)
    rows = {name: rated(*pair, part="coordinated_by_sof") for name, pair in schemes.items()}
    return [table("cooperation_status", day, rows), linkage(day), conversion(day)]


def at(
    year: int = 2014, parameters: Mapping[str, Any] | None = None, **schemes: tuple[int, int]
) -> ProtectedReport:
    """A year in which these schemes have other numbers."""
    return release(REPORT, year, measured({**SCHEMES, **schemes}, year), **(parameters or {}))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    none = dict.fromkeys(SCHEMES, (0, 0))
    twenty = {"disclosure_threshold": 20}
    return {
        "as printed": at(),
        "another year": at(2015),
        "one off what is printed": at(
            ressourceforloeb=(100, 493),
            udskrivningskoordinator=(60, 95),
            kontaktmodel=(30, 76),
            videosamtale=(11, 11),
        ),
        "SOF coordinates everybody": at(ressourceforloeb=(494, 494), kontaktmodel=(70, 70)),
        "BIF coordinates everybody": at(ressourceforloeb=(0, 494), kontaktmodel=(0, 70)),
        "nobody in any scheme": at(**none),
        "nobody in a ressourceforloeb": at(ressourceforloeb=(0, 0)),
        "one in each scheme": at(**dict.fromkeys(SCHEMES, (1, 1))),
        "ressourceforloeb hidden": at(ressourceforloeb=(4, 13), parameters=twenty),
        "coordination hidden": at(
            ressourceforloeb=(13, 494), kontaktmodel=(17, 70), parameters=twenty
        ),
        "only ressourceforloeb": at(**{**none, "ressourceforloeb": (144, 494)}),
        "only one other scheme": at(**{**none, "kontaktmodel": (30, 70)}),
        "every other scheme": at(helhedsorienteret_mentor=(13, 40)),
        "two schemes alike": at(ressourceforloeb=(20, 94)),
    }
