"""The recipe of docs/developers.md, followed to the letter by a program that knows nothing else.

A copy of the project gets the blocks of the page, each in the file that the block names; then it
is checked, run, released and audited as anybody would.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```\w+ (?P<file>[\w./]+)(?: (?P<section>\w+))?\n(?P<text>.*?)```", re.DOTALL)
TABLE = "activation_by_sex"


class Block(NamedTuple):
    """What the page wants in a file; `section` is the key of a YAML file to put it under."""

    file: str
    section: str | None
    text: str


def blocks() -> list[Block]:
    page = (ROOT / "docs/developers.md").read_text(encoding="utf-8")
    return [Block(*found.group("file", "section", "text")) for found in BLOCK.finditer(page)]


def put(block: Block, project: Path) -> None:
    path = project / block.file
    before = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        after = json.dumps(with_cell(json.loads(before), block.text.strip()), indent=1)
    elif block.section:
        after = before.replace(f"\n{block.section}:\n", f"\n{block.section}:\n{block.text}", 1)
    else:
        after = f"{before.rstrip()}\n{block.text}"
    assert after != before
    path.write_text(after, encoding="utf-8")


def with_cell(notebook: dict, code: str) -> dict:
    """The notebook with Markdown and the cell before its last section."""
    common = {"metadata": {"tags": ["annex"]}}
    cells = [
        {**common, "id": "toy-text", "cell_type": "markdown", "source": ["## Efter køn"]},
        {**common, "id": "toy-code", "cell_type": "code", "source": [code],
         "outputs": [], "execution_count": None},
    ]  # fmt: skip
    place = next(
        at for at, cell in enumerate(notebook["cells"])
        if "activation_by_target_group" in "".join(cell["source"])
    )  # fmt: skip
    notebook["cells"][place + 1 : place + 1] = cells
    return notebook


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipe") / "project"
    for name in ("fsb_lib", "notebooks", "params"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for block in blocks():
        put(block, folder)
    return folder


def fsb(project: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "fsb_lib", *arguments],
        cwd=project, env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(outputs: Path) -> Iterator[dict]:
    results = json.loads((outputs / "results.json").read_text(encoding="utf-8"))
    (table,) = (one for one in results["tables"] if one["id"] == TABLE)
    yield from table["rows"]


def test_the_page_has_every_block_of_the_recipe() -> None:
    assert {block.file for block in blocks()} == {
        "fsb_lib/data/tables/activation_measurement.yaml",
        "fsb_lib/measures/activation.py",
        "fsb_lib/data/numbers.yaml",
        "notebooks/activation_measurement.ipynb",
        "fsb_lib/data/auditor/names.yaml",
        "fsb_lib/data/auditor/relations.yaml",
    }


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_table_made_by_the_recipe_is_run_released_and_audited(
    project: Path, twin_city_snapshot: Path
) -> None:
    assert "No problems found" in fsb(project, "check")
    fsb(project, "run", "--year=2010", "--registers", str(twin_city_snapshot))
    made = project / "outputs/2010/activation_measurement"
    total, *_ = (row["persons"]["value"] for row in rows(made) if row["sex"] == "i_alt")
    assert total == sum(row["persons"]["value"] for row in rows(made) if row["sex"] != "i_alt")
    page = (made.parent / "method/annex.html").read_text(encoding="utf-8")
    assert f'id="tabel-a16" data-table="{TABLE}"' in page
    assert "Aktivering efter køn" in openpyxl.load_workbook(made / "tables.xlsx").sheetnames
    assert "every hidden count is protected" in fsb(project, "release", "2010", "--by", "NN")
    fsb(project, "audit", "--outputs", "outputs")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/tables/activation_measurement.yaml", "      kind: partition\n      prefix: \"sex",
         "      prefix: \"sex", "keys.sex.kind"),
        ("data/tables/activation_measurement.yaml", "measured_by: activation.by_sex",
         "measured_by: activation.by_sx", "no function measures the table"),
        ("data/numbers.yaml", "  activation_by_sex: {table: A16}\n", "", "a table has no number"),
        ("data/auditor/names.yaml", "activation_by_sex:", "activation_by_sx:",
         "the auditor does not know the table"),
        ("data/measures/activation_rate.yaml", "    erik: I m", "    eriq: I m", "every person"),
        ("data/wording/common.yaml", "\nmethod_heading:", "\nasked_by_nobody: x\nmethod_heading:",
         "no module asks"),
    ],
)  # fmt: skip
def test_a_lack_is_named_by_the_check(
    project: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    copy = Path(shutil.copytree(project, tmp_path / "project"))
    path = copy / "fsb_lib" / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "fsb_lib", "check"], cwd=copy, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(copy)}, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert said in done.stdout + done.stderr
    assert file in done.stdout + done.stderr
