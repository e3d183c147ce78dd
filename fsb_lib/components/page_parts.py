"""The components of a committee page: answer, memo fields, key figures, boxes.

Each function takes text that is already in Danish and returns a fragment; nothing is computed
or rounded here. Every status is said in words and shown with a shape, colour only repeats it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from fsb_lib.components.fragment import Fragment, element, words

MOST_TILES = 4

Fields = Sequence[tuple[str, str]]


class VerdictKind(StrEnum):
    """Whether a target was reached; its shape and word."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_JUDGED = "not_judged"


# Drawn, since the typeface has no such signs: disc, diamond, bar.
SHAPES = {
    VerdictKind.REACHED: '<circle cx="6" cy="6" r="5"/>',
    VerdictKind.NOT_REACHED: '<path d="M6 0l6 6-6 6-6-6z"/>',
    VerdictKind.NOT_JUDGED: '<path d="M0 4h12v4H0z"/>',
}


@dataclass(frozen=True)
class ShownVerdict:
    """A verdict in words: `NOT_REACHED` and "mangler 5 …" -> "Ikke nået: mangler 5 …"."""

    kind: VerdictKind
    detail: str = ""

    @property
    def text(self) -> str:
        """The verdict in words: shape and colour only repeat it."""
        name: str = words("verdict_kinds")[self.kind]
        return f"{name}: {self.detail}" if self.detail else name


@dataclass(frozen=True)
class Tile:
    """One key figure: label, the figure in its Danish form, lines of context, verdict."""

    label: str
    figure: str
    context: tuple[str, ...] = ()
    verdict: ShownVerdict | None = None


@dataclass(frozen=True)
class PrintedLine:
    """A figure that a paper printed beside the same figure measured, and what came of it."""

    figure: str
    quotation: str
    source: str
    measured: str
    outcome: str
    explanation: str


@dataclass(frozen=True)
class FollowedLine:
    """A promise or claim of a paper, what became of it, its figure, and where it is followed."""

    quotation: str
    document: str
    state: str
    told: str = ""
    where: str = ""


def lead(*sentences: str) -> Fragment:
    """The answer: the first thing read after the title."""
    return Fragment(element("p", " ".join(sentences), "fsb fsb-lead"))


def memo(fields: Fields) -> Fragment:
    """Who, when and under which number: `[("Til", "…"), ("Dato", "…")]`. Empty values go."""
    return Fragment(_field_list(fields, "fsb fsb-memo"))


def tiles(key_figures: Sequence[Tile]) -> Fragment:
    """At most four key figures side by side."""
    if len(key_figures) > MOST_TILES:
        raise ValueError(f"{len(key_figures)} key figures; a page shows at most {MOST_TILES}")
    items = "\n".join(_tile(tile) for tile in key_figures)
    return Fragment(f'<ul class="fsb fsb-tiles">\n{items}\n</ul>')


def findings(items: Iterable[str]) -> Fragment:
    """The main findings, one sentence each."""
    lines = "\n".join(element("li", item) for item in items)
    return Fragment(f'<ul class="fsb fsb-findings">\n{lines}\n</ul>')


def marks() -> dict[str, str]:
    """What the signs in place of a figure mean, in a word or two: `..` is "vises ikke"."""
    return {mark["sign"]: mark["in_figure"] for mark in words("marks").values()}


def heading(title: str) -> Fragment:
    """The heading of a part that some years do not have; of level 3."""
    return Fragment(element("h3", title))


def paragraphs(*texts: str) -> Fragment:
    """Running text, one paragraph for each text."""
    return Fragment("\n".join(element("p", text, "fsb fsb-text") for text in texts))


def method(heading: str, *texts: str) -> Fragment:
    """The box that says how the figures are made; its heading is of level 3."""
    body = "\n".join(element("p", text) for text in texts)
    return Fragment(f'<div class="fsb fsb-method">\n{element("h3", heading)}\n{body}\n</div>')


def choices(heading: str, fields: Fields) -> Fragment:
    """The box that lists choices and the value in force of each; its heading is of level 3."""
    body = _field_list(fields, "fsb-choices")
    return Fragment(f'<div class="fsb fsb-method">\n{element("h3", heading)}\n{body}\n</div>')


def about(fields: Fields, *texts: str) -> Fragment:
    """ "Om dette notat": data, parameters, version, contact. Its heading is of level 2."""
    heading = element("h2", words("page")["about"])
    body = "\n".join(element("p", text) for text in (*texts, words("page")["accessibility"]))
    return Fragment(
        f'<div class="fsb fsb-about">\n{heading}\n{_field_list(fields, "fsb-fields")}\n'
        f"{body}\n</div>"
    )


