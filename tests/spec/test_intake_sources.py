"""Declared sources: each verb's drawing, and what is wrong with a declaration.

A source is taken in beside the contract's own table of the same course; both must be the same
snapshot, byte for byte.
"""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot_files import file_hash
from tests.tiny_delivery import KEY, text, write

DREAM = """
    sources:
      - file: dream.csv
        table: bif_ydelser
        columns: {PNR: cpr}
        weeks: {columns: y_YYWW, value: ydelse}
        codes: {ydelse: {730: kontanthjaelp, 731: kontanthjaelp, 890: sygedagpenge}}
        leave_out: {ydelse: [121]}
    """
EVENTS = """
    sources:
      - file: [kmd1.csv, kmd2.csv]
        table: bif_indsatser
        columns: {CPRNR: cpr, Type: indsats, Start: fra, Slut: til}
        keep_only: {Haendelse: [opret aktivitet, ret aktivitet]}
        events: {id: AktivitetsId, at: Tid, kind: Haendelse, deletes: slet aktivitet}
        codes: {indsats: {VP: virksomhedspraktik, MEN: mentor}}
    """
PAIRS = """
    sources:
      - file: sensum.csv
        table: sof_handleplaner
        columns: {CPR: cpr}
        pair_rows:
          by: [CPR, SagNr]
          kind: AktivitetNavn
          at: Udf\u00f8rtDato
          first: {Tilbud om plan: {Udf\u00f8rtDato: tilbudt}}
          then:
            Borgers svar: {AktivitetSvar: svar}
            Plan udarbejdet: {Udf\u00f8rtDato: udarbejdet}
        codes: {svar: {Ja: accepteret, Nej: afvist}}
        constants: {af_egen_drift: N, slut: ""}
    """
ORIGIN = """
    sources:
      - file: bef.csv
        table: personer
        columns: {PNR: cpr}
        combine:
          herkomst:
            - {when: {IE_TYPE: 1}, gives: dansk}
            - {when: {IE_TYPE: 2, OPR_LAND: [5110, 5120]}, gives: indvandrer_vestlig}
            - {when: {IE_TYPE: 2}, gives: indvandrer_ikke_vestlig}
        whole_list: herkomst
    """
SYSTEM = """
    sources:
      - file: pk.csv
        table: bif_matchvurderinger
        columns: {CPR: cpr, personkategoriId: kode, startdato: vurderet}
        derive: {system: by_date}
        codes: {kode: {4: jobparat, 5: aktivitetsparat, 8: "", M4: 4, M2: 2}}
        leave_out: {personkategoriId: 13}
    """
SAS = """
    sources:
      - file: amfora.csv
        table: bif_indsatser
        columns: {PNR: cpr, YDTYPE1: indsats, STARTDTO: fra, SLUTDTO: til}
        dates: {fra: date9, til: sas_days}
        codes: {indsats: {12: loentilskud}}
    """
LONG = """
    sources:
      - file: [uger1.csv, uger2.csv]
        table: bif_ydelser
        columns: {CPR nummer: cpr, Ydelse: ydelse}
        weeks: {column: Uge, value: ydelse}
        codes: {ydelse: {KTH: kontanthjaelp}}
        leave_out: {Ydelse: FLX}
    """

