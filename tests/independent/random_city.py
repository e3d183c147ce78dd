"""Small random deliveries, dense with the days and codes on which two readings could differ.

Everything is well-formed (canonical names, one separator, no fatal fault); at most 3 % of a
table's rows are faulty. All numbers fail modulus 11 and none is dated 1 January.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from .city_courses import (
    Draw,
    assessments,
    benefits,
    cases,
    exits,
    indsatser,
    job_plans,
    last_day,
    plans,
    schemes,
    text_date,
    until,
)
from .city_faults import faulty_rows
from .city_followed import followed
from .city_numbers import NumberMaker
from .codes import ORIGINS
from .settings import november_15

Line = tuple[str, ...]
Lines = dict[str, list[Line]]

HEADERS: dict[str, Line] = {
    "bif_ydelser": ("cpr", "ydelse", "fra", "til"),
    "bif_matchvurderinger": ("cpr", "system", "kode", "vurderet"),
    "bif_indsatser": ("cpr", "indsats", "fra", "til"),
    "bif_jobplaner": ("cpr", "godkendt", "slut"),
    "sof_sager": ("cpr", "maalgruppe", "fra", "til"),
    "sof_handleplaner": ("cpr", "tilbudt", "svar", "udarbejdet", "af_egen_drift", "slut"),
    "personer": ("cpr", "herkomst"),
    "cpr_skift": ("gammelt_cpr", "nyt_cpr", "dato", "ejer"),
    "bif_afgange": ("cpr", "udfald", "dato"),
    "samarbejde": ("cpr", "ordning", "koordinator", "fra", "til"),
}
OPTIONAL = ("cpr_skift", "bif_afgange", "samarbejde")
_DATE_COLUMNS = {"fra", "til", "vurderet", "godkendt", "slut", "tilbudt", "udarbejdet", "dato"}
_NUMBER_COLUMNS = {"cpr", "gammelt_cpr", "nyt_cpr"}
MAX_FAULT_SHARE = 0.03
MEASURED_ON = november_15(2009)


@dataclass(frozen=True)
class Resident:
    """Someone in the city: the number in force, former ones, and the registers they are in."""

    numbers: tuple[str, ...]
    kind: str

    @property
    def in_bif(self) -> bool:
        return self.kind != "sof_only"

    @property
    def in_sof(self) -> bool:
        return self.kind != "bif_only"


def write_city(
    folder: Path, seed: int, n_persons: int = 60, measured_on: date = MEASURED_ON
) -> None:
    """Writes every required table, mostly the optional ones too, and the file SYNTETISK."""
    write_lines(folder, city_lines(seed, n_persons, measured_on), seed)


def city_lines(seed: int, n_persons: int = 60, measured_on: date = MEASURED_ON) -> Lines:
    """The same city for the same values. `measured_on` is where its edges lie in the year."""
    rng = Random(seed)
    maker = NumberMaker(rng)
    residents = [_resident(rng, maker) for _ in range(n_persons)]
    lines: Lines = {name: [] for name in HEADERS}
    busy = rng.random() < 0.3
    for resident in residents:
        _add_registers(Draw(rng, measured_on), resident, busy, lines)
    _add_fresh_rows(maker, lines)
    _add_population(rng, maker, lines)
    has_changes = _add_changes(rng, maker, residents, lines)
    absent = [name for name in ("bif_afgange", "samarbejde") if rng.random() < 0.06]
    for name in (*absent, *([] if has_changes else ["cpr_skift"])):
        del lines[name]
    for name, table_lines in lines.items():
        _repeat_some(rng, table_lines)
        _add_faults(rng, maker, name, table_lines)
    return lines


def write_lines(folder: Path, lines: Lines, seed: int) -> None:
    """The seed settles how each file is spelled."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table_lines in lines.items():
        spelling = Random(f"{seed} {name}")
        _write_table(spelling, folder / f"{name}.csv", HEADERS[name], table_lines)
    (folder / "SYNTETISK").write_text(f"Tilfældig by, frø {seed}.\n", encoding="utf-8")


