"""An executed notebook becomes the committee page: one offline HTML file, same bytes each time.

    check the outputs -> leave out set-up cells -> nbconvert with our template -> finishing

Only fragments of this library and markdown are printed. Anything else in a notebook's output,
a warning as well as a forgotten value, refuses the page, since nobody has looked at it.
"""

import copy
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, cast

import nbformat
from nbconvert.exporters import HTMLExporter, TemplateExporter

from fsb_lib import wording
from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.project import PACKAGE
from fsb_lib.components.banners import Banner, banners
from fsb_lib.components.fragment import LAB_STYLE, words
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport
from fsb_lib.html.control_code import BLANK, with_code
from fsb_lib.html.finishing import finish
from fsb_lib.html.page_style import report_style, variables
from fsb_lib.sender.font import css_string
from fsb_lib.sender.sender import Sender, default_sender

TEMPLATE = "report"
SETTING_UP = {"setup", "parameters", "injected-parameters"}
ANNEX_TAG = "annex"  # what the note leaves to the annex of its year
PRINTED = {"text/html", "text/markdown"}
DATA_FOR_PROGRAMS = "application/"
NO_FILES: Mapping[str, bytes] = MappingProxyType({})
LEVEL_1_HEADING = re.compile(r"^#\s+\S", re.MULTILINE)


@dataclass(frozen=True)
class PageInfo:
    """What the page says around the notebook: title parts, sender, and what it may be used for.

    `topic` is also the h1, unless the notebook has a level-1 heading of its own. A released page
    names in `released_after` the head that the ledger had, and ends with its control code.
    """

    topic: str
    period: str
    sender: Sender
    audience: Literal["committee", "internal"]
    synthetic: bool
    draft: bool
    note_type: str = "Orienteringsnotat"
    released_after: str | None = None

    @property
    def banners(self) -> tuple[Banner, ...]:
        return banners(
            internal=self.audience == INTERNAL, draft=self.draft, synthetic=self.synthetic
        )


def page_info(protected: ProtectedReport, sender: Sender | None = None) -> PageInfo:
    """What a report says around its notebook; without a sender it is from the neutral one."""
    heading = wording.heading(protected)
    audience = cast(Literal["committee", "internal"], protected.audience)
    return PageInfo(
        topic=heading.topic,
        period=heading.period,
        sender=sender or default_sender(),
        audience=audience,
        synthetic=protected.synthetic,
        draft=protected.is_draft,
        note_type=heading.note_type,
        released_after=protected.certificate.ledger if protected.certificate else None,
    )


def render(
    notebook: nbformat.NotebookNode, page: PageInfo, csv: Mapping[str, bytes] = NO_FILES
) -> str:
    """The page as HTML text; `csv` holds tables/<id>.csv for the tables that figures may offer.

    Raises:
        ReportError: the notebook failed, wrote to a stream, shows something this library did
            not make, or its headings are not in order. All problems at once.
    """
    refuse_foreign_outputs(notebook)
    made = as_page(_shown_cells(notebook), page, csv=csv, style=report_style())
    return made if page.released_after is None else with_code(made, page.released_after)


def refuse_foreign_outputs(notebook: nbformat.NotebookNode) -> None:
    """Errors: ReportError for what a notebook shows that this library did not make."""
    problems = list(_foreign_outputs(notebook))
    if problems:
        raise ReportError(problems)


def as_page(
    shown: nbformat.NotebookNode,
    page: PageInfo,
    *,
    style: str,
    csv: Mapping[str, bytes] = NO_FILES,
) -> str:
    """All cells of a notebook as a page with that stylesheet."""
    texts = {**_page_texts(page, shown), "stylesheet": style}
    html, _ = _exporter().from_notebook_node(shown, {"page": texts})
    return finish(html.replace(LAB_STYLE, ""), csv)


class _PageExporter(HTMLExporter):
    """nbconvert's, without its last step: it reads the page back and writes it anew to mark its own
    cells and pictures, of which a page of ours has none."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """The page as the template has it."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


@cache
def _exporter() -> _PageExporter:
    """Made once: it compiles the templates with its first page, and keeps nothing of a page."""
    return _PageExporter(  # type: ignore[no-untyped-call]
        template_name=TEMPLATE,
        extra_template_basedirs=[str(PACKAGE / "templates")],
        exclude_anchor_links=True,
        language_code="da",
        optimistic_validation=True,  # once, not after each preprocessor
        log=logging.getLogger(__name__),
    )


def _foreign_outputs(notebook: nbformat.NotebookNode) -> Any:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            what = _fault(output)
            if what:
                yield Problem(
                    what=what,
                    where=f"notebook cell {number}",
                    expected="a table, figure or text made by fsb_lib, or markdown",
                    found=f"output of type {output.output_type}",
                    remedy="End the cell with such a value, or with none; print nothing.",
                )


def _fault(output: nbformat.NotebookNode) -> str:
    """What is wrong with an output; empty when it may be printed or is data for programs."""
    if output.output_type == "error":
        return "the cell failed"
    if output.output_type == "stream":
        return "the cell wrote to its output stream (a print or a warning)"
    kinds = set(output.data)
    if any(kind.startswith(DATA_FOR_PROGRAMS) for kind in kinds):
        return ""
    if not kinds & PRINTED:
        return "the cell shows a value that a page cannot print"
    html = output.data.get("text/html")
    if html is not None and not "".join(html).startswith(LAB_STYLE):
        return "the cell shows HTML that was not made by fsb_lib"
    return ""


def tags_of(cell: nbformat.NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def html_of(output: nbformat.NotebookNode) -> str:
    """The HTML of an output of a cell; empty where it has none."""
    return "".join(output.get("data", {}).get("text/html", ""))


def _shown_cells(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy with the cells that belong on the note, without data for programs."""
    shown = copy.deepcopy(notebook)
    shown.cells = [cell for cell in shown.cells if not {*SETTING_UP, ANNEX_TAG} & tags_of(cell)]
    return shown


def _page_texts(page: PageInfo, notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Every text and style of the template."""
    fixed = words("page")
    about = {"topic": page.topic, "period": page.period, "sender": page.sender.name}
    running = fixed["running"].format(**about)
    return {
        **about,
        "title": fixed["title"].format(**about),
        "running": running,
        "running_css": css_string(running),
        "counter_css": (
            f"{css_string(fixed['page_number'] + ' ')} counter(page) "
            f"{css_string(' ' + fixed['of'] + ' ')} counter(pages)"
        ),
        "skip": fixed["skip"],
        "control": "" if page.released_after is None else fixed["control"],
        "blank_code": BLANK,
        "note_type": page.note_type,
        "administrations": page.sender.administrations,
        "logo": page.sender.logo,
        "banners": page.banners,
        "has_title": _has_title(notebook),
        "font_faces": page.sender.font_faces,
        "variables": variables(page.sender),
    }


def _has_title(notebook: nbformat.NotebookNode) -> bool:
    sources = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return any(LEVEL_1_HEADING.search(source) for source in sources)
