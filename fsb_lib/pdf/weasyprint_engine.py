"""WeasyPrint, where it and the libraries that it draws text with are on this machine.

Its Python package is installed with the program. Pango comes from the operating system and may
be missing: then every report is made without a PDF, and `fsb doctor` says how to get one.
"""

import io
import logging
import warnings
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any

from fsb_lib.pdf.pango import written

_DEBIAN = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
REMEDY = (
    f"For report.pdf: install Pango (Debian, Ubuntu: {_DEBIAN}; macOS: brew install pango; "
    "Windows: the package mingw-w64-ucrt-x86_64-pango of MSYS2; conda: nothing, it is there), "
    "then make the reports again."
)

weasyprint: Any
_missing = ""
# A failing import explains itself on standard output, which belongs to the run.
with redirect_stdout(io.StringIO()), warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    try:
        weasyprint = import_module("weasyprint")
        _drawing = import_module("weasyprint.text.ffi")
    except ImportError as error:
        _missing = f"the Python package {error.name} is not installed"
    except OSError:
        _missing = "the library Pango is not installed"

# It warns of every rule of the stylesheet that is for the screen only.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


def missing() -> str:
    """What stands in the way of a PDF on this machine; empty when nothing does."""
    return _missing


def pango_version() -> str:
    """`1.50.12`; letters are placed by it, so another version may break lines elsewhere."""
    return written(_drawing.pango.pango_version())


def cuts_typefaces_by_harfbuzz() -> bool:
    """Whether WeasyPrint finds HarfBuzz's subsetter (4.1 or later); else fontTools cuts."""
    if _missing or _drawing.harfbuzz_subset is None:
        return False
    return bool(_drawing.harfbuzz.hb_version_atleast(4, 1, 0))


def state() -> dict[str, str | bool]:
    """For a manifest: whether a PDF was made and with which Pango, or why there is none."""
    if _missing:
        return {"made": False, "why": _missing}
    return {"made": True, "pango": pango_version()}
