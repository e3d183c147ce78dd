"""`fsb doctor`: every part of the machine has its line, with what it is for and its remedy."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from fsb_lib import cli
from fsb_lib.base.project import find_project
from fsb_lib.checks import doctor
from fsb_lib.checks.doctor import Equipment
from fsb_lib.pdf import weasyprint_engine

PARTS = [
    "PDF",
    "HarfBuzz",
    "psycopg",
    "pyodbc",
    "pyspark",
    "Java",
    "git",
    "Browser",
    "pdftoppm",
    "soffice",
    "validator",
    "Key",
    "Key backup",
]
VARIABLES = ("FSB_KEY_FILE", "FSB_KEY_BACKUP", "FSB_HTML_VALIDATE", "JAVA_HOME")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without any of the optional parts."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("psycopg", "pyodbc", "pyspark"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(weasyprint_engine, "_missing", "the library Pango is not installed")


def found(what: str) -> Equipment:
    (one,) = [each for each in doctor.equipment(find_project(Path.cwd())) if each.what == what]
    return one


def program(folder: Path, name: str, says: str = "") -> Path:
    """A program that only says something, on standard error as Java does."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("part", PARTS)
def test_a_lack_is_told_with_use_and_remedy(part: str) -> None:
    lack = found(part)
    assert lack.use
    assert lack.remedy.endswith(".")


def test_lacks_of_optional_parts_are_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor"])
    assert not ended.value.code
    said = capsys.readouterr().out
    assert "Java       none (only for Spark on this machine)\n           -> Install Java" in said
    assert [line.split()[0] for line in said.splitlines() if line[0] != " "][-13:] == [
        part.split()[0] for part in PARTS
    ]


@pytest.mark.parametrize(
    ("part", "command"), [("git", "git"), ("Browser", "chromium"), ("pdftoppm", "pdftoppm")]
)
def test_programs_are_found_where_the_shell_finds_them(
    part: str, command: str, tmp_path: Path
) -> None:
    path = program(tmp_path, command)
    assert found(part).found == str(path)
    assert not found(part).remedy


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
class TestJava:
    @pytest.mark.parametrize(
        ("says", "told", "enough"),
        [
            ('openjdk version "17.0.15" 2025-04-15', "17.0.15", True),
            ('openjdk version "25-ea" 2025-09-16', "25-ea", True),
            ('java version "1.8.0_292"', "1.8.0_292", False),
            ("Unable to locate a Java Runtime.", "none", False),
        ],
    )
    def test_its_version_decides(self, says: str, told: str, enough: bool, tmp_path: Path) -> None:
        program(tmp_path, "java", says)
        assert found("Java").found == told
        assert (not found("Java").remedy) is enough

    def test_java_home_comes_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        program(tmp_path, "java", 'version "11.0.2"')
        (tmp_path / "home" / "bin").mkdir(parents=True)
        program(tmp_path / "home" / "bin", "java", 'version "21.0.1"')
        monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
        assert found("Java").found == "21.0.1"

    def test_one_that_does_not_start_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "java").write_bytes(b"\x7fELF no program")
        (tmp_path / "java").chmod(0o755)
        assert found("Java").found == "none"


class TestPackages:
    def test_one_that_is_there_needs_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor, "version", lambda _: "3.3.9")
        monkeypatch.setitem(sys.modules, "psycopg", SimpleNamespace())
        assert found("psycopg") == Equipment("psycopg", "3.3.9", use=found("psycopg").use)

    def test_one_without_its_library_is_not_taken_for_whole(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctor, "version", lambda _: "3.3.9")
        assert "library that it needs is missing" in found("psycopg").found
        assert "make databases" in found("psycopg").remedy

    @pytest.mark.parametrize(
        ("drivers", "whole"),
        [([], False), (["FreeTDS"], False), (["ODBC Driver 18 for SQL Server"], True)],
    )
    def test_sql_server_needs_microsofts_driver_too(
        self, drivers: list[str], whole: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctor, "version", lambda _: "5.5.0")
        monkeypatch.setitem(sys.modules, "pyodbc", SimpleNamespace(drivers=lambda: drivers))
        assert (not found("pyodbc").remedy) is whole
        assert found("pyodbc").found.startswith("5.5.0")


class TestHarfBuzz:
    @pytest.mark.parametrize(
        ("subsetter", "new_enough", "whole"),
        [(object(), 1, True), (object(), 0, False), (None, 1, False)],
    )
    def test_its_subsetter_is_looked_for(
        self, subsetter: object, new_enough: int, whole: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        harfbuzz = SimpleNamespace(hb_version_atleast=lambda *_: new_enough)
        drawing = SimpleNamespace(harfbuzz_subset=subsetter, harfbuzz=harfbuzz)
        monkeypatch.setattr(weasyprint_engine, "_missing", "")
        monkeypatch.setattr(weasyprint_engine, "_drawing", drawing)
        assert weasyprint_engine.cuts_typefaces_by_harfbuzz() is whole


@pytest.mark.parametrize(
    ("part", "variable"), [("Key", "FSB_KEY_FILE"), ("validator", "FSB_HTML_VALIDATE")]
)
def test_a_named_file_has_to_be_there(
    part: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "named"))
    assert found(part).remedy
    (tmp_path / "named").touch()
    assert not found(part).remedy


@pytest.mark.parametrize(
    ("copy", "told", "enough"),
    [(b"k" * 32, "the same key", True), (b"o" * 32, "another key", False), (None, "cannot", False)],
)
def test_a_key_without_a_copy_of_it_is_told(
    copy: bytes | None, told: str, enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    monkeypatch.setenv("FSB_KEY_FILE", str(tmp_path / "key"))
    assert found("Key backup").remedy
    monkeypatch.setenv("FSB_KEY_BACKUP", str(tmp_path / "copy"))
    if copy is not None:
        (tmp_path / "copy").write_bytes(copy)
    assert found("Key backup").found.startswith(told)
    assert (not found("Key backup").remedy) is enough
