"""Whatever is changed behind the program's back is told by every command, and has a way out."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fsb_lib import cli
from fsb_lib.base.errors import InputError
from fsb_lib.base.project import Project, find_project
from fsb_lib.ledger.ledger import LEDGER
from fsb_lib.ledger.opened import looked_at
from fsb_lib.outputs.manifest import hashes, read_manifest, write_manifest
from fsb_lib.publishing import publish_year
from fsb_lib.run import run_command
from tests import portal
from tests.release.standing import DRAFTED, RELEASED, release, standing

PLANS, ACTIVATION = "plan_coverage", "activation_measurement"
Tampering = Callable[[Project], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return standing(tmp_path_factory.mktemp("standing") / "project")


@pytest.fixture
def project(made: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy in another place, where commands are given."""
    root = Path(shutil.copytree(made.root, tmp_path / "copy"))
    monkeypatch.chdir(root)
    monkeypatch.setattr(run_command, "_run_planned", lambda *_: pytest.skip("it went on"))
    return find_project(root)


def released(project: Project, name: str = "") -> Path:
    return project.outputs / str(RELEASED) / PLANS / name


def drafted(project: Project, name: str = "") -> Path:
    return project.outputs / str(DRAFTED) / PLANS / name


def a_digit(project: Project) -> None:
    released(project, "report.html").write_text("another figure")


def a_digit_and_its_hash(project: Project) -> None:
    a_digit(project)
    manifest = read_manifest(released(project))
    write_manifest(released(project), {**manifest, "outputs": hashes(released(project))})


def a_draft_in_its_place(project: Project) -> None:
    shutil.rmtree(released(project))
    portal.write(project.outputs, portal.plans(RELEASED))


def two_years_exchanged(project: Project) -> None:
    released(project).rename(project.root / "kept")
    drafted(project).rename(released(project))
    (project.root / "kept").rename(drafted(project))


def two_drafts_exchanged(project: Project) -> None:
    folder = drafted(project).parent
    (folder / PLANS).rename(folder / "kept")
    (folder / ACTIVATION).rename(folder / PLANS)
    (folder / "kept").rename(folder / ACTIVATION)


def a_copy_that_shadows(project: Project) -> None:
    shutil.copytree(released(project), project.outputs / "9999" / PLANS)
    a_digit(project)


def a_forged_release(project: Project) -> None:
    """Complete in itself: a certificate, hashes and all."""
    manifest = read_manifest(drafted(project))
    certificate = read_manifest(released(project))["release"]
    write_manifest(drafted(project), {**manifest, "release": certificate})


def a_cut_tail(project: Project) -> None:
    release(project, DRAFTED)
    path = project.outputs / LEDGER
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], encoding="utf-8")


def both_tails_cut(project: Project) -> None:
    a_cut_tail(project)
    first = (project.outputs / LEDGER).read_bytes()
    (copy,) = (project.work / "ledger").glob("*.jsonl")
    copy.write_bytes(first)


def a_missing_copy(project: Project) -> None:
    (copy,) = (project.work / "ledger").glob("*.jsonl")
    copy.unlink()


def both_ledgers_gone(project: Project) -> None:
    a_missing_copy(project)
    (project.outputs / LEDGER).unlink()


def an_internal_draft(project: Project) -> None:
    for folder, audience in ((released(project), "committee"), (drafted(project), "internal")):
        manifest = read_manifest(folder)
        write_manifest(folder, {**manifest, "parameters": {"audience": audience}})


def an_older_report_beside(project: Project) -> None:
    portal.write(project.outputs, portal.profile(RELEASED))


