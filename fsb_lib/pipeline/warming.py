"""What every report imports and reads, done once before the first of them is forked.

Imports and pure caches only: no file stays open, no thread is started, no database is opened.
"""

from importlib import import_module

from fsb_lib.package_data import load, names_in

# What the notebooks, their shell and the makers of the files import, some of it when first used.
_MODULES = (
    "fsb_lib.charts", "fsb_lib.releases", "fsb_lib.tables", "fsb_lib.wording",
    "fsb_lib.pipeline.cell_shell", "fsb_lib.pipeline.index", "fsb_lib.pipeline.worker", "duckdb",
    "ibis.backends.duckdb", "ibis.expr.types.groupby", "ibis.formats.pandas",
    "ibis.formats.pyarrow", "pandas", "pandas.api.types", "numpy.random", "pyarrow.parquet",
    "pyarrow.dataset", "IPython.core.completer", "IPython.core.completerlib",
    "IPython.core.logger", "IPython.core.oinspect", "sqlite3", "jinja2.ext",
    "mistune.plugins.def_list", "mistune.plugins.task_lists", "mistune.plugins.url",
    "fontTools.ttLib.tables.O_S_2f_2", "openpyxl.packaging.extended", "email.policy",
    "encodings.cp437",
)  # fmt: skip


def warm_up() -> None:
    """Import everything and read the data files."""
    for name in _MODULES:
        import_module(name)
    for folder in ("", "wording", "tables", "measures"):
        for name in names_in(folder):
            load(name.removeprefix("/"))
