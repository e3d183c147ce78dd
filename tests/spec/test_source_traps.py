"""Declarations and forms of files that could be read in two ways: refused, or read in the one that
the contract says.
"""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import KEY, numbers, write

_ONE, _TWO, _THREE = numbers(3)
_PAIRS = """
    sources:
      - file: x.csv
        table: sof_handleplaner
        columns: {Nr: cpr}
        pair_rows:
          by: Nr
          kind: Slags
          at: Dag
          first: {tilbud: {Dag: tilbudt}}
          then: {svar: {Svar: svar}, plan: {Dag: udarbejdet}}
        constants: {af_egen_drift: N, slut: ""}
    """
_WEEKS = """
    sources:
      - file: x.csv
        table: bif_ydelser
        columns: {Nr: cpr}
        weeks: {columns: y_YYWW, value: ydelse}
        codes: {ydelse: {730: kontanthjaelp}}
    """
_LONG = """
    sources:
      - file: x.csv
        table: bif_ydelser
        columns: {Nr: cpr, Kode: ydelse}
        weeks: {column: Uge, value: ydelse}
        codes: {ydelse: {KTH: kontanthjaelp}}
    """
_JSON = """
    sources:
      - file: x.json
        table: bif_ydelser
        columns: {Cpr: cpr, Sager.Type: ydelse, Sager.Fra: fra, Sager.Til: til}
        codes: {ydelse: {K: kontanthjaelp, S: sygedagpenge}}
        whole_list: ydelse
    """


def _delivery(folder: Path, mapping: str, files: dict[str, str]) -> Path:
    table = mapping.split("table: ")[1].split(maxsplit=1)[0]
    delivery = write(folder / "delivery", **{table: None})
    for name, content in files.items():
        (delivery / name).write_text(content, encoding="utf-8")
    (delivery / "registers.yaml").write_text(dedent(mapping), encoding="utf-8")
    return delivery


def _taken_in(folder: Path, mapping: str, files: dict[str, str]) -> tuple[bytes, dict]:
    table = mapping.split("table: ")[1].split(maxsplit=1)[0]
    take_in(_delivery(folder, mapping, files), folder / "snapshot", KEY)
    told = json.loads((folder / "snapshot" / "snapshot.json").read_text())
    return (folder / "snapshot" / f"{table}.parquet").read_bytes(), told


def _expected(folder: Path, table: str, content: str) -> bytes:
    take_in(write(folder / "plain", **{table: content}), folder / "expected", KEY)
    return (folder / "expected" / f"{table}.parquet").read_bytes()


def test_leaving_out_an_answer_leaves_the_offer(tmp_path: Path) -> None:
    """The source's column is called what the contract's is: it is the source's that is meant."""
    mapping = _PAIRS.rstrip() + "\n        leave_out: {Svar: ved ikke}\n"
    content = (
        f"Nr;Slags;Dag;Svar\n{_ONE};tilbud;01-03-2009;\n{_ONE};svar;05-03-2009;ved ikke\n"
        f"{_ONE};plan;05-04-2009;\n{_TWO};tilbud;01-03-2009;\n{_TWO};svar;05-03-2009;afvist\n"
    )
    found, told = _taken_in(tmp_path, mapping, {"x.csv": content})
    header = "cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut\n"
    rows = f"{_ONE};01-03-2009;;05-04-2009;N;\n{_TWO};01-03-2009;afvist;;N;\n"
    assert found == _expected(tmp_path, "sof_handleplaner", header + rows)
    assert told["tables"]["sof_handleplaner"]["dropped"] == {"left_out": 1}


