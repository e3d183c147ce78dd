"""A revision laid out as a project of its own, in which the identity of the code is fixed.

Two revisions that do the same differ in what follows from the code alone: the hash of the
program's files, and the import lines that notebooks show. Both are edited in the copy, so the
product needs no hook, and every hash of hashes (manifests, ledger, kits) stays comparable.
The commit is left out by itself, as a copy is no checkout.
"""

import ast
import io
import json
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "fsb_lib"
# The function that gives the hash of the program's files; looked for in every module.
IDENTITY, FIXED = "program_files", "0" * 64
# Refuses the edited import lines, in revisions that have it.
OF_CELLS = "code_problems"
# What a notebook imported is kept beside the package's modules and imported from there.
_NAMES = "names_of_"


def git(*arguments: str) -> bytes:
    """What git says of this repository.

    Errors: SystemExit with git's own words.
    """
    command = [shutil.which("git") or "git", "-C", str(ROOT), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode(errors="replace"))
    return done.stdout


def commit_of(revision: str) -> str:
    """The commit that a revision names."""
    return git("rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()


def laid_out(revision: str | None, folder: Path) -> None:
    """Write a revision's files into a new folder; None is the work tree, ignored files left out."""
    folder.mkdir(parents=True)
    if revision is not None:
        # No tar file: Python 3.11.0 to 3.11.3 cannot take one out without trusting it.
        made = git("archive", "--format=zip", commit_of(revision))
        with zipfile.ZipFile(io.BytesIO(made)) as files:
            files.extractall(folder)
        return
    names = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():  # a deleted one is still listed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def pin(project: Path) -> None:
    """Fix what follows from the code alone.

    Errors: SystemExit when what is to be edited is not found exactly once.
    """
    _pin_function(project / PACKAGE, IDENTITY, FIXED)
    if _functions(project / PACKAGE, OF_CELLS):
        _pin_function(project / PACKAGE, OF_CELLS, ())
    for notebook in sorted((project / "notebooks").glob("*.ipynb")):
        _pin_imports(notebook, project / PACKAGE)
    _write_metadata(project)


def imports_of(project: Path) -> dict[str, str]:
    """What each notebook of a pinned project imported, by the notebook's name."""
    found = (project / PACKAGE).glob(f"{_NAMES}*.py")
    return {
        f"notebooks/{path.stem.removeprefix(_NAMES)}.ipynb": path.read_text(encoding="utf-8")
        for path in sorted(found)
    }


def _functions(package: Path, name: str) -> list[tuple[Path, ast.FunctionDef]]:
    """Where a function of that name is defined."""
    return [
        (path, node)
        for path in sorted(package.rglob("*.py"))
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]


def _pin_function(package: Path, name: str, value: object) -> None:
    """Let the one function of that name return `value`."""
    found = _functions(package, name)
    if len(found) != 1:
        places = ", ".join(str(path.relative_to(package.parent)) for path, _ in found) or "nowhere"
        raise SystemExit(f"`def {name}` is to be found in one place, not: {places}")
    [(path, node)] = found
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[node.body[0].lineno - 1 : node.end_lineno] = [f"    return {value!r}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pin_imports(notebook: Path, package: Path) -> None:
    """Let the notebook import from a module of its own what it imported from many."""
    document = json.loads(notebook.read_text(encoding="utf-8"))
    module, imported = f"{_NAMES}{notebook.stem}", list[str]()
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            found, rest = without_imports("".join(cell["source"]))
            imported += found
            star = f"from {PACKAGE}.{module} import *\n" if found else ""
            cell["source"] = f"{star}{rest}".rstrip("\n").splitlines(keepends=True)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    notebook.write_text(text, encoding="utf-8")
    (package / f"{module}.py").write_text("\n".join(imported) + "\n", encoding="utf-8")


def without_imports(code: str) -> tuple[list[str], str]:
    """The statements of a cell that import from the package, and the cell without them."""
    lines, imported = code.splitlines(keepends=True), list[str]()
    for node in reversed(ast.parse(code).body):
        if any(name.split(".")[0] == PACKAGE for name in _modules(node)):
            here = slice(node.lineno - 1, node.end_lineno)
            imported.insert(0, "".join(lines[here]).rstrip("\n"))
            del lines[here]
    return imported, "".join(lines)


def _modules(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield node.module or ""
    elif isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)


def _write_metadata(project: Path) -> None:
    """Entry points and requirements as if the copy were installed: its modules may lie elsewhere
    than those of the installed program, which papermill would load."""
    told: dict[str, Any] = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    about = told["project"]
    folder = project / f"{PACKAGE}-0.dist-info"
    folder.mkdir()
    heading = f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: 0\n"
    needs = "".join(f"Requires-Dist: {one}\n" for one in about["dependencies"])
    (folder / "METADATA").write_text(heading + needs, encoding="utf-8")
    groups = {"console_scripts": about["scripts"], **about.get("entry-points", {})}
    lines = [
        line
        for group, points in groups.items()
        for line in (f"[{group}]", *(f"{name} = {place}" for name, place in points.items()))
    ]
    (folder / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
