"""Files that speak from the truth: in folders and with rights of their owner alone."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> Path:
    """Write a file that nobody else may read; its folder is made as private."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    return path
