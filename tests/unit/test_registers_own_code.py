"""What a snapshot and the twin city are named after: all of the program that makes them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fsb_lib.base.errors import ReportError
from fsb_lib.registers.cpr_process import own_code
from fsb_lib.registers.cpr_process.own_code import CITY_CODE, INTAKE_CODE, PACKAGE, code_hash

# What makes a city, and what makes a snapshot of files or of a database.
STARTS = {
    CITY_CODE: ("synthetic/city.py", "synthetic/files/delivery_writer.py"),
    INTAKE_CODE: ("registers/intake/take_in.py", "registers/database/delivery.py"),
}
# Words of errors, and what opens the data files: neither changes a row.
NO_PART = {"base/errors.py", "base/package_data.py"}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of two files."""
    monkeypatch.setattr(own_code, "PACKAGE", tmp_path)
    (tmp_path / "room" / "below").mkdir(parents=True)
    (tmp_path / "room" / "below" / "a.py").write_text("1")
    (tmp_path / "list.yaml").write_text("a: 1")
    return tmp_path


@pytest.mark.parametrize("changed", ["room/below/a.py", "room/new.py", "list.yaml"])
def test_hash_changes_with_every_file_at_the_places(package: Path, changed: str) -> None:
    before = code_hash(("room", "list.yaml"))
    assert code_hash(("room", "list.yaml")) == before
    (package / "room" / "notes.txt").write_text("no code")
    assert code_hash(("room", "list.yaml")) == before
    (package / changed).write_text("2")
    assert code_hash(("room", "list.yaml")) != before


@pytest.mark.parametrize("part", ["rooms", "list.yml", "room/below/b.py", "empty"])
def test_place_without_files_is_an_error_and_not_passed_over(package: Path, part: str) -> None:
    (package / "empty").mkdir()
    with pytest.raises(ReportError, match=f"{package.name}/{part}"):
        code_hash(("room", part))


@pytest.mark.parametrize("parts", STARTS, ids=["city", "intake"])
def test_every_place_of_the_program_is_there(parts: tuple[str, ...]) -> None:
    assert len(code_hash(parts)) == 64
    assert len(set(parts)) == len(parts)


@pytest.mark.parametrize("parts", STARTS, ids=["city", "intake"])
def test_whatever_makes_them_is_among_the_places(parts: tuple[str, ...]) -> None:
    used = _used_from(STARTS[parts])
    others = {file for file in used if not _is_among(file, parts)}
    assert {file for file in others if not file.endswith("/__init__.py")} <= NO_PART
    data = set(re.findall(r'\bload\("(\w+)"\)', "".join(map(_text, used))))
    assert {f"data/{name}.yaml" for name in data} <= set(parts)
    assert "vocabulary" in data


def _is_among(file: str, parts: tuple[str, ...]) -> bool:
    return any(file == part or file.startswith(f"{part}/") for part in parts)


def _text(file: str) -> str:
    return (PACKAGE / file).read_text(encoding="utf-8")


def _used_from(starts: tuple[str, ...]) -> set[str]:
    """The modules that these import, and those in their turn."""
    found: set[str] = set()
    to_do = list(starts)
    while to_do:
        file = to_do.pop()
        if file not in found:
            found.add(file)
            to_do += _imported(file)
    return found


def _imported(file: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(_text(file))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fsb_lib."):
            place = str(node.module).removeprefix("fsb_lib.").replace(".", "/")
            names = [f"{place}/{alias.name}.py" for alias in node.names]
            for name in [*names, f"{place}.py", f"{place}/__init__.py"]:
                if (PACKAGE / name).is_file():
                    yield name
