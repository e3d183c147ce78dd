"""The mapping file: a source's names lead to the contract's, and a wrong one to a message."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import KEY, counts, text, write
from tests.workbooks import drawn_rows, workbook

CASES = """
    cpr;maalgruppe;fra;til
    020180-1234;psykisk_syge_og_oevrigt_udsatte;05-01-2009;
    101280-1235;handicappede;06-01-2009;07-01-2009
    030480-1237;uden_saerlige_behov;06-01-2009;
    """
FOREIGN_CASES = """
    PERSONNR;M\u00e5lgr. kode;Start dato;til
    020180-1234;07;05-01-2009;
    101280-1235;H;06-01-2009;07-01-2009
    030480-1237;uden s\u00e6rlige behov;06-01-2009;
    """
FOREIGN = """
    tables:
      SAGSUDTRAEK: sof_sager
    columns:
      every_table:
        personnr: cpr
      sof_sager:
        "m\u00e5lgr. kode": maalgruppe
        start-dato: fra
    codes:
      sof_sager:
        maalgruppe:
          07: Psykisk syge og \u00f8vrigt udsatte
          h: handicappede
    """


def delivery(tmp_path: Path, mapping: str, **tables: str | None) -> Path:
    folder = write(tmp_path / "delivery", **tables)
    (folder / "registers.yaml").write_text(dedent(mapping), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[Problem]:
    target = folder.parent / "snapshot"
    with pytest.raises(InputError) as caught:
        take_in(folder, target, KEY)
    assert not target.exists()
    return list(caught.value.problems)


def told(folder: Path) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in problems(folder)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_foreign_names_lead_to_the_same_snapshot(tmp_path: Path, form: str) -> None:
    plain = write(tmp_path / "plain", sof_sager=CASES)
    take_in(plain, tmp_path / "expected", KEY)
    folder = delivery(tmp_path, FOREIGN, sof_sager=None)
    content = text(FOREIGN_CASES)
    raw = content.encode() if form == "csv" else workbook(drawn_rows(content))
    (folder / f"SagsUdtraek.{form}").write_bytes(raw)
    take_in(folder, tmp_path / "snapshot", KEY)
    found, expected = (
        (tmp_path / name / "sof_sager.parquet").read_bytes() for name in ("snapshot", "expected")
    )
    assert found == expected


def test_snapshot_names_the_mapping_that_it_was_made_with(tmp_path: Path) -> None:
    folder = delivery(tmp_path, FOREIGN, sof_sager=None)
    (folder / "sagsudtraek.csv").write_text(text(FOREIGN_CASES), encoding="utf-8")
    take_in(folder, tmp_path / "snapshot", KEY)
    said = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["tables"]["sof_sager"]
    assert said["file"] == "sagsudtraek.csv"
    assert len(said["mapping"]) == 64


def test_empty_mapping_changes_nothing(tmp_path: Path) -> None:
    for name, mapping in {"a": "", "b": "# nothing\n", "c": "tables:\ncodes: {}\n"}.items():
        (tmp_path / name).mkdir()
        folder = delivery(tmp_path / name, mapping)
        assert len(take_in(folder, tmp_path / name / "snapshot", KEY).quality) == 7


def test_codes_may_change_places_and_be_empty(tmp_path: Path) -> None:
    mapping = """
        codes:
          bif_matchvurderinger:
            kode: {1: 5, 5: 1, 0: ""}
        """
    drawn = """
        cpr;system;kode;vurderet
        020180-1234;match5;1;01-01-2009
        101280-1235;match5;5;01-01-2009
        030480-1237;match5;0;01-01-2009
        """
    same = drawn.replace(";1;", ";x;").replace(";5;", ";1;").replace(";x;", ";5;")
    plain = write(tmp_path / "plain", bif_matchvurderinger=same.replace(";0;", ";;"))
    take_in(plain, tmp_path / "expected", KEY)
    take_in(delivery(tmp_path, mapping, bif_matchvurderinger=drawn), tmp_path / "snapshot", KEY)
    found, expected = (
        (tmp_path / name / "bif_matchvurderinger.parquet").read_bytes()
        for name in ("snapshot", "expected")
    )
    assert found == expected


def test_columns_may_change_places(tmp_path: Path) -> None:
    mapping = "columns:\n  sof_sager:\n    fra: til\n    til: fra\n"
    swapped = text(CASES).replace("fra;til", "til;fra")
    folder = delivery(tmp_path, mapping, sof_sager=swapped)
    assert counts(take_in(folder, tmp_path / "snapshot", KEY), "sof_sager")["rows_kept"] == 3


def test_codes_are_texts_as_they_are_written(tmp_path: Path) -> None:
    mapping = """
        codes:
          sof_handleplaner:
            af_egen_drift: {NO: N, yes: J, 0x1F: J, 010: N, 1.10: J, ~: N}
        """
    rows = "".join(f"020180-1234;01-03-2009;;;{code};\n" for code in ("NO", "yes", "0x1F", "010"))
    drawn = "cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut\n" + rows
    folder = delivery(tmp_path, mapping, sof_handleplaner=drawn + "020180-1234;01-03-2009;;;1.10;\n"
                      "020180-1234;01-03-2009;;;~;\n")  # fmt: skip
    found = counts(take_in(folder, tmp_path / "snapshot", KEY), "sof_handleplaner")
    assert (found["rows_kept"], found["duplicate"]) == (2, 4)


def test_unmapped_codes_stay_faults(tmp_path: Path) -> None:
    mapping = "codes:\n  sof_sager:\n    maalgruppe:\n      H: handicappede\n"
    rows = "".join(f"0201{year}-1234;H;01-01-2009;\n" for year in range(50, 90))
    folder = delivery(tmp_path, mapping, sof_sager="cpr;maalgruppe;fra;til\n" + rows
                      + "020180-1234;HH;01-01-2009;\n")  # fmt: skip
    found = counts(take_in(folder, tmp_path / "snapshot", KEY), "sof_sager")
    assert found["unknown_code"] == 1


# --- what is wrong with a mapping --------------------------------------------------------------

WRONG = {
    "unknown part": ("table:\n  x: sof_sager\n", 1, "does not have", "`tables`"),
    "unknown table": ("columns:\n  sof_sag:\n    x: cpr\n", 3, "does not have", "`sof_sager`"),
    "unknown target": ("tables:\n  sof_sager: sofsager\n", 2, "does not have", "`sof_sager`"),
    "unknown column": ("columns:\n  sof_sager:\n    fra: frra\n", 3, "does not have", "`fra`"),
    "column of another table": ("columns:\n  personer:\n    fra: ydelse\n", 3, "does not have",
                                "cpr, herkomst"),
    "column of no table": ("columns:\n  every_table:\n    fra: koen\n", 3, "does not have", ""),
    "column without codes": ("codes:\n  sof_sager:\n    fra:\n      x: y\n", 4, "does not have",
                             "maalgruppe"),
    "unknown code": ("codes:\n  sof_sager:\n    maalgruppe:\n      x: handicapede\n", 4,
                     "does not have", "`handicappede`"),
    "empty where it may not be": ("codes:\n  sof_sager:\n    maalgruppe:\n      x:\n", 4,
                                  "does not have", ""),
    "empty source": ("codes:\n  sof_sager:\n    maalgruppe:\n      NULL: handicappede\n", 4,
                     "not of its form", ""),
    "no name": ("columns:\n  sof_sager:\n    '': cpr\n", 3, "not of its form", ""),
    "file not there": ("tables:\n  udtraek_sager: sof_sager\n", 2, "not in the delivery", ""),
    "misspelt file": ("tables:\n  bif_ydelse: bif_ydelser\n", 2, "not in the delivery",
                      "`bif_ydelser`"),
    "header not there": ("columns:\n  sof_sager:\n    maalgrupe: maalgruppe\n", 3,
                         "not in the delivery", "`maalgruppe`"),
    "header nowhere": ("columns:\n  every_table:\n    personnr: cpr\n", 3, "not in the delivery",
                       ""),
    "code nowhere": ("codes:\n  sof_sager:\n    maalgruppe:\n      H: handicappede\n", 4,
                     "not in the delivery", ""),
    "table not there": ("columns:\n  samarbejde:\n    nr: cpr\n", 3, "not in the delivery", ""),
    "twice": ("columns:\n  sof_sager:\n    Fra Dato: fra\n    fra-dato: til\n", 4, "twice", ""),
    "twice a part": ("codes:\ncodes:\n", 2, "twice", ""),
    "path up": ("tables:\n  ../udtraek: sof_sager\n", 2, "outside the delivery", ""),
    "absolute path": ("tables:\n  /etc/passwd: sof_sager\n", 2, "outside the delivery", ""),
    "windows path": ("tables:\n  '..\\x': sof_sager\n", 2, "outside the delivery", ""),
    "list": ("tables:\n  - sof_sager\n", 2, "cannot be read", ""),
    "text": ("sof_sager\n", 1, "not of its form", ""),
    "too shallow": ("columns:\n  sof_sager: cpr\n", 2, "not of its form", ""),
    "too deep": ("columns:\n  sof_sager:\n    x: {y: cpr}\n", 3, "not of its form", ""),
    "no YAML": ("tables:\n  x: y: z\n", 2, "cannot be read", ""),
    "tab": ("tables:\n\tx: y\n", 2, "cannot be read", ""),
    "alias": ("tables: &a\n  x: sof_sager\ncolumns: *a\n", 1, "cannot be read", ""),
    "tag": ("tables: !!python/object/apply:os.system ['x']\n", 1, "cannot be read", ""),
    "two documents": ("tables:\n---\ntables:\n", 2, "cannot be read", ""),
    "deep": ("a: " + "{a: " * 5_000 + "}" * 5_000, 1, "cannot be read", ""),
    "control character": ("tables:\n  a\x00b: sof_sager\n", 2, "cannot be read", ""),
}  # fmt: skip


@pytest.mark.parametrize("why", WRONG)
def test_wrong_mapping_is_told_with_its_line_and_the_nearest_name(tmp_path: Path, why: str) -> None:
    mapping, line, what, known = WRONG[why]
    folder = delivery(tmp_path, mapping)
    found = [one for one in problems(folder) if one.where == f"registers.yaml, line {line}"]
    assert [problem.what for problem in found if what in problem.what], list(
        map(str, problems(folder))
    )
    assert known in str(found[0])


def test_file_that_is_too_long_or_no_text_is_refused(tmp_path: Path) -> None:
    folder = delivery(tmp_path, "#" * (1 << 18) + "\n")
    assert told(folder) == [("registers.yaml", "the mapping file cannot be read")]
    (folder / "registers.yaml").write_bytes(b"tables: \xe6\n")
    assert told(folder) == [("registers.yaml", "the mapping file cannot be read")]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    mapping = """
        tables: {nothing: bif_afgange}
        columns:
          sof_sager: {x: cpr, y: alder}
          personer: {oprindelse: herkomst}
        kodes:
        codes:
          bif_ydelser: {ydelse: {KH: kontanthjaelp, X: bistand}}
        """
    folder = delivery(
        tmp_path,
        mapping,
        sof_sager="cpr;maalgruppe;fra\n020180-1234;handicappede;01-01-2009\n",
        bif_indsatser=None,
        personer="cpr;Oprindelse\n020180-1234;dansk\n",
    )
    assert sorted(told(folder)) == [
        ("bif_indsatser", "a required table is missing"),
        ("registers.yaml, line 2", "the mapping file names something that is not in the delivery: "
                                   "nothing"),
        ("registers.yaml, line 4", "the mapping file names something that is not in the delivery: "
                                   "x"),
        ("registers.yaml, line 4", "the mapping file uses a name that the contract does not have"),
        ("registers.yaml, line 6", "the mapping file uses a name that the contract does not have"),
        ("registers.yaml, line 8", "the mapping file names something that is not in the delivery: "
                                   "KH"),
        ("registers.yaml, line 8", "the mapping file uses a name that the contract does not have"),
        ("sof_sager (sof_sager.csv)", "required column missing: til"),
    ]  # fmt: skip


def test_mapped_file_beside_the_table_itself_is_two_files(tmp_path: Path) -> None:
    folder = delivery(tmp_path, "tables:\n  sager.CSV: sof_sager\n")
    (folder / "Sager.csv").write_text(text(CASES), encoding="utf-8")
    assert told(folder) == [("sof_sager", "two files for one table")]


def test_entries_of_a_table_that_was_not_read_are_not_doubted(tmp_path: Path) -> None:
    folder = delivery(tmp_path, "columns:\n  sof_sager:\n    nr: cpr\n")
    (folder / "sof_sager.csv").write_bytes(b"")
    assert told(folder) == [("sof_sager (sof_sager.csv)", "no header line")]


@pytest.mark.parametrize("name", ["020180-1234", "020180 1234", "0201801234", "20180-1234",
                                  "020180ABC1", "02-01-80-1234", "<script>x</script>"])  # fmt: skip
def test_number_in_a_name_is_never_shown(tmp_path: Path, name: str) -> None:
    mapping = f"""
        tables: {{"udtraek {name}": sof_sager, "{name}": bif_afgange}}
        columns: {{sof_sager: {{"{name}": fra}}, "{name}": {{x: cpr}}}}
        codes: {{sof_sager: {{maalgruppe: {{"{name}": handicappede, x: "{name}"}}}}}}
        "{name}": x
        """
    folder = delivery(tmp_path, mapping, sof_sager=None)
    (folder / f"udtraek {name.replace('/', '')}.csv").write_text(f"cpr;{name}\n;\n")
    said = "\n".join(map(str, problems(folder)))
    assert name not in said
    assert name.lower() not in said
    assert "1234" not in said


def test_mapping_and_any_other_file_stay_as_they_were(tmp_path: Path) -> None:
    folder = delivery(tmp_path, FOREIGN, sof_sager=None)
    (folder / "sagsudtraek.csv").write_text(text(FOREIGN_CASES), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    take_in(folder, tmp_path / "snapshot", KEY)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