def test_a_blank_id_is_nobody_elses(tmp_path: Path) -> None:
    mapping = _PAIRS.replace("by: Nr", "by: Sag")
    content = f"Nr;Sag;Slags;Dag;Svar\n{_ONE};;tilbud;01-03-2009;\n{_TWO};;tilbud;02-03-2009;\n"
    content += f"{_ONE};;plan;05-03-2009;afvist\n{_THREE};a;tilbud;01-03-2009;\n"
    content += f"{_THREE};a;svar;01-04-2009;accepteret\n"
    found, _ = _taken_in(tmp_path, mapping, {"x.csv": content})
    header = "cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut\n"
    rows = f"{_ONE};01-03-2009;;;N;\n{_TWO};02-03-2009;;;N;\n{_ONE};;;05-03-2009;N;\n"
    rows += f"{_THREE};01-03-2009;accepteret;;N;\n"
    assert found == _expected(tmp_path, "sof_handleplaner", header + rows)


# A declaration in which something would silently take the place of something else, or do nothing.
TWICE = {
    "columns and constants": (_LONG, "{Nr: cpr,", "{Nr: cpr, A: fra,"),
    "wide weeks and columns": (_WEEKS, "{Nr: cpr}", "{Nr: cpr, A: til}"),
    "wide weeks and constants": (_WEEKS, "ydelse}\n", "ydelse}\n        constants: {til: ''}\n"),
    "pairs and constants": (_PAIRS, "N, slut", "N, svar: accepteret, slut"),
    "pairs and columns": (_PAIRS, "{Nr: cpr}", "{Nr: cpr, A: tilbudt}"),
    "a kind first and then": (_PAIRS, "then: {", "then: {Tilbud: {Dag: udarbejdet}, "),
    "two columns of theirs": (_PAIRS, "{Svar: svar}", "{Svar: svar, Svar2: svar}"),
    "a misspelt list": (_LONG, "        codes:", "        whole_list: ydelser\n        codes:"),
    "no place for the year": (_WEEKS, "y_YYWW", "y_WW"),
    "two places for the week": (_WEEKS, "y_YYWW", "WW_YYWW"),
}  # fmt: skip


@pytest.mark.parametrize("case", TWICE)
def test_what_is_said_twice_or_of_nothing_is_refused(tmp_path: Path, case: str) -> None:
    mapping, before, after = TWICE[case]
    assert before in mapping
    content = f"Nr;Kode;Uge;A;Slags;Dag;Svar;Svar2;y_0901\n{_ONE};KTH;2009U01;;tilbud;;;;730\n"
    with pytest.raises(InputError) as caught:
        take_in(_delivery(tmp_path, mapping.replace(before, after), {"x.csv": content}),
                tmp_path / "snapshot", KEY)  # fmt: skip
    kinds = {one.kind for one in caught.value.problems if "registers.yaml, line" in one.where}
    assert kinds & {"mapping_form", "mapping_name"}, caught.value


def test_a_value_of_a_rule_that_nothing_has_is_refused(tmp_path: Path) -> None:
    mapping = """
        sources:
          - file: x.csv
            table: personer
            columns: {Nr: cpr}
            combine:
              herkomst:
                - {when: {Type: 2, Land: [5110, 5l20]}, gives: indvandrer_vestlig}
                - {when: {Type: 2}, gives: indvandrer_ikke_vestlig}
        """
    content = f"Nr;Type;Land\n{_ONE};2;5110\n{_TWO};2;5120\n{_THREE};2;5436\n"
    with pytest.raises(InputError, match="5l20") as caught:
        take_in(_delivery(tmp_path, mapping, {"x.csv": content}), tmp_path / "snapshot", KEY)
    assert [problem.where for problem in caught.value.problems] == ["registers.yaml, line 8"]


