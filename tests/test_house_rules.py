"""The house rules that a formatter and a linter cannot see, each as a test.

The layers themselves are contracts of import-linter (pyproject.toml), run by `make check`.
"""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from fsb_lib.checks.check_project import mapping_schema_text, schema_text
from fsb_lib.params import REPORT_IDS, USED_BY, ReportParams

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "fsb_lib"
SOURCES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LOCKS = sorted(ROOT.glob("requirements*.lock"))

# --- dependencies ------------------------------------------------------------------------------

# What conda-forge calls a package, where it is another name than pip's.
CONDA_NAMES = {
    "ibis-duckdb": "ibis-framework",
    "matplotlib-base": "matplotlib",
    "nbconvert-core": "nbconvert",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirement: str) -> tuple[str, str]:
    """Name and version bounds of a requirement, in one spelling."""
    parsed = Requirement(requirement)
    name = normal(parsed.name)
    return CONDA_NAMES.get(name, name), str(parsed.specifier)


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_conda_environment_and_pyproject_name_the_same_dependencies() -> None:
    project = pyproject()
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    by_conda = [entry for entry in listed if isinstance(entry, str)]
    found = {named(entry) for entry in [*by_conda, *by_pip]} - {("pip", "")}
    assert found == {named(entry) for entry in wanted} | {("python", project["requires-python"])}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_holds_hashed_pins_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert "://" not in text
    assert not [entry for entry in entries if not re.match(r"[A-Za-z0-9._-]+(\[.+\])?==\S+", entry)]
    assert not [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)]


def pins(lock: Path) -> dict[str, set[str]]:
    """Version pins by package: several where markers choose among them."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE):
        found.setdefault(normal(name), set()).add(version)
    return found


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", ("build",)),
        ("requirements-dev.lock", ("build", "dev")),
        ("requirements-lab.lock", ("build", "lab")),
        ("requirements-databases.lock", ("build", "postgres", "mssql")),
        ("requirements-spark.lock", ("build", "spark")),
        ("requirements-engines.lock", ("build", "dev", "engines")),
    ],
)
def test_lock_satisfies_pyproject(lock: str, extras: tuple[str, ...]) -> None:
    project, locked = pyproject(), pins(ROOT / lock)
    extra = [entry for name in extras for entry in project["optional-dependencies"][name]]
    for entry in [*project["dependencies"], *extra]:
        requirement = Requirement(entry)
        versions = locked.get(normal(requirement.name), set())
        assert versions, entry
        assert all(requirement.specifier.contains(version) for version in versions), entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_run_is_locked_alike_in_every_lock(lock: Path) -> None:
    other = pins(lock)
    run = pins(ROOT / "requirements.lock")
    assert {name: other.get(name) for name in run} == run


@pytest.mark.parametrize("lock", ["requirements-databases.lock", "requirements-spark.lock"])
def test_sources_are_read_with_what_tests_read_them_with(lock: str) -> None:
    tested = pins(ROOT / "requirements-engines.lock")
    assert {
        name: versions
        for name, versions in pins(ROOT / lock).items()
        if versions != tested.get(name, versions)
    } == {}


# On the public index the name is nobody's, or somebody else's: only the checkout is ours.
BY_NAME = re.compile(r"""pip3?\s+install\b[^\n]*?["'\s]fsb[-_.]lib\b""", re.IGNORECASE)
TEXTS = {".py", ".md", ".yaml", ".yml", ".j2", ".toml", ".cff"}
TOLD_IN = [
    path
    for path in (*PACKAGE.rglob("*"), *(ROOT / "docs").rglob("*"), *ROOT.glob("*"))
    if path.suffix in TEXTS or path.name == "Makefile"
]


def test_nobody_is_told_to_install_the_package_by_its_name() -> None:
    assert not [path for path in TOLD_IN if BY_NAME.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("told", "by_name"),
    [
        ('pip install "fsb-lib[postgres]"', True),
        ("python -m pip install --upgrade fsb_lib", True),
        ("pip install --no-deps -e .", False),
        ("pip install dist/fsb_lib-0.1.0-py3-none-any.whl", False),
    ],
)
def test_a_name_is_told_from_a_path(told: str, by_name: bool) -> None:
    assert bool(BY_NAME.search(told)) is by_name


