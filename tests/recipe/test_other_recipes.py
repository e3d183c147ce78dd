"""The recipes of docs/developers.md for a measure, a follow-up, a year: what they name is there."""

import ast
import re
from pathlib import Path

import pytest

from fsb_lib import params, wording
from fsb_lib.base.project import find_project
from fsb_lib.followups import answers
from fsb_lib.jobs.plan import Wish, make_plan, read_years
from tests.drawn import registers

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/developers.md").read_text(encoding="utf-8")
PLACES = (ROOT, ROOT / "fsb_lib", ROOT / "docs")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]*)+|[\w-]+\.(?:py|md|yaml|ipynb)")


def recipe(name: str) -> str:
    return PAGE.split(f"## Add {name}\n")[1].split("\n## ")[0]


def paths(text: str) -> list[str]:
    spans = re.findall(r"`([^`\n]+)`", text)
    return [span for span in spans if PATH.fullmatch(span) and "N/" not in span]


def test_every_path_of_the_page_is_there() -> None:
    found = paths(PAGE)
    assert len(found) > 100
    assert [one for one in found if not any((place / one).exists() for place in PLACES)] == []


@pytest.mark.parametrize("gone", ["fsb_lib/gone.py", "data/tables/gone.yaml", "gone/", "gone.md"])
def test_a_path_that_is_gone_would_be_seen(gone: str) -> None:
    assert paths(f"open `{gone}` and `{gone}:`") == [gone]
    assert not any((place / gone).exists() for place in PLACES)


@pytest.mark.parametrize("name", ["a table", "a measure", "a follow-up", "a year"])
def test_each_recipe_is_linked_from_the_table_of_changes(name: str) -> None:
    assert recipe(name)
    assert f"[below](#add-{name.replace(' ', '-')})" in PAGE


def test_the_module_of_words_has_what_the_recipe_asks_for() -> None:
    told = re.search(r"with `REPORT`(.*?);", recipe("a follow-up"), re.DOTALL)
    assert told
    names = {"REPORT", *re.findall(r"`(\w+)`", told[1])}
    assert all(names <= {*vars(module)} for module in wording._MODULES)
    asked = {
        node.attr
        for path in (ROOT / "fsb_lib/wording/__init__.py", ROOT / "fsb_lib/wording/common.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        if ast.unparse(node.value) in ("report", "_REPORTS[protected.report]")
    }
    assert asked <= names


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("ReportId", "fsb_lib/params.py"),
        ("USED_BY", "fsb_lib/params.py"),
        ("__all__", "fsb_lib/releases.py"),
        ("_MODULES", "fsb_lib/wording/__init__.py"),
        ("measurements", "fsb_lib/data/decisions.yaml"),
        ("targets", "fsb_lib/data/decisions.yaml"),
        ("EVERY_YEAR_FROM", "fsb_lib/auditor/publication.py"),
        ("EVERY_YEAR_FROM", "tests/independent/activation.py"),
    ],
)
def test_what_a_recipe_changes_stands_where_it_says(name: str, where: str) -> None:
    both = recipe("a follow-up") + recipe("a year")
    assert f"`{name}`" in both
    assert f"`{where}`" in both
    text = (ROOT / where).read_text(encoding="utf-8")
    assert re.search(rf"^ *{name}\b[^=:]*[=:]", text, re.MULTILINE)


def test_a_follow_up_of_declared_tables_needs_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(answers.QUESTIONS, "cooperation_status")  # type: ignore[attr-defined]
    drawn = registers(
        bif_ydelser="person | ydelse | fra | til\nanna | kontanthjaelp | 2009-01-01 |"
    )
    made = answers.answers("cooperation_status", drawn, params.ReportParams(year=2009))
    assert [table.id for table in made] == ["match_conversion", "linkage"]


def test_a_year_is_a_copy_of_another(tmp_path: Path) -> None:
    text = (ROOT / "params/2011.yaml").read_text(encoding="utf-8")
    path = tmp_path / "2012.yaml"
    text = text.replace("2012", "2013").replace("2011", "2012")  # the memo is of the year after
    path.write_text(text, encoding="utf-8")
    project = find_project(ROOT)
    wish = Wish(files=(path,))
    years, _ = read_years(wish, project)
    assert {job.year for job in make_plan(years, wish, project).jobs} == {2012}