@pytest.mark.parametrize(
    ("columns", "header"),
    [("y_YYWW", "Y-0853"), ("Uge YYWW", "uge 0853"), ("\u00c5r_YYYYWW", "\u00e5r 200853"),
     ("y_YYYY_WW", "y_2008_53"), ("WW/YYYY", "53/2008"), ("yyYYWW", "yy0853")],
)  # fmt: skip
def test_week_columns_are_known_by_their_pattern(tmp_path: Path, columns: str, header: str) -> None:
    """2008 has 52 weeks, so that a week column is also known to be wrong."""
    mapping = _WEEKS.replace("y_YYWW", columns)
    right = header.replace("53", "52")
    found, _ = _taken_in(tmp_path, mapping, {"x.csv": f"Nr;{right}\n{_ONE};730\n"})
    row = f"cpr;ydelse;fra;til\n{_ONE};kontanthjaelp;22-12-2008;28-12-2008\n"
    assert found == _expected(tmp_path, "bif_ydelser", row)
    (tmp_path / "wrong").mkdir()
    wrong = _delivery(tmp_path / "wrong", mapping, {"x.csv": f"Nr;{header}\n{_ONE};730\n"})
    with pytest.raises(InputError) as caught:
        take_in(wrong, tmp_path / "nothing", KEY)
    assert [problem.kind for problem in caught.value.problems] == ["week_column"]


# What a cell of weeks may hold that is no week; none of them may become a spell, or go unseen.
NO_WEEKS = ["2009-11-09", "09-11-2009", "20091109", "2009-11-09T00:00:00", "012009", "522009",
            "2009U54", "46", "", "31-12-9999", "infinity", "0946"]  # fmt: skip


@pytest.mark.parametrize("week", NO_WEEKS)
@pytest.mark.parametrize("since", ["", ", since: 2008"])
def test_what_is_no_week_is_a_fault(tmp_path: Path, week: str, since: str) -> None:
    mapping = _LONG.replace("value: ydelse", f"value: ydelse{since}")
    rows = "".join(f"{number};KTH;2009U10\n" for number in numbers(40))
    content = f"Nr;Kode;Uge\n{rows}{_ONE};KTH;{week}\n"
    _, told = _taken_in(tmp_path, mapping, {"x.csv": content})
    found = told["tables"]["bif_ydelser"]
    assert found["rows_kept"] == 40
    assert sum(found["dropped"].values()) == 1
    assert found["faults"][0]["first_rows"] == [42]


def test_weeks_of_two_kinds_are_two_spells(tmp_path: Path) -> None:
    mapping = """
        sources:
          - file: x.csv
            table: samarbejde
            columns: {Nr: cpr, Ordning: ordning, Hvem: koordinator}
            weeks: {column: Uge, value: ordning}
        """
    content = f"Nr;Ordning;Hvem;Uge\n{_ONE};kontaktmodel;BIF;2009U01\n"
    content += f"{_ONE};kontaktmodel;SOF;2009U02\n{_ONE};kontaktmodel;SOF;2009U03\n"
    found, _ = _taken_in(tmp_path, mapping, {"x.csv": content})
    rows = f"{_ONE};kontaktmodel;BIF;29-12-2008;04-01-2009\n"
    rows += f"{_ONE};kontaktmodel;SOF;05-01-2009;18-01-2009\n"
    header = "cpr;ordning;koordinator;fra;til\n"
    assert found == _expected(tmp_path, "samarbejde", header + rows)


def test_weeks_missing_between_two_files_are_told(tmp_path: Path) -> None:
    mapping = _WEEKS.replace("file: x.csv", "file: [x.csv, y.csv]")
    files = {"x.csv": f"Nr;y_0852\n{_ONE};730\n", "y.csv": f"Nr;y_1001\n{_ONE};730\n"}
    _, told = _taken_in(tmp_path, mapping, files)
    missing = [one["found"] for one in told["remarks"] if one["kind"] == "weeks_missing"]
    assert missing == ["53 weeks"]


_CASE = {"Type": "K", "Fra": "2009-02-28T23:00:00Z", "Til": None}
_SICK = {**_CASE, "Type": "S"}
_OTHERS = {"Noter": [{"Navn": "x"}, {"Navn": "y"}]}

