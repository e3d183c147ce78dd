"""What every report imports and reads, done once before the first of them is forked.

Imports and pure caches only: no file stays open, no thread is started, no database is opened.
"""

from importlib import import_module

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fsb_lib.charts.canvas import draw
from fsb_lib.linter.written import read_wording
from fsb_lib.package_data import load, names_in
from fsb_lib.pipeline.page_style import review_style
from fsb_lib.pipeline.render import PageInfo, as_page
from fsb_lib.pipeline.sender import default_sender

# What the notebooks, their shell and the makers of the files import, some of it when first used.
_MODULES = (
    "fsb_lib.releases", "fsb_lib.measuring", "fsb_lib.tables", "fsb_lib.wording",
    "fsb_lib.pipeline.cell_shell", "fsb_lib.pipeline.index", "duckdb",
    "ibis.backends.duckdb", "ibis.expr.types.groupby", "ibis.formats.pandas",
    "ibis.formats.pyarrow", "pandas", "pandas.api.types", "numpy.random", "pyarrow.parquet",
    "pyarrow.dataset", "IPython.core.completer", "IPython.core.completerlib",
    "IPython.core.logger", "IPython.core.oinspect", "sqlite3", "jinja2.ext",
    "mistune.plugins.def_list", "mistune.plugins.task_lists", "mistune.plugins.url",
    "fontTools.ttLib.tables.O_S_2f_2", "openpyxl.packaging.extended", "email.policy",
    "encodings.cp437",
)  # fmt: skip


def warm_up() -> None:
    """Import everything, read the data files, and compile what is compiled at its first use."""
    for name in _MODULES:
        import_module(name)
    for folder in ("", "wording", "tables", "measures"):
        for name in names_in(folder):
            load(name.removeprefix("/"))
    read_wording()
    draw(10, 10, lambda canvas: canvas.text(1, 5, "1", 5))
    _make_a_page()


def _make_a_page() -> None:
    """A page of one heading, for the templates, the parsers and the form of notebooks."""
    cells = [new_markdown_cell("# Et notat"), new_code_cell("1")]  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    about = PageInfo("Et notat", "2009", default_sender(), "committee", synthetic=True, draft=True)
    as_page(notebook, about, style=review_style())
