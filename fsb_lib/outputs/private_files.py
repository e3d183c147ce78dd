"""Files that speak from the truth: in folders and with rights of their owner alone."""

from pathlib import Path

from fsb_lib.outputs import atomic_swap


def write_private(path: Path, text: str) -> Path:
    """Write a file that nobody else may read; its folder is made as private."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic_swap.write_file(path, text.encode("utf-8"), atomic_swap.FOR_ITS_OWNER)
    return path
