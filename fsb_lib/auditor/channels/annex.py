"""The annex of a year: which part of it belongs to which report.

    annex.html   <section class="fsb-part" id="plan_coverage"> ... up to the next such section
    annex.pdf    what stands under the second heading of level 2, as the second part of the page

What stands before the first part belongs to every report.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.base.report_files import ANNEX, METHOD

_PART = re.compile(r'<section class="fsb-part" id="([^"]*)">')


def parts_of(page: str) -> Mapping[str, str]:
    """The page of each report's part alone, in the order of the annex."""
    head, *found = _PART.split(page)
    return {name: head + part for name, part in zip(found[::2], found[1::2], strict=True)}


def page_of(annex: Mapping[str, bytes]) -> str:
    """Errors: UnicodeDecodeError."""
    return annex.get(ANNEX, b"").decode("utf-8")


def of_nobody(publications: Sequence[Publication]) -> Iterator[Finding]:
    """Parts and files of an annex that belong to no report of its year."""
    for year in {one.year for one in publications}:
        of_year = [one for one in publications if one.year == year]
        annex = of_year[0].annex
        where = f"{year}/{METHOD}"
        if any(one.annex != annex for one in of_year):
            yield Finding("hidden_part", where)
        reports = {one.report for one in of_year}
        for name in parts_of(annex.get(ANNEX, b"").decode("utf-8", "replace")):
            if name not in reports:
                yield Finding("hidden_part", f"{where}/{ANNEX}: a part of no report")
        for name in annex:
            if not name.endswith((".html", ".pdf", ".json")):
                yield Finding("hidden_part", f"{where}/{name}")