# The same two persons, three cases between them.
SHAPES = {
    "another list beside it": [{"Cpr": _ONE, "Sager": [_CASE, _SICK], **_OTHERS},
                               {"Cpr": _TWO, "Sager": [_CASE], "Noter": []}],
    "nothing among the cases": [{"Cpr": _ONE, "Sager": [_CASE, None, _SICK]},
                                {"Cpr": _TWO, "Sager": [_CASE]}],
    "one case as an object": [{"Cpr": _ONE, "Sager": [_CASE, _SICK]},
                              {"Cpr": _TWO, "Sager": _CASE}],
    "persons without cases": [{"Cpr": _ONE, "Sager": [_CASE, _SICK]}, {"Cpr": _THREE, "Sager": []},
                              {"Cpr": _THREE, "Sager": None}, {"Cpr": _THREE},
                              {"Cpr": _TWO, "Sager": [_CASE]}],
    "in an object beside a list": {"links": [{"rel": "next"}], "n": 2, "items": [
        {"Cpr": _ONE, "Sager": [_CASE, _SICK]}, {"Cpr": _TWO, "Sager": [_CASE]}]},
    "in an object in an object": {"d": {"results": [
        {"Cpr": _ONE, "Sager": [_CASE, _SICK]}, {"Cpr": _TWO, "Sager": [_CASE]}]}},
}  # fmt: skip


@pytest.mark.parametrize("shape", [*SHAPES, "one object on a line"])
def test_json_is_read_by_what_is_asked_for(tmp_path: Path, shape: str) -> None:
    if shape in SHAPES:
        content = json.dumps(SHAPES[shape])
    else:
        objects = [{**one, "Navn": "a\u2028b"} for one in SHAPES["another list beside it"]]  # type: ignore[dict-item]
        content = "\n".join(json.dumps(one, ensure_ascii=False) for one in objects)
    found, told = _taken_in(tmp_path, _JSON, {"x.json": content})
    rows = f"{_ONE};kontanthjaelp;01-03-2009;\n{_ONE};sygedagpenge;01-03-2009;\n"
    rows += f"{_TWO};kontanthjaelp;01-03-2009;\n"
    assert found == _expected(tmp_path, "bif_ydelser", "cpr;ydelse;fra;til\n" + rows)
    assert told["tables"]["bif_ydelser"]["dropped"] == {}


@pytest.mark.parametrize(
    "content",
    [json.dumps({"Cpr": _ONE, "Sager": [_CASE]}), json.dumps([{"Cpr": _ONE, "Sager": [_CASE]}])],
)
def test_json_may_be_of_one_object_beside_an_empty_list(tmp_path: Path, content: str) -> None:
    mapping = _JSON.replace("file: x.json", "file: [x.json, y.json]")
    found, _ = _taken_in(tmp_path, mapping, {"x.json": content, "y.json": "[]"})
    row = f"cpr;ydelse;fra;til\n{_ONE};kontanthjaelp;01-03-2009;\n"
    assert found == _expected(tmp_path, "bif_ydelser", row)


