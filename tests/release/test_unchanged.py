"""What is kept and what is made again of a real city: together just what a whole run leaves."""

import pytest

from fsb_lib.pipeline.manifest import hashes
from fsb_lib.project import Project
from tests.release.conftest import run

pytestmark = pytest.mark.slow

PROFILE = "2009/target_group_profile"


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
    proofs = {
        name: (project.outputs / name / "manifest.json").read_text(encoding="utf-8")
        for name in ("2009/plan_coverage", PROFILE, "2009/activation_measurement")
    }
    ids = {text.partition('"proof": "')[2][:16] for text in proofs.values()}
    assert len(ids) == 1
