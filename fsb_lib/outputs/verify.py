"""Whether the files of published reports are still those that were made."""

from pathlib import Path

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.outputs.compare import reports_below
from fsb_lib.outputs.links import refuse_links
from fsb_lib.outputs.manifest import differences, read_manifest


def refuse_changed(output: Path) -> tuple[tuple[str, int], ...]:
    """Every report of an output with its number of files.

    Errors: InputError naming every file that is missing, added or changed.
    """
    refuse_links(output)
    problems: list[Problem] = []
    counts: list[tuple[str, int]] = []
    for name, folder in reports_below(output).items():
        manifest = read_manifest(folder)
        problems += differences(folder, manifest)
        counts.append((name, len(manifest["outputs"])))
    if problems:
        raise InputError(problems)
    return tuple(counts)
