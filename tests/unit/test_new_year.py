"""A new year's file has what follows from the years before; what a copy leaves behind is found."""

import shutil
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError, UsageError
from fsb_lib.base.project import Project, find_project
from fsb_lib.checks.copied_years import copied_problems
from fsb_lib.jobs.new_year import write_new_year
from fsb_lib.params import parse_year_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with this one's year files."""
    (tmp_path / "notebooks").mkdir()
    shutil.copytree(ROOT / "params", tmp_path / "params")
    return find_project(tmp_path)


def test_it_has_what_is_known_and_leaves_the_rest_empty(project: Project) -> None:
    path, missing = write_new_year(2012, project)
    made = parse_year_file(path.read_text(encoding="utf-8"), path.name)
    assert (made.year, made.memo.case_number, made.memo.date) == (2012, "2008-117489", None)
    assert made.reports == (
        "activation_measurement",
        "plan_coverage",
        "target_group_profile",
        "outcome_followup",
        "contact_followup",
        "focus_areas",
        "strategy_status",
    )
    assert set(made.memo.document_numbers.values()) == {None}
    assert [what.partition(":")[0] for what in missing] == [
        "memo.date",
        *(f"memo.document_numbers.{report}" for report in made.reports),
        "fsb_lib/data/decisions.yaml",
        "fsb_lib/data/decisions.yaml",
    ]
    assert not list(copied_problems(project))


def test_before_the_strategy_no_plans_are_followed(project: Project) -> None:
    path, _ = write_new_year(2008, project)
    made = parse_year_file(path.read_text(encoding="utf-8"), path.name)
    assert made.reports == ("activation_measurement", "target_group_profile")


def test_a_first_year_asks_for_the_case_number(project: Project) -> None:
    for path in project.params.glob("2*.yaml"):
        path.unlink()
    _, missing = write_new_year(2012, project)
    assert "memo.case_number: the number of the case" in missing


def test_a_year_that_has_a_file_is_left_alone(project: Project) -> None:
    before = (project.params / "2011.yaml").read_bytes()
    with pytest.raises(InputError, match="has a file already"):
        write_new_year(2011, project)
    assert (project.params / "2011.yaml").read_bytes() == before


def test_an_impossible_year_is_wrong_use(project: Project) -> None:
    with pytest.raises(UsageError, match="no such year"):
        write_new_year(1999, project)


def copied(project: Project, **changed: str) -> str:
    """All that is said of a copy of 2011, made into one of 2012 by hand."""
    text = (project.params / "2011.yaml").read_text(encoding="utf-8")
    text = text.replace("2012-02-15", "2013-02-15").replace("year: 2011", "year: 2012")
    for old, new in changed.items():
        text = text.replace(old.replace("_", "-"), new)
    (project.params / "2012.yaml").write_text(text, encoding="utf-8")
    return "\n".join(str(problem) for problem in copied_problems(project))


def test_the_numbers_and_comments_of_the_year_copied_are_found(project: Project) -> None:
    said = copied(project)
    assert "2012.yaml: memo.document_numbers.plan_coverage" in said
    assert "the same in 2011.yaml" in said
    assert said.count("a comment with numbers stands in two years' files") == 1


def test_a_number_of_another_year_is_found_where_it_stands_alone(project: Project) -> None:
    said = copied(project, EKSEMPEL_2011_2="EKSEMPEL-2011-12")
    assert "the document number names another year" in said


def test_the_year_files_of_the_project_are_nobodys_copies() -> None:
    assert not list(copied_problems(find_project(ROOT)))
