"""What real files look like (section 3): the same table in every dress is the same snapshot."""

import gzip
import json
from pathlib import Path

import pytest

from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import KEY, taken_in, text, write

CASES = """
    cpr;maalgruppe;fra;til
    020180-1234;psykisk_syge_og_oevrigt_udsatte;05-01-2009;
    101280-1235;handicappede;06-01-2009;07-01-2009
    """
PLAIN = text(CASES)
DANISH = (
    PLAIN.replace("maalgruppe", "M\u00e5lgruppe")
    .replace("_oevrigt", " \u00d8vrigt")
    .replace("_", " ")
)

QUOTED = "".join(f'"{line}"\n'.replace(";", '";"') for line in PLAIN.splitlines())
TITLED = f"Sager;;;\nudtrukket 1/2\n\n{PLAIN}\nI alt;2;;\n"
TIMED = (
    PLAIN.replace("05-01-2009;", "2009-01-05 00:00:00;NULL")
    .replace("06-01-2009", "2009-01-06T12:30")
    .replace("07-01-2009", "20090107")
)
OTHER_COLUMNS = """\
sagsnr;cpr;maalgruppe;Navn;fra;til
7;020180-1234;psykisk_syge_og_oevrigt_udsatte;x;05-01-2009;
;101280-1235;handicappede;;06-01-2009;07-01-2009
"""
OTHER_ORDER = """\
til;fra;maalgruppe;cpr
;05-01-2009;psykisk_syge_og_oevrigt_udsatte;020180-1234
07-01-2009;06-01-2009;handicappede;101280-1235
"""
AS_NUMBERS = PLAIN.replace("020180-1234", "201801234.0").replace("101280-1235", "'1012801235")

# Why: the ending of the file, its text and its encoding.
DRESSES: dict[str, tuple[str, str, str]] = {
    "comma": (".csv", PLAIN.replace(";", ","), "utf-8"),
    "tab": (".tsv", PLAIN.replace(";", "\t"), "utf-8"),
    "tab in txt": (".txt", PLAIN.replace(";", "\t"), "utf-8"),
    "CRLF": (".csv", PLAIN.replace("\n", "\r\n"), "utf-8"),
    "no final line break": (".csv", PLAIN.rstrip("\n"), "utf-8"),
    "quoted": (".csv", QUOTED, "utf-8"),
    "UTF-8": (".csv", DANISH, "utf-8"),
    "UTF-8 with mark": (".csv", DANISH, "utf-8-sig"),
    "cp1252": (".csv", DANISH, "cp1252"),
    "UTF-16": (".txt", DANISH, "utf-16"),
    "UTF-16 big end first": (".txt", "\ufeff" + DANISH, "utf-16-be"),
    "titles and total": (".csv", TITLED, "utf-8"),
    "packed": (".csv.gz", PLAIN, "utf-8"),
    "packed cp1252": (".TXT.GZ", DANISH, "cp1252"),
    "ISO dates with time": (".csv", TIMED, "utf-8"),
    "other columns between": (".csv", OTHER_COLUMNS, "utf-8"),
    "columns in another order": (".csv", OTHER_ORDER, "utf-8"),
    "numbers as a sheet leaves them": (".csv", AS_NUMBERS, "utf-8"),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_table_in_another_dress_is_the_same_table(tmp_path: Path, dress: str) -> None:
    taken_in(tmp_path, sof_sager=CASES)
    plain = (tmp_path / "snapshot" / "sof_sager.parquet").read_bytes()
    ending, content, encoding = DRESSES[dress]
    raw = content.encode(encoding)
    folder = write(tmp_path / "dressed", sof_sager=None)
    packed = ending.lower().endswith(".gz")
    (folder / f"sof_sager{ending}").write_bytes(gzip.compress(raw) if packed else raw)
    take_in(folder, tmp_path / "again", KEY)
    assert (tmp_path / "again" / "sof_sager.parquet").read_bytes() == plain


def test_snapshot_says_what_it_met(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", sof_sager=None)
    (folder / "Sof_Sager.TSV").write_bytes(DANISH.replace(";", "\t").encode("cp1252"))
    take_in(folder, tmp_path / "snapshot", KEY)
    said = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["tables"]["sof_sager"]
    assert said.pop("sha256")
    assert said == {
        "file": "Sof_Sager.TSV",
        "form": "tsv",
        "packed": False,
        "mapping": None,
        "bytes": len(DANISH.encode("cp1252")),
        "encoding": "cp1252",
        "separator": "tab",
        "rows_read": 2,
        "rows_kept": 2,
        "dropped": {},
        "faults": [],
        "notes": {"cpr_mod11_failed": 2},
        "persons": 2,
        "open_ends": 1,
    }


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery")
    (folder / "readme.txt").write_text("not a table")
    (folder / "sof_sager.docx").write_text("not a table")
    assert len(take_in(folder, tmp_path / "snapshot", KEY).quality) == 7
