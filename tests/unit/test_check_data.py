"""`fsb check` names each lack of a data file or notebook by file and key; every one is planted."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fsb_lib.base import package_data
from fsb_lib.base.errors import Problem
from fsb_lib.checks import check_project
from fsb_lib.checks.check_data import data_problems
from fsb_lib.domain import declared_tables, definitions
from fsb_lib.notebook.source import read_source

ROOT = Path(__file__).resolve().parents[2]
CACHED = (package_data.load, package_data.names_in, declared_tables.declared,
          declared_tables._files, definitions.measure)  # fmt: skip


def forget() -> None:
    for each in CACHED:
        each.cache_clear()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the notebooks, and of the data files that the program reads instead of its own."""
    shutil.copytree(ROOT / "fsb_lib/data", tmp_path / "data")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(package_data, "files", lambda _: tmp_path)
    forget()
    yield tmp_path
    forget()


def plant(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def found(project: Path) -> list[Problem]:
    return list(data_problems(project / "notebooks"))


def test_nothing_is_found_where_nothing_is_planted(project: Path) -> None:
    assert found(project) == []


TABLES = "data/tables/activation_measurement.yaml"
NAMES = "data/auditor/names.yaml"
NUMBERS = "data/numbers.yaml"
RATE = "data/measures/activation_rate.yaml"
LINE = "    fie: Ikke i målgruppen. Hun er i praktik, men hendes ydelse er sygedagpenge.\n"

PLANTED = {
    "a person who is drawn and not explained": (
        RATE, LINE, "", "data/measures/activation_rate.yaml: example", "every person"),
    "a seventh person": (
        RATE, LINE, f"{LINE}    gerd: Ny.\n", f"{RATE}: example.persons", "another number"),
    "a measure without a source": (
        RATE, "source:\n  document: S0\n", "source:\n", f"{RATE}: source", "entry is faulty"),
    "a measure of a table that is not there": (
        RATE, "  target_status: [rate", "  target_stats: [rate",
        f"{RATE}: columns.target_stats", "not declared"),
    "a measure of a column that is not there": (
        RATE, "  target_status: [rate", "  target_status: [ratio",
        f"{RATE}: columns.target_status", "has not"),
    "a declaration without a title": (
        TABLES, "  title: Aktiveringsgrad efter gruppe, {day}\n", "",
        f"{TABLES}: activation_by_target_group.title", "not complete"),
    "a declaration whose count has no name": (
        TABLES, '{persons: "focus@{D}", activated: "focus@{D}/activated_in_month"}',
        '{activated: "focus@{D}/activated_in_month"}', f"{TABLES}: activation_sensitivity",
        "not complete"),
    "a key without a kind": (
        TABLES, "keys: {measurement: {label: Måling, kind: time}}",
        "keys: {measurement: {label: Måling}}",
        f"{TABLES}: target_status.keys.measurement.kind", "not complete"),
    "a shared key that is not there": (
        TABLES, "keys: {target_group: target_group}", "keys: {target_group: target_grop}",
        f"{TABLES}: activation_by_target_group", "incomplete"),
    "a measure that is not there": (
        TABLES, "rate: {measure: activation_rate, of", "rate: {measure: activation_rat, of",
        f"{TABLES}: target_status", "incomplete"),
    "a function that is not there": (
        TABLES, "  sheet: Aktivering efter gruppe\n",
        "  sheet: Aktivering efter gruppe\n  measured_by: activation.by_nothing\n",
        f"{TABLES}: activation_by_target_group.measured_by", "no function"),
    "a measure without breaks": (
        TABLES, "  breaks: activation_rate\n", "  breaks: activation_rat\n",
        f"{TABLES}: activation_by_definition.breaks", "without breaks"),
    "a sheet of two tables": (
        TABLES, "sheet: Status på målet", "sheet: aktivering efter Gruppe",
        "data/tables: activation_by_target_group, target_status", "two tables"),
    "a table that no notebook shows": (
        "notebooks/activation_measurement.ipynb",
        'tables.optional(release, \\"activation_movements\\")', "release",
        f"{TABLES}: activation_movements", "no notebook shows"),
    "a table that no figure shows": (
        TABLES, "  shown_in: text\n", "  shown_in: figure\n", f"{TABLES}: activation_trend",
        "no figure shows"),
    "a table that no sentence tells of": (
        "data/tables/common.yaml", "    sheet: Rækker i udtrækkene\n",
        "    sheet: Rækker i udtrækkene\n    shown_in: text\n",
        "data/tables/common.yaml: rows_used", "no sentence"),
    "a table whose file no note names": (
        "data/tables/plan_coverage.yaml", "  shown_in: text\n", "  shown_in: file\n",
        "data/tables/plan_coverage.yaml: registration_coverage", "no note"),
    "a table that is shown and not declared": (
        "notebooks/plan_coverage.ipynb", 'release.table(\\"plan_states\\")',
        'release.table(\\"plan_stats\\")', "plan_coverage.ipynb", "not declared"),
    "a table that the auditor does not know": (
        NAMES, "\nplan_states:", "\nplan_stats:", f"{NAMES}: plan_states", "does not know"),
    "a table that the auditor alone knows": (
        NAMES, "\nplan_states:", "\nplan_stats:", f"{NAMES}: plan_stats", "not declared"),
    "a column that the auditor does not know": (
        NAMES, '    offered: "focus@{C}{/target_group}/offered"\n', "",
        f"{NAMES}: plan_coverage_by_target_group[0]", "does not know"),
    "a column that the auditor alone knows": (
        NAMES, '    offered: "focus@{C}', '    offred: "focus@{C}',
        f"{NAMES}: plan_coverage_by_target_group[0]", "has not"),
    "a key that the auditor alone knows": (
        NAMES, "at: {side: both}", "at: {sides: both}", f"{NAMES}: linkage[0]", "has not"),
    "a wording key that no module asks for": (
        "data/wording/common.yaml", "\nmethod_heading:", "\nasked_by_nobody: x\nmethod_heading:",
        "data/wording/common.yaml: asked_by_nobody", "no module asks"),
    "a wording key that is gone": (
        "data/wording/common.yaml", "\nmethod_heading:", "\nmethod_head:",
        "data/wording/common.yaml: method_heading", "not there"),
    "a word that a module asks for by its name": (
        "data/page.yaml", "\nverdicts:", "\nverdict:", "data/page.yaml: verdicts", "not there"),
    "a code of a relation that its table has not": (
        "data/relations.yaml", "maybe_there: [uddannelse_eller", "maybe_there: [uddanelse_eller",
        "data/relations.yaml: maybe_there", "has not"),
    "a table without a number": (
        NUMBERS, "  target_status: {table: A4}\n", "", f"{NUMBERS}: activation_measurement",
        "a table has no number"),
    "a number of a table that is not there": (
        NUMBERS, "  target_status: {table: A4}\n", "  target_stats: {table: A4}\n",
        f"{NUMBERS}: activation_measurement", "given to no table"),
    "two tables with one number": (
        NUMBERS, "target_status: {table: A4}", "target_status: {table: A3}",
        f"{NUMBERS}: activation_measurement", "two tables have one number"),
    "a number that was retired": (
        NUMBERS, "  target_status: {table: A4}\n",
        "  target_status: {table: A4}\n  retired: {tables: [A4]}\n",
        f"{NUMBERS}: activation_measurement", "two tables have one number"),
    "two figures with one number": (
        NUMBERS, "profile_sex: {table: M5, figure: M2}", "profile_sex: {table: M5, figure: M1}",
        f"{NUMBERS}: target_group_profile", "two figures have one number"),
    "a letter of another report": (
        NUMBERS, "plan_offers: {table: P1, figure: P1}", "plan_offers: {table: A20, figure: P1}",
        f"{NUMBERS}: plan_coverage", "not one of the report's"),
    "a number of another form": (
        NUMBERS, "plan_states: {table: P2}", "plan_states: {table: 2}",
        f"{NUMBERS}: plan_coverage", "not one of the report's"),
    "a text that rests on another report's table": (
        "data/rests_on.yaml", "bounds: [outcome_bounds]", "bounds: [plan_states]",
        "data/rests_on.yaml: outcome_followup.bounds", "no page of its report shows"),
    "a fact without a table": (
        "data/relations.yaml", "  duration: {}", "  duratio: {}",
        "data/relations.yaml: facts.duratio", "without a table"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "what"), PLANTED.values(), ids=PLANTED.keys()
)
def test_a_planted_lack_is_named_by_file_and_key(
    project: Path, file: str, old: str, new: str, where: str, what: str
) -> None:
    plant(project, file, old, new)
    told = found(project)
    assert [one for one in told if one.where == where and what in f"{one.what} {one.expected}"], (
        "\n".join(map(str, told))
    )


def test_a_table_is_shown_by_the_notebook_of_its_own_report(project: Path) -> None:
    states = 'release.table(\\"plan_states\\")'
    plant(project, "notebooks/plan_coverage.ipynb", states, 'release.table(\\"both_plans\\")')
    other = "notebooks/outcome_followup.ipynb"
    plant(project, other, 'release.table(\\"outcome_states\\")', states)
    where = {one.where for one in found(project)}
    assert where >= {"data/tables/plan_coverage.yaml: plan_states",
                     "data/tables/outcome_followup.yaml: outcome_states"}  # fmt: skip


# --- notebooks and parameters ---------------------------------------------------------------------


def test_a_report_without_a_notebook_is_named(project: Path) -> None:
    path = project / "notebooks/plan_coverage.ipynb"
    assert list(check_project.missing_notebooks([path])) == []
    path.unlink()
    (problem,) = check_project.missing_notebooks([path])
    assert problem.where == "notebooks/plan_coverage.ipynb"


def test_a_parameter_that_the_figures_depend_on_is_declared(project: Path) -> None:
    path = project / "notebooks/plan_coverage.ipynb"
    assert list(check_project._parameters_left_out(read_source(path))) == []
    document = json.loads(path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        cell["source"] = [line for line in cell["source"] if not line.startswith("both_plans")]
    path.write_text(json.dumps(document), encoding="utf-8")
    (problem,) = check_project._parameters_left_out(read_source(path))
    assert problem.where == "plan_coverage.ipynb: both_plans"
