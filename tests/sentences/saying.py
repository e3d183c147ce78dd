"""Everything that the wording says of a release, as plain text, with the kind of each text.

Whatever public function `fsb_lib.wording` has is called, so a new one is heard at once.
"""

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from fsb_lib import wording
from fsb_lib.components.fragment import Fragment
from fsb_lib.disclosure.protected import ProtectedReport

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
# Sentences stand in these elements; all else on a page is a label.
PROSE = ("p", "li", ".fsb-explanation", ".fsb-sub")
NO_PROSE = (".fsb-tile", ".fsb-memo li", ".fsb-choices li", ".fsb-fields li")
# What is not ours to form: quotations, and names of files and versions.
VERBATIM = (".fsb-quotation", ".fsb-printed th strong", ".fsb-memo", ".fsb-fields")


@dataclass(frozen=True)
class Said:
    """One text: where it was said, the text, and whether it is a sentence."""

    where: str
    text: str
    is_sentence: bool


def everything(release: ProtectedReport) -> list[Said]:
    """All texts about a release: sentences, labels, headlines, notes of tables."""
    said = [text for where, value in told(release) for text in _texts(where, value)]
    return [*said, *_of_tables(release)]


def told(release: ProtectedReport) -> Iterator[tuple[str, Fragment | str]]:
    """Where something is said, and what: each fragment and each string, as a page gets it."""
    for where, value in (*_of_functions(release), *_of_names(release)):
        yield from _parts(where, value)


def verbatim(release: ProtectedReport) -> str:
    """The texts that `everything` leaves out, for those who look for a template in them."""
    fragments = [wording.answer(release), wording.about(release), wording.evidence(release)]
    return "".join(fragment.html for fragment in fragments)


def _of_functions(release: ProtectedReport) -> Iterator[tuple[str, object]]:
    for name, function in vars(wording).items():
        own = inspect.isfunction(function) and function.__module__ == wording.__name__
        if own and list(inspect.signature(function).parameters) == ["protected"]:
            yield name, function(release)


def _of_names(release: ProtectedReport) -> Iterator[tuple[str, object]]:
    for name in _named_in_notebook(release.report, "headline"):
        yield f"headline {name}", wording.headline(release, name)
    for name in _named_in_notebook(release.report, "text"):
        yield f"text {name}", wording.text(release, name)
    for section in _sections(release.report):
        yield f"section {section[0]}", wording.section(release, *section)


@cache
def _named_in_notebook(report: str, function: str) -> tuple[str, ...]:
    """The texts or headlines that the report's page asks for by name."""
    asked = " ".join(_asked(report, function))
    return tuple(dict.fromkeys(re.findall(r'"(\w+)"', asked)))


@cache
def _sections(report: str) -> tuple[tuple[str, ...], ...]:
    """The sections that the report's page asks for: the name of each, and of its texts."""
    return tuple(tuple(re.findall(r'"(\w+)"', asked)) for asked in _asked(report, "section"))


def _asked(report: str, function: str) -> list[str]:
    """What stands between the brackets of every call."""
    notebook = json.loads((NOTEBOOKS / f"{report}.ipynb").read_text(encoding="utf-8"))
    source = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    return re.findall(rf"wording\.{function}\(\s*release,([^)]*)\)", source)


def _of_tables(release: ProtectedReport) -> Iterator[Said]:
    for table in release.tables:
        where = f"table {table.id}"
        labels = [table.title, table.population, table.source]
        labels += [measure.label for measure in table.measures]
        for key in table.keys:
            labels += [key.label, *(category.label for category in key.categories)]
        yield from (Said(where, label, False) for label in labels)
        yield from (Said(where, note, True) for note in table.notes)


def _parts(where: str, value: object) -> Iterator[tuple[str, Fragment | str]]:
    if isinstance(value, Fragment) or (isinstance(value, str) and not isinstance(value, Enum)):
        yield where, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _parts(f"{where} {field.name}", getattr(value, field.name))


def _texts(where: str, value: Fragment | str) -> Iterator[Said]:
    if isinstance(value, str):
        yield Said(where, value, False)
    else:
        yield from (Said(where, *text) for text in _texts_of(value.html))


@cache  # most fragments of a case are those of others, too
def _texts_of(html: str) -> tuple[tuple[str, bool], ...]:
    """The texts of a page's part in their order, and whether each is a sentence."""
    soup = BeautifulSoup(html, "html.parser")
    for unwanted in soup.select(",".join(VERBATIM)):
        unwanted.decompose()
    labelled = {id(found) for found in soup.select(",".join(NO_PROSE))}
    prose = [found for found in soup.select(",".join(PROSE)) if id(found) not in labelled]
    outer = [
        found for found in prose
        if not found.find_parent(lambda tag: any(tag is other for other in prose))
    ]  # fmt: skip
    sentences = [(text, True) for text in map(Tag.get_text, outer) if text]
    for found in prose:
        found.extract()
    return (*sentences, *((text, False) for text in soup.stripped_strings))
