"""`method/annex.html`: what the notes of a year leave out, in one page for all of them.

executed notebook --cells tagged `annex`--+
executed notebook --cells tagged `annex`--+--> a part each, its headings a level lower
                                          +--> tables behind figures that stand nowhere else

Everything is taken from what the notes were made of, so no figure can differ from theirs.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from fsb_lib.base.package_data import load
from fsb_lib.components.fragment import LAB_STYLE, element
from fsb_lib.components.fragment import words as page_words
from fsb_lib.html.body import inside, markup_inside
from fsb_lib.html.control_code import with_code
from fsb_lib.html.figure_numbers import folded_tables, tables_shown
from fsb_lib.html.page_style import annex_style
from fsb_lib.html.render import (
    ANNEX_TAG,
    SETTING_UP,
    PageInfo,
    as_page,
    html_of,
    refuse_foreign_outputs,
    tags_of,
)
from fsb_lib.html.review import showing

_HEADING_IN_MARKDOWN = re.compile(r"^(#{2,5})(?= )", re.MULTILINE)


@dataclass(frozen=True)
class AnnexPart:
    """A note's part of the annex: its report, its topic and its executed notebook."""

    report: str
    topic: str
    notebook: NotebookNode


def annex_page(parts: Sequence[AnnexPart], page: PageInfo) -> str:
    """The page as HTML text.

    Errors: ReportError as for the committee's page.
    """
    for part in parts:
        refuse_foreign_outputs(part.notebook)
    cells = [showing(f"{element('p', load('annex')['lead'], 'fsb-lead')}\n{_contents(parts)}")]
    for part in parts:
        cells += _cells(part)
    made = as_page(new_notebook(cells=cells), page, style=annex_style())  # type: ignore[no-untyped-call]
    return made if page.released_after is None else with_code(made, page.released_after)


def _contents(parts: Sequence[AnnexPart]) -> str:
    links = (f'<li><a href="#{escape(one.report)}">{escape(one.topic)}</a></li>' for one in parts)
    return f'<ul class="fsb-contents">\n{"".join(links)}\n</ul>'


def _cells(part: AnnexPart) -> Iterator[NotebookNode]:
    """The cells of a part between the marks of its section."""
    start = f'<section class="fsb-part" id="{escape(part.report)}">'
    yield showing(f"{start}\n{element('h2', part.topic)}")
    own = [cell for cell in part.notebook.cells if ANNEX_TAG in tags_of(cell)]
    yield from map(_a_level_lower, own)
    if behind := _behind_figures(part.notebook):
        heading = element("h3", page_words("figure")["appendix"])
        yield showing("\n".join([heading, *behind.values()]))
    yield showing("</section>")


def _a_level_lower(cell: NotebookNode) -> NotebookNode:
    """The cell with its headings below that of its part."""
    lower = copy.copy(cell)
    if cell.cell_type == "markdown":
        lower.source = _HEADING_IN_MARKDOWN.sub(r"#\1", cell.source)
        return lower
    lower.outputs = [_output_lower(output) for output in cell.outputs]
    return lower


def _output_lower(output: NotebookNode) -> NotebookNode:
    html = html_of(output)
    data = {"text/html": LAB_STYLE + _lower(html.removeprefix(LAB_STYLE))} if html else {}
    made: NotebookNode = new_output("display_data", data=data)  # type: ignore[no-untyped-call]
    return made


def _lower(fragments: str) -> str:
    tree = inside(fragments)
    for heading in tree.iter("h2", "h3", "h4", "h5"):
        heading.tag = f"h{int(heading.tag[1]) + 1}"
    return markup_inside(tree)


def _behind_figures(notebook: NotebookNode) -> dict[str, str]:
    """The tables behind the figures of note and annex that neither of them shows."""
    shown = [
        html_of(output)
        for cell in notebook.cells
        if not SETTING_UP & tags_of(cell)
        for output in cell.get("outputs", ())
    ]
    tables = set().union(*map(tables_shown, shown))
    behind = {name: html for text in shown for name, html in folded_tables(text).items()}
    return {name: html for name, html in behind.items() if name not in tables}
