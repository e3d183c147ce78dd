"""A manifest, figures or a year file of another form is the input's fault in every command."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fsb_lib import cli
from fsb_lib.outputs import manifest
from tests.faults.conftest import Ended
from tests.unit.test_kit import given, written

Command = Callable[..., Ended]
OTHERS: tuple[Any, ...] = (None, 5, "x", [5], {"a": None})
WHOLE_FILES = {
    "nothing": b"", "no JSON": b"{", "a list": b"[]", "a number": b"5", "null": b"null",
    "no UTF-8": b"\xff\xfe\xfa", "deep": b"[" * 100_000,
    "long number": b'{"year": ' + b"9" * 9000 + b"}",
}  # fmt: skip
MORE = {
    "parameters": {"audience": "committee"}, "snapshot": {"synthetic": True}, "program": {},
    "software": {}, "inputs": {}, "proof": "p", "release": None, "remarks": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one report, as the program leaves it."""
    root = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "params"):
        (root / name).mkdir()
    folder = written(root / "outputs", given())
    (folder / "results.json").write_text('{"tables": []}')
    document = {**manifest.read_manifest(folder), **MORE}
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})
    return root


def said_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0), "".join(capsys.readouterr())


def changed_manifests(document: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name in document:
        for other in OTHERS:
            yield f"{name} {other!r}", json.dumps({**document, name: other}).encode()
        yield (
            f"without {name}",
            json.dumps({k: document[k] for k in document if k != name}).encode(),
        )
    yield (
        "number for a hash",
        json.dumps({**document, "outputs": {**document["outputs"], "report.html": 5}}).encode(),
    )


def commands(place: str) -> list[list[str]]:
    return [
        ["verify", "outputs"], ["compare", "outputs", "../whole/outputs"],
        ["kit", "2009", "--to", f"{place}.zip"],
    ]  # fmt: skip


def faults(
    whole: Path, tmp_path: Path, name: str, contents: Iterator[tuple[str, bytes]],
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> list[str]:  # fmt: skip
    """Which command called which content a fault of the program."""
    shutil.copytree(whole, tmp_path / "whole")
    shutil.copytree(whole, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    path = tmp_path / "project" / "outputs" / "2009" / "activation_measurement" / name
    found = []
    for what, content in contents:
        path.write_bytes(content)
        for command in commands("kit"):
            code, said = said_of(capsys, *command)
            if "program itself failed" in said or code not in {0, 1, 3}:
                found.append(f"{command[0]}, {what}: {said}")
    return found


def test_manifest_of_another_form_is_the_input_s_fault(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = manifest.read_manifest(whole / "outputs" / "2009" / "activation_measurement")
    contents = iter([*changed_manifests(document), *WHOLE_FILES.items()])
    assert faults(whole, tmp_path, "manifest.json", contents, capsys, monkeypatch) == []


def test_figures_of_another_form_are_the_input_s_fault(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [b'{"tables": 5}', b'{"tables": [5]}', b'{"tables": [{"id": 1, "rows": [{}]}]}']
    contents = iter([*WHOLE_FILES.items(), *((str(one), one) for one in tables)])
    assert faults(whole, tmp_path, "results.json", contents, capsys, monkeypatch) == []


YEAR_FILES = {
    "deep list": "a: " + "[" * 5000, "deep groups": "".join(f"{' ' * n}a:\n" for n in range(900)),
    "long year": "year: " + "9" * 6000, "sexagesimal": "year: 33:29",
    "aliases": "a: &a [x,x]\nb: &b [*a,*a]\nmatched_benefits: [*b,*b]", "tag": "year: !!python/x 1",
    "list": "- 2009", "number": "5", "null": "null", "nothing": "", "binary": "\x00\x01",
    "two documents": "year: 2009\n---\nyear: 2010", "group for a year": "year: {a: 1}",
    "infinite": "year: .inf", "not a number": "year: .nan", "key": "? [a]\n: 1", "text": "year: a",
}  # fmt: skip


@pytest.mark.parametrize("what", YEAR_FILES)
def test_year_file_of_another_form_is_the_input_s_fault(
    fsb: Command, tmp_path: Path, what: str
) -> None:
    for name in ("notebooks", "params"):
        (tmp_path / name).mkdir()
    (tmp_path / "params" / "2009.yaml").write_text(YEAR_FILES[what])
    ended = fsb(tmp_path, "check")
    assert ended.code == 1, ended.said
    assert "2009.yaml" in ended.said