# The mapping; the source's files; the contract's table of the same course; rows left out.
CASES = {
    "wide weeks: one benefit in two codes, 53 weeks in 2009, a week without a column": (
        DREAM,
        {
            "dream.csv": """
                PNR;alder;y_0852;y_0901;y_0902;y_0953;y_1001
                0201801234;29;730;731;;890;890
                1012801235;28;121;121;121;;730
                """
        },
        """
        cpr;ydelse;fra;til
        020180-1234;kontanthjaelp;22-12-2008;04-01-2009
        020180-1234;sygedagpenge;28-12-2009;10-01-2010
        101280-1235;kontanthjaelp;04-01-2010;10-01-2010
        """,
        {"left_out": 1},
    ),
    "long weeks: a run over the new year and over two files": (
        LONG,
        {
            "uger1.csv": """
                CPR nummer;Uge;Ydelse;Bel\u00f8b
                0201801234;2009U53;KTH;100
                0201801234;2010U02;KTH;100
                0201801234;2010U01;FLX;100
                """,
            "uger2.csv": """
                CPR nummer;Uge;Ydelse;Bel\u00f8b
                0201801234;201001;KTH;100
                0201801234;2010-W09;KTH;100
                """,
        },
        """
        cpr;ydelse;fra;til
        020180-1234;kontanthjaelp;28-12-2009;17-01-2010
        020180-1234;kontanthjaelp;01-03-2010;07-03-2010
        """,
        {"left_out": 1},
    ),
    "events: the last record counts, in whatever file; a deletion deletes": (
        EVENTS,
        {
            "kmd1.csv": """
                CPRNR;AktivitetsId;Haendelse;Tid;Type;Start;Slut
                0201801234;1;opret aktivitet;2009-01-05T08:00:00;VP;2009-01-06;
                0201801234;2;opret aktivitet;2009-01-05T08:00:00;VP;2009-02-06;
                0201801234;1;start fravaer;2009-06-05T09:00:00;;;
                """,
            "kmd2.csv": """
                CPRNR;AktivitetsId;Haendelse;Tid;Type;Start;Slut
                0201801234;1;ret aktivitet;2009-01-06T08:00:00;VP;2009-01-06;2009-03-01
                0201801234;2;slet aktivitet;2009-01-05T09:00:00;;;
                0201801234;3;ret aktivitet;2009-01-05T10:00:00;MEN;2009-05-01;
                0201801234;3;opret aktivitet;2009-01-05T09:30:00;VP;2009-04-01;
                """,
        },
        """
        cpr;indsats;fra;til
        020180-1234;virksomhedspraktik;06-01-2009;01-03-2009
        020180-1234;mentor;01-05-2009;
        """,
        {"left_out": 1, "replaced": 4},
    ),
    "pairs: an offer and its answer; two offers of one case; a plan without an offer": (
        PAIRS,
        {
            "sensum.csv": """
                CPR;SagNr;AktivitetNavn;Udf\u00f8rtDato;AktivitetSvar
                0201801234;1;Borgers svar;15-03-2009;Nej
                0201801234;1;Tilbud om plan;01-03-2009;
                0201801234;1;Tilbud om plan;01-09-2009;
                0201801234;1;Borgers svar;02-09-2009;Ja
                0201801234;1;Plan udarbejdet;04-11-2009;
                0201801234;1;Opringning;04-05-2009;
                1012801235;2;Plan udarbejdet;04-05-2009;
                """
        },
        """
        cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut
        020180-1234;01-03-2009;afvist;;N;
        020180-1234;01-09-2009;accepteret;04-11-2009;N;
        101280-1235;;;04-05-2009;N;
        """,
        {"left_out": 1},
    ),
    "combine: the first rule that fits": (
        ORIGIN,
        {
            "bef.csv": """
                PNR,IE_TYPE,OPR_LAND
                0201801234,1,5100
                1012801235,2,5110
                0304801237,2,5436
                """
        },
        """
        cpr;herkomst
        020180-1234;dansk
        101280-1235;indvandrer_vestlig
        030480-1237;indvandrer_ikke_vestlig
        """,
        {},
    ),
    "derive: the system by day, and by code where two are open": (
        SYSTEM,
        {
            "pk.csv": """
                CPR;personkategoriId;startdato
                0201801234;M4;2010-04-25T00:00:00
                0201801234;M4;2010-04-25
                0201801234;M2;2010-04-26
                0201801234;M2;2013-11-01
                0201801234;4;2013-11-02
                0201801234;5;2014-02-02
                0201801234;8;2014-03-02
                0201801234;13;2014-03-02
                """
        },
        """
        cpr;system;kode;vurderet
        020180-1234;match5;4;25-04-2010
        020180-1234;match3;2;26-04-2010
        020180-1234;match3;2;01-11-2013
        020180-1234;visitation;jobparat;02-11-2013
        020180-1234;visitation;aktivitetsparat;02-02-2014
        020180-1234;visitation;;02-03-2014
        """,
        {"left_out": 1, "duplicate": 1},
    ),
    "dates: SAS, as DATE9 and as days since 1960": (
        SAS,
        {
            "amfora.csv": """
                PNR;YDTYPE1;STARTDTO;SLUTDTO
                0201801234;12;15NOV2009;18262
                0201801234;12;15MAJ2009;.
                """
        },
        """
        cpr;indsats;fra;til
        020180-1234;loentilskud;15-11-2009;31-12-2009
        020180-1234;loentilskud;15-05-2009;
        """,
        {},
    ),
}


