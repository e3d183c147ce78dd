"""The file of a year's private proof, read back: what a run wrote, or nothing.

    work/proofs/<id>.json   {"threshold": 5, "truth": {"b": 3}, "alternatives": [{"cell": "b",
                             "low_target": 1, "high_target": 5, "low": {...}, "high": {...}}],
                             "stands": [], "turned": [], "before": {"c": 7}}

Earlier versions of the program wrote no `stands`, `turned` and `before`.
"""

from pathlib import Path
from typing import Any

from fsb_lib.outputs.private_files import read_private


def read_proof_file(path: Path) -> dict[str, Any]:
    """The proof; whether it proves anything is the auditor's to say.

    Errors: OSError; ValueError for what no run has written; NewerFormError.
    """
    document = read_private(path, "proof")
    if not _is_proof(document):
        raise ValueError("no proof")
    return {"stands": [], "turned": [], "before": {}, **document}


def _is_proof(document: Any) -> bool:
    if not isinstance(document, dict) or not _is_whole(document.get("threshold")):
        return False
    alternatives = document.get("alternatives")
    return (
        all(_are_counts(document.get(name, {})) for name in ("truth", "before"))
        and "truth" in document
        and isinstance(alternatives, list)
        and all(map(_is_alternative, alternatives))
        and all(_are_names(document.get(name, [])) for name in ("stands", "turned"))
    )


def _is_alternative(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("cell"), str)
        and all(_is_whole(one.get(name)) for name in ("low_target", "high_target"))
        and all(_are_counts(one.get(name)) for name in ("low", "high"))
    )


def _are_counts(values: Any) -> bool:
    return isinstance(values, dict) and all(map(_is_whole, values.values()))


def _are_names(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(name, str) for name in values)


def _is_whole(value: Any) -> bool:
    return type(value) is int
