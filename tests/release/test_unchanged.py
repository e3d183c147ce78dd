"""What is kept and what is made again of a real city: together just what a whole run leaves."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from fsb_lib.base.project import Project
from fsb_lib.jobs.outcome import Outcome
from fsb_lib.jobs.plan import Wish
from fsb_lib.outputs.manifest import hashes, read_manifest
from fsb_lib.run.run_command import RunRequest, run_reports
from tests.release.conftest import run
from tests.release.test_release import release

pytestmark = pytest.mark.slow

PROFILE = "2009/target_group_profile"
REPORTS = ("activation_measurement", "plan_coverage", "target_group_profile")


def told_run(project: Project) -> tuple[Outcome, str]:
    """What became of a run of the whole project, and what it said."""
    said = StringIO()
    request = RunRequest(Wish(), project.root / "delivery", "committee", 2)
    return run_reports(request, project, Console(file=said, width=200)), said.getvalue()


def proof(project: Project, folder: str) -> str:
    """The id of the proof that a report rests on."""
    return str(read_manifest(project.outputs / folder)["proof"])


def folders(jobs) -> list[str]:
    return [job.folder for job in jobs]


def test_a_changed_report_is_made_alone_and_all_is_as_if_all_were_made(project: Project) -> None:
    path = project.notebooks / "target_group_profile.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("\\n", " \\n", 1), encoding="utf-8")
    outcome = run(project)
    assert folders(outcome.made) == [PROFILE]
    assert folders(outcome.kept) == ["2007/activation_measurement", "2009/activation_measurement"]
    assert outcome.exit_code == 0
    partly = hashes(project.outputs, (".fsb.lock",))
    run(project, again=True)
    assert hashes(project.outputs, (".fsb.lock",)) == partly


def test_a_parameter_of_one_year_leaves_the_figures_of_others_alone(project: Project) -> None:
    path = project.params / "2009.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "disclosure_threshold: 7\n")
    outcome = run(project)
    assert set(folders(outcome.made)) == {PROFILE, "2009/activation_measurement"}
    assert folders(outcome.kept) == ["2007/activation_measurement"]


def test_a_kept_report_follows_when_its_year_shows_something_else(project: Project) -> None:
    """The activation measurement is protected without the profile, which is no longer made."""
    path = project.params / "2009.yaml"
    path.write_text("year: 2009\nreports: [activation_measurement]\n", encoding="utf-8")
    assert folders(run(project).made) == []
    path.write_text(
        "year: 2009\nreports: [activation_measurement, target_group_profile, plan_coverage]\n"
    )
    outcome = run(project)
    assert "2009/plan_coverage" in folders(outcome.made)
    assert len({proof(project, f"2009/{report}") for report in REPORTS}) == 1


def test_after_a_release_the_other_years_are_protected_again_and_kept(project: Project) -> None:
    """What was released is what the drafts said, so the next year may show what it showed."""
    release(project, 2007)
    before = hashes(project.outputs / "2009", ())
    outcome, said = told_run(project)
    assert "protected again" in said
    assert folders(outcome.kept) == [PROFILE.replace("target_group_profile", name) for name in (
        "activation_measurement", "target_group_profile")]  # fmt: skip
    assert hashes(project.outputs / "2009", ()) == before
    assert "protected again" not in told_run(project)[1]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text('{"truth": ')])
def test_a_lost_or_damaged_proof_is_made_again(
    project: Project, damage: Callable[[Path], object]
) -> None:
    """Without it `fsb release` sends to `fsb run`, which must not answer that all is unchanged."""
    for proof in project.proofs.iterdir():
        damage(proof)
    assert folders(run(project).made) == []
    release(project, 2007)


def test_reports_of_a_year_that_were_protected_apart_are_made_together(project: Project) -> None:
    path = project.params / "2009.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("year: 2009\nreports: [plan_coverage]\n", encoding="utf-8")
    assert "2009/plan_coverage" in folders(run(project).made)
    assert proof(project, "2009/plan_coverage") != proof(project, PROFILE)
    path.write_text(text.replace("profile]", "profile, plan_coverage]"), encoding="utf-8")
    outcome = run(project)
    assert "2009/plan_coverage" in folders((*outcome.made, *outcome.kept))
    assert len({proof(project, f"2009/{report}") for report in REPORTS}) == 1
