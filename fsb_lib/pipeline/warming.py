"""What every report imports and reads, done once before the first of them is forked.

Imports and pure caches only: no file stays open, no thread is started, no database is opened.
"""

from fsb_lib import charts, releases, tables, wording
from fsb_lib.pipeline import cell_shell, worker

# What the notebooks, their shell and the making of the files import.
NEEDED = (charts, releases, tables, wording, cell_shell, worker)


def warm_up() -> None:
    """Fill the caches."""
