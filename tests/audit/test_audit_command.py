"""`fsb audit`: exit codes, the table, the written findings, and what it costs others."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fsb_lib import cli
from tests.audit.auditing import facts, findings, rate, total

SAFE = facts({"a": 12, "b": None, "c": None, "t": 20}, sums=[total("t", "a", "b", "c")])
EXPOSED = facts({"a": 16, "b": None, "t": 20}, sums=[total("t", "a", "b")])
NARROW = facts({"b": None, "c": None, "t": 4}, sums=[total("t", "b", "c")])


def leave(document: Any, folder: Path, *more: str) -> int:
    path = folder / "facts.json"
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["audit", str(path), *more])
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (SAFE, 0),
        (EXPOSED, 3),
        (NARROW, 3),
        (SAFE | {"cells": {"a": 12, "b": 4, "c": 4, "t": 20}}, 0),
        (SAFE | {"cells": {"a": 12, "b": 4, "c": 5, "t": 20}}, 1),
        (SAFE | {"cells": {"a": 20, "b": None, "c": None, "t": 20}}, 1),
        (facts({"n": None, "d": 0}, rates=[rate("n", "d", 0, 0.5)]), 1),
        (SAFE | {"cells": {}}, 1),
        ("{", 1),
        ("\ufeff" + json.dumps(SAFE), 0),
    ],
)
def test_exit_code_tells_the_verdict(document: Any, code: int, tmp_path: Path) -> None:
    assert leave(document, tmp_path) == code


def test_findings_are_written_exactly_as_specified(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert leave(NARROW, tmp_path, "--json", str(out)) == 3
    assert json.loads(out.read_text(encoding="utf-8")) == [
        {"cell": "b", "low": 1, "high": 3, "verdict": "narrow"},
        {"cell": "c", "low": 1, "high": 3, "verdict": "narrow"},
    ]
    assert leave(facts({"a": 1}), tmp_path, "--json", str(out)) == 0
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_a_limit_that_is_not_there_is_null(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    leave(facts({"æ\ud800": None}), tmp_path, "--json", str(out))
    (found,) = json.loads(out.read_text(encoding="utf-8"))
    assert found == {"cell": "æ\ud800", "low": 1, "high": None, "verdict": "safe"}


def test_the_table_names_what_can_be_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave(EXPOSED, tmp_path)
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "cell  smallest  largest  verdict",
        "b            4        4  exposed",
        "",
        "1 of 1 hidden cells is not protected.",
    ]
    assert "facts.json: hidden counts can be computed" in said.err
    assert "found:    b" in said.err


def test_names_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave(facts({"a\x1b[2J\r\n[bold]": None, "\ud800": None, "x" * 10_000: None}), tmp_path)
    said = capsys.readouterr().out
    assert "a\\x1b[2J\\r\\n[bold]" in said
    assert all(line.isprintable() and len(line) < 90 for line in said.splitlines())


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["audit", str(tmp_path / name)])
    assert ended.value.code == 1
    assert "cannot be read" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b'{"cells": "\xff"}')
    with pytest.raises(SystemExit) as ended:
        cli.main(["audit", str(path)])
    assert ended.value.code == 1
    assert "not text in UTF-8" in capsys.readouterr().err


def test_the_facts_are_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave(SAFE, tmp_path, "--json", str(tmp_path / "facts.json")) == 1
    assert "the file that was audited" in capsys.readouterr().err
    assert json.loads((tmp_path / "facts.json").read_text()) == SAFE


def test_no_other_command_waits_for_the_solver() -> None:
    code = "import sys; from fsb_lib import cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"scipy", "numpy", "fsb_lib.audit"} & set(done.stdout.split())


# --- truth -------------------------------------------------------------------------------------


def test_a_guarantee_stands_only_where_the_truth_was_given() -> None:
    """b of 4 reaches 1..7 with c; hiding more could not do better than 1 and 5."""
    found = findings(SAFE | {"truth": {"b": 3}})
    assert found[0]["guarantee"] is True
    assert "guarantee" not in found[1]


def test_a_guarantee_asks_no_more_than_is_possible() -> None:
    """b + c = 4 even when all is hidden but the difference that says so: 3 is the most."""
    document = facts(
        {"b": None, "c": None, "t": 10, "u": 6},
        sums=[total("t", "b", "c", "u")],
        differences=[{"minuend": "t", "subtrahend": "u", "value": 4}],
        truth={"b": 1},
    )
    assert findings(document)[0] == {
        "cell": "b",
        "low": 1,
        "high": 3,
        "verdict": "narrow",
        "guarantee": True,
    }


def test_a_broken_guarantee_fails(tmp_path: Path) -> None:
    assert leave(NARROW | {"truth": {"b": 1}}, tmp_path) == 3
    assert findings(NARROW | {"truth": {"b": 1}})[0]["guarantee"] is False


@pytest.mark.parametrize("truth", [{"b": 8}, {"b": 0}, {"b": 3, "c": 4}, {"a": 12}, {"x": 1}])
def test_a_truth_that_is_excluded_or_of_no_hidden_cell_is_at_fault(
    truth: dict[str, int], tmp_path: Path
) -> None:
    assert leave(SAFE | {"truth": truth}, tmp_path) == 1


@pytest.mark.parametrize(
    ("threshold", "zeros_shown", "word"),
    [(1, True, "safe"), (1, False, "safe"), (3, True, "safe"), (4, True, "narrow")],
)
def test_the_threshold_decides_what_is_narrow(threshold: int, zeros_shown: bool, word: str) -> None:
    """b + c = 4: 1..3 where zeros are shown, otherwise 0..4."""
    document = NARROW | {"threshold": threshold, "zeros_shown": zeros_shown}
    assert {each["verdict"] for each in findings(document)} == {word}


def test_a_thousand_hidden_cells_in_blocks_take_seconds() -> None:
    cells: dict[str, int | None] = {}
    sums = []
    for block in range(40):
        names = [[f"{block} {row} {column}" for column in range(5)] for row in range(5)]
        lines = {f"{block} row {at}": line for at, line in enumerate(names)}
        lines |= {
            f"{block} column {at}": list(line) for at, line in enumerate(zip(*names, strict=True))
        }
        for name, parts in lines.items():
            sums.append(total(name, *parts))
            cells |= dict.fromkeys(parts) | {name: 20 + block}
    found = findings(facts(cells, sums=sums))
    assert len(found) == 1000
    # Of five cells that make 20 + n, four are at least 1.
    assert {(each["low"], each["high"]) for each in found} == {(1, 16 + n) for n in range(40)}
