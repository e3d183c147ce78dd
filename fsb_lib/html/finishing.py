"""What a page needs when all its parts are in place: ids, each table once, checks.

Fragments do not know their place. Here headings get ids that stay the same from year to year, and
a table that stands on the page is not folded behind its figure, too.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from lxml import etree

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.report_files import METHOD
from fsb_lib.components.fragment import words
from fsb_lib.domain.danish import unbroken
from fsb_lib.html.body import classed, read, text_of, tighten, written
from fsb_lib.html.figure_numbers import NUMBER, place_numbers_once
from fsb_lib.html.stylesheet import used_rules

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def finish(html: str, csv: Mapping[str, bytes]) -> str:
    """The exported page, finished and checked. `csv` holds tables/<id>.csv for each table."""
    head, start, rest = html.partition("<body>")
    markup, end, below = rest.rpartition("</body>")
    body = read(unbroken(f"{start}{markup}{end}"))
    place_numbers_once(body, csv)
    _give_heading_ids(body)
    _name_figures(body)
    _name_scrolling_tables(body)
    _describe_once(body)
    _lead_to_annex(body)
    _drop_notebook_class(body)
    problems = [*_heading_problems(body), *_id_problems(body)]
    if problems:
        raise ReportError(problems)
    tighten(body)
    return used_rules(f"{head}{written(body)}{below}")


def _give_heading_ids(body: etree._Element) -> None:
    """Ids from the headings' words; a figure's is its number, as its finding changes by year."""
    taken: Counter[str] = Counter()
    for heading in body.iter(*HEADINGS):
        if "id" in heading.attrib:
            continue
        numbered = next(classed(heading, NUMBER), None)
        name = slug(text_of(heading if numbered is None else numbered))
        taken[name] += 1
        heading.set("id", f"{name}-{taken[name]}" if taken[name] > 1 else name)


def _name_figures(body: etree._Element) -> None:
    """A figure is named by its heading, which by now has an id."""
    for figure in classed(body, "fsb-figure"):
        heading = next(figure.iter("h3"), None)
        if heading is not None and figure.attrib.pop("aria-label", None) is not None:
            figure.set("aria-labelledby", heading.attrib["id"])


def _name_scrolling_tables(body: etree._Element) -> None:
    """A table that scrolls is named by its number, which no other has; its title follows."""
    label = words("table")["scroll_numbered"]
    for section in classed(body, "fsb-scroll"):
        number = next(classed(section, NUMBER), None)
        if number is not None:
            section.set("aria-label", label.format(number=text_of(number).removesuffix(".")))


def _describe_once(body: etree._Element) -> None:
    """A figure's description at its wide drawing; the narrow one, which is shown instead of it
    on a phone, says that it is described by the same."""
    n_described = 0
    for figure in classed(body, "fsb-figure"):
        drawings = [one for one in figure.iter("svg") if one.get("role") == "img"]
        if len(drawings) == 2 and len({one.get("aria-label") for one in drawings}) == 1:
            n_described += 1
            wide, narrow = drawings
            wide.set("id", f"beskrivelse-{n_described}")
            del narrow.attrib["aria-label"]
            narrow.set("aria-labelledby", wide.attrib["id"])


def _lead_to_annex(body: etree._Element) -> None:
    """What a note leaves out stands in its annex: `#tabel-a10` -> `…/annex.html#tabel-a10`."""
    links = [link for link in body.iter("a") if link.get("href")]
    there = {one.attrib["id"] for one in body.iter(etree.Element) if "id" in one.attrib}
    to_annex = (link.attrib["href"] for link in links if f"../{METHOD}/" in link.attrib["href"])
    annex = next(to_annex, "").partition("#")[0]
    for link in links:
        start, _, place = link.attrib["href"].partition("#")
        if annex and not start and place not in there:
            link.set("href", f"{annex}#{place}")


def _drop_notebook_class(body: etree._Element) -> None:
    """Every fragment has a class for the notebook's own styles, which a page does not have."""
    for fragment in list(classed(body, "fsb")):
        fragment.set("class", fragment.attrib["class"].removeprefix("fsb "))


def slug(text: str) -> str:
    """`Status på målet` -> `status-paa-maalet`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    plain = plain.encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "afsnit"


def _heading_problems(body: etree._Element) -> Iterator[Problem]:
    levels = [int(heading.tag[1]) for heading in body.iter(*HEADINGS)]
    if levels.count(1) != 1:
        yield Problem(
            what="a page has exactly one heading of level 1",
            where="headings",
            found=f"{levels.count(1)} headings of level 1",
            remedy="Keep one `# ` heading in the notebook, or none to use the topic.",
        )
    for before, level in pairwise(levels):
        if level > before + 1:
            yield Problem(
                what="a heading skips a level",
                where="headings",
                found=f"level {level} after level {before}",
                remedy="Put a `## ` heading above the figure or box.",
            )


def _id_problems(body: etree._Element) -> Iterator[Problem]:
    ids = (one.attrib["id"] for one in body.iter(etree.Element) if "id" in one.attrib)
    for name, count in Counter(ids).items():
        if count > 1:
            yield Problem(what="an id occurs twice", where=f"#{name}", found=f"{count} elements")