@pytest.mark.parametrize(
    ("sager", "kind"),
    [([_CASE, "x"], "damaged"), ([{"Type": [_CASE]}], "mapping_unmatched"), (None, "two_lists")],
)
def test_json_of_which_no_row_can_be_made_is_refused(
    tmp_path: Path, sager: object, kind: str
) -> None:
    one = {"Cpr": _ONE, "Sager": sager or [_CASE], "Satser": [{"Til": None}]}
    mapping = _JSON if sager else _JSON.replace("Sager.Til", "Satser.Til")
    content = json.dumps([one, {"Cpr": _TWO, "Sager": [_CASE]}])
    if kind == "mapping_unmatched":
        mapping, content = mapping.replace("Sager.Fra", "Sager.Type.Frb"), json.dumps([one])
    with pytest.raises(InputError) as caught:
        take_in(_delivery(tmp_path, mapping, {"x.json": content}), tmp_path / "snapshot", KEY)
    assert kind in {problem.kind for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [("sas_days", "2936547", ""), ("excel_days", "2958465", ""),
     ("sas_days", "18262.0", "31-12-2009"),
     ("date9", "31DEC9999", ""), ("date9", "15NOV2009:00:00:00", "15-11-2009"), ("date9", ".", ""),
     ("ddmmyyyy", "1022009", "01-02-2009"), ("ddmmyyyy", "31129999", "")],
)  # fmt: skip
def test_declared_days(tmp_path: Path, form: str, text: str, day: str) -> None:
    mapping = f"""
        sources:
          - file: x.csv
            table: bif_indsatser
            columns: {{Nr: cpr, Fra: fra, Slut: til}}
            constants: {{indsats: mentor}}
            dates: {{Slut: {form}}}
        """
    content = f"Nr;Fra;Slut\n{_ONE};2009-01-02;{text}\n"
    found, _ = _taken_in(tmp_path, mapping, {"x.csv": content})
    row = f"cpr;indsats;fra;til\n{_ONE};mentor;02-01-2009;{day}\n"
    assert found == _expected(tmp_path, "bif_indsatser", row)


@pytest.mark.parametrize("form", ["date9", "sas_days", "excel_days", "ddmmyyyy"])
def test_a_way_of_writing_that_no_day_has_is_told_with_its_line(tmp_path: Path, form: str) -> None:
    mapping = f"""
        sources:
          - file: x.csv
            table: bif_indsatser
            columns: {{Nr: cpr, Fra: fra, Slut: til}}
            constants: {{indsats: mentor}}
            dates: {{Slut: {form}}}
        """
    head = "Nr;Fra;Slut\n"
    # No day at all, and days as a typed column gives them: one mapping serves file and table.
    for case, (end, read) in enumerate(
        [("", ""), ("infinity", ""), ("2009-06-30", "30-06-2009"),
         ("2009-06-30 00:00:00", "30-06-2009")]
    ):  # fmt: skip
        (good := tmp_path / f"good-{case}").mkdir()
        found, _ = _taken_in(good, mapping, {"x.csv": f"{head}{_ONE};2009-01-02;{end}\n"})
        row = f"cpr;indsats;fra;til\n{_ONE};mentor;02-01-2009;{read}\n"
        assert found == _expected(good, "bif_indsatser", row)
    (otherwise := tmp_path / "otherwise").mkdir()
    files = {"x.csv": f"{head}{_ONE};2009-01-02;30-06-2009\n"}
    with pytest.raises(InputError, match=f"no row has a day written as {form}") as caught:
        _taken_in(otherwise, mapping, files)
    assert [one.where for one in caught.value.problems] == ["registers.yaml, line 7"]


def test_an_optional_column_of_one_file_alone_is_read(tmp_path: Path) -> None:
    """Whichever file comes first, and with a verb that gathers all rows or without one."""
    old, new, letters = "030480-1235", "020180-1234", "010180AB12"
    files = {
        "a.csv": f"Id;Tid;G;N;D\n1;1;{old};{new};01-01-2009\n",
        "b.csv": f"Id;Tid;G;N;D;Ejer\n2;1;{letters};{new};01-01-2009;BIF\n",
    }
    for n, order in enumerate(["a.csv, b.csv", "b.csv, a.csv"] * 2):
        mapping = f"""
            sources:
              - file: [{order}]
                table: cpr_skift
                columns: {{G: gammelt_cpr, N: nyt_cpr, D: dato}}
            """
        mapping += "    events: {id: Id, at: Tid}\n" if n > 1 else ""
        (folder := tmp_path / str(n)).mkdir()
        take_in(_delivery(folder, mapping, files), folder / "snapshot", KEY)
        told = json.loads((folder / "snapshot" / "snapshot.json").read_text())
        assert told["tables"]["cpr_skift"]["dropped"] == {}
