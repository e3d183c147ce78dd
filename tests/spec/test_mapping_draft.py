"""The first delivery under foreign names takes two rounds: a draft of the mapping, then a snapshot.

The foreign words here are another hand's than `data/foreign_names.yaml`; some of them nobody can
know, and the analyst of the test fills them in where the draft leaves them open.
"""

import csv
import json
import random
import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.domain import contract
from fsb_lib.domain.contract import Column
from fsb_lib.registers.cpr_process import tasks
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.mapping_draft.refusal import DRAFT
from fsb_lib.registers.read_so_far import tell_nobody
from fsb_lib.registers.rows.codes import code_list
from fsb_lib.registers.spelling import canonical
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from tests.tiny_delivery import KEY
from tests.workbooks import workbook

# --- another system's words --------------------------------------------------------------------

FILES: Mapping[str, tuple[str, ...]] = {
    "bif_ydelser": ("YDELSER_UDTRÆK", "ydelsesperioder", "Forsørgelse 2007-2014"),
    "bif_matchvurderinger": ("MATCH", "visiteringer", "Match-grupper"),
    "bif_indsatser": ("AKTIVERING", "indsatser", "Aktiviteter (alle)"),
    "bif_jobplaner": ("JOBPLAN", "jobplaner", "Min plan"),
    "sof_sager": ("SAGER_SOF", "sagsoversigt", "Målgruppesager"),
    "sof_handleplaner": ("HANDLEPLANER", "handleplan-udtræk", "Sociale handleplaner"),
    "personer": ("BORGERE", "stamdata", "Person-oplysninger"),
    "cpr_skift": ("CPR-SKIFT", "nummerskift", "Skift af cpr"),
    "bif_afgange": ("AFGANG", "afgangsliste", "Afgange fra ydelse"),
    "samarbejde": ("SAMARBEJDE", "samarbejdsordninger", "Fælles ordninger"),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cpr": ("PERSONNR", "cprnummer", "Borgerens CPR-nr.", "F01"),
    "ydelse": ("YDELSESKODE", "ydelsestype", "Ydelse (kode)", "F02"),
    "fra": ("START_DATO", "gyldig_fra", "Fra og med", "F03"),
    "til": ("SLUT_DATO", "gyldig_til", "Til og med", "F04"),
    "system": ("MATCHMODEL", "match-system", "System for match", "F05"),
    "kode": ("MATCHGRP", "matchgruppe", "Matchkategori", "F06"),
    "vurderet": ("VURDERINGSDATO", "match_dato", "Vurderet den", "F07"),
    "indsats": ("INDSATSTYPE", "aktivitet", "Redskab", "F08"),
    "godkendt": ("GODKENDT_DATO", "plandato", "Godkendt den", "F09"),
    "slut": ("OPHØRSDATO", "afslutningsdato", "Ophørt den", "F10"),
    "maalgruppe": ("MÅLGRUPPE_KODE", "målgrp", "Borgerens målgruppe", "F11"),
    "tilbudt": ("TILBUDSDATO", "tilbud_dato", "Plan tilbudt", "F12"),
    "svar": ("BORGERSVAR", "svarkode", "Borgerens svar", "F13"),
    "udarbejdet": ("UDARBEJDET_DATO", "udarbejdelsesdato", "Plan udarbejdet", "F14"),
    "af_egen_drift": ("EGEN_DRIFT", "eget_initiativ", "Egen drift?", "F15"),
    "herkomst": ("OPRINDELSE", "herkomstkode", "Etnisk oprindelse", "F16"),
    "gammelt_cpr": ("GL_CPR", "tidligere_personnummer", "Gammelt nr.", "GAMMELT"),
    "nyt_cpr": ("NYT_CPR", "nuværende_personnummer", "Nyt nr.", "NYT"),
    "dato": ("ÆNDRINGSDATO", "hændelsesdato", "Dato for ændring", "F19"),
    "udfald": ("AFGANGSÅRSAG", "årsagskode", "Afgang til", "F20"),
    "ordning": ("ORDNINGSKODE", "samarbejdsform", "Fælles ordning", "F21"),
    "koordinator": ("KOORDINERENDE", "tovholder", "Koordinerende forvaltning", "F22"),
}
STYLES = range(3)


def renamed_code(code: str, draw: random.Random) -> str:
    """A code as another system might write it: in words, in capitals, or a number."""
    if len(code) < 3:
        return code
    ways = [
        code.upper(),
        code.replace("ae", "\u00e6").replace("oe", "\u00f8").replace("_", " ").capitalize(),
        f"{draw.randrange(10, 99)}",
        code[:3].upper() + "1",
    ]
    return draw.choice(ways)


