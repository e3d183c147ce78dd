"""What a year file still says of the year that it was copied from.

document_numbers: EKSEMPEL-2011-1      the same in two files, or another year's
# Third year of the strategy: 60 %     a comment with numbers that another file has, too
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.project import Project, read_text, year_files
from fsb_lib.params import YearParams, parse_year_file

_COMMENT = re.compile(r"^\s*#(?!\s*yaml-language-server)(.*\d.*)$", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOTES_ARE_WRITTEN = 1  # years after the year that they are about


def copied_problems(project: Project) -> Iterator[Problem]:
    """Numbers and comments of another year; files that cannot be read are others' to tell."""
    texts: dict[str, str] = {}
    years: dict[str, YearParams] = {}
    for path in year_files(project):
        try:
            texts[path.name] = read_text(path, "")
            years[path.name] = parse_year_file(texts[path.name], path.name)
        except InputError:
            continue
    yield from _numbers(years)
    yield from _comments({name: texts[name] for name in years})


def _numbers(years: Mapping[str, YearParams]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, values in years.items():
        for report, number in values.memo.document_numbers.items():
            if number is None:
                continue
            where = f"{name}: memo.document_numbers.{report}"
            remedy = f"Give the number of the note on {values.year}, or null until there is one."
            if (other := seen.setdefault(number, name)) != name:
                yield Problem("the document number is another year's", where,
                              "a number of its own", f"the same in {other}", remedy)  # fmt: skip
            elif _names_another_year(number, values.year):
                yield Problem("the document number names another year", where,
                              "the year or the one after it", "another", remedy)  # fmt: skip


def _names_another_year(number: str, year: int) -> bool:
    named = {int(found) for found in _YEAR.findall(number)}
    return bool(named) and named.isdisjoint(range(year, year + _NOTES_ARE_WRITTEN + 1))


def _comments(texts: Mapping[str, str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, text in texts.items():
        for comment in map(str.strip, _COMMENT.findall(text)):
            if (other := seen.setdefault(comment, name)) != name:
                yield Problem("a comment with numbers stands in two years' files", name,
                              "a comment on the year itself", f"the same in {Path(other).name}",
                              "Say what is so in this year, or delete the comment.")  # fmt: skip