def facts(fields: Fields) -> Fragment:
    """A list of names and values under a heading of the notebook's own."""
    return Fragment(_field_list(fields, "fsb fsb-fields"))


def reservations(items: Iterable[str], annex: str, link: tuple[str, str]) -> Fragment:
    """What a reader must know, a sentence each; `annex` is the last, with the `link` in it as
    (words, address)."""
    words_of_link, address = link
    to_annex = f'<a href="{escape(address)}">{escape(words_of_link)}</a>'
    lines = [*(element("li", item) for item in items), f"<li>{annex.format(link=to_annex)}</li>"]
    return Fragment('<ul class="fsb fsb-reservations">\n{}\n</ul>'.format("\n".join(lines)))


def comparison(
    heading: str, intro: str, caption: str, columns: tuple[str, str], lines: Sequence[PrintedLine]
) -> Fragment:
    """Printed figures beside measured ones, as a table of text; its heading is of level 2."""
    table = _table_of_text(caption, columns, map(_printed_line, lines))
    return Fragment(
        f'<div class="fsb fsb-printed">\n{element("h2", heading)}\n{element("p", intro)}\n'
        f"{table}\n</div>"
    )


def followed_list(
    caption: str, columns: tuple[str, str], lines: Sequence[FollowedLine]
) -> Fragment:
    """What papers promised or claimed beside what became of it, as a table of text."""
    table = _table_of_text(caption, columns, map(_followed_line, lines))
    return Fragment(f'<div class="fsb fsb-followed">\n{table}\n</div>')


def _table_of_text(caption: str, columns: tuple[str, str], lines: Iterable[str]) -> str:
    head = "".join(f'<th class="fsb-stub" scope="col">{escape(name)}</th>' for name in columns)
    body = "\n".join(lines)
    return (
        f"<table>\n<caption>{element('span', caption, 'fsb-title')}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def warning(*texts: str) -> Fragment:
    """What a reader must know before using the figures."""
    title = element("strong", words("page")["warning"])
    body = "\n".join(element("p", text) for text in texts)
    return Fragment(f'<div class="fsb fsb-warning" role="note">\n{title}\n{body}\n</div>')


def shape(kind: VerdictKind) -> str:
    """The sign of a verdict as inline SVG; hidden from speech, since the words say it."""
    return (
        f'<svg class="fsb-shape" viewBox="0 0 12 12" width="12" height="12" '
        f'aria-hidden="true" fill="currentColor">{SHAPES[kind]}</svg>'
    )


def _printed_line(line: PrintedLine) -> str:
    measured = element("strong", line.measured) + " " if line.measured else ""
    return (
        f'<tr><th scope="row">{element("strong", line.figure)} '
        f"{element('span', f'»{line.quotation}«', 'fsb-quotation')} "
        f"{element('span', line.source, 'fsb-sub')}</th>"
        f"<td>{measured}{element('span', line.outcome, 'fsb-outcome')} "
        f"{element('span', line.explanation, 'fsb-explanation')}</td></tr>"
    )


def _followed_line(line: FollowedLine) -> str:
    more = [
        element("span", text, css)
        for text, css in ((line.told, "fsb-explanation"), (line.where, "fsb-where"))
        if text
    ]
    state = element("strong", f"{line.state}:" if more else line.state)
    return (
        f'<tr><th scope="row">{element("span", f"»{line.quotation}«", "fsb-quotation")} '
        f"{element('span', line.document, 'fsb-where')}</th>"
        f"<td>{' '.join([state, *more])}</td></tr>"
    )


def _tile(tile: Tile) -> str:
    css = f" fsb-{tile.verdict.kind.replace('_', '-')}" if tile.verdict else ""
    in_words = " fsb-words" if tile.figure[:1].isalpha() else ""
    context = " ".join(element("span", line, "fsb-context") for line in tile.context)
    return (
        f'<li class="fsb-tile{css}">{element("span", tile.label, "fsb-label")} '
        f"{element('span', tile.figure, 'fsb-value' + in_words)} "
        f'<span class="fsb-contexts">{context}</span> {_verdict(tile.verdict)}</li>'
    )


def _verdict(verdict: ShownVerdict | None) -> str:
    if verdict is None:
        return ""
    text = escape(verdict.text)
    return f'<span class="fsb-verdict">{shape(verdict.kind)} <span>{text}</span></span>'


def _field_list(fields: Fields, css: str) -> str:
    items = "\n".join(
        f"<li>{element('span', name + ':', 'fsb-term')} {element('span', value, 'fsb-entry')}</li>"
        for name, value in fields
        if value
    )
    return f'<ul class="{css}">\n{items}\n</ul>'
