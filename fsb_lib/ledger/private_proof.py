"""The private proof of a year's protection: truth and witnesses, kept until the year is released.

work/proofs/<id>.json    read by its owner alone; the id stands in the manifests of the reports
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.project import PROOFS
from fsb_lib.disclosure.published_facts import to_document
from fsb_lib.disclosure.suppression import Witness
from fsb_lib.followups.protect_year import ProtectedYear
from fsb_lib.outputs.private_files import write_private
from fsb_lib.outputs.proof_files import read_proof_file

ID_LENGTH = 16


def proof_document(protected: ProtectedYear) -> dict[str, Any]:
    """Truth and alternatives of the hidden counts, by the names of docs/cells.md."""
    proof = protected.proof
    printed = (one for one in proof.witnesses if one.need.name in proof.hidden)
    return {
        "threshold": max(protected.smallest_shown for protected in protected.reports.values()),
        "truth": dict(sorted(proof.truth.items())),
        "alternatives": [_alternative(one) for one in printed],
        "stands": sorted(protected.stands),
        "turned": sorted(protected.turned),
        "before": dict(sorted(protected.before.items())),
    }


def proof_id(protected: ProtectedYear) -> str:
    """An id that follows from what is published alone.

    A hash of the proof itself, once published, would let anybody try values until it fits.
    """
    return id_of(to_document(protected.published))


def id_of(told: Mapping[str, Any]) -> str:
    """The id of the proof of a year that told this."""
    published = json.dumps(told, sort_keys=True)
    return hashlib.sha256(published.encode("utf-8")).hexdigest()[:ID_LENGTH]


def write_proof(work: Path, protected: ProtectedYear) -> str:
    """Keep the proof of a year for its owner alone; its id."""
    name = proof_id(protected)
    write_private(_path(work, name), json.dumps(proof_document(protected), sort_keys=True))
    return name


def read_proof(work: Path, name: str) -> dict[str, Any]:
    """The proof with that id; whether it proves anything is the auditor's to say.

    Errors: InputError when it is not there or is none; NewerFormError.
    """
    try:
        return read_proof_file(_path(work, name))
    except (OSError, ValueError) as error:
        raise InputError(
            Problem("the proof of the year's protection is not at hand", f"work/proofs/{name}.json",
                    "the file that the run kept", type(error).__name__,
                    "Make the year's reports again: fsb run --year YEAR")
        ) from None  # fmt: skip


def _path(work: Path, name: str) -> Path:
    return work / PROOFS / f"{name}.json"


def _alternative(witness: Witness) -> dict[str, Any]:
    return {
        "cell": witness.need.name,
        "low_target": witness.need.low,
        "high_target": witness.need.high,
        "low": dict(witness.low),
        "high": dict(witness.high),
    }
