"""The version of Pango on this machine, asked without the PDF engine, whose import takes long.

A module of its own: to see that a report is up to date must not import WeasyPrint.
"""

import ctypes

# As WeasyPrint looks for it: Linux, macOS, Windows.
_NAMES = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")


def pango_version() -> str:
    """`1.50.12`; empty where no Pango is found by its plain name."""
    for name in _NAMES:
        try:
            number = int(ctypes.CDLL(name).pango_version())
        except (OSError, AttributeError):
            continue
        return written(number)
    return ""


def written(number: int) -> str:
    """Pango's own number of its version, 15012, as people write it: `1.50.12`."""
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
