"""One course, however a source writes it: the same rows.

A random course of records, and of questions and answers, is written in random order, to several
files, with moments, numbers and ids in every spelling that the contract allows. What must come out
is counted here by hand, by a loop over the course.
"""

import json
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.domain.contract import TABLES, Kind
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.rows.codes import code_list
from tests.tiny_delivery import KEY, numbers, write

_DENMARK = ZoneInfo("Europe/Copenhagen")
_START = datetime(2009, 3, 28, 21, tzinfo=UTC)  # the night on which summer time begins

# Ways of writing one moment. The last two say no zone, so they are Copenhagen's.
MOMENTS: Mapping[str, Callable[[datetime], str]] = {
    "utc": lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}",
    "fractions": lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.0000000Z",
    "an offset": lambda moment: moment.astimezone(_DENMARK).isoformat(),
    "another offset": lambda moment: f"{moment - timedelta(hours=5):%Y-%m-%dT%H:%M:%S-05:00}",
    "without signs": lambda moment: f"{moment.astimezone(_DENMARK):%Y%m%d %H%M%S}",
    "danish": lambda moment: f"{moment.astimezone(_DENMARK):%d-%m-%Y %H:%M:%S}",
}
NUMBERS: tuple[Callable[[str], str], ...] = (
    str,
    lambda number: number.replace("-", ""),
    lambda number: number.replace("-", " - "),
    lambda number: number.replace("-", "").removeprefix("0"),
)
EVENTS = """
    sources:
      - file: [one.csv, two.csv]
        table: bif_indsatser
        columns: {Nr: cpr, Type: indsats, Start: fra, Slut: til}
        events: {id: Id, at: Tid, kind: Slags, deletes: slet}
        whole_list: Slags
    """
PAIRS = """
    sources:
      - file: [one.csv, two.csv]
        table: sof_handleplaner
        columns: {Nr: cpr}
        pair_rows:
          by: [Nr, Id]
          kind: Slags
          at: Tid
          first: {tilbud: {Dag: tilbudt}}
          then: {svar: {Svar: svar}, nyt svar: {Svar: svar}, plan: {Dag: udarbejdet}}
        leave_out: {Svar: ved ikke}
        constants: {af_egen_drift: N, slut: ""}
        whole_list: [Slags, Svar]
    """


def _take_in(folder: Path, table: str, mapping: str, files: dict[str, str]) -> tuple[bytes, dict]:
    """The table's snapshot, and what is told of it."""
    delivery = write(folder / "delivery", **{table: None})
    for name, content in files.items():
        (delivery / name).write_text(content, encoding="utf-8")
    (delivery / "registers.yaml").write_text(dedent(mapping), encoding="utf-8")
    take_in(delivery, folder / "snapshot", KEY)
    told = json.loads((folder / "snapshot" / "snapshot.json").read_text())["tables"][table]
    return (folder / "snapshot" / f"{table}.parquet").read_bytes(), told


def _expected(folder: Path, table: str, rows: list[str]) -> bytes:
    header = ";".join(next(one for one in TABLES if one.name == table).required_columns)
    delivery = write(folder / "plain", **{table: "\n".join([header, *rows, ""])})
    take_in(delivery, folder / "expected", KEY)
    return (folder / "expected" / f"{table}.parquet").read_bytes()


def _files(drawn: random.Random, header: str, rows: list[list[str]]) -> dict[str, str]:
    """The rows in random order, in two files, some of them in both; columns in random order."""
    drawn.shuffle(rows)
    half, repeated = len(rows) // 2, rows[:3]
    files = {}
    for name, own in (("one.csv", rows[:half]), ("two.csv", rows[half:] + repeated)):
        order = list(range(len(rows[0])))
        drawn.shuffle(order)
        lines = [header.split(";"), *own]
        files[name] = "".join(";".join(line[at] for at in order) + "\n" for line in lines)
    return files