class Foreign:
    """A delivery under another system's names; `truth` leads back from its names and codes."""

    def __init__(self, folder: Path, seed: int, style: int | None = None) -> None:
        self.folder, self.draw = folder, random.Random(seed)
        self.style = style
        self.tables: dict[str, str] = {}
        self.columns: dict[tuple[str, str], str] = {}
        self.codes: dict[tuple[str, str, str], str] = {}
        folder.mkdir()
        (folder / "SYNTETISK").write_text("test\n")

    def add(self, name: str, rows: list[list[str]], form: str) -> None:
        header, *below = rows
        order = self.draw.sample(range(len(header)), len(header))
        names = [self._column(name, column) for column in header]
        translated = [self._codes(name, header[place], below, place) for place in order]
        table = [[names[place] for place in order], *map(list, zip(*translated, strict=True))]
        style = self._style()
        file = f"{FILES[name][style]}.{form}"
        self.tables[canonical(file)] = name
        written(self.folder / file, table)

    def _style(self) -> int:
        return self.draw.choice(STYLES) if self.style is None else min(self.style, 2)

    def _column(self, table: str, column: str) -> str:
        style = self.draw.choice(STYLES) if self.style is None else self.style
        foreign = COLUMNS[column][style]
        self.columns[table, canonical(foreign)] = column
        return foreign

    def _codes(self, table: str, column: str, rows: list[list[str]], place: int) -> list[str]:
        values = [row[place] for row in rows]
        if column not in CODED:
            return values
        own: dict[str, str] = {"": ""}
        for code in sorted(set(values) - {""}):
            foreign = renamed_code(code, self.draw)
            while canonical(foreign) in map(canonical, own.values()):
                foreign = f"{foreign}{self.draw.randrange(10)}"
            own[code] = foreign
            self.codes[table, column, canonical(foreign)] = code
        return [own[value] for value in values]

    def filled(self, draft: str) -> str:
        """What an analyst makes of the draft: open lines filled in, wrong guesses corrected."""
        self.n_open = 0
        return "".join(self._corrected(draft))

    def _corrected(self, draft: str) -> Iterator[str]:
        part = table = column = ""
        for line in draft.splitlines(keepends=True):
            depth = (len(line) - len(line.lstrip(" "))) // 2
            plain = line.strip().split("  # ")[0].strip()
            name = plain.rstrip(":")
            if plain.endswith(":"):
                part, table, column = (
                    (name, "", "") if depth == 0 else (part, name, "") if depth == 1
                    else (part, table, name)
                )  # fmt: skip
            match = re.match(r'(# )?("(?:[^"\\]|\\.)*"): (\S+)', plain)
            if "not shown" in line:
                yield from self._looked_up(table, column, draft)
            if not match:
                yield line
                continue
            source = canonical(json.loads(match[2]))
            self.n_open += bool(match[1])
            truth = {
                "tables": self.tables.get(source),
                "columns": self.columns.get((table, source)),
                "codes": self.codes.get((table, column, source)),
            }[part]
            yield line if truth is None else f"{'  ' * depth}{match[2]}: {truth}\n"

    def _looked_up(self, table: str, column: str, draft: str) -> Iterator[str]:
        """The codes that the draft may not show: the analyst reads them in the file."""
        for (of_table, of_column, source), code in self.codes.items():
            is_here = (of_table, of_column) == (table, column)
            if is_here and source not in known_codes(draft, table, column):
                yield f"      {json.dumps(source)}: {code}\n"


def known_codes(draft: str, table: str, column: str) -> set[str]:
    """The codes of one column that a draft shows, open or not, and those of the contract."""
    own = draft[draft.index("codes:") :]
    own = own[own.index(f"\n  {table}:") :]
    own = own[own.index(f"\n    {column}:") :].split("\n    ")[1:]
    lines = [own[0], *takewhile(lambda line: line.startswith("  "), own[1:])]
    found = {canonical(json.loads(one)) for line in lines for one in re.findall(r'"[^"]*"', line)}
    return found | {canonical(code) for code in code_list(column_of(table, column)).texts}


def column_of(table: str, column: str) -> Column:
    return next(one for one in contract.table(table).columns if one.name == column)


CODED = {"ydelse", "system", "kode", "indsats", "maalgruppe", "svar", "af_egen_drift", "herkomst",
         "udfald", "ordning", "koordinator"}  # fmt: skip


def written(path: Path, rows: list[list[str]]) -> None:
    ending = path.suffix
    if ending == ".xlsx":
        path.write_bytes(workbook([list(row) for row in rows]))
    elif ending == ".parquet":
        pq.write_table(pa.table(dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))), path)
    else:
        separator = "\t" if ending == ".tsv" else ";"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "delivery"
    write_delivery(twin_city(300, 2014), folder)
    return folder


@pytest.fixture(scope="module")
def expected(city: Path) -> dict[str, bytes]:
    take_in(city, city.parent / "snapshot", KEY)
    return tables_of(city.parent / "snapshot")


def tables_of(snapshot: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in snapshot.glob("*.parquet")}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def foreign(city: Path, folder: Path, seed: int, style: int | None, form: str) -> Foreign:
    made = Foreign(folder, seed, style)
    for path in sorted(city.glob("*.csv")):
        made.add(path.stem, rows_of(path), form)
    return made


@pytest.mark.parametrize(
    ("seed", "style", "form"),
    [(1, 0, "csv"), (2, 1, "tsv"), (3, 2, "xlsx"), (4, None, "parquet"), (5, 3, "txt")],
)
def test_second_round_takes_a_foreign_delivery_in(
    city: Path, expected: dict[str, bytes], tmp_path: Path, seed: int, style: int, form: str
) -> None:
    made = foreign(city, tmp_path / "delivery", seed, style, form)
    refused(made.folder, tmp_path)
    draft = (tmp_path / "work" / DRAFT).read_text(encoding="utf-8")
    (made.folder / "registers.yaml").write_text(made.filled(draft), encoding="utf-8")
    take_in(made.folder, tmp_path / "snapshot", KEY)
    assert tables_of(tmp_path / "snapshot") == expected


def refused(folder: Path, tmp_path: Path) -> str:
    """What the process that holds the registers says of a delivery that it refuses."""
    with pytest.raises(InputError) as caught:
        tasks.take_in(
            delivery=folder, snapshot=tmp_path / "snapshot", work=tmp_path / "work",
            key_file=None, tell=tell_nobody,
        )  # fmt: skip
    return str(caught.value)
