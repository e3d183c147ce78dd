"""The files of a report by name. What a person opens says INTERN in its name when it is internal.

for a committee     internal                  for programs, the same for both
report.html         INTERN-report.html        results.json
tables.xlsx         INTERN-tables.xlsx        tables/<id>.csv
"""

from pathlib import Path

REPORT, REVIEW, PDF = "report.html", "review.html", "report.pdf"
WORKBOOK, NOTEBOOK = "tables.xlsx", "notebook.ipynb"
RESULTS, MANIFEST = "results.json", "manifest.json"
INTERN = "INTERN"
OPENED = (REPORT, REVIEW, PDF, WORKBOOK, NOTEBOOK)


def named(name: str, *, internal: bool) -> str:
    """The name that a file has in a report for that audience."""
    return f"{INTERN}-{name}" if internal and name in OPENED else name


def unmarked(name: str) -> str:
    """The name that the file has in a committee's report."""
    return name.removeprefix(f"{INTERN}-")


def lying_in(folder: Path, name: str) -> Path:
    """Where a file of a report lies, whichever audience the report is for."""
    marked = folder / named(name, internal=True)
    return marked if marked.is_file() else folder / name