@pytest.mark.parametrize("written", MOMENTS)
def test_the_last_record_of_an_id_counts_however_it_is_written(
    tmp_path: Path, written: str
) -> None:
    drawn, rows, expected = random.Random(written), [], []
    for serial, number in enumerate(numbers(60)):
        moment, last = _START + timedelta(minutes=serial), ("", "", 0)
        for step in range(drawn.randrange(1, 5)):
            moment += timedelta(minutes=drawn.randrange(1, 300))
            last = (
                drawn.choice(["opret", "ret", "slet"]),
                drawn.choice(["mentor", "samtale"]),
                step,
            )
            name = drawn.choice([f"a-{serial}", f"A-{serial}", f" A {serial}"])
            rows.append([drawn.choice(NUMBERS)(number), name, MOMENTS[written](moment), *last[:2],
                         f"2009-01-{step + 2:02}", ""])  # fmt: skip
        if last[0] != "slet":
            expected.append(f"{number};{last[1]};{last[2] + 2:02}-01-2009;")
    files = _files(drawn, "Nr;Id;Tid;Slags;Type;Start;Slut", rows)
    found, told = _take_in(tmp_path, "bif_indsatser", EVENTS, files)
    assert found == _expected(tmp_path, "bif_indsatser", expected)
    assert told["rows_kept"] + told["dropped"]["replaced"] == len(rows) + 3


@pytest.mark.parametrize("written", MOMENTS)
def test_answers_fill_in_the_latest_offer_however_they_are_written(
    tmp_path: Path, written: str
) -> None:
    drawn, rows, expected = random.Random(written), [], []
    for number in numbers(60):
        moment, offers = _START, list[dict[str, str]]()
        for step in range(drawn.randrange(1, 7)):
            moment += timedelta(minutes=drawn.randrange(1, 300))
            kind = drawn.choice(["tilbud", "svar", "nyt svar", "plan"]) if offers else "tilbud"
            said = drawn.choice(["accepteret", "afvist", "ved ikke"]) if "svar" in kind else ""
            day = f"{step + 2:02}-01-2009"
            rows.append([drawn.choice(NUMBERS)(number), drawn.choice(["s1", "S1"]),
                         MOMENTS[written](moment), kind, day, said])  # fmt: skip
            if kind == "tilbud":
                offers.append({"tilbudt": day, "svar": "", "plan": ""})
            elif said != "ved ikke":
                offers[-1]["svar" if said else "plan"] = said or day
        expected += [f"{number};{o['tilbudt']};{o['svar']};{o['plan']};N;" for o in offers]
    files = _files(drawn, "Nr;Id;Tid;Slags;Dag;Svar", rows)
    found, _ = _take_in(tmp_path, "sof_handleplaner", PAIRS, files)
    assert found == _expected(tmp_path, "sof_handleplaner", expected)


# A moment that cannot be read among others of its id; the fault that the row has.
UNTOLD = {
    "": "missing_date",
    "31-12-9999": "missing_date",
    "02MAR2009": "unreadable_date",
    "02-03-09 10:00": "unreadable_date",
    "2009-03-02 24:30": "missing_date",
    "later": "unreadable_date",
}


@pytest.mark.parametrize("moment", UNTOLD)
@pytest.mark.parametrize("form", ["events", "pairs"])
def test_a_record_that_nothing_places_in_time_is_a_fault(
    tmp_path: Path, moment: str, form: str
) -> None:
    good = [f"{number};{number};2009-03-01;{{}};x;2009-01-02;" for number in numbers(60)]
    lines = [*good, good[0].replace("2009-03-01", moment)]
    if form == "events":
        mapping, table, kind, header = (
            EVENTS,
            "bif_indsatser",
            "ret",
            "Nr;Id;Tid;Slags;Type;Start;Slut",
        )
        lines = [line.replace(";x;", ";mentor;") for line in lines]
    else:
        mapping, table, kind, header = (
            PAIRS,
            "sof_handleplaner",
            "tilbud",
            "Nr;Id;Tid;Slags;X;Dag;Svar",
        )
    mapping = mapping.replace("[one.csv, two.csv]", "one.csv")
    content = "\n".join([header, *lines, ""]).replace("{}", kind)
    _, told = _take_in(tmp_path, table, mapping, {"one.csv": content})
    assert told["dropped"] == {UNTOLD[moment]: 1}
    assert told["faults"][0]["first_rows"] == [62]


