"""Files that speak from the truth: in folders and with rights of their owner alone."""

import json
from pathlib import Path
from typing import Any

from fsb_lib.base.file_forms import refuse_newer
from fsb_lib.outputs import atomic_swap


def write_private(path: Path, text: str) -> Path:
    """Write a file that nobody else may read; its folder is made as private."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic_swap.write_file(path, text.encode("utf-8"), atomic_swap.FOR_ITS_OWNER)
    return path


def read_private(path: Path, kind: str) -> Any:
    """The JSON document of a file that lies in a folder of work/; `kind` is that of its form.

    Errors: OSError; ValueError for what is no JSON; NewerFormError.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    refuse_newer(document, kind, "/".join(path.parts[-3:]))
    return document
