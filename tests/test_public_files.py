"""What every public project has: licence, notices, metadata, and guides that say how to begin."""

import hashlib
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from flit_core.wheel import make_wheel_in
from packaging.requirements import Requirement

from fsb_lib import __version__

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "fsb_lib" / "templates" / "report" / "fonts"
NOTICES = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
PUBLIC = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "THIRD_PARTY_NOTICES.md", "CITATION.cff")
GUIDES = ("README.md", "docs/analytiker.md", "docs/udvalgssekretaer.md", "docs/kontrollant.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
    return found


class TestLicence:
    def test_is_whole(self) -> None:
        text = read("LICENSE")
        assert text.lstrip().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
        articles = re.findall(r"^(\d+)\. [A-Z]", text, re.MULTILINE)
        assert articles == [str(number) for number in range(1, 16)]
        appendix = text.split("\nAppendix\n")[1]
        assert len(re.findall(r"^- ", appendix, re.MULTILINE)) == 10
        assert text.endswith("require the production of a new\nEUPL version.\n")

    def test_is_named_alike_everywhere(self, project: dict[str, Any]) -> None:
        citation = yaml.safe_load(read("CITATION.cff"))
        assert project["license"] == citation["license"] == "EUPL-1.2"
        assert citation["version"] == __version__
        assert citation["keywords"] == project["keywords"]
        assert [each["name"] for each in citation["authors"]] == [
            each["name"] for each in project["authors"]
        ]


def listed(first_cells: str) -> dict[str, tuple[str, ...]]:
    """The rows of the table of the notices whose head begins so, by their first cell."""
    table = NOTICES.split(f"| {first_cells} |\n")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[1:]]
    return {name: tuple(rest) for name, *rest in rows}


class TestNotices:
    def test_list_what_the_program_depends_on(self, project: dict[str, Any]) -> None:
        names = {Requirement(entry).name for entry in project["dependencies"]}
        assert listed("library | licence").keys() == names

    def test_list_the_extras(self, project: dict[str, Any]) -> None:
        extras: dict[str, list[str]] = {}
        for extra, entries in project["optional-dependencies"].items():
            for entry in entries:
                extras.setdefault(Requirement(entry).name, []).append(extra)
        found = listed("library | licence | extra")
        assert {name: row[1].split(", ") for name, row in found.items()} == extras

    def test_licences_are_those_that_the_installed_packages_state(self) -> None:
        rows = listed("library | licence") | listed("library | licence | extra")
        compared = {name: stated(name) for name in rows if stated(name)}
        assert len(compared) > 10
        assert {name: rows[name][0] for name in compared} == compared

    def test_typefaces_are_those_of_their_maker(self) -> None:
        named = listed("file in fsb_lib/templates/report/fonts | sha256")
        found = {
            path.name: (hashlib.sha256(path.read_bytes()).hexdigest(),)
            for path in FONTS.glob("*.woff2")
        }
        assert found == named


def stated(name: str) -> str:
    """The SPDX expression of an installed package; older ones state none."""
    try:
        return str(metadata(name).get("License-Expression") or "")
    except PackageNotFoundError:
        return ""


def test_package_carries_its_data_licences_and_types(tmp_path: Path) -> None:
    made = make_wheel_in(ROOT / "pyproject.toml", tmp_path)
    with ZipFile(made.file) as wheel:
        carried = set(wheel.namelist())
        head = wheel.read(f"fsb_lib-{__version__}.dist-info/METADATA").decode("utf-8")
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "fsb_lib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "fsb_lib/py.typed" in sources
    assert sources <= carried
    licences = f"fsb_lib-{__version__}.dist-info/licenses/"
    assert {f"{licences}LICENSE", f"{licences}THIRD_PARTY_NOTICES.md"} <= carried
    assert "\nLicense-Expression: EUPL-1.2\n" in head
    assert "\nClassifier: Private :: Do Not Upload\n" in head


@pytest.mark.parametrize("name", PUBLIC)
def test_public_files_hold_no_address_and_lead_somewhere(name: str) -> None:
    text = read(name)
    assert not re.search(r"\w@\w|://", text)
    links = re.findall(r"\]\(([^)#]+)[)#]", text)
    assert not [link for link in links if not (ROOT / link).exists()]


@pytest.mark.parametrize("name", GUIDES)
def test_guides_say_how_to_reach_the_command(name: str) -> None:
    text = read(name)
    first_use = re.search(r"(?m)^\s*fsb \w|`fsb \w", text.split("source .venv/bin/activate")[0])
    assert "source .venv/bin/activate" in text
    assert r".venv\Scripts\activate" in text
    assert first_use is None, first_use