def delivery(tmp_path: Path, mapping: str, files: dict[str, str]) -> Path:
    table = mapping.split("table: ")[1].split(maxsplit=1)[0]
    folder = write(tmp_path / "delivery", **{table: None})
    for name, drawn in files.items():
        (folder / name).write_text(text(drawn), encoding="utf-8")
    (folder / "registers.yaml").write_text(dedent(mapping), encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", CASES)
def test_source_gives_the_table_of_the_same_course(tmp_path: Path, case: str) -> None:
    mapping, files, contract, left = CASES[case]
    table = mapping.split("table: ")[1].split()[0]
    take_in(write(tmp_path / "plain", **{table: contract}), tmp_path / "expected", KEY)
    take_in(delivery(tmp_path, mapping, files), tmp_path / "snapshot", KEY)
    found, expected = (
        (tmp_path / name / f"{table}.parquet").read_bytes() for name in ("snapshot", "expected")
    )
    assert found == expected
    told = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["tables"][table]
    assert told["dropped"] == left
    assert told["rows_read"] == told["rows_kept"] + sum(left.values())


def test_json_is_a_list_of_objects_with_days_in_utc(tmp_path: Path) -> None:
    mapping = """
        sources:
          - file: fasit.json
            table: sof_sager
            columns: {CitizenCprFormatted: cpr, Cases.TargetGroup: maalgruppe,
                      Cases.CreatedOn: fra, Cases.CaseEndDate: til}
            codes: {maalgruppe: {8D1: handicappede}}
        """
    folder = delivery(tmp_path, mapping, {})
    cases = [
        {"TargetGroup": "8D1", "CreatedOn": "2008-12-31T23:00:00Z", "CaseEndDate": None},
        {
            "TargetGroup": "8D1",
            "CreatedOn": "2008-06-30T22:00:00.000Z",
            "CaseEndDate": "01/09/2008",
        },
    ]
    one = {"CitizenFullName": "x", "CitizenCprFormatted": "020180-1234", "Cases": cases}
    (folder / "fasit.json").write_text(json.dumps([one]), encoding="utf-8")
    take_in(folder, tmp_path / "snapshot", KEY)
    plain = "cpr;maalgruppe;fra;til\n020180-1234;handicappede;01-01-2009;\n" \
            "020180-1234;handicappede;01-07-2008;01-09-2008\n"  # fmt: skip
    take_in(write(tmp_path / "plain", sof_sager=plain), tmp_path / "expected", KEY)
    found, expected = (
        (tmp_path / name / "sof_sager.parquet").read_bytes() for name in ("snapshot", "expected")
    )
    assert found == expected
    remarks = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["remarks"]
    told = [one["found"] for one in remarks if one["kind"] == "private_column"]
    assert told == ["citizenfullname"]


def test_an_unreadable_week_is_a_fault_on_its_line(tmp_path: Path) -> None:
    rows = "".join(
        f"0201801234;20{year}U{week:02};KTH\n" for year in (10, 12) for week in range(1, 51, 2)
    )
    files = {
        "uger1.csv": "CPR nummer;Uge;Ydelse\n" + rows + "0201801234;2010U53;KTH\n",
        "uger2.csv": "CPR nummer;Uge;Ydelse\n0201801234;2010U01;FLX\n",
    }
    take_in(delivery(tmp_path, LONG, files), tmp_path / "snapshot", KEY)
    told = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["tables"][
        "bif_ydelser"
    ]
    fault = next(one for one in told["faults"] if one["kind"] == "unreadable_date")
    assert (fault["rows"], fault["first_rows"], fault["shapes"]) == (1, [52], ["9999a99"])


# What is wrong; the change of a good declaration; the line, and words of the message.
WRONG = {
    "an unknown verb": ("weeks:", "wekes:", 6, "Did you mean `weeks`?"),
    "an unknown table": ("bif_ydelser", "bif_ydelse", 4, "Did you mean `bif_ydelser`?"),
    "an unknown column": ("PNR: cpr", "PNR: cprnr", 5, "cprnr"),
    "an unknown code": ("890: sygedagpenge", "890: sygedagpeng", 7, "Did you mean `sygedagpenge`?"),
    "a code twice": ("[121]", "[121, 890]", 8, "not under both"),
    "a column that is not there": ("PNR: cpr", "PNRR: cpr", 5, "Did you mean `pnr`?"),
    "weeks that are not there": ("y_YYWW", "z_YYWW", 6, "no header has that column"),
    "a code that is not there": ("890: s", "891: sygedagpenge, 890: s", 7, "891"),
    "a left out code that is not there": ("[121]", "[121, 652]", 8, "652"),
    "a file that is not there": ("dream.csv", "draem.csv", 3, "Did you mean `dream.csv`?"),
    "a key twice": ("PNR: cpr}", "PNR: cpr, pnr: fra}", 5, "twice"),
    "a key that is no name": ("PNR: cpr}", "PNR: cpr, []: fra}", 5, "a name before the colon"),
    "no file": ("file: dream.csv\n        table", "table", 3, "`file: ...`"),
    "no week": ("PNR: cpr}", "PNR: cpr}", 6, "y_1053"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_declaration_is_told_with_its_line(tmp_path: Path, case: str) -> None:
    before, after, line, words = WRONG[case]
    assert before in DREAM
    drawn = CASES[next(iter(CASES))][1]["dream.csv"]
    if case == "no week":
        drawn = drawn.replace("y_1001", "y_1053")
    folder = delivery(tmp_path, DREAM.replace(before, after), {"dream.csv": drawn})
    with pytest.raises(InputError) as caught:
        take_in(folder, tmp_path / "snapshot", KEY)
    problems: list[Problem] = list(caught.value.problems)
    assert {one.where.partition(",")[0] for one in problems} == {"registers.yaml"}
    told = [str(one) for one in problems if one.where == f"registers.yaml, line {line}"]
    assert told, [str(one) for one in problems]
    assert any(words in one for one in told)
    assert not (tmp_path / "snapshot").exists()


def test_a_whole_list_need_not_be_met(tmp_path: Path) -> None:
    mapping = DREAM.replace("[121]", "[121, 651, 652]").replace(
        "table: bif_ydelser", "table: bif_ydelser\n        whole_list: ydelse"
    )
    _, files, _, _ = CASES[next(iter(CASES))]
    take_in(delivery(tmp_path, mapping, files), tmp_path / "snapshot", KEY)


def test_weeks_before_the_first_year_asked_for_are_not_read(tmp_path: Path) -> None:
    mapping = DREAM.replace("value: ydelse", "value: ydelse, since: 2009")
    drawn = "PNR;y_9852;y_0901;y_0902;y_0903\n0201801234;731;730;121;890\n"
    mapping = mapping.replace("codes:", "whole_list: ydelse\n        codes:")
    folder = delivery(tmp_path, mapping, {"dream.csv": drawn})
    take_in(folder, tmp_path / "snapshot", KEY)
    told = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())
    assert told["tables"]["bif_ydelser"]["rows_kept"] == 2
    assert [one for one in told["remarks"] if one["kind"] == "weeks_missing"] == []


def test_one_file_may_be_several_sources_of_a_table(tmp_path: Path) -> None:
    mapping = """
        sources:
          - file: efforts.csv
            table: bif_indsatser
            columns: {CPR: cpr, Forloeb: indsats, Fra: fra, Til: til}
            codes: {indsats: {VP: virksomhedspraktik}}
          - file: efforts.csv
            table: bif_indsatser
            columns: {CPR: cpr, MentorFra: fra, MentorTil: til}
            constants: {indsats: mentor}
        """
    drawn = """
        CPR;Forloeb;Fra;Til;MentorFra;MentorTil
        0201801234;VP;01-01-2009;01-02-2009;01-03-2009;
        """
    folder = delivery(tmp_path, mapping, {"efforts.csv": drawn})
    take_in(folder, tmp_path / "snapshot", KEY)
    told = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["tables"]
    assert told["bif_indsatser"]["rows_kept"] == 2
    assert told["bif_indsatser"]["sha256"] == file_hash(folder / "efforts.csv")
