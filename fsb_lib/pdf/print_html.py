"""The page as WeasyPrint needs it: what only a browser understands, said in its way.

<svg role="img" aria-label="…">     <title> inside, from which the PDF takes the alternative
<svg hidden from speech>            left without one: the tag tree makes it decoration
".." and its spoken text            the sign stays; the text goes into the PDF's tags
drawings and tables for the screen  left out
"""

import re
from dataclasses import dataclass
from importlib.resources import files

from bs4 import BeautifulSoup, Tag
from bs4.element import Stylesheet

# Not in print: the skip link, the folded numbers, the phone's drawings, the page's last line.
_SCREEN_ONLY = ".fsb-skip, .fsb-numbers, .fsb-narrow, .fsb-footer"
# Spans that stand in lines of their own; in a PDF only a paragraph does.
_LINES = (
    ".fsb-sender, .fsb-administrations > span, .fsb-memo span, .fsb-fields span, "
    ".fsb-label, .fsb-value, .fsb-context, .fsb-verdict"
)
# Where a line may end without a space: ikke-vestlige, 2009–2010, og/eller.
_JOINED = re.compile(r"(\S*\w[-–/]\w\S*)")
_SCHEME = re.compile(r"[a-z]+:")
_VARIABLE = re.compile(r"--([a-z-]+):([^;}]+)")
_PICTURES = 'svg[role="img"], img[alt]:not([alt=""])'
_VERDICTS = ("reached", "not-reached", "not-judged")


@dataclass(frozen=True)
class PrintPage:
    """The HTML for WeasyPrint, and what its PDF must hold.

    `alternatives` are the figures' descriptions in the order of the page, `spoken` is what each
    `td` says instead of its sign (None: what it shows).
    """

    html: str
    alternatives: tuple[str, ...]
    n_tables: int
    spoken: tuple[str | None, ...]


def print_page(html: str) -> PrintPage:
    """The page of a report, made ready."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(_SCREEN_ONLY):
        element.decompose()
    for element in soup.select(_LINES):
        element.name = "p"
    _drop_links_that_lead_nowhere(soup)
    alternatives = tuple(_described(soup, picture) for picture in soup.select(_PICTURES))
    spoken = tuple(_said(cell) for cell in soup.select("td"))
    _keep_words_together(soup)
    _set(soup)
    return PrintPage(str(soup), alternatives, len(soup.select("table")), spoken)


def _drop_links_that_lead_nowhere(soup: BeautifulSoup) -> None:
    """Those to what is left out in print, and to files beside the page, which a print
    has not."""
    places = {f"#{element['id']}" for element in soup.select("[id]")}
    for link in soup.select("a[href]"):
        is_elsewhere = _SCHEME.match(str(link["href"])) is not None
        if link["href"] not in places and not is_elsewhere:
            link.unwrap()


def _described(soup: BeautifulSoup, picture: Tag) -> str:
    """The alternative of a figure or logo; a drawing gets it where WeasyPrint looks for it."""
    if picture.name == "img":
        return str(picture["alt"])
    alternative = str(picture["aria-label"])
    title = soup.new_tag("title")
    title.string = alternative
    picture.insert(0, title)
    return alternative


def _said(cell: Tag) -> str | None:
    """Take the spoken text out of a cell."""
    spoken = cell.select_one(".fsb-spoken")
    if spoken is None:
        return None
    text = spoken.get_text()
    spoken.decompose()
    return text


def _keep_words_together(soup: BeautifulSoup) -> None:
    """Let no line end within a word: the PDF then knows that a space stood at its end."""
    for text in soup.main.find_all(string=_JOINED) if soup.main else ():
        if text.find_parent("svg") is None:
            parts = _JOINED.split(text)  # every other one is a word with a joint
            for before, word in zip(parts[::2], [*parts[1::2], ""], strict=True):
                text.insert_before(before)
                if word:
                    whole = soup.new_tag("span", attrs={"class": "fsb-whole"})
                    whole.string = word
                    text.insert_before(whole)
            text.extract()


def _set(soup: BeautifulSoup) -> None:
    """Put the stylesheet of the PDF after that of the page.

    Drawings get typeface and colour as attributes: within them, WeasyPrint follows no variables.
    """
    variables = dict(_VARIABLE.findall(str(soup.style)))
    family = ",".join(name.strip(" '\"") for name in variables.get("type", "").split(","))
    for svg in soup.select("svg"):
        svg["font-family"] = family
    for verdict in soup.select(".fsb-reached, .fsb-not-reached, .fsb-not-judged"):
        colour = next(variables[name] for name in _VERDICTS if f"fsb-{name}" in verdict["class"])
        for shape in verdict.select(".fsb-shape"):
            shape["fill"] = colour
    style = soup.new_tag("style")
    style.append(Stylesheet(_stylesheet()))
    if soup.head is not None:
        soup.head.append(style)


def _stylesheet() -> str:
    return files("fsb_lib").joinpath("templates", "report", "pdf.css").read_text(encoding="utf-8")