# What no command but `fsb ledger --restore` puts right: everything stops.
OF_RELEASES: dict[str, tuple[Tampering, str]] = {
    "a digit": (a_digit, "2009/plan_coverage/report.html: the file is not the one that was made"),
    "a digit and its hash": (a_digit_and_its_hash, "2009/plan_coverage: is not what was released"),
    "a draft in its place": (a_draft_in_its_place, "2009/plan_coverage: is not what was released"),
    "no manifest": (
        lambda project: released(project, "manifest.json").unlink(),
        "2009/plan_coverage: is not what was released",
    ),
    "no report": (
        lambda project: shutil.rmtree(released(project)),
        "2009/plan_coverage: is not what was released",
    ),
    "no year": (
        lambda project: shutil.rmtree(released(project).parent),
        "2009/activation_measurement: is not what was released",
    ),
    "two years exchanged": (two_years_exchanged, "2010/plan_coverage: holds another report"),
    "two drafts exchanged": (two_drafts_exchanged, "2010/plan_coverage: holds another report"),
    "a copy that shadows": (a_copy_that_shadows, "9999/plan_coverage: holds another report"),
    "a forged release": (a_forged_release, "2010/plan_coverage: carries a certificate"),
    "an internal draft": (an_internal_draft, "2010/plan_coverage: is internal"),
    "a report beside": (an_older_report_beside, "lies beside the released reports"),
    "a foreign file": (
        lambda project: (project.outputs / "2009" / "note.txt").write_text("x"),
        "2009/note.txt: is not of this program",
    ),
    "a foreign folder": (
        lambda project: (project.outputs / "backup").mkdir(),
        "backup: is not of this program",
    ),
}  # fmt: skip
OF_THE_LEDGER: dict[str, tuple[Tampering, str]] = {
    "a cut tail": (a_cut_tail, "lacks entries that its copy has"),
    "no ledger": (lambda project: (project.outputs / LEDGER).unlink(), "is missing"),
    "no copy": (a_missing_copy, "its private copy is missing"),
    "both tails cut": (both_tails_cut, "2010/plan_coverage: carries a certificate"),
}
# What `fsb run` makes anew: it says so, and what reads it stops.
REMADE: dict[str, tuple[Tampering, str]] = {
    "a draft's digit": (
        lambda project: drafted(project, "report.html").write_text("another"),
        "2010/plan_coverage/report.html: the file is not the one that was made",
    ),
    "no manifest of a draft": (
        lambda project: drafted(project, "manifest.json").unlink(),
        "2010/plan_coverage: holds no readable manifest.json",
    ),
    "another index": (
        lambda project: (project.outputs / "index.html").write_text(
            (project.outputs / "index.html").read_text().replace("2009", "2011")
        ),
        "index.html: is not the one that was written",
    ),
    "no index": (lambda project: (project.outputs / "index.html").unlink(), "index.html: is miss"),
}  # fmt: skip
READING = {
    "kit": ["kit", "2010"],
    "verify": ["verify", "outputs"],
    "verify one report": ["verify", "outputs/2010/plan_coverage"],
    "ledger": ["ledger"],
    "audit": ["audit", "--outputs", "outputs"],
    "protection": ["protection", "--year", "2010"],
}
WRITING = {
    "run": ["run", "--year", "2010"],
    "run of the released year": ["run", "--year", "2009", "--correction"],
    "release": ["release", "2010", "--by", "X"],
}
STOPPED = {**OF_RELEASES, **OF_THE_LEDGER}


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a command, and everything that it said."""
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    told = capsys.readouterr()
    return int(str(left.value.code)), told.out + told.err


@pytest.mark.parametrize("command", [*READING, *WRITING])
@pytest.mark.parametrize("tampering", STOPPED)
def test_it_is_told_and_the_command_stops(
    project: Project, tampering: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, told = STOPPED[tampering]
    tamper(project)
    before = hashes(project.outputs, (".fsb.lock",))
    code, text = said({**READING, **WRITING}[command], capsys)
    assert code == 1
    assert told in text
    assert "fsb ledger --restore" in text
    assert hashes(project.outputs, (".fsb.lock",)) == before


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("tampering", REMADE)
def test_what_a_run_makes_anew_stops_what_reads_it(
    project: Project, tampering: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, told = REMADE[tampering]
    tamper(project)
    code, text = said(READING[command], capsys)
    assert (code, told in text) == (1, True), text


@pytest.mark.parametrize("command", [*READING, *WRITING])
@pytest.mark.parametrize("name", ["2009", "2010/plan_coverage", "2009/plan_coverage/report.html"])
def test_a_link_is_refused_by_every_command_whatever_it_leads_to(
    project: Project, command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place, elsewhere = project.outputs / name, project.root / "elsewhere"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    code, text = said({**READING, **WRITING}[command], capsys)
    assert code == 1
    assert f"{name}: is a symbolic link" in text


def test_the_portal_reads_no_link(project: Project) -> None:
    (project.outputs / "2011").symlink_to(project.root)
    with pytest.raises(InputError, match="2011: is a symbolic link"):
        portal.write_index(project.outputs)


@pytest.mark.parametrize("tampering", REMADE)
def test_a_run_says_it_and_goes_on(
    project: Project, tampering: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, told = REMADE[tampering]
    tamper(project)
    with pytest.raises(pytest.skip.Exception):
        cli.main(["run", "--year", "2010"])
    assert f"note: {told}" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize("tampering", STOPPED)
def test_restoring_leads_out(
    project: Project, made: Project, tampering: str, capsys: pytest.CaptureFixture[str]
) -> None:
    STOPPED[tampering][0](project)
    code, text = said(["ledger", "--restore"], capsys)
    assert code == 0, text
    looked_at(project)
    if "tail" not in tampering:
        year = str(RELEASED)
        assert hashes(project.outputs / year, ()) == hashes(made.outputs / year, ())


def test_nothing_is_told_of_outputs_that_nobody_changed(project: Project) -> None:
    assert looked_at(project).notes == ()
    for name in (".DS_Store", "Thumbs.db", "README.md"):
        (project.outputs / name).write_text("of the system, or of the project's repository")
    looked_at(project)


def test_what_is_taken_out_is_kept_aside(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    a_digit(project)
    text = said(["ledger", "--restore"], capsys)[1]
    assert "2009/plan_coverage taken out, to work/ledger/aside/1-plan_coverage" in text
    aside = project.work / "ledger" / "aside" / "1-plan_coverage" / "report.html"
    assert aside.read_text() == "another figure"


def test_without_ledger_and_copy_a_released_page_is_told(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    both_ledgers_gone(project)
    code, text = said(["ledger"], capsys)
    assert code == 1
    assert "is missing" in text or "carries a certificate" in text


def test_released_bytes_that_are_lost_are_named_and_can_be_withdrawn(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project.work / "released")
    a_digit(project)
    code, text = said(["ledger", "--restore"], capsys)
    assert code == 1
    assert "2009/plan_coverage/report.html" in text
    assert released(project, "report.html").is_file()
    order = ["release", "2009", "--withdraw", "--by", "X", "--reason", "tabt"]
    assert said(order, capsys)[0] == 0
    looked_at(project)


def test_bytes_of_a_release_are_kept_read_only_until_it_is_withdrawn(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (store,) = (project.work / "released").iterdir()
    kept = list(store.iterdir())
    assert kept
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o400}
    released_bytes = {path.read_bytes() for path in released(project).rglob("*") if path.is_file()}
    assert released_bytes <= {path.read_bytes() for path in kept}
    order = ["release", "2009", "--withdraw", "--by", "X", "--reason", "fejl"]
    assert said(order, capsys)[0] == 0
    assert list(store.iterdir()) == []


def test_a_release_of_an_earlier_version_is_kept_when_it_is_seen_whole(project: Project) -> None:
    shutil.rmtree(project.work / "released")
    release(project, DRAFTED)
    a_digit(project)
    with pytest.raises(SystemExit):
        cli.main(["ledger", "--restore"])
    looked_at(project)


@pytest.mark.parametrize("lacks", ["--by", "--reason"])
def test_a_withdrawal_says_who_and_why(
    project: Project, lacks: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"--by": "X", "--reason": "fejl"}
    options = [word for name in given if name != lacks for word in (name, given[name])]
    code, text = said(["release", "2009", "--withdraw", *options], capsys)
    assert code == 2
    assert lacks in text
    assert released(project).is_dir()


@pytest.mark.usefixtures("project")
def test_a_clock_that_is_behind_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_year, "_today", lambda: date(1999, 1, 1))
    order = ["release", "2009", "--withdraw", "--by", "X", "--reason", "fejl"]
    code, text = said(order, capsys)
    assert code == 2
    assert "the clock of this machine is behind the ledger" in text


def test_outputs_of_elsewhere_are_held_to_their_own_ledger(
    project: Project, made: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reviewer's copy, in a project that has never seen it."""
    shutil.rmtree(project.work)
    copy = Path(shutil.copytree(made.outputs, tmp_path / "sent"))
    code, text = said(["verify", str(copy)], capsys)
    assert (code, "no private copy here" in text) == (0, True)
    (copy / "2009" / PLANS / "report.html").write_text("another")
    assert said(["verify", str(copy)], capsys)[0] == 1
    document = json.loads((copy / LEDGER).read_text("utf-8"))
    assert document["year"] == RELEASED
