"""The files of a report by name. What a person opens says INTERN in its name when it is internal.

for a committee     internal                  for programs, the same for both
report.html         INTERN-report.html        results.json
tables.xlsx         INTERN-tables.xlsx        tables/<id>.csv

Beside the reports of a year lie its annex, 2009/method, and of a released year its case, 2009/case:
each a folder with a manifest of its own, released and corrected with the reports.
"""

from pathlib import Path

REPORT, REVIEW, PDF = "report.html", "review.html", "report.pdf"
WORKBOOK, NOTEBOOK = "tables.xlsx", "notebook.ipynb"
RESULTS, MANIFEST = "results.json", "manifest.json"
METHOD, ANNEX, ANNEX_PDF = "method", "annex.html", "annex.pdf"
CASE = "case"
COMPANIONS = (METHOD, CASE)
INTERN = "INTERN"
OPENED = (REPORT, REVIEW, PDF, WORKBOOK, NOTEBOOK, ANNEX, ANNEX_PDF)


def named(name: str, *, internal: bool) -> str:
    """The name that a file has in a report for that audience."""
    return f"{INTERN}-{name}" if internal and name in OPENED else name


def unmarked(name: str) -> str:
    """The name that the file has in a committee's report."""
    return name.removeprefix(f"{INTERN}-")


def page_in(folder: Path) -> str:
    """The page that the folder of a report or of an annex is made for."""
    return ANNEX if folder.name == METHOD else REPORT


def lying_in(folder: Path, name: str) -> Path:
    """Where a file of a report lies, whichever audience the report is for."""
    marked = folder / named(name, internal=True)
    return marked if marked.is_file() else folder / name
