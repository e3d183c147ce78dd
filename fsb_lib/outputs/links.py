"""No symbolic link below the outputs: what is written through one lies elsewhere, and so does
what is read. The outputs folder itself may be one; it is what the user named."""

import os
from collections.abc import Iterator
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem

STAGING = ".staging"  # in the making: private, published from by a move


def refuse_links(root: Path) -> None:
    """Errors: InputError naming every link below an outputs folder, or in a report's."""
    problems = [
        Problem(
            "is a symbolic link",
            str(path),
            "files and folders of their own",
            remedy="Remove the link, and make or restore what belongs there.",
        )
        for path in _links(root)
    ]
    if problems:
        raise InputError(problems)


def _links(folder: Path) -> Iterator[Path]:
    """Every link, none of them followed; what is in the making is left out."""
    for here, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            if (path := Path(here, name)).is_symlink():
                yield path
        folders[:] = [name for name in folders if name != STAGING]