def test_digits_that_are_days_must_be_declared(tmp_path: Path) -> None:
    """31012009 is before 01022009, and as a number it is after."""
    mapping = EVENTS.replace("[one.csv, two.csv]", "one.csv")
    number = numbers(1)[0]
    content = (
        "Nr;Id;Tid;Slags;Type;Start;Slut\n"
        f"{number};1;31012009;opret;mentor;2009-01-02;\n"
        f"{number};1;01022009;ret;mentor;2009-01-03;\n"
    )
    (tmp_path / "undeclared").mkdir()
    with pytest.raises(InputError, match="unreadable_date"):
        _take_in(tmp_path / "undeclared", "bif_indsatser", mapping, {"one.csv": content})
    mapping = mapping.rstrip() + "\n        dates: {Tid: ddmmyyyy}\n"
    found, _ = _take_in(tmp_path, "bif_indsatser", mapping, {"one.csv": content})
    assert found == _expected(tmp_path, "bif_indsatser", [f"{number};mentor;03-01-2009;"])


@pytest.mark.parametrize("verb", ["id: Id", "by: [Nr, Id]"])
def test_an_id_that_several_persons_have_is_none(tmp_path: Path, verb: str) -> None:
    mapping = EVENTS if verb in EVENTS else PAIRS
    table = "bif_indsatser" if mapping is EVENTS else "sof_handleplaner"
    kind = "ret" if mapping is EVENTS else "tilbud"
    rows = "".join(f"{n};1;2009-03-01;{kind};mentor;2009-01-02;;\n" for n in numbers(20))
    content = "Nr;Id;Tid;Slags;Type;Start;Slut;X\n" + rows
    if mapping is PAIRS:
        content = content.replace("Start;Slut", "Dag;Svar")
    mapping = mapping.replace("[one.csv, two.csv]", "one.csv").replace(
        verb, verb.replace("Nr, ", "")
    )
    with pytest.raises(InputError) as caught:
        _take_in(tmp_path, table, mapping, {"one.csv": content})
    assert "id_of_several" in {problem.kind for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("table", "column"),
    [(r.name, c.name) for r in TABLES for c in r.columns if c.kind in (Kind.CODE, Kind.MATCH_CODE)],
)
def test_a_combination_without_a_rule_is_never_a_code(
    tmp_path: Path, table: str, column: str
) -> None:
    """Not even where the source's value is written like one, or is empty."""
    register = next(one for one in TABLES if one.name == table)
    codes = [*code_list(next(c for c in register.columns if c.name == column)).texts, ""]
    others = [c for c in register.columns if c.name != column and c.required]
    row = {"cpr": "{n}", "gammelt_cpr": "{n}", "nyt_cpr": "020180-1234", "system": "match5",
           "indsats": "mentor", "ydelse": "kontanthjaelp", "maalgruppe": "handicappede",
           "udfald": "andet", "ordning": "kontaktmodel", "koordinator": "BIF",
           "kode": "4"}  # fmt: skip
    given = row.get(column) or codes[0]
    row |= dict.fromkeys(register.key_dates, "01-02-2009")
    line = ";".join(row.get(c.name, "") for c in others)
    good = [f"{line.format(n=n)};good" for n in numbers(40 * len(codes))]
    bad = [f"{line.format(n=n)};{code}" for n, code in zip(numbers(len(codes)), codes, strict=True)]
    mapping = f"""
        sources:
          - file: x.csv
            table: {table}
            columns: {{{", ".join(f"{c.name}_x: {c.name}" for c in others)}}}
            combine:
              {column}: [{{when: {{Hvad: good}}, gives: "{given}"}}]
        """
    header = ";".join([*(f"{c.name}_x" for c in others), "Hvad"])
    content = "\n".join([header, *good, *bad, ""])
    delivery = write(tmp_path / "delivery", **{table: None})
    (delivery / "x.csv").write_text(content, encoding="utf-8")
    (delivery / "registers.yaml").write_text(dedent(mapping), encoding="utf-8")
    take_in(delivery, tmp_path / "snapshot", KEY)
    told = json.loads((tmp_path / "snapshot" / "snapshot.json").read_text())["tables"][table]
    assert told["dropped"]["unknown_code"] == len(bad)