def _resident(rng: Random, maker: NumberMaker) -> Resident:
    kind = rng.choices(
        ("focus", "followed", "ordinary", "bif_only", "sof_only", "replacement"),
        (44, 18, 13, 8, 7, 10),
    )[0]
    if kind == "replacement":
        return Resident((maker.replacement(),), kind)
    n_former = rng.choices((0, 1, 2), (80, 15, 5))[0]
    number = maker.person()
    return Resident((number, *(maker.sibling(number) for _ in range(n_former))), kind)


def _add_registers(draw: Draw, resident: Resident, busy: bool, lines: Lines) -> None:
    rows = followed(draw) if resident.kind == "followed" else _any_rows(draw, resident, busy)
    if draw.rng.random() < 0.9:
        rows["personer"] = [(draw.rng.choice(ORIGINS),)]
    for name, table_rows in rows.items():
        for row in table_rows:
            lines[name].append((draw.rng.choice(resident.numbers), *row))


def _any_rows(draw: Draw, resident: Resident, busy: bool) -> Lines:
    """By table, but for the number."""
    steady = resident.kind in ("focus", "replacement")
    last = last_day(draw)
    rows: Lines = {"samarbejde": schemes(draw)}
    if resident.in_bif:
        rows["bif_ydelser"] = until(last, benefits(draw, steady))
        rows["bif_matchvurderinger"] = assessments(draw, steady)
        rows["bif_indsatser"] = indsatser(draw, busy)
        rows["bif_jobplaner"] = job_plans(draw)
        rows["bif_afgange"] = exits(draw, last)
    if resident.in_sof:
        rows["sof_sager"] = until(draw.rng.choice((last, None)), cases(draw, steady))
        rows["sof_handleplaner"] = plans(draw)
    return rows


def _add_fresh_rows(maker: NumberMaker, lines: Lines) -> None:
    """One steady person: no table is empty, and none is stale on any day until 2015."""
    number = maker.person()
    for day in (*map(november_15, range(2006, 2015)), date(2014, 12, 29)):
        lines["sof_handleplaner"].append((number, text_date(day), "", "", "", ""))
    # A start in every month, to half a year after the last day that is asked about.
    for month in range(9 * 13):
        day = date(2006, 9, 1) + timedelta(days=28 * month)
        near, end = text_date(day), text_date(day + timedelta(days=20))
        system = "match5" if day.year < 2010 else "match3" if day.year < 2014 else "visitation"
        code = {"match5": "4", "match3": "2", "visitation": "aktivitetsparat"}[system]
        if date(2010, 1, 1) <= day < date(2010, 4, 26):
            system, code = "match5", "4"
        lines["bif_ydelser"].append((number, "kontanthjaelp", near, end))
        lines["sof_sager"].append((number, "handicappede", near, end))
        lines["bif_matchvurderinger"].append((number, system, code, near))
    lines["bif_indsatser"].append((number, "samtale", "03-03-2008", "03-03-2008"))
    lines["bif_jobplaner"].append((number, "03-03-2008", "31-12-2008"))
    lines["personer"].append((number, "dansk"))


