"""Which reports a wish asks for."""

from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError, UsageError
from fsb_lib.base.project import Project, find_project
from fsb_lib.domain.contract import TABLES
from fsb_lib.jobs.plan import Plan, Wish, make_plan, read_years, that_can_be_made

FILES = {
    "2007": "year: 2007\n",
    "2009": "year: 2009\n",
    "2014": "year: 2014\nreports: [target_group_profile]\nprofile_basis: during_period\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("notebooks", "params"):
        (tmp_path / name).mkdir()
    for name, text in FILES.items():
        (tmp_path / "params" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return find_project(tmp_path)


def plan(project: Project, wish: Wish) -> Plan:
    years, _ = read_years(wish, project)
    return make_plan(years, wish, project)


def folders(project: Project, wish: Wish) -> list[str]:
    return [job.folder for job in plan(project, wish).jobs]


def test_every_year_file_runs_when_nothing_is_named(project: Project) -> None:
    assert folders(project, Wish()) == [
        "2007/activation_measurement",
        "2007/target_group_profile",
        "2007/outcome_followup",
        "2007/contact_followup",
        "2007/cooperation_status",
        "2007/focus_areas",
        "2007/strategy_status",
        "2009/activation_measurement",
        "2009/plan_coverage",
        "2009/target_group_profile",
        "2009/outcome_followup",
        "2009/contact_followup",
        "2009/cooperation_status",
        "2009/focus_areas",
        "2009/strategy_status",
        "2014/target_group_profile",
    ]


def test_plans_before_the_strategy_are_left_out_with_a_word(project: Project) -> None:
    assert plan(project, Wish()).notes == ("2007 plan_coverage left out: no plans before 2009",)


def test_plans_before_the_strategy_named_with_the_year_are_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="2009 or later"):
        plan(project, Wish(years=(2007,), reports=("plan_coverage",)))


def test_report_named_without_year_is_made_where_the_year_file_lists_it(project: Project) -> None:
    assert folders(project, Wish(reports=("activation_measurement",))) == [
        "2007/activation_measurement",
        "2009/activation_measurement",
    ]


def test_report_named_with_its_year_is_made_though_the_file_does_not_list_it(
    project: Project,
) -> None:
    wish = Wish(years=(2014,), reports=("activation_measurement",))
    assert folders(project, wish) == ["2014/activation_measurement"]


def test_year_without_file_runs_with_defaults_and_says_so(project: Project) -> None:
    years, remarks = read_years(Wish(years=(2008,)), project)
    assert [values.year for values in years] == [2008]
    assert remarks == ("2008 has no file in params: all defaults",)


def test_year_before_the_registers_is_wrong_use(project: Project) -> None:
    with pytest.raises(UsageError, match="2006 to 2100"):
        read_years(Wish(years=(1999,)), project)


def test_file_named_twice_runs_once(project: Project) -> None:
    wish = Wish(files=(project.params / "2014.yaml",), years=(2014,))
    assert folders(project, wish) == ["2014/target_group_profile"]


def test_two_files_for_one_year_are_refused(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("year: 2009\n", encoding="utf-8")
    with pytest.raises(UsageError, match="2009 is asked for by more than one file"):
        plan(project, Wish(files=(other,), years=(2009,)))


def test_problems_of_all_files_are_raised_together(project: Project, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("yaer: 2009\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_years(Wish(files=(wrong, tmp_path / "missing.yaml")), project)
    assert {problem.where.rpartition("/")[2] for problem in raised.value.problems} >= {
        "wrong.yaml: yaer",
        "missing.yaml",
    }


WITHOUT_EXITS = tuple(table.name for table in TABLES if table.name != "bif_afgange")
REQUIRED = tuple(table.name for table in TABLES if table.required)


def test_reports_without_their_optional_table_are_left_out_with_a_word(project: Project) -> None:
    wish = Wish(years=(2009,))
    made = that_can_be_made(plan(project, wish), wish, WITHOUT_EXITS)
    without = ("outcome_followup", "contact_followup", "focus_areas")
    assert not {*without} & {job.report for job in made.jobs}
    assert "cooperation_status" in [job.report for job in made.jobs]
    assert made.notes == tuple(
        f"2009 {report} left out: the delivery has no table bif_afgange" for report in without
    )


def test_reports_named_without_their_optional_tables_are_refused_all_at_once(
    project: Project,
) -> None:
    reports = ("activation_measurement", "outcome_followup", "cooperation_status")
    wish = Wish(years=(2009,), reports=reports)
    with pytest.raises(InputError) as raised:
        that_can_be_made(plan(project, wish), wish, REQUIRED)
    assert [problem.where for problem in raised.value.problems] == [
        "register bif_afgange",
        "register samarbejde",
    ]
    assert "take the delivery in again" in str(raised.value)


def test_a_run_that_would_be_empty_for_want_of_a_table_is_refused(
    project: Project, tmp_path: Path
) -> None:
    only = tmp_path / "only.yaml"
    only.write_text("year: 2010\nreports: [cooperation_status]\n", encoding="utf-8")
    wish = Wish(files=(only,))
    with pytest.raises(InputError, match="no table `samarbejde`"):
        that_can_be_made(plan(project, wish), wish, REQUIRED)


def test_a_plan_with_every_table_is_as_it_was(project: Project) -> None:
    wish = Wish()
    whole = plan(project, wish)
    assert whole.needs() == ("bif_afgange", "samarbejde")
    assert that_can_be_made(whole, wish, [table.name for table in TABLES]) == whole


def test_job_carries_only_what_the_year_file_sets(project: Project) -> None:
    job = plan(project, Wish(years=(2014,))).jobs[0]
    assert job.parameters == {"year": 2014, "profile_basis": "during_period"}
    assert job.in_force["reference_date"] == "2014-11-15"
    assert job.in_force["max_gap_days"] == 28


def test_project_is_found_from_a_folder_below_it(project: Project) -> None:
    deep = project.root / "notebooks" / "deep"
    deep.mkdir()
    assert find_project(deep).root == project.root.resolve()
