"""Fatal faults of the register contract, section 5: all told at once, and nothing written."""

import codecs
import gzip
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import FAULTLESS, KEY, among_good_rows, taken_in, text, write


def problems(tmp_path: Path, **tables: str | bytes | None) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        taken_in(tmp_path, **tables)
    assert [path.name for path in tmp_path.iterdir()] == ["delivery"]
    return caught.value.problems


def told(found: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in found]


BENEFITS = text(FAULTLESS["bif_ydelser"])
CASES: dict[str, tuple[str | bytes, str]] = {
    "column missing": ("cpr;ydelse;fra\n020180-1234;kontanthjaelp;01-01-2009\n",
                       "required column missing: til"),
    "column twice": ("cpr;ydelse;fra;til;TIL\n020180-1234;kontanthjaelp;01-01-2009;;\n",
                     "the column til is there more than once"),
    "no header": ("020180-1234;kontanthjaelp;01-01-2009;\n", "no header line"),
    "empty file": (b"", "no header line"),
    "no rows": ("cpr;ydelse;fra;til\n\n;;;\nI alt;0\n", "a required table without rows"),
    "unreadable text": (codecs.BOM_UTF8 + BENEFITS.encode() + b"\xe5",
                        "the text is in no encoding that is accepted"),
    "mojibake": (BENEFITS.replace("ae", "\u00c3\u00a6").encode(),
                 "Danish letters are destroyed: the file was read in a wrong encoding and saved "
                 "again"),
    "mojibake in the header": (BENEFITS.replace("ydelse", "\u00c3\u00a6", 1).encode(), ""),
    "last record short": (BENEFITS + "020280-1234;kontanthjaelp", "the file is cut off"),
    "last record short above a total": (BENEFITS + "020280-1234;kontanthjaelp\nI alt;2",
                                        "the last line is no row"),
    "open quote": (BENEFITS + '"020280-1234;kontanthjaelp;01-01-2009;\n',
                   "a quote is opened and never closed"),
}  # fmt: skip


@pytest.mark.parametrize("why", [why for why in CASES if CASES[why][1]])
def test_fatal_fault_of_a_file_stops_the_delivery(tmp_path: Path, why: str) -> None:
    content, what = CASES[why]
    if isinstance(content, str):
        content = content.encode()
    assert told(problems(tmp_path, bif_ydelser=content)) == [
        ("bif_ydelser (bif_ydelser.csv)", what)
    ]


def test_destroyed_column_name_is_told_as_mojibake_alone(tmp_path: Path) -> None:
    content = text(FAULTLESS["sof_sager"]).replace("maalgruppe", "m\u00c3\u00a5lgruppe").encode()
    (problem,) = problems(tmp_path, sof_sager=content)
    assert "destroyed" in problem.what


def test_all_fatal_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "delivery",
        bif_jobplaner=None,
        bif_indsatser="cpr;fra\n020180-1234;01-01-2009\n",
        personer="cpr;herkomst\n020180-1234;klingon\n",
        cpr_skift="gammelt_cpr;nyt_cpr;dato\n"
        "020180-1234;020280-1234;01-01-2009\n020280-1234;020180-1234;01-01-2009\n",
    )
    (folder / "SOF_SAGER.txt.gz").write_bytes(gzip.compress(text(FAULTLESS["sof_sager"]).encode()))
    (folder / "bif_afgange.csv.gz").write_bytes(gzip.compress(b"cpr;udfald;dato\n")[:-5])
    (folder / "samarbejde.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError) as caught:
        take_in(folder, tmp_path / "snapshot", KEY)
    assert sorted(told(caught.value.problems)) == [
        ("bif_afgange (bif_afgange.csv.gz)", "the file is cut off"),
        ("bif_indsatser (bif_indsatser.csv)", "required column missing: indsats"),
        ("bif_indsatser (bif_indsatser.csv)", "required column missing: til"),
        ("bif_jobplaner", "a required table is missing"),
        ("cpr_skift (cpr_skift.csv)", "changes of number that end where they began"),
        ("personer (personer.csv)", "too many faulty rows"),
        ("samarbejde (samarbejde.xlsx)", "the file is cut off"),
        ("sof_sager", "two files for one table"),
    ]
    assert not (tmp_path / "snapshot").exists()


def test_no_fault_message_shows_a_value_from_a_row_or_header(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        bif_ydelser="cpr;ydelse;fra;til\n020180-1234;klingon;01-01-2009;\n",
        sof_sager="cpr;020180-1234;fra;til\n020180-1234;klingon;01-01-2009;\n",
        personer="cpr;herkomst\n020180-1234\n",
    )
    assert len(found) == 3
    said = "\n".join(map(str, found))
    assert "klingon" not in said
    assert "1234" not in said


@pytest.mark.parametrize(("n_good", "fatal"), [(19, False), (18, True)])
def test_five_in_a_hundred_faulty_rows_are_borne_and_more_are_not(
    tmp_path: Path, n_good: int, fatal: bool
) -> None:
    drawn = "cpr;godkendt;slut\n;01-01-2009;\n"
    content = among_good_rows("bif_jobplaner", drawn, n_good).encode()
    if fatal:
        (problem,) = problems(tmp_path, bif_jobplaner=content)
        assert problem.found == (
            "1 of 19 (5.3%): bif_jobplaner.cpr: cpr_unreadable, 1 rows (5.26%), row 2"
        )
    else:
        assert taken_in(tmp_path, bif_jobplaner=content).faults[0].n_rows == 1


def test_duplicates_are_no_faulty_rows(tmp_path: Path) -> None:
    drawn = "cpr;godkendt;slut\n" + "020180-1234;01-01-2009;\n" * 30
    assert taken_in(tmp_path, bif_jobplaner=drawn).faults == ()


def test_optional_table_may_be_empty_but_not_short_of_a_column(tmp_path: Path) -> None:
    summary = taken_in(tmp_path, bif_afgange="cpr;udfald;dato\n")
    assert next(one for one in summary.quality if one.table == "bif_afgange").rows == {
        "rows_read": 0,
        "rows_kept": 0,
    }
    other = tmp_path / "other"
    other.mkdir()
    (problem,) = problems(other, bif_afgange="cpr;dato\n")
    assert problem.what == "required column missing: udfald"


def test_missing_folder_and_folder_without_tables_say_what_to_give(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(InputError, match="there is no delivery"):
            take_in(folder, tmp_path / "snapshot", KEY)