# --- notebooks ---------------------------------------------------------------------------------

# What their cells may hold: tests/notebooks/test_allowed_cells.py.
LONGEST_CELL = 12


def cells(notebook: Path, kind: str) -> Iterator[tuple[dict[str, Any], str]]:
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == kind:
            yield cell, "".join(cell["source"])


def test_every_parameter_is_used_by_a_report() -> None:
    assert set(chain(*USED_BY.values())) == set(ReportParams.model_fields)


def test_every_report_has_its_notebook() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(REPORT_IDS)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_stripped(self, notebook: Path) -> None:
        for cell, _ in cells(notebook, "code"):
            assert not cell["outputs"]
            assert cell["execution_count"] is None
            assert set(cell["metadata"]) <= {"tags"}
        document = json.loads(notebook.read_text(encoding="utf-8"))
        assert set(document["metadata"]) <= {"kernelspec", "language_info"}

    def test_cells_are_short_and_each_is_introduced(self, notebook: Path) -> None:
        document = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        kinds = [cell["cell_type"] for cell in document]
        assert kinds[0] == "markdown"
        assert not [pair for pair in pairwise(kinds) if pair == ("code",) * 2]
        for _, source in cells(notebook, "code"):
            assert len(source.splitlines()) <= LONGEST_CELL

    def test_declares_what_its_figures_depend_on(self, notebook: Path) -> None:
        tagged = [
            source
            for cell, source in cells(notebook, "code")
            if cell["metadata"].get("tags") == ["parameters"]
        ]
        declared = {line.split(":")[0] for line in tagged[0].splitlines()}
        assert declared == {*USED_BY[notebook.stem], "audience", "snapshot"}

    def test_last_cell_displays_the_release(self, notebook: Path) -> None:
        *_, (_, last) = cells(notebook, "code")
        assert last == "release"


# --- code --------------------------------------------------------------------------------------

# Rooms that read or write; every other is pure.
EDGES = {
    "auditor", "checks", "cli", "html", "intake_report", "jobs", "kit", "ledger", "measure_docs",
    "notebook", "outputs", "pdf", "pictures", "portal", "processes", "publishing", "registers",
    "run", "scanner", "sender", "statbank", "synthetic/files", "workbook",
}  # fmt: skip
PURE = [
    path
    for path in SOURCES
    if EDGES.isdisjoint(folder.as_posix() for folder in path.relative_to(PACKAGE).parents)
    and path.stem not in {"releases", "prepared", "project", "__main__", "package_data"}
]
READS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_parquet"}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
FORBIDDEN_NAMES = {"utils", "misc", "helpers", "common_functions"}

