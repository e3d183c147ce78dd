"""The fault report: what was wrong with a delivery, for the analyst and for the source."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.domain import contract
from fsb_lib.intake_report.command import take_in_and_tell
from fsb_lib.intake_report.files import beside_snapshot, keep_report
from fsb_lib.intake_report.page import FaultReport, of_refusal, of_snapshot, page
from fsb_lib.intake_report.terminal import print_report
from fsb_lib.registers import faults
from fsb_lib.registers.intake.summary import RefusedDelivery
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import KEY, among_good_rows, numbers, write

ROOT = Path(__file__).resolve().parents[2]

# Rows 2-8 of bif_ydelser: a code, a date and a number that are none, and a row three times.
FAULTY = """\
cpr;ydelse;fra;til
020180-1234;hemmelig_kode;01-01-2009;
020180-1234;kontanthjaelp;hemmelig dato;
hemmeligt;kontanthjaelp;01-01-2009;
020180-1234;kontanthjaelp;01-02-2009;
020180-1234;kontanthjaelp;01-02-2009;
020180-1234;kontanthjaelp;1-2-2009;
20180-1234;kontanthjaelp;01-03-2009;
"""


def faulty(tmp_path: Path, **tables: Any) -> Path:
    drawn = among_good_rows("bif_ydelser", FAULTY).encode()
    return write(tmp_path / "delivery", bif_ydelser=drawn, **tables)


@pytest.fixture
def taken_in(tmp_path: Path) -> FaultReport:
    take_in(faulty(tmp_path), tmp_path / "snapshot", KEY)
    report = of_snapshot(tmp_path / "snapshot")
    assert report is not None
    return report


@pytest.fixture
def refused(tmp_path: Path) -> FaultReport:
    delivery = faulty(tmp_path, personer=None, sof_sager="cpr;fra;til\n020180-1234;01-01-2009;\n")
    with pytest.raises(RefusedDelivery) as raised:
        take_in(delivery, tmp_path / "snapshot", KEY)
    report = of_refusal(raised.value)
    assert report is not None
    return report


def lines_of(report: FaultReport, terminal: bool = False) -> list[str]:
    console = Console(width=80, record=True, force_terminal=terminal, quiet=False, file=None)
    with console.capture() as captured:
        print_report(report, console)
    return captured.get().splitlines()


def test_every_dropped_row_is_told_by_kind_column_and_line(taken_in: FaultReport) -> None:
    (table,) = [one for one in taken_in.tables if one.table == "bif_ydelser"]
    found = {(one.kind, one.column): (one.n_rows, one.first_rows) for one in table.dropped}
    assert found == {
        ("unknown_code", "ydelse"): (1, (2,)),
        ("unreadable_date", "fra"): (1, (3,)),
        ("cpr_invalid", "cpr"): (1, (4,)),
        ("duplicate", ""): (2, (6, 7)),
    }
    assert (table.n_read, table.n_kept, table.n_dropped) == (407, 402, 5)


def test_page_explains_and_asks_in_danish(taken_in: FaultReport) -> None:
    soup = BeautifulSoup(page(taken_in), "html.parser")
    text = " ".join(soup.get_text(" ").split())
    assert "Koden står ikke på kontraktens kodeliste (kolonne ydelse)" in text
    assert "Spørg BIF, hvad koderne betyder" in text
    assert "Gentagelse af en anden række; den ene er beholdt" in text
    assert "6, 7" in text
    assert "er med, 5 er udeladt" in text
    assert "UTF-8, semikolon" in text


def test_fatal_faults_come_first_and_all_of_them(refused: FaultReport) -> None:
    soup = BeautifulSoup(page(refused), "html.parser")
    fatal = [one.get_text(" ", strip=True) for one in soup.select("ol.fatal > li")]
    assert [one.split(" Gør")[0] for one in fatal] == [
        "Personer (BIF): Et udtræk, der skal være der, mangler",
        "Sager (SOF): En kolonne, der skal være der, mangler",
    ]
    assert "maalgruppe" in fatal[1]
    first_table = soup.find("table")
    assert soup.select_one("ol.fatal").sourceline < first_table.sourceline  # type: ignore[union-attr]


def test_stopped_delivery_still_tells_the_faults_of_its_other_tables(refused: FaultReport) -> None:
    (table,) = [one for one in refused.tables if one.dropped]
    assert table.table == "bif_ydelser"
    assert table.n_kept is None
    assert "ikke afgjort" in page(refused).decode()


@pytest.mark.parametrize("which", ["taken_in", "refused"])
def test_page_is_accessible_and_offline(which: str, request: pytest.FixtureRequest) -> None:
    html = page(request.getfixturevalue(which)).decode()
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "da"
    assert len(soup.find_all("h1")) == 1
    assert not soup.find_all("script")
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    for table in soup.find_all("table"):
        assert table.caption is not None
        assert all(cell.get("scope") for cell in table.find_all("th"))


@pytest.mark.parametrize("which", ["taken_in", "refused"])
def test_no_value_of_a_row_is_told(which: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(which)
    told = page(report).decode() + "\n".join(lines_of(report)) + repr(report)
    assert "emmelig" not in told
    assert "1234" not in told


@pytest.mark.parametrize("terminal", [False, True])
def test_terminal_keeps_to_80_columns(taken_in: FaultReport, terminal: bool) -> None:
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines_of(taken_in, terminal)]
    assert max(len(line) for line in lines) <= 80
    assert "unknown_code (ydelse)" in "\n".join(lines)


def test_piped_terminal_text_is_plain(taken_in: FaultReport) -> None:
    text = "\n".join(lines_of(taken_in))
    assert not set(text) & set("\x1b─━│┃╭╮")


def test_same_account_gives_the_same_bytes(taken_in: FaultReport) -> None:
    assert page(taken_in) == page(taken_in)


def test_every_kind_has_its_words() -> None:
    words = load("faults")
    assert set(words["rows"]) == set(contract.DROPPED)
    assert set(words["notes"]) == set(contract.NOTES)
    assert set(faults._FATAL) <= set(words["fatal"])
    for entry in words["rows"].values():
        assert set(entry) == {"text", "ask", "en", "ask_en"}


def test_fault_of_another_sort_makes_no_report() -> None:
    assert of_refusal(InputError(Problem("no key", "key file"))) is None


def test_snapshot_without_an_account_makes_no_report(tmp_path: Path) -> None:
    assert of_snapshot(tmp_path) is None
    (tmp_path / "snapshot.json").write_text("{}")
    assert of_snapshot(tmp_path) is None


def test_report_lies_in_the_snapshot_and_a_stopped_one_s_beside_it(
    tmp_path: Path, taken_in: FaultReport
) -> None:
    stopped = FaultReport((Problem("a", "b", kind="no_rows"),), (), synthetic=False)
    place = beside_snapshot(stopped, tmp_path / "snapshot")
    assert place == tmp_path / "snapshot-fault-report.html"
    assert place.is_file()
    made = beside_snapshot(taken_in, tmp_path / "snapshot")
    assert made == tmp_path / "snapshot" / "fault-report.html"
    assert made.is_file()
    assert not place.exists()


def test_report_is_there_only_while_something_is_wrong_and_for_its_owner_alone(
    tmp_path: Path, taken_in: FaultReport
) -> None:
    place = tmp_path / "work" / "fault-report.html"
    keep_report(taken_in, place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    keep_report(FaultReport((), (), synthetic=True), place)
    assert not place.exists()


def test_intake_says_where_its_report_lies(tmp_path: Path) -> None:
    delivery = faulty(tmp_path, personer=None)
    console = Console(width=80)
    with console.capture() as captured:
        code = take_in_and_tell(delivery, tmp_path / "snapshot", tmp_path / "work", None, console)
    said = captured.get()
    assert code == 1
    assert said.index("a required table is missing") < said.index("rows with faults")
    assert "snapshot-fault-report.html" in said.replace("\n", "")
    assert not (tmp_path / "snapshot").exists()


def test_snapshot_says_what_was_dropped_where(tmp_path: Path) -> None:
    take_in(faulty(tmp_path), tmp_path / "snapshot", KEY)
    told = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())
    assert told["tables"]["bif_ydelser"]["faults"][0] == {
        "kind": "cpr_invalid",
        "column": "cpr",
        "rows": 1,
        "first_rows": [4],
        "shapes": ["aaaaaaaaa"],
    }


def test_what_is_much_different_from_the_snapshot_before_is_told(tmp_path: Path) -> None:
    def account(name: str, n_good: int, til: str) -> list[str]:
        drawn = "cpr;ydelse;fra;til\n" + "".join(
            f"{number};kontanthjaelp;01-01-2009;{til}\n" for number in numbers(n_good)
        )
        folder = write(tmp_path / f"{name}-delivery", bif_ydelser=drawn.encode())
        take_in(folder, tmp_path / "snapshots" / name, KEY)
        report = of_snapshot(tmp_path / "snapshots" / name)
        assert report
        return [f"{one.table}: {one.found}" for one in report.remarks if one.kind == "changed"]

    assert account("first", 100, "01-01-2010") == []
    assert account("same", 110, "01-01-2010") == []
    assert account("fewer", 98, "01-01-2010") == [
        "bif_ydelser: 98 rows, 110 before",
        "bif_ydelser: 98 persons, 110 before",
    ]
    assert account("open", 98, "") == ["bif_ydelser: 100% of the rows without an end, 0% before"]


def test_everything_that_intake_tells_has_words() -> None:
    # Every kind that the code names, wherever it stands.
    source = "\n".join(path.read_text() for path in (ROOT / "fsb_lib").rglob("*.py"))
    named = set(re.findall(r'(?:IntakeRemark\(|told\.append\(\()\s*"(\w+)"', source))
    named |= set(re.findall(r'yield "(\w+)", column', source))
    fatal, told = load("faults")["fatal"], load("faults")["told"]
    assert len(named) > 9
    assert not named - fatal.keys() - told.keys()
    assert all({"text", "en"} <= words.keys() for words in told.values())
