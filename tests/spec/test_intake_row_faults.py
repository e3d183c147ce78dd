"""Row faults of the register contract, section 5: each drawn, each counted by hand."""

import json
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.registers.intake.take_in import take_in
from tests.tiny_delivery import FAULTLESS as FAULTLESS_TABLES
from tests.tiny_delivery import (
    KEY,
    OPTIONAL,
    among_good_rows,
    counts,
    dropped,
    taken_in,
    text,
    write,
)

GOOD = 400  # faultless rows below every drawn table


def test_faultless_delivery_drops_nothing(tmp_path: Path) -> None:
    summary = taken_in(tmp_path)
    assert summary.faults == ()
    for one in summary.quality:
        assert dict(one.rows) == {"rows_read": 1, "rows_kept": 1, "cpr_mod11_failed": 1}


ROWS = {
    "wrong_field_count": (
        "bif_ydelser",
        """
        cpr;ydelse;fra;til
        020180-1234;kontanthjaelp;01-01-2009
        020180-1234;kontanthjaelp;01-01-2009;;
        """,
        2,
    ),
    "cpr_unreadable": (
        "bif_ydelser",
        """
        cpr;ydelse;fra;til
        ;kontanthjaelp;01-01-2009;
        NULL;kontanthjaelp;01-01-2009;
        2018;kontanthjaelp;01-01-2009;
        2,01E+08;kontanthjaelp;01-01-2009;
        """,
        4,
    ),
    "cpr_invalid": (
        "sof_sager",
        """
        cpr;maalgruppe;fra;til
        020180-12345;handicappede;01-01-2009;
        020180-K2345;handicappede;01-01-2009;
        nan;handicappede;01-01-2009;
        """,
        3,
    ),
    "cpr_invalid_date": (
        "sof_sager",
        """
        cpr;maalgruppe;fra;til
        310280-1234;handicappede;01-01-2009;
        920180-1234;handicappede;01-01-2009;
        320180123;handicappede;01-01-2009;
        """,
        3,
    ),
    "cpr_implausible": (
        "bif_indsatser",
        """
        cpr;indsats;fra;til
        020109-4234;mentor;01-01-2009;
        020198-1234;mentor;01-01-1998;
        020158-5234;mentor;01-01-2009;
        """,
        3,
    ),
    "missing_date": (
        "bif_jobplaner",
        """
        cpr;godkendt;slut
        020180-1234;;
        020180-1234;31-12-9999;
        020180-1234;NULL;x
        """,
        3,
    ),
    "unreadable_date": (
        "bif_jobplaner",
        """
        cpr;godkendt;slut
        020180-1234;31-02-2009;
        020180-1234;01-01-2009;soon
        020180-1234;01-01-1899;
        020180-1234;01-01-2009;01-01-2101
        """,
        4,
    ),
    "til_before_fra": (
        "bif_ydelser",
        """
        cpr;ydelse;fra;til
        020180-1234;kontanthjaelp;02-01-2009;01-01-2009
        020180-1234;kontanthjaelp;01-01-2009;01-01-2009
        """,
        1,
    ),
    "unknown_code": (
        "bif_matchvurderinger",
        """
        cpr;system;kode;vurderet
        020180-1234;match4;4;01-01-2009
        020180-1234;;4;01-01-2009
        020180-1234;match5;6;01-01-2009
        020180-1234;match5;4.0;01-01-2009
        020180-1234;match5;-;01-01-2009
        020180-1234;match5;NA;01-01-2009
        """,
        6,
    ),
    "code_not_in_system": (
        "bif_matchvurderinger",
        """
        cpr;system;kode;vurderet
        020180-1234;match3;4;01-05-2010
        020180-1234;match5;jobparat;01-01-2009
        020180-1234;visitation;1;01-01-2014
        """,
        3,
    ),
    "outside_system_validity": (
        "bif_matchvurderinger",
        """
        cpr;system;kode;vurderet
        020180-1234;match5;4;26-04-2010
        020180-1234;match5;;26-04-2010
        020180-1234;match3;2;25-04-2010
        020180-1234;visitation;;30-09-2013
        """,
        4,
    ),
    "conflicting_origin": (
        "personer",
        """
        cpr;herkomst
        020180-1234;dansk
        020180-1234;dansk
        0201801234;indvandrer_vestlig
        020280-1234;efterkommer_vestlig
        """,
        3,
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_of_each_kind_are_counted_and_dropped(tmp_path: Path, kind: str) -> None:
    table, drawn, n_rows = ROWS[kind]
    content = among_good_rows(table, drawn, GOOD).encode()
    summary = taken_in(tmp_path, **{table: content})
    assert dropped(summary, table) == {kind: n_rows}
    n_drawn = drawn.count("\n") - 2
    assert counts(summary, table)["rows_read"] == GOOD + n_drawn
    assert counts(summary, table)["rows_kept"] == GOOD + n_drawn - n_rows


FAULTLESS = {
    "validity on its first and last day": (
        "bif_matchvurderinger",
        """
        cpr;system;kode;vurderet
        020180-1234;match5;4;25-04-2010
        020180-1234;match5;NULL;25-04-2010
        020180-1234;match3;3;26-04-2010
        020180-1234;match3;3;26-04-2015
        020180-1234;visitation;aktivitetsparat;01-10-2013
        """,
    ),
    "spellings of codes": (
        "sof_sager",
        """
        cpr;maalgruppe;fra;til
        020180-1234;Handicappede ;01-01-2009;
        020180-1234;Psykisk syge-og \u00f8vrigt UDSATTE;01-01-2009;
        """,
    ),
    "one of the two dates of a social plan": (
        "sof_handleplaner",
        """
        cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut
        020180-1234;01-03-2009;;;;
        020180-1234;;null;01-03-2009;J;
        """,
    ),
    "a plan that ends before it starts": (
        "bif_jobplaner",
        """
        cpr;godkendt;slut
        020180-1234;01-03-2009;01-02-2009
        """,
    ),
    "a replacement number whose date is not known": (
        "bif_jobplaner",
        """
        cpr;godkendt;slut
        290281-KOT1;01-03-2009;
        """,
    ),
}


@pytest.mark.parametrize("why", FAULTLESS)
def test_row_is_kept(tmp_path: Path, why: str) -> None:
    table, drawn = FAULTLESS[why]
    summary = taken_in(tmp_path, **{table: drawn})
    assert dropped(summary, table) == {}


PRECEDENCE = [
    ("unreadable number before all others", ";kassehjaelp;;x", "cpr_unreadable"),
    ("missing date before unreadable", "020180-1234;kassehjaelp;;x", "missing_date"),
    ("unreadable date before code", "020180-1234;kassehjaelp;x;", "unreadable_date"),
    ("order of dates before code", "020180-1234;kassehjaelp;02-01-2009;01-01-2009",
     "til_before_fra"),
    ("implausible before the date's own fault", "020120-4234;kassehjaelp;01-01-2009;x",
     "cpr_implausible"),
    ("field count before the number", ";kassehjaelp;", "wrong_field_count"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "row", "kind"), PRECEDENCE)
def test_row_is_counted_once_under_the_first_fault(
    tmp_path: Path, why: str, row: str, kind: str
) -> None:
    del why
    content = among_good_rows("bif_ydelser", f"cpr;ydelse;fra;til\n{row}\n").encode()
    assert dropped(taken_in(tmp_path, bif_ydelser=content), "bif_ydelser") == {kind: 1}


def test_social_plan_is_judged_by_its_offer_else_by_its_making(tmp_path: Path) -> None:
    drawn = """
        cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut
        020105-4234;01-01-2005;;01-01-2006;;
        020105-4234;;;01-01-2006;;
        020105-4234;x;;01-01-2006;;
        020105-4234;x;;;;
        020105-4234;;;;;
        """
    content = among_good_rows("sof_handleplaner", drawn).encode()
    # Born in 2005: not yet at the first offer. The last two rows have no readable date, so the
    # delivery's latest one (2009) judges them.
    assert dropped(taken_in(tmp_path, sof_handleplaner=content), "sof_handleplaner") == {
        "cpr_implausible": 1,
        "unreadable_date": 2,
        "missing_date": 1,
    }


def test_rows_without_key_date_are_judged_by_the_robust_day(tmp_path: Path) -> None:
    persons = among_good_rows("personer", "cpr;herkomst\n020112-4234;dansk\n").encode()
    assert dropped(taken_in(tmp_path, personer=persons), "personer") == {"cpr_implausible": 1}


@pytest.mark.parametrize(("n_rows", "kept"), [(5, True), (4, False)])
def test_robust_day_is_the_fifth_latest_key_date_faulty_rows_included(
    tmp_path: Path, n_rows: int, kept: bool
) -> None:
    persons = among_good_rows("personer", "cpr;herkomst\n020112-4234;dansk\n").encode()
    drawn = "cpr;indsats;fra;til\n" + ";unknown;01-06-2013;\n" * n_rows
    spells = among_good_rows("bif_indsatser", drawn).encode()
    summary = taken_in(tmp_path, personer=persons, bif_indsatser=spells)
    assert dropped(summary, "personer") == ({} if kept else {"cpr_implausible": 1})
    kind = "cpr_unreadable" if kept else "far_date"
    assert dropped(summary, "bif_indsatser") == {kind: n_rows}


@pytest.mark.parametrize("table", [table for table in TABLES if table.key_dates])
def test_a_mistyped_year_drops_its_own_row_alone(tmp_path: Path, table: RegisterTable) -> None:
    # A walk over every table and every column that dates its rows.
    for column in table.key_dates:
        drawn = {**FAULTLESS_TABLES, **OPTIONAL}[table.name]
        header, row = text(drawn).splitlines()[:2]
        cells = row.split(";")
        cells[header.split(";").index(column)] = "15-01-2090"
        content = among_good_rows(table.name, f"{header}\n{';'.join(cells)}\n").encode()
        (tmp_path / column).mkdir()
        summary = taken_in(tmp_path / column, **{table.name: content})
        found = {one.table: dropped(summary, one.table) for one in summary.quality}
        assert {name: kinds for name, kinds in found.items() if kinds} == {
            table.name: {"far_date": 1}
        }


@pytest.mark.parametrize(("day", "far"), [("02-01-2010", False), ("03-01-2010", True)])
def test_a_date_is_far_from_the_367th_day_after_the_robust_day(
    tmp_path: Path, day: str, far: bool
) -> None:
    # 400 rows on 1 January 2009; 366 days later is 2 January 2010.
    drawn = f"cpr;indsats;fra;til\n020180-1234;mentor;{day};\n"
    content = among_good_rows("bif_indsatser", drawn).encode()
    found = dropped(taken_in(tmp_path, bif_indsatser=content), "bif_indsatser")
    assert found == ({"far_date": 1} if far else {})


def test_a_thin_table_is_measured_by_the_whole_delivery(tmp_path: Path) -> None:
    exits = [f"020180-1234;andet;01-0{month}-200{year}" for month in range(1, 5) for year in (1, 9)]
    exits.append("020180-1234;andet;01-01-2090")
    spells = among_good_rows("bif_indsatser", "cpr;indsats;fra;til\n").encode()
    drawn = "\n".join(["cpr;udfald;dato", *exits]) + "\n"
    # More than five in a hundred: a short table with a far row is refused, and says why.
    with pytest.raises(InputError, match=r"bif_afgange.dato: far_date, 1 rows .* row 10"):
        taken_in(tmp_path, bif_afgange=drawn.encode(), bif_indsatser=spells)


def test_fault_names_column_share_and_the_first_five_lines(tmp_path: Path) -> None:
    drawn = "Udtraek 2009\n\ncpr;ydelse;fra;til\n" + "020180-1234;x;01-01-2009;\n\n" * 7
    content = among_good_rows("bif_ydelser", drawn, 493).encode()
    (fault,) = taken_in(tmp_path, bif_ydelser=content).faults
    assert fault.first_lines == (4, 6, 8, 10, 12)
    assert str(fault) == (
        "bif_ydelser.ydelse: unknown_code, 7 rows (1.40%), row 4, 6, 8, 10, 12 ..., looks like a"
    )


def test_persons_origins_conflict_also_across_a_change_of_number(tmp_path: Path) -> None:
    persons = """
        cpr;herkomst
        020180-1234;dansk
        040480-1235;indvandrer_vestlig
        """
    changes = """
        gammelt_cpr;nyt_cpr;dato
        020180-1234;040480-1235;01-01-2009
        """
    content = among_good_rows("personer", persons).encode()
    summary = taken_in(tmp_path, personer=content, cpr_skift=changes)
    assert dropped(summary, "personer") == {"conflicting_origin": 2}


def test_a_benefit_outside_its_life_span_is_told_and_kept(tmp_path: Path) -> None:
    drawn = """
        cpr;ydelse;fra;til
        020180-1234;starthjaelp;01-12-2011;31-12-2011
        020180-1234;starthjaelp;01-12-2011;01-01-2012
        020180-1234;integrationsydelse;31-08-2015;
        020180-1234;integrationsydelse;01-09-2015;
        020180-1234;anden_ydelse;01-01-1999;
        """
    summary = take_in(write(tmp_path / "d", bif_ydelser=drawn), tmp_path / "s", KEY)
    found = counts(summary, "bif_ydelser")
    assert found["rows_kept"] == 5
    remarks = json.loads((tmp_path / "s" / "snapshot.json").read_text())["remarks"]
    told = [one["n_rows"] for one in remarks if one["kind"] == "outside_life_span"]
    assert told == [2]