# About 250 and 25 lines are meant; a fifth more is where it stops.
LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
LONGER_MODULES: dict[str, int] = {}
LONGER_FUNCTIONS = {
    "cli/making.py:run": 28,  # its options are the interface
    "synthetic/schemes.py:_scheme_rows": 32,
}


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", PURE, ids=relative)
def test_layers_0_to_4_open_no_file_and_read_no_clock_or_environment(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            method = called.attr if isinstance(called, ast.Attribute) else ""
            assert method not in READS | CLOCKS, f"line {node.lineno}: {method}"
            assert getattr(called, "id", "") not in {"open", "Path"}, f"line {node.lineno}"
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            assert name not in {"environ", "getenv"}, f"line {node.lineno}: {name}"


# Named temporary files lie in a folder of ours, which the next command sweeps when this one was
# killed. These need not say which: their process has a temporary folder of its own.
IN_A_FOLDER_OF_OURS = {
    "notebook/cell_shell.py": "a report's process, whose folder goes with the report",
    "registers/database/connection.py": "opened within `private_place`, which is swept",
    "pictures/drawn_picture.py": "Windows alone, which has no files without a name",
}


def test_no_named_temporary_file_outlives_a_killed_command() -> None:
    named = {"mkdtemp", "mkstemp", "NamedTemporaryFile", "TemporaryDirectory"}
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            name = getattr(called, "attr", getattr(called, "id", None))
            if name in named and "dir" not in {one.arg for one in node.keywords}:  # type: ignore[attr-defined]
                found.add(relative(path))
    assert found == IN_A_FOLDER_OF_OURS.keys()


def n_code_lines(node: ast.AST) -> int:
    """Lines of a function from `def` to its end, without its docstring."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def test_modules_are_short() -> None:
    lengths = {relative(path): len(path.read_text().splitlines()) for path in SOURCES}
    long = {name: length for name, length in lengths.items() if length > LONGEST_MODULE}
    assert {name: n for name, n in long.items() if n > LONGER_MODULES.get(name, 0)} == {}


def test_functions_are_short() -> None:
    long = {
        f"{relative(path)}:{node.name}": n_code_lines(node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and n_code_lines(node) > LONGEST_FUNCTION
    }
    assert {name: n for name, n in long.items() if n > LONGER_FUNCTIONS.get(name, 0)} == {}


def test_exceptions_of_length_are_still_needed() -> None:
    assert {name for name in LONGER_MODULES if not (PACKAGE / name).is_file()} == set()
    functions = {
        f"{relative(path)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert LONGER_FUNCTIONS.keys() <= functions


def test_no_module_is_named_for_everything() -> None:
    assert not [path for path in SOURCES if path.stem in FORBIDDEN_NAMES]


# --- names and paths -----------------------------------------------------------------------------

# A file that a reader writes, in an example.
EXAMPLES = {"batch.py"}
PACKAGES = sorted({path.parent for path in SOURCES})
# Not the end of a glob or of a placeholder: `*_test.py`, `{name}.py`.
PATH = re.compile(r"(?<![\w./{}*<-])(?:[\w-]+/)*[\w-]+\.py\b")
KNOWN_FILES = {path.name for path in SOURCES} | {path.name for path in (ROOT / "tests").rglob("*")}


def test_a_public_class_name_stands_once() -> None:
    names = Counter(
        node.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, n in names.items() if n > 1] == []


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_package_says_what_it_is_for(folder: Path) -> None:
    module = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    sentences = re.findall(r"[.!?](?=\s|$)", ast.get_docstring(module) or "")
    assert len(sentences) >= 2


def paths_told(text: str, folder: Path) -> dict[str, bool]:
    """The Python files that a text of this folder names, and whether each is there."""
    return {
        path: any((at / path).is_file() for at in (ROOT, PACKAGE, folder))
        if "/" in path
        else path in KNOWN_FILES | EXAMPLES
        for path in PATH.findall(text)
    }


@pytest.mark.parametrize("told", TOLD_IN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_that_is_named_is_there(told: Path) -> None:
    found = paths_told(told.read_text(encoding="utf-8"), told.parent)
    assert [path for path, is_there in found.items() if not is_there] == []


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("see fsb_lib/domain/contract.py", {"fsb_lib/domain/contract.py": True}),
        ("`domain/contract.py`", {"domain/contract.py": True}),
        ("contract.py and gone_away.py", {"contract.py": True, "gone_away.py": False}),
        ("registers/contract.py:", {"registers/contract.py": False}),
        ("tests/unit/test_*.py, {name}.py", {}),
    ],
)
def test_a_path_is_told_from_other_words(text: str, is_there: dict[str, bool]) -> None:
    assert paths_told(text, ROOT / "docs") == is_there


def test_the_layout_in_the_readme_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    layout = readme.split("## Layout")[1].split("```")[1]
    rooms = [line for line in layout.splitlines() if re.match(r"  \S", line)]
    named = [name for line in rooms for name in line.split("   ")[0].split()]
    assert named
    assert [name for name in named if not (PACKAGE / name).exists()] == []


# --- files that are made from others -----------------------------------------------------------


def test_schema_of_the_year_files_is_current() -> None:
    found = json.loads((ROOT / "params" / "schema.json").read_text(encoding="utf-8"))
    assert found == json.loads(schema_text())


def test_schema_of_the_mapping_file_is_current() -> None:
    found = json.loads((ROOT / "docs" / "registers.schema.json").read_text(encoding="utf-8"))
    assert found == json.loads(mapping_schema_text())


def test_layers_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
