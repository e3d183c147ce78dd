"""Files of an older and of a newer program: opened, or refused with what to do; never a traceback.

Every file that the program writes and reads again is walked over: `WALKED` says which place it has,
what stands in an older form of it, and what a newer one would hold. `NOT_WALKED` says why a file
needs no form. A file of neither list fails the last tests.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from fsb_lib import cli
from fsb_lib.base.errors import FsbError, InputError, NewerFormError, Problem
from fsb_lib.base.file_forms import NEWEST
from fsb_lib.base.project import Project, find_project
from fsb_lib.disclosure.protected import REPORT_MIME
from fsb_lib.domain.contract import CONTRACT_VERSION
from fsb_lib.jobs.plan import Plan, Wish, planned
from fsb_lib.ledger.already_public import lying_in_outputs
from fsb_lib.ledger.intent import intent_file
from fsb_lib.ledger.ledger import LEDGER, Entry, Ledger
from fsb_lib.ledger.ledger_files import lying_ledger
from fsb_lib.ledger.older_form import ledger_of_today
from fsb_lib.ledger.opened import looked_at, opened
from fsb_lib.ledger.private_proof import read_proof
from fsb_lib.ledger.recovery import is_in_place
from fsb_lib.ledger.released_files import store_of
from fsb_lib.outputs import manifest
from fsb_lib.outputs.committee_report import committee_report
from fsb_lib.outputs.compare import compare
from fsb_lib.outputs.up_to_date import Wanted, look_up, record_run
from fsb_lib.registers.snapshot.description import read_description
from fsb_lib.run.protect_years import known
from fsb_lib.scanner.known_numbers import KnownNumbers, WrongKeyError
from tests.release.standing import DRAFTED, RELEASED, standing

PROOF = "0123456789abcdef"
DRAFT = f"{DRAFTED}/plan_coverage"
WHOLE_PROOF = {"threshold": 5, "truth": {"b": 3}, "alternatives": []}
# What no version of the program has written.
DAMAGED = {
    "nothing": b"", "no JSON": b"{", "a list": b"[]", "a number": b"5", "null": b"null",
    "no UTF-8": b"\xff\xfe\xfa", "deep": b"[" * 100_000, "an empty object": b"{}",
    "others in it": b'{"truth": 5, "project": [], "action": {}, "protected_after": 5}',
}  # fmt: skip
COMMANDS = (
    ("ledger",), ("verify", "outputs"), ("compare", "outputs", "outputs"),
    ("audit", "--outputs", "outputs"),
    ("release", str(DRAFTED)), ("release", str(RELEASED), "--withdraw"), ("ledger", "--restore"),
)  # fmt: skip


def draft(project: Project) -> Path:
    return project.outputs / DRAFT


def hashed_anew(project: Project) -> None:
    """The draft's manifest lists its files as they are."""
    document = manifest.read_manifest(draft(project))
    listed = manifest.hashes(draft(project))
    manifest.write_manifest(draft(project), {**document, "outputs": listed})


