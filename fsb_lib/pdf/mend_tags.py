"""Mends the tag tree that WeasyPrint writes, so that the PDF says what the HTML says.

WeasyPrint writes                                 here it becomes
a table for each page that a table reaches        one table, its repeated head decoration
heading cells without scope                       Scope, and the headings of each cell by id
a Figure for every drawing                        decoration, when it has no alternative
figures' places in its own coordinates            in those of the page
".." in a hidden cell                             with the words that are spoken for it
a Span in a Span for every line                   the text itself
tagged text of the margins, outside of the tree   Pagination artifacts
"""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.pdf.page_content import fit_pages
from fsb_lib.pdf.print_html import PrintPage
from fsb_lib.pdf.table_headings import Headings
from fsb_lib.pdf.tag_tree import children, elements, kids, remove, simplify

# WeasyPrint counts in pixels of CSS from the top, PDF in points from the bottom.
_POINTS_PER_PIXEL = 0.75


def mend_tags(pdf: Pdf, page: PrintPage) -> None:
    """Mend the tags of a PDF in place.

    Errors: ReportError when its figures, tables or cells are not those of the page.
    """
    root = pdf.Root.StructTreeRoot
    _join_tables(root)
    _leave_out_decoration(root)
    _refuse_another(root, page)
    for figure in elements(root, "/Figure"):
        _place(figure)
    headings = Headings()
    for number, table in enumerate(elements(root, "/Table"), start=1):
        headings.relate(table, f"t{number}")
    root.IDTree = headings.tree(pdf)
    _say(root, page.spoken)
    for link in elements(root, "/Link"):
        _describe(link)
    simplify(root)
    fit_pages(pdf)


def _join_tables(root: Object) -> None:
    """Every table has a caption; one without is the rest of the table before it."""
    whole = None
    for table in elements(root, "/Table"):
        if any(child.S == "/Caption" for child in children(table)):
            whole = table
        elif whole is not None:
            for part in [part for part in children(table) if part.S != "/THead"]:
                part.P = whole
                whole.K.append(part)
            remove(table)


def _leave_out_decoration(root: Object) -> None:
    for figure in elements(root, "/Figure"):
        if "/Alt" not in figure:
            remove(figure)


def _refuse_another(root: Object, page: PrintPage) -> None:
    """The tags are mended by the order of the page, so they must be those of the page."""
    figures = tuple(str(figure.Alt) for figure in elements(root, "/Figure"))
    found = (figures == page.alternatives, len(elements(root, "/Table")), len(_cells(root)))
    if found != (True, page.n_tables, len(page.spoken)):
        raise ReportError(
            Problem("the tags of the PDF are not those of the page", "report.pdf",
                    f"{len(page.alternatives)} figures with their alternatives, "
                    f"{page.n_tables} tables, {len(page.spoken)} cells",
                    f"{len(figures)} figures, {found[1]} tables, {found[2]} cells",
                    "Give every table a caption and every figure a description; "
                    "keep a row of a table together in print.")
        )  # fmt: skip


def _cells(root: Object) -> list[Object]:
    return [cell for table in elements(root, "/Table") for cell in elements(table, "/TD")]


def _place(figure: Object) -> None:
    left, top, right, bottom = (float(each) * _POINTS_PER_PIXEL for each in figure.A.BBox)
    height = float(Page(figure.Pg).mediabox[3])
    box = [left, height - bottom, right, height - top]
    figure.A.BBox = Array([round(each, 3) for each in box])
    figure.A.Placement = Name.Block


def _say(root: Object, spoken: Sequence[str | None]) -> None:
    for cell, words in zip(_cells(root), spoken, strict=True):
        if words is not None:
            next(children(cell)).ActualText = String(words)


def _describe(link: Object) -> None:
    """What a link says, as the description that PDF/UA asks for."""
    for kid in kids(link):
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR":
            target = kid.Obj.get("/A", Dictionary()).get("/URI", "")
            kid.Obj.Contents = kid.Obj.get("/Contents", String(str(target) or "Link"))