def _add_population(rng: Random, maker: NumberMaker, lines: Lines) -> None:
    """`personer` and the other registers hold people who are of no interest here."""
    for _ in range(max(3, len(lines["personer"]) // 2)):
        lines["personer"].append((maker.person(), rng.choice(ORIGINS)))


def _add_changes(rng: Random, maker: NumberMaker, residents: list[Resident], lines: Lines) -> bool:
    """Every former number leads to the one in force, at times by way of the next."""
    if rng.random() < 0.2:
        return False
    changes = lines["cpr_skift"]
    for resident in residents:
        first, *former = resident.numbers
        for place, old in enumerate(former):
            new = rng.choice((first, *former[:place]))
            changes.append((old, new, text_date(_change_day(rng)), ""))
        if resident.kind == "replacement" and rng.random() < 0.4:
            _change_replacement(rng, maker, first, lines)
    if rng.random() < 0.5:
        for _ in range(110):
            old = maker.person()
            changes.append((old, maker.sibling(old), text_date(_change_day(rng)), ""))
    same = maker.person()
    changes.append((same, same, text_date(_change_day(rng)), ""))
    return True


def _change_replacement(rng: Random, maker: NumberMaker, number: str, lines: Lines) -> None:
    """A person gets a real number: the change says whose, or one register alone has it."""
    real = maker.person()
    owners = rng.choice((("BIF",), ("SOF",), ("BIF", "SOF"), ("both",), ("",)))
    day = text_date(_change_day(rng))
    if owners == ("both",):  # the two registers' local numbers belong to two people
        lines["cpr_skift"].append((number, maker.person(), day, "BIF"))
        lines["cpr_skift"].append((number, real, day, "SOF"))
        return
    if owners == ("",):
        for name, rows in lines.items():
            if name != "cpr_skift" and not name.startswith("sof_"):
                rows[:] = [(real, *row[1:]) if row[0] == number else row for row in rows]
        lines["sof_sager"].append((number, "handicappede", "01-03-2008", "31-12-2008"))
    lines["cpr_skift"].extend((number, real, day, owner) for owner in owners)


def _change_day(rng: Random) -> date:
    return date(2006, 1, 2) + timedelta(days=rng.randrange(3200))


def _repeat_some(rng: Random, lines: list[Line]) -> None:
    for line in [line for line in lines if rng.random() < 0.03]:
        lines.append(line)
    rng.shuffle(lines)


def _add_faults(rng: Random, maker: NumberMaker, name: str, lines: list[Line]) -> None:
    """Never the last line, where a wrong field count would mean a file cut off."""
    budget = int(MAX_FAULT_SHARE * len(lines))
    for row in faulty_rows(rng, maker, name, lines, rng.randint(0, budget)):
        lines.insert(rng.randrange(len(lines)), row)


def _write_table(rng: Random, path: Path, header: Line, lines: list[Line]) -> None:
    """One spelling of dates, open ends and numbers per file, as one system exports it."""
    iso, dashed = rng.random() < 0.3, rng.random() < 0.6
    open_end = rng.choice(("", "31-12-9999")) if not iso else ""
    columns = _columns(rng, path.stem, header, lines)
    written = [";".join(header[i] for i in columns)]
    for line in lines:
        order = [*columns, *range(len(header), len(line))]
        values = [
            _spelled(rng, header[i] if i < len(header) else "", line[i], iso, dashed, open_end)
            for i in order
        ]
        written.append(";".join(values))
    encoding = rng.choice(("utf-8", "utf-8-sig", "cp1252"))
    newline = rng.choice(("\n", "\r\n"))
    path.write_bytes((newline.join(written) + newline).encode(encoding))


def _columns(rng: Random, table: str, header: Line, lines: list[Line]) -> list[int]:
    """`ejer` may be left out when no line needs it."""
    places = list(range(len(header)))
    if table == "cpr_skift" and not any(line[3] for line in lines) and rng.random() < 0.5:
        places.pop()
    return places


def _spelled(rng: Random, column: str, value: str, iso: bool, dashed: bool, open_end: str) -> str:
    if column in _DATE_COLUMNS:
        if value == "":
            return open_end if column in ("til", "slut") else ""
        day, _, rest = value.partition("-")
        month, _, year = rest.partition("-")
        return f"{year}-{month}-{day}" if iso and year.isdigit() else value
    if column in _NUMBER_COLUMNS and len(value) == 10:
        if value[0] == "0" and value.isdigit() and rng.random() < 0.02:
            return value[1:]  # a spreadsheet has eaten the leading zero
        return f"{value[:6]}-{value[6:]}" if dashed else value
    return value
