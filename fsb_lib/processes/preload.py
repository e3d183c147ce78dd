"""What work of a kind imports and reads, done once before the first of it is forked.

Imports and pure caches only: no file stays open, no thread is started, no database is opened.
"""

from importlib import import_module

# Some of it is imported only when it is first used.
_MEASURING = (
    "fsb_lib.followups.measure_report", "fsb_lib.run.measure_apart", "duckdb",
    "ibis.backends.duckdb", "ibis.backends.duckdb.converter", "ibis.expr.types.groupby",
    "ibis.formats.numpy", "ibis.formats.pandas", "ibis.formats.pyarrow", "pandas",
    "numpy.random",
)  # fmt: skip
_MAKING = (
    "fsb_lib.releases", "fsb_lib.tables", "fsb_lib.wording", "fsb_lib.charts",
    "fsb_lib.run.make_one_report", "fsb_lib.run.publish_reports", "fsb_lib.portal.index",
    "fsb_lib.notebook.cell_shell",
    "numpy.random", "IPython.core.completer", "IPython.core.completerlib",
    "IPython.core.logger", "IPython.core.oinspect", "sqlite3", "jinja2.ext",
    "mistune.plugins.def_list", "mistune.plugins.task_lists", "mistune.plugins.url",
    "fontTools.ttLib.tables.O_S_2f_2", "openpyxl.packaging.extended", "email.policy",
    "encodings.cp437",
)  # fmt: skip


def for_measuring() -> None:
    """Import what measures, and read what is measured."""
    for name in _MEASURING:
        import_module(name)
    _read_data("", "measures")


def for_making() -> None:
    """Import what makes reports, read the data files, and compile what is compiled at first use."""
    from fsb_lib.charts.canvas import draw  # noqa: PLC0415 (what measures draws nothing)
    from fsb_lib.linter.written_numbers import read_wording  # noqa: PLC0415 (the same)
    from fsb_lib.pdf.print_html import print_page  # noqa: PLC0415 (the same)
    from fsb_lib.pdf.weasyprint_engine import missing  # noqa: PLC0415 (the same)

    for name in _MAKING:
        import_module(name)
    _read_data("", "wording", "tables", "measures")
    read_wording()
    draw(10, 10, lambda canvas: canvas.text(1, 5, "1", 5))
    if not missing():
        print_page("")  # compiles the language of selectors, a tenth of a second
    _make_a_page()


def _read_data(*folders: str) -> None:
    from fsb_lib.base.package_data import load, names_in  # noqa: PLC0415 (with what it reads for)

    for folder in folders:
        for name in names_in(folder):
            load(name.removeprefix("/"))


def _make_a_page() -> None:
    """A page of one heading, for the templates, the parsers and the form of notebooks."""
    import nbformat  # noqa: PLC0415 (what measures makes no page)
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook  # noqa: PLC0415

    from fsb_lib.html.page_style import review_style  # noqa: PLC0415
    from fsb_lib.html.render import PageInfo, as_page  # noqa: PLC0415
    from fsb_lib.sender.sender import default_sender  # noqa: PLC0415

    cells = [new_markdown_cell("# Et notat"), new_code_cell("1")]  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    about = PageInfo("Et notat", "2009", default_sender(), "committee", synthetic=True, draft=True)
    as_page(notebook, about, style=review_style())
