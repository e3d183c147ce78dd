"""results.json, manifest.json and the names of all files: nothing but what belongs there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.codes import TOTALS, key_order
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import PublishedTable
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import MANIFEST, METHOD, RESULTS

_EXPECTED = load("auditor/channels")
_FILES = re.compile(
    r"report\.html|report\.pdf|review\.html|results\.json|manifest\.json|notebook\.ipynb|tables\.xlsx"
)


def judged(publication: Publication, tellable: Tellable) -> Iterator[Finding]:
    """What is wrong with the files that programs read, and with names of files."""
    yield from _names(publication, tellable)
    yield from _extra(publication.results, _EXPECTED["results"], f"{publication.where}/{RESULTS}")
    for table in publication.results["tables"]:
        yield from _table(table, f"{publication.where}/{RESULTS}: {table['id']}")
    for one in tellable.tables.values():
        if not _in_fixed_order(one, publication):
            yield Finding("row_order", f"{publication.where}/{RESULTS}: {one.id}")
    manifests = {publication.where: publication.manifest}
    if publication.annex:
        manifests[f"{publication.year}/{METHOD}"] = publication.annex_manifest
    for where, document in manifests.items():
        yield from _manifest(document, f"{where}/{MANIFEST}", tellable)


def _manifest(document: Mapping[str, Any], where: str, tellable: Tellable) -> Iterator[Finding]:
    yield from _extra(document, _EXPECTED["manifest"], where)
    for text in document.get("remarks", ()):
        for kind in tellable.explained.objections(str(text)):
            yield Finding(kind, f"{where}: remarks")


def _names(publication: Publication, tellable: Tellable) -> Iterator[Finding]:
    for name in publication.files:
        is_table = name.startswith("tables/") and name[7:].removesuffix(".csv") in tellable.tables
        if not (_FILES.fullmatch(name) or is_table):
            yield Finding("hidden_part", f"{publication.where}: a file of an unknown name")


def _extra(found: Iterable[str], expected: Iterable[str], where: str) -> Iterator[Finding]:
    if set(found) - set(expected):
        yield Finding("hidden_part", f"{where}: an unknown name")


def _table(table: Mapping[str, Any], where: str) -> Iterator[Finding]:
    yield from _extra(table, {"id", "keys", "measures", "rows"}, where)
    for row in table["rows"]:
        yield from _extra(row, {*table["keys"], *table["measures"]}, where)
        for measure in table["measures"]:
            yield from _extra(row[measure], {"value", "status"}, where)


def _in_fixed_order(table: PublishedTable, publication: Publication) -> bool:
    """Rows by the order of their codes: an order by value would tell the values."""
    orders = [key_order(table.id, key, publication.day) for key in table.keys]
    places = [
        tuple(_place(code, order) for code, order in zip(codes, orders, strict=True))
        for codes in table.rows
    ]
    return places == sorted(places)


def _place(code: str, order: tuple[str, ...]) -> tuple[int, str]:
    """Codes of no list, such as years, stand in their own order; totals may stand last."""
    if code in order:
        return order.index(code), ""
    return (len(order), "") if code in TOTALS else (-1, code)
