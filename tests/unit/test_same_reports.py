"""What compares two revisions finds a change, and takes no chance or code for one."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from benchmarks import pinned_project
from benchmarks.differing_files import compared, first_difference
from benchmarks.everything_made import without_chance
from benchmarks.pinned_project import FIXED, imports_of, pin, without_imports

PROJECT = '[project]\nname = "fsb-lib"\ndependencies = ["rich>=13"]\nscripts = {fsb = "a:b"}\n'
IMPORT = "from fsb_lib import charts, wording"


def project(folder: Path, code: str = IMPORT) -> Path:
    """A project with one function of identity and one notebook."""
    for name in ("fsb_lib/rooms", "notebooks", "outputs/2009"):
        (folder / name).mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "fsb_lib/rooms/identity.py").write_text(
        'def program_files() -> str:\n    """A hash."""\n    return str(len(__file__))\n\n\nA = 1\n'
    )
    cell = {"cell_type": "code", "source": code.splitlines(keepends=True)}
    (folder / "notebooks/plan.ipynb").write_text(json.dumps({"cells": [cell]}))
    (folder / "outputs/2009/report.html").write_text("<p>Andelen er 40 %.</p>\n<p>Slut</p>\n")
    return folder


def zipped(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


def test_equal_projects_have_no_difference(tmp_path: Path) -> None:
    found = compared(project(tmp_path / "a"), project(tmp_path / "b"))
    assert (found.n_files, found.lines) == (2, ())


def test_a_changed_word_a_missing_and_a_new_file_are_told(tmp_path: Path) -> None:
    before, after = project(tmp_path / "a"), project(tmp_path / "b")
    page = after / "outputs/2009/report.html"
    page.write_text(page.read_text().replace("Slut", "Sludt"))
    (before / "outputs/gone.csv").touch()
    (after / "outputs/new.csv").touch()
    assert compared(before, after).lines == (
        "outputs/2009/report.html: line 2: “<p>Slut</p>” -> “<p>Sludt</p>”",
        "outputs/gone.csv: only made before",
        "outputs/new.csv: only made after",
    )


def test_a_comparison_of_nothing_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing was compared"):
        compared(tmp_path, tmp_path)


def test_folders_named_by_a_hash_of_code_are_the_same_folder(tmp_path: Path) -> None:
    for name, letter in (("a", "0"), ("b", "f")):
        folder = project(tmp_path / name) / "work/snapshots" / (letter * 32)
        folder.mkdir(parents=True)
        (folder / "snapshot.json").write_text("{}")
    assert compared(tmp_path / "a", tmp_path / "b").lines == ()
    second = folder.with_name("e" * 32)
    second.mkdir()
    (second / "snapshot.json").touch()
    with pytest.raises(SystemExit, match="cannot be told apart"):
        compared(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"\x00\xff123", b"\x00\xff13", "byte 3 (5 and 4 bytes)"),
        (b"en\nto", b"en\nto\n", "line 2: “to” -> “to”"),
        (zipped(a="1", b="en"), zipped(a="1", b="et"), "b: line 1: “en” -> “et”"),
        (zipped(a="1"), zipped(a="1", b="2"), "members: nothing -> b"),
        (zipped(a="1"), zipped(a="1") + b"\x00", "the same members, packed in another way"),
    ],
)
def test_the_first_difference_is_told(before: bytes, after: bytes, told: str) -> None:
    assert first_difference(before, after) == told


def test_only_a_difference_s_surroundings_are_told() -> None:
    told = first_difference(b"a" * 500 + b"1" + b"b" * 500, b"a" * 500 + b"2" + b"b" * 500)
    assert told == f"line 1: “{'a' * 40}1{'b' * 39}” -> “{'a' * 40}2{'b' * 39}”"


def test_times_and_the_order_of_progress_are_chance_and_nothing_else_is() -> None:
    one = "made:\n 1 of 2  x: done\n 2 of 2  y: done\n2 reports made in 7 s.\nlast"
    other = "made:\n 2 of 2  y: done\n 1 of 2  x: done\n2 reports made in 12 s.\nlast"
    assert without_chance(one) == without_chance(other)
    assert without_chance(one) != without_chance(one.replace("y: done", "y: FAILED"))
    assert without_chance("a\nb") != without_chance("b\na")


def test_the_identity_is_fixed_wherever_it_is_defined(tmp_path: Path) -> None:
    pin(project(tmp_path / "a"))
    names: dict[str, object] = {}
    exec((tmp_path / "a/fsb_lib/rooms/identity.py").read_text(), names)  # noqa: S102
    assert names["program_files"]() == FIXED  # type: ignore[operator]
    assert names["A"] == 1


@pytest.mark.parametrize("copies", [0, 2])
def test_an_identity_that_is_not_found_once_stops_it(tmp_path: Path, copies: int) -> None:
    made = project(tmp_path / "a")
    module = made / "fsb_lib/rooms/identity.py"
    text = module.read_text()
    module.write_text("")
    for number in range(copies):
        (made / f"fsb_lib/other_{number}.py").write_text(text)
    with pytest.raises(SystemExit, match="def program_files"):
        pin(made)


def test_notebooks_that_import_from_elsewhere_are_the_same_notebooks(tmp_path: Path) -> None:
    moved = "from fsb_lib.report import charts\nfrom fsb_lib.report.words import (\n    wording,\n)"
    before = project(tmp_path / "a", f"{IMPORT}\ncharts.draw()")
    after = project(tmp_path / "b", f"{moved}\ncharts.draw()")
    for folder in (before, after):
        pin(folder)
    assert imports_of(before) == {"notebooks/plan.ipynb": f"{IMPORT}\n"}
    assert imports_of(after) == {"notebooks/plan.ipynb": f"{moved}\n"}
    assert compared(before, after).lines == ()


def test_only_imports_from_the_package_are_taken_out() -> None:
    code = "import re\nimport fsb_lib.params as p\nfrom fsb_library import a\nb = p.x\n"
    imported, rest = without_imports(code)
    assert imported == ["import fsb_lib.params as p"]
    assert rest == "import re\nfrom fsb_library import a\nb = p.x\n"


def test_the_work_tree_is_laid_out_as_it_is_and_a_revision_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.setattr(pinned_project, "ROOT", repository)
    for name in (".gitignore", "kept", "deleted"):
        (repository / name).write_text("ignored\n")
    pinned_project.git("init", "--quiet")
    pinned_project.git("add", "--all")
    who = ("-c", "user.name=NN", "-c", "user.email=nn@example.invalid")
    pinned_project.git(*who, "commit", "--quiet", "--message=first")
    (repository / "kept").write_text("changed\n")
    (repository / "deleted").unlink()
    for name in ("new", "ignored"):
        (repository / name).touch()
    pinned_project.laid_out("HEAD", tmp_path / "before")
    pinned_project.laid_out(None, tmp_path / "after")
    was, now = ({path.name for path in (tmp_path / name).iterdir()} for name in ("before", "after"))
    assert was == {".gitignore", "kept", "deleted"}
    assert now == {".gitignore", "kept", "new"}
    assert (tmp_path / "after/kept").read_text() == "changed\n"
