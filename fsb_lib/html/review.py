"""`review.html`: the report for those who check it, from the run that made the committee's page.

note + annex + the code of each cell, folded
  + every other table + unrounded shares (internal) + definitions + parameters + hashes
"""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from fsb_lib import tables
from fsb_lib.base.package_data import load
from fsb_lib.components.fragment import LAB_STYLE, Fragment, element
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.html.page_style import review_style
from fsb_lib.html.render import (
    SETTING_UP,
    PageInfo,
    as_page,
    html_of,
    refuse_foreign_outputs,
    tags_of,
)
from fsb_lib.html.review_parts import definitions, unrounded, values

INJECTED = "injected-parameters"  # holds paths of this machine; the values stand in the manifest


@dataclass(frozen=True)
class Evidence:
    """What the report was made of: parameters in force, and what identifies each input."""

    parameters: Mapping[str, Any]
    inputs: Mapping[str, str]


def review_page(
    notebook: NotebookNode, page: PageInfo, protected: ProtectedReport, evidence: Evidence
) -> str:
    """The page as HTML text.

    Errors: ReportError as for the committee's page.
    """
    refuse_foreign_outputs(notebook)
    words = load("review")
    about = replace(
        page,
        topic=words["topic"].format(topic=page.topic),
        note_type=words["note_type"],
        released_after=None,  # the code is of the page that is sent on
    )
    shown = copy.deepcopy(notebook)
    shown.cells = [*_cells(notebook), *_sections(notebook, protected, evidence)]
    return as_page(shown, about, style=review_style())


def _cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """The cells of the report, each with its code folded under what it shows."""
    for number, cell in enumerate(notebook.cells, start=1):
        if SETTING_UP & tags_of(cell):
            continue
        yield cell
        if cell.cell_type == "code":
            yield showing(_code(number, cell))


def _sections(
    notebook: NotebookNode, protected: ProtectedReport, evidence: Evidence
) -> Iterator[NotebookNode]:
    """What only a reviewer needs, each part under its heading; empty parts are left out."""
    words = load("review")
    parts = {
        "other_tables": _other_tables(notebook, protected),
        "unrounded": unrounded(protected),
        "definitions": definitions(protected),
        "parameters": values({n: _written(v) for n, v in evidence.parameters.items()}),
        "evidence": values(
            {words["evidence"]["names"].get(n, n): v for n, v in evidence.inputs.items()}
        ),
        "preparing": _preparing(notebook),
    }
    for name, html in parts.items():
        if html:
            head = element("h2", words[name]["heading"]) + element("p", words[name]["text"])
            yield showing(head + html)


def _other_tables(notebook: NotebookNode, protected: ProtectedReport) -> str:
    shown = "".join(
        html_of(output) for cell in notebook.cells for output in cell.get("outputs", ())
    )
    other = (t for t in protected.tables if f'data-table="{t.id}"' not in shown)
    return "\n".join(tables.table(table).html for table in other)


def _preparing(notebook: NotebookNode) -> str:
    return "\n".join(
        _code(number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and SETTING_UP & tags_of(cell) and INJECTED not in tags_of(cell)
    )


def _code(number: int, cell: NotebookNode) -> str:
    summary = load("review")["code"].format(number=f"<code>{number}</code>")
    code = f"<pre><code>{escape(cell.source)}</code></pre>"
    return f"<details><summary>{summary}</summary>{code}</details>"


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def showing(html: str) -> NotebookNode:
    """A cell that shows HTML of this library, as the cells of a notebook do."""
    data = {"text/html": LAB_STYLE + Fragment(html).html}
    output = new_output("display_data", data=data)  # type: ignore[no-untyped-call]
    made: NotebookNode = new_code_cell("", outputs=[output])  # type: ignore[no-untyped-call]
    return made
