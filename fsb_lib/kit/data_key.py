"""The key to the data of a kit: which file holds what, as a CSV file that Excel opens.

Fil;Indhold;Notat
bilag-1/activation_by_target_group.csv;Aktiveringsgrad ...;Aktiveringsgraden for fælles borgere
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from fsb_lib.base.package_data import load
from fsb_lib.html.render import page_info
from fsb_lib.kit.reports import Chosen


def key_to_files(told: Mapping[str, tuple[Chosen, str]]) -> bytes:
    """A line for each file; `told` has by its place the report and the file's name there."""
    words = load("cover")["data_key"]
    lines = [words["columns"], *_lines(told)]
    return "".join(f"{';'.join(map(_field, line))}\r\n" for line in lines).encode("utf-8-sig")


def _lines(told: Mapping[str, tuple[Chosen, str]]) -> Iterator[tuple[str, str, str]]:
    for place, (report, name) in told.items():
        yield place, _content(report, PurePosixPath(name)), page_info(report.protected).topic


def _content(report: Chosen, name: PurePosixPath) -> str:
    words = load("cover")["data_key"]
    titles = {table.id: table.title for table in report.protected.tables}
    if name.suffix == ".xlsx":
        return str(words["workbook"])
    return titles.get(name.stem, str(words["unknown"]))


def _field(text: str) -> str:
    """A field of the file; one with a sign of its own form is quoted."""
    plain = text.replace("\u00a0", " ")
    return '"' + plain.replace('"', '""') + '"' if any(one in plain for one in ';"\n') else plain
