"""`fsb audit --outputs` says of a released year what its release said, and no more of others.

600 persons, of whom 1 % are activated: 3 to 8. The reader knows that it is not 1; whether it is a
small count that is told too closely, or a large one, only the truth can say.
"""

import hashlib
import json
from pathlib import Path

import pytest

from fsb_lib.base.project import PROOFS
from fsb_lib.ledger.ledger import LEDGER, Ledger
from fsb_lib.publishing.audit_outputs import YearFromOutside, audited, lines
from tests.auditor.publishing import HIDDEN, report, table

GROUP = "psykisk_syge_og_oevrigt_udsatte"
CELL = f"focus@2009-11-15/{GROUP}/activated"
PROOF = "0123456789abcdef"


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """A folder with one report."""
    rows = table({GROUP: (600, HIDDEN, 0.01)}, "persons", "activated", "rate")
    files = dict(report({"activation_by_target_group": rows}).files)
    said = {"year": 2009, "report": "activation_measurement", "outputs": {}, "proof": PROOF}
    files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | said).encode()
    for name, content in files.items():
        path = tmp_path / "outputs" / "2009" / "activation_measurement" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "outputs"


def release(outputs: Path, *actions: str) -> None:
    """A ledger that names the report as it lies."""
    manifest = outputs / "2009" / "activation_measurement" / "manifest.json"
    reports = {"activation_measurement": hashlib.sha256(manifest.read_bytes()).hexdigest()}
    ledger = Ledger()
    for action in actions:
        ledger = ledger.added({"action": action, "year": 2009, "reports": reports})
    (outputs / LEDGER).write_text(ledger.text())


def know(work: Path, truth: int) -> None:
    (work / PROOFS).mkdir(parents=True)
    (work / PROOFS / f"{PROOF}.json").write_text(
        json.dumps({"threshold": 5, "truth": {CELL: truth}, "alternatives": []})
    )


def of_2009(outputs: Path) -> YearFromOutside:
    ((_, found),) = audited(outputs, outputs.parent / "work")
    return found


def kinds(found: YearFromOutside) -> list[str]:
    return [one.kind for one in found.findings if one.cell == CELL]


def test_few_values_of_a_draft_are_a_finding(outputs: Path) -> None:
    assert kinds(of_2009(outputs)) == ["narrow"]


@pytest.mark.parametrize(
    ("truth", "expected"), [(3, ["narrow"]), (4, ["narrow"]), (5, []), (8, [])]
)
def test_the_proof_tells_a_large_count_from_a_small_one(
    outputs: Path, truth: int, expected: list[str]
) -> None:
    know(outputs.parent / "work", truth)
    assert kinds(of_2009(outputs)) == expected


def test_what_was_released_was_judged_with_the_truth(outputs: Path) -> None:
    release(outputs, "release")
    found = of_2009(outputs)
    assert [one.cell for one in found.judged_at_release] == [CELL]
    assert "few values are left to 1 hidden counts" in "\n".join(lines(2009, found))
    assert kinds(found) == []


def test_other_bytes_than_the_ledger_holds_are_no_release(outputs: Path) -> None:
    release(outputs, "release")
    manifest = outputs / "2009" / "activation_measurement" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    assert kinds(of_2009(outputs)) == ["narrow"]


def test_a_withdrawn_year_is_no_release(outputs: Path) -> None:
    release(outputs, "release", "withdrawal")
    assert kinds(of_2009(outputs)) == ["narrow"]


def test_an_exposed_count_is_a_finding_of_every_year(outputs: Path) -> None:
    """0.7 % of 600 are 4 and no others."""
    results = outputs / "2009" / "activation_measurement" / "results.json"
    results.write_text(results.read_text().replace("0.01", "0.007"))
    release(outputs, "release")
    assert kinds(of_2009(outputs)) == ["exposed"]