def of_place(path: Path, change: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    path.write_text(json.dumps(change(json.loads(path.read_text(encoding="utf-8")))))


def newer(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return {**document, "form": NEWEST[kind] + 1}


def newer_ledger(project: Project) -> None:
    """A line more, by a newer program: in the ledger and in its copy."""
    ledger = lying_ledger(project.outputs)
    content = {**ledger.entries[-1].content, "year": 2011, "form": NEWEST["ledger"] + 1}
    longer = Ledger((*ledger.entries, Entry(len(ledger.entries) + 1, ledger.head, content)))
    for place in (project.outputs / LEDGER, project.work / "ledger" / f"{ledger.project}.jsonl"):
        place.write_text(longer.text(), encoding="utf-8")


def newer_ledger_without_its_copy(project: Project) -> None:
    """As after a pull: the outputs are a newer program's, the private area is not yet."""
    copy = project.work / "ledger" / f"{lying_ledger(project.outputs).project}.jsonl"
    before = copy.read_text(encoding="utf-8")
    newer_ledger(project)
    copy.write_text(before, encoding="utf-8")


def newer_manifest(project: Project) -> None:
    of_place(draft(project) / "manifest.json", lambda one: newer(one, "manifest"))


def in_values(project: Project, change: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    def changed(document: dict[str, Any]) -> dict[str, Any]:
        for output in document["cells"][0]["outputs"]:
            output["data"][REPORT_MIME] = change(output["data"][REPORT_MIME])
        return document

    of_place(draft(project) / "notebook.ipynb", changed)
    hashed_anew(project)


def newer_values(project: Project) -> None:
    in_values(project, lambda one: newer(one, "released values"))


def newer_figures(project: Project) -> None:
    (draft(project) / "results.json").write_text('{"tables": [], "form": 2}')
    hashed_anew(project)


def newer_proof(project: Project) -> None:
    write_proof(project, newer(dict(WHOLE_PROOF), "proof"))


def write_proof(project: Project, document: Mapping[str, Any]) -> None:
    project.proofs.mkdir(parents=True, exist_ok=True)
    (project.proofs / f"{PROOF}.json").write_text(json.dumps(document))


def newer_intent(project: Project) -> None:
    told = {"action": "draft", "folder": DRAFT, "manifest": "0", "parts": [], "form": 2}
    intent_file(project.outputs, project.work).write_text(json.dumps(told))


def intent_of_a_newer_line(project: Project) -> None:
    """The form of the intent is known, that of the line which it would add is not."""
    ledger = lying_ledger(project.outputs)
    content = {**ledger.entries[0].content, "action": "withdrawal", "form": NEWEST["ledger"] + 1}
    line = Entry(len(ledger.entries) + 1, ledger.head, content).line
    told = {"action": "ledger", "folder": "", "manifest": "", "line": line}
    intent_file(project.outputs, project.work).write_text(json.dumps(told))


def newer_memory(project: Project) -> None:
    place = intent_file(project.outputs, project.work).with_suffix(".json")
    of_place(place, lambda one: newer(one, "outputs that are known"))


def newer_record(project: Project) -> None:
    project.run_record.parent.mkdir(parents=True, exist_ok=True)
    project.run_record.write_text(json.dumps({"pages": "", "protected_after": {}, "form": 2}))


def plan_of(project: Project) -> Plan:
    return planned(Wish(years=(DRAFTED,), reports=("plan_coverage",)), project)


def read_everything(project: Project) -> None:
    """What commands read, at their doors and behind them."""
    looked_at(project)
    with opened(project) as at:
        lying = lying_in_outputs(at.outputs.root, ())
        known(at.ledger, lying, project.work)
        look_up(plan_of(project), project, Wanted("committee", "", ""), at.ledger.head)
    for folder in sorted(project.outputs.glob("[0-9]*/*/")):
        committee_report(folder, "failed", "run it again")


def read_figures(project: Project) -> None:
    compare(draft(project), draft(project))


def read_the_proof(project: Project) -> None:
    read_proof(project.work, PROOF)


NEWER: Mapping[str, tuple[Callable[[Project], None], Callable[[Project], None]]] = {
    "ledger": (newer_ledger, read_everything),
    "ledger alone": (newer_ledger_without_its_copy, read_everything),
    "manifest": (newer_manifest, read_everything),
    "released values": (newer_values, read_everything),
    "results": (newer_figures, read_figures),
    "proof": (newer_proof, read_the_proof),
    "intent": (newer_intent, read_everything),
    "intent of a line": (intent_of_a_newer_line, read_everything),
    "outputs that are known": (newer_memory, read_everything),
    "run record": (newer_record, read_everything),
}


# What every command that trusts the outputs reads first.
AT_THE_DOOR = {"ledger", "ledger alone", "manifest", "intent", "intent of a line",
               "outputs that are known"}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return standing(tmp_path / "project")


def files_of(project: Project) -> dict[str, bytes]:
    places = (project.outputs, project.work, project.params)
    paths = (path for place in places for path in place.rglob("*") if path.is_file())
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths}


def test_every_form_has_a_newer_file_here() -> None:
    assert NEWEST.keys() <= NEWER.keys()


@pytest.mark.parametrize("kind", NEWER)
def test_a_newer_form_is_refused_with_what_to_do(project: Project, kind: str) -> None:
    write, read = NEWER[kind]
    write(project)
    before = files_of(project)
    with pytest.raises(NewerFormError) as refused:
        read(project)
    (problem,) = refused.value.problems
    assert "newer version of the program" in problem.what
    assert "Update the program" in problem.remedy
    assert (
        str(project.root.parent) not in problem.where
        or kind in {"results", "ledger"}
        or (kind == "ledger alone")
    )
    assert files_of(project) == before


@pytest.mark.parametrize("kind", NEWER)
def test_no_command_takes_a_newer_form_for_damage(
    project: Project, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above all not `fsb ledger --restore`, which would write over it."""
    NEWER[kind][0](project)
    before = files_of(project)
    monkeypatch.chdir(project.root)
    for command in COMMANDS:
        said = said_of(capsys, *command)
        assert "program itself failed" not in said, (command, said)
        if kind in AT_THE_DOOR and command[0] != "compare":
            assert "Update the program" in said, (command, said)
        assert {name: files_of(project).get(name) for name in before} == before, command


def said_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    return "".join(capsys.readouterr())


def all_places(project: Project) -> Mapping[str, Path]:
    """Every file of JSON that the program reads again, written here if it is not there yet."""
    write_proof(project, WHOLE_PROOF)
    record_run(plan_of(project), project, Wanted("committee", "", ""), "0")
    ledger = lying_ledger(project.outputs)
    memory = intent_file(project.outputs, project.work).with_suffix(".json")
    return {
        "ledger": project.outputs / LEDGER,
        "its copy": project.work / "ledger" / f"{ledger.project}.jsonl",
        "manifest": draft(project) / "manifest.json",
        "released manifest": project.outputs / str(RELEASED) / "plan_coverage" / "manifest.json",
        "kept manifest": next(iter(kept_manifests(project))),
        "notebook": draft(project) / "notebook.ipynb",
        "results": draft(project) / "results.json",
        "proof": project.proofs / f"{PROOF}.json",
        "run record": project.run_record,
        "memory": memory,
        "intent": memory.with_suffix(".intent"),
        "year file": project.params / f"{DRAFTED}.yaml",
    }


def refused_by(read: Callable[[Project], None], project: Project) -> Sequence[Problem]:
    try:
        read(project)
    except FsbError as refused:
        return refused.problems
    return ()


def kept_manifests(project: Project) -> Iterator[Path]:
    ledger = lying_ledger(project.outputs)
    for digest in ledger.entries[0].reports.values():
        yield store_of(ledger, project.work) / digest


@pytest.mark.parametrize("place", [
    "ledger", "its copy", "manifest", "released manifest", "kept manifest", "notebook", "results",
    "proof", "run record", "memory", "intent", "year file",
])  # fmt: skip
def test_what_nobody_wrote_is_opened_or_refused(
    project: Project, place: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = all_places(project)[place]
    whole = path.read_bytes() if path.is_file() else None
    monkeypatch.chdir(project.root)
    for what, content in DAMAGED.items():
        path.chmod(0o600) if path.is_file() else None
        path.write_bytes(content)
        for read in (read_everything, read_figures, read_the_proof):
            assert all(one.remedy or one.expected for one in refused_by(read, project)), what
        for command in COMMANDS[:4]:
            said = said_of(capsys, *command)
            assert "program itself failed" not in said, (what, command, said)
        if whole is not None:
            path.write_bytes(whole)


def test_a_ledger_of_the_first_form_is_renewed(project: Project) -> None:
    ledger = lying_ledger(project.outputs)
    (entry,) = ledger.entries
    content = {name: value for name, value in entry.content.items() if name != "form"}
    older = Ledger((Entry(1, entry.previous, {**content, "audit": {"n_alone": 3}}),))
    for place in (project.outputs / LEDGER, project.work / "ledger" / f"{ledger.project}.jsonl"):
        place.write_text(older.text(), encoding="utf-8")
    renewed = ledger_of_today(project.outputs, project.work)
    assert [one.content["form"] for one in renewed.entries] == [NEWEST["ledger"]]
    assert "n_alone" not in renewed.text()
    read_everything(project)


def test_values_of_before_are_opened(project: Project) -> None:
    """Without numbers of tables, and with what a certificate said once."""

    def older(values: dict[str, Any]) -> dict[str, Any]:
        said = {"version": 1, "n_tried": 3, "n_witnesses": 2, "tightest": 4, "n_before": 0,
                "ledger": "0" * 12}  # fmt: skip
        left = ("number", "figure")
        tables = [{k: v for k, v in one.items() if k not in left} for one in values["tables"]]
        return {**values, "tables": tables, "certificate": said}

    in_values(project, older)
    _, protected = committee_report(draft(project), "failed", "run it again")
    assert protected.certificate is not None
    assert protected.certificate.ledger == "0" * 12
    assert {table.number for table in protected.tables} == {""}


def test_a_proof_of_before_stands_for_nothing_released(project: Project) -> None:
    write_proof(project, WHOLE_PROOF)
    assert read_proof(project.work, PROOF) == {
        **WHOLE_PROOF,
        "stands": [],
        "turned": [],
        "before": {},
    }


def test_a_proof_that_proves_nothing_is_made_again_and_not_released(project: Project) -> None:
    """Else `fsb release` would send to `fsb run`, which would find nothing to do."""
    write_proof(project, {"truth": {"b": 3}})
    of_place(draft(project) / "manifest.json", lambda one: {**one, "proof": PROOF})
    plan, wanted = plan_of(project), Wanted("committee", "", "")
    record_run(plan, project, wanted, "0")
    assert not look_up(plan, project, wanted, "0").is_protected
    with pytest.raises(InputError, match="fsb run --year"):
        read_proof(project.work, PROOF)
    write_proof(project, WHOLE_PROOF)
    assert look_up(plan, project, wanted, "0").is_protected


def test_released_bytes_are_put_back_whatever_lies_there(project: Project) -> None:
    folder = project.outputs / str(RELEASED) / "plan_coverage"
    of_place(folder / "manifest.json", lambda one: {**one, "status": "other"})
    with pytest.raises(InputError, match="fsb ledger --restore"):
        looked_at(project)
    (digest, *_) = lying_ledger(project.outputs).entries[0].reports.values()
    assert not is_in_place(folder, digest)


@pytest.mark.parametrize("version", ["1", str(int(CONTRACT_VERSION) + 1), 7, None, [], "x" * 99])
def test_a_snapshot_of_another_contract_is_taken_in_again(version: object) -> None:
    said = json.dumps({"contract_version": version, "synthetic": True, "files": {}, "tables": {}})
    with pytest.raises(InputError, match="fsb intake") as refused:
        read_description(said.encode(), "work/snapshots/a")
    (problem,) = refused.value.problems
    assert f"version {CONTRACT_VERSION}" in problem.expected
    assert len(problem.found) < 20


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_snapshot_is_taken_in_again(content: bytes) -> None:
    with pytest.raises(InputError, match="fsb intake"):
        read_description(content, "work/snapshots/a")


@pytest.mark.parametrize("content", [b"FSBNUMS2" + b"0" * 16, b"FSBNUMS0", b"", b"\xff"])
def test_numbers_of_another_form_are_not_taken_for_numbers(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "numbers.keyed").write_bytes(content)
    with pytest.raises(WrongKeyError):
        KnownNumbers.read(tmp_path / "numbers.keyed", b"k" * 32)


@pytest.mark.parametrize("line", ["form: 2", "origin_tolerance: 2", "a_later_parameter: [1]"])
def test_a_year_file_with_unknown_names_says_which_there_are(project: Project, line: str) -> None:
    path = project.params / f"{DRAFTED}.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="unknown parameter") as refused:
        plan_of(project)
    assert all(one.remedy for one in refused.value.problems)


# Where files lie after commands of every kind, below the project.
WALKED = (
    r"outputs/ledger\.jsonl",
    r"outputs/.*/manifest\.json",
    r"outputs/.*/results\.json",
    r"outputs/.*/notebook\.ipynb",
    r"work/ledger/[0-9a-f]{16}\.(json|jsonl|intent)",
    r"work/proofs/[0-9a-f]{16}\.json",
    r"work/runs/[0-9a-f]{16}\.json",
    r"work/released/[0-9a-f]{16}/[0-9a-f]{64}",  # the same files by their hash
    r"work/snapshots/[0-9a-f]{32}/(snapshot\.json|numbers\.keyed)",
    r"params/\d{4}\.yaml",
)
NOT_WALKED = {
    r"outputs/(.*/)?[^/]+\.(html|pdf|xlsx|csv|docx|zip)": "read as a page, held by its hash",
    r"outputs/\.fsb\.lock": "empty",
    r"work/\.intake\.lock": "empty",
    r"work/snapshots/[0-9a-f]{32}/[a-z_]+\.parquet": "held by the hash in snapshot.json",
    r"work/[a-z]+\.key": "32 bytes of no form",
    r"work/cache/.*": "of another program",
    r"work/fault-report\.html": "for people",
    r"work/protection/.*\.txt": "for people",
    r"work/audits/.*\.json": "for people",
}


def strangers(project: Project) -> list[str]:
    known_places = re.compile("|".join(f"(?:{one})" for one in (*WALKED, *NOT_WALKED)))
    return [name for name in files_of(project) if not known_places.fullmatch(name)]


def test_every_file_of_the_outputs_is_walked_over(project: Project) -> None:
    all_places(project)
    assert strangers(project) == []
    (project.work / "runs" / "new.json").write_text("{}")
    assert strangers(project) == ["work/runs/new.json"]


def test_every_file_that_a_run_leaves_is_walked_over(drafts: Project) -> None:
    assert strangers(find_project(drafts.root)) == []
