"""The first delivery under foreign names takes two rounds: a draft of the mapping, then a snapshot.

The foreign words here are another hand's than `data/foreign_names.yaml`; some of them nobody can
know, and the analyst of the test fills them in where the draft leaves them open.
"""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.base.package_data import load
from fsb_lib.domain import contract
from fsb_lib.domain.contract import Column
from fsb_lib.registers.cpr_process import tasks
from fsb_lib.registers.intake.mapping import read_mapping
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.mapping_draft.refusal import DRAFT, draft_for
from fsb_lib.registers.mapping_draft.shown import may_be_shown
from fsb_lib.registers.mapping_draft.words import squashed
from fsb_lib.registers.read_so_far import tell_nobody
from fsb_lib.registers.rows.codes import code_list
from fsb_lib.registers.spelling import canonical
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from tests.tiny_delivery import KEY, among_good_rows, numbers, write
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
# What else an extract may hold; no column of it is one of the contract's.
OTHERS: Mapping[str, Callable[[random.Random], str]] = {
    "Borgerens navn": lambda draw: draw.choice(NAMES),
    "SAGSBEHANDLER": lambda draw: draw.choice(NAMES[:6]),
    "Oprettet den": lambda draw: f"{draw.randrange(10, 28)}-03-2015",
    "beloeb": lambda draw: f"{draw.randrange(10_000)},50",
    "K\u00f8n": lambda draw: draw.choice("MK"),
    "Afdeling": lambda draw: draw.choice(("Nord", "Syd", "Vest")),
    "l\u00f8benr": lambda draw: str(draw.randrange(10**6)),
}


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
        for extra in self.draw.sample(sorted(OTHERS), self.draw.randrange(4)):
            place = self.draw.randrange(len(table[0]) + 1)
            for row in table[1:]:
                row.insert(place, OTHERS[extra](self.draw))
            table[0].insert(place, extra)
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
            if source == "?":
                source = self._name_of(table, match[3])
            self.n_open += bool(match[1])
            truth = {
                "tables": self.tables.get(source),
                "columns": self.columns.get((table, source)),
                "codes": self.codes.get((table, column, source)),
            }[part]
            yield line if truth is None else f"{'  ' * depth}{json.dumps(source)}: {truth}\n"

    def _name_of(self, table: str, column: str) -> str:
        """The column that the draft could not find: the analyst knows its name."""
        return next(
            name for (own, name), found in self.columns.items() if (own, found) == (table, column)
        )

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
        columns = [[row[place] for row in rows[1:]] for place in range(len(rows[0]))]
        texts = [pa.array(column, pa.string()) for column in columns]
        pq.write_table(pa.table(texts, names=rows[0]), path)
    else:
        separator = "\t" if ending == ".tsv" else ";"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "delivery"
    write_delivery(twin_city(200, 2014), folder)
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
    [
        (1, 0, "csv"),
        pytest.param(2, 1, "tsv", marks=pytest.mark.slow),
        pytest.param(3, 2, "xlsx", marks=pytest.mark.slow),
        pytest.param(4, None, "parquet", marks=pytest.mark.slow),
        pytest.param(5, 3, "txt", marks=pytest.mark.slow),
        *(pytest.param(seed, None, "csv", marks=pytest.mark.slow) for seed in range(10, 20)),
    ],
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
        taken_in(folder, tmp_path)
    return str(caught.value)


def taken_in(folder: Path, tmp_path: Path) -> tasks.Answer:
    """What that process answers."""
    snapshot, work = tmp_path / "snapshot", tmp_path / "work"
    return tasks.take_in(
        delivery=folder, snapshot=snapshot, work=work, key_file=None, tell=tell_nobody
    )


# --- what a draft never holds ------------------------------------------------------------------

NAMES = (
    "Anne Hansen", "JENSEN", "Mette-Marie Holm", "bo", "Yusuf \u00d8zt\u00fcrk", "OLE", "andreasen",
    "S\u00f8rensen", "Ida", "Brandenborg", "Vestergaard", "M. Nielsen", "Nguyen Thi", "KIM",
    "Andr\u00e9", "KELD", "Riis", "Sam",
)  # fmt: skip
PRIVATE = (
    "Nygade 12, 2. tv", "Jobvej 3", "33 12 34 56", "+45 33123456", "a.b@kk.dk", "010180",
    "010180-1234", "0101801234", "01.01.80 1234", "101801234", "1.01801234E+08",
)  # fmt: skip


def with_planted_values(seed: int, folder: Path) -> tuple[Path, set[str]]:
    """A small foreign delivery with private values and rare codes among its codes and beside."""
    draw = random.Random(seed)
    planted = {*draw.sample(NAMES, 5), *draw.sample(PRIVATE, 5)}
    rare = {f"Q{draw.randrange(100, 999)}" for _ in range(3)}
    codes = ["KTH", "07", "Sygedagpenge", *planted] * 6 + sorted(rare) * draw.randrange(1, 5)
    draw.shuffle(codes)
    header = draw.choice(["PERSONNR;SAGSBEHANDLER;YD;START;SLUT", "F1;F2;F3;F4;F5",
                          "Cpr-nr.;Navn;Ydelse;Fra dato;Til dato"])  # fmt: skip
    lines = [
        f"{number};{draw.choice(sorted(planted))};{code};0{draw.randrange(1, 9)}-01-2009;"
        for number, code in zip(numbers(len(codes)), codes, strict=True)
    ]
    folder.mkdir(exist_ok=True)
    head = draw.choice(["", "Udtr\u00e6k af Anne Hansen\n", ";".join(draw.sample(NAMES, 3)) + "\n"])
    text = head + (header + "\n") * (seed % 5 > 0) + "\n".join(lines) + "\n"
    name = draw.choice(["ydelser", "udtr\u00e6k 010180-1234", "Anne"])
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder, planted | rare | {line.split(";")[0] for line in lines}


@pytest.mark.parametrize("seed", range(40))
def test_no_number_name_or_rare_code_is_in_any_draft(tmp_path: Path, seed: int) -> None:
    folder, secret = with_planted_values(seed, tmp_path / "delivery")
    made = draft_for(folder).text
    values = set(re.findall(r'"((?:[^"\\]|\\.)*)"', made)) | set(re.findall(r"[\w.@+-]+", made))
    assert not {canonical(one) for one in secret} & {canonical(one) for one in values}
    for one in secret:
        assert len(one) < 4 or one.lower() not in made.lower(), one


def test_a_first_record_is_no_header_though_it_holds_no_number(tmp_path: Path) -> None:
    lines = [f"{number};KTH;01-01-2009;" for number in numbers(20)]
    (tmp_path / "ydelser.csv").write_text("Anne Hansen;Jensen;Holm;\n" + "\n".join(lines) + "\n")
    made = draft_for(tmp_path).text
    assert "no row of names" in made
    assert not any(name in made for name in ("Anne", "Jensen", "Holm"))


SHOWN = (
    "07", "KTH", "LAB 2.3", "A11", "Kontanthj\u00e6lp", "psykisk syge og \u00f8vrigt udsatte", "1",
    "Ikke-vestlig indvandrer", "Virk.praktik", "10020", "\u00a7 32", "x7", "Type 3",
    "5-grp", "Ans\u00e6ttelse med l\u00f8ntilskud",
)  # fmt: skip


@pytest.mark.parametrize("value", [*NAMES, *PRIVATE, *SHOWN])
def test_codes_are_shown_and_what_may_be_a_persons_is_not(value: str) -> None:
    assert may_be_shown(value) is (value in SHOWN)


def test_a_column_of_more_than_sixty_values_is_not_listed(tmp_path: Path) -> None:
    for n_codes, is_listed in ((60, True), (61, False)):
        rows = [f"X{place % n_codes}" for place in range(n_codes * 5)]
        lines = [
            f"{number};{code};01-01-2009;"
            for number, code in zip(numbers(len(rows)), rows, strict=True)
        ]
        folder = tmp_path / str(n_codes)
        folder.mkdir()
        (folder / "ydelser.csv").write_text("PNR;YDELSE;FRA;TIL\n" + "\n".join(lines) + "\n")
        made = draft_for(folder).text
        assert ('"X7": ?' in made) is is_listed
        assert ("more than 60 different values" in made) is not is_listed


# --- which refusals point to it ----------------------------------------------------------------

FOREIGN_SPELLS = among_good_rows("bif_ydelser", "cpr;ydelse;fra;til\n")
POINTED: Mapping[str, Callable[[Path], None]] = {
    "foreign_names": lambda folder: [
        path.rename(folder / f"udtraek_{path.stem[-5:]}.csv") for path in folder.glob("*.csv")
    ],
    "table_missing": lambda folder: (folder / "bif_ydelser.csv").rename(folder / "forsoerg.csv"),
    "file_near": lambda folder: (folder / "bif_ydelser.csv").rename(folder / "bif_ydelser (1).csv"),
    "header_missing": lambda folder: changed(folder, "cpr;ydelse;fra;til", "PNR;KODE;START;SLUT"),
    "column_missing": lambda folder: changed(folder, "fra;til", "start;slut"),
    "codes_unknown": lambda folder: changed(folder, "kontanthjaelp", "KTH"),
    "fault_share": lambda folder: some_wrong(folder, "KTH"),
    "mapping_unmatched": lambda folder: mapped(folder, "columns: {bif_ydelser: {x: fra}}"),
}


def changed(folder: Path, old: str, new: str) -> None:
    path = folder / "bif_ydelser.csv"
    path.write_text(path.read_text().replace(old, new))


def some_wrong(folder: Path, code: str) -> None:
    """Half of the rows without a readable date, and a third of them with that code."""
    path = folder / "bif_ydelser.csv"
    header, *rows = path.read_text().splitlines()
    for place in range(0, len(rows), 2):
        rows[place] = rows[place].replace("01-01-2009", "i mandags")
    for place in range(1, len(rows), 6):
        rows[place] = rows[place].replace("kontanthjaelp", code)
    path.write_text("\n".join([header, *rows]) + "\n")


def mapped(folder: Path, mapping: str) -> None:
    changed(folder, "fra;til", "start;slut")
    (folder / "registers.yaml").write_text(mapping)


@pytest.mark.parametrize("kind", POINTED)
def test_a_refusal_that_a_mapping_mends_points_to_the_draft(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=FOREIGN_SPELLS)
    POINTED[kind](folder)
    with pytest.raises(InputError) as caught:
        taken_in(folder, tmp_path)
    place = tmp_path / "work" / DRAFT
    pointing = [one for one in caught.value.problems if one.kind == kind]
    assert pointing
    assert all(f"look through work/{DRAFT}" in one.remedy for one in pointing)
    assert str(tmp_path) not in "".join(one.remedy for one in caught.value.problems)
    assert place.stat().st_mode & 0o777 == 0o600
    assert read_mapping(place).problems == ()


NOT_POINTED: Mapping[str, Callable[[Path], object]] = {
    "a table that is not there under any name": lambda folder: (folder / "personer.csv").unlink(),
    "a file that is cut off": lambda folder: (folder / "personer.csv").write_text(
        "cpr;herkomst\n1"
    ),
    "too many faulty rows": lambda folder: changed(folder, "01-01-2009", "01JAN2009"),
    "faults of which none is a code's": lambda folder: some_wrong(folder, "kontanthjaelp"),
}


@pytest.mark.parametrize("why", NOT_POINTED)
def test_a_refusal_that_no_mapping_mends_has_no_draft(tmp_path: Path, why: str) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=FOREIGN_SPELLS)
    NOT_POINTED[why](folder)
    assert DRAFT not in refused(folder, tmp_path)
    assert not (tmp_path / "work" / DRAFT).exists()


def test_what_the_mapping_says_already_stays_in_the_draft(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=None)
    (folder / "x.csv").write_text(FOREIGN_SPELLS.replace("ydelse;", "KODE;").replace("til", "SLUT"))
    (folder / "registers.yaml").write_text(
        "tables: {x: bif_ydelser}\ncolumns: {every_table: {kode: ydelse}}\n"
    )
    refused(folder, tmp_path)
    (folder / "registers.yaml").write_bytes((tmp_path / "work" / DRAFT).read_bytes())
    assert taken_in(folder, tmp_path)["faults"] == ()


def test_a_draft_that_was_corrected_where_it_lies_is_kept(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=FOREIGN_SPELLS.replace("fra", "START"))
    refused(folder, tmp_path)
    place = tmp_path / "work" / DRAFT
    first = place.read_text()
    refused(folder, tmp_path)
    assert [path.name for path in place.parent.glob("*.yaml")] == [DRAFT]
    place.write_text(f"{first}# mine\n")
    refused(folder, tmp_path)
    assert place.read_text() == first
    assert place.with_stem("registers-draft-before").read_text() == f"{first}# mine\n"


def test_files_of_years_are_one_table_and_copies_are_asked_about(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=None)
    foreign_rows = FOREIGN_SPELLS.replace("cpr;ydelse;fra;til", "PNR;YDELSE;START;SLUT")
    for name in ("ydelser_2008", "ydelser_2009", "ydelser_2009 (1)"):
        (folder / f"{name}.csv").write_text(foreign_rows)
    made = draft_for(folder).text
    assert '\n  "ydelser_2008.csv": bif_ydelser' in made
    assert '\n  "ydelser_2009.csv": bif_ydelser' in made
    assert '\n  # "ydelser_2009 (1).csv": bif_ydelser' in made


def test_old_and_new_numbers_without_names_are_left_open(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery")
    pairs = [f"{a};{b};01-01-2009" for a, b in zip(numbers(20), numbers(40)[20:], strict=True)]
    (folder / "cpr-rettelser.csv").write_text("A;B;DATO\n" + "\n".join(pairs) + "\n")
    made = draft_for(folder).text
    assert '# "A": ?' in made
    assert '# "B": ?' in made
    assert "open: gammelt_cpr or nyt_cpr" in made


# --- the words ---------------------------------------------------------------------------------


def words_in(part: object) -> Iterator[object]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from words_in(one)
    else:
        yield part


def test_every_word_is_written_as_it_is_compared() -> None:
    # A word of YAML's own, yes or 5, would never be met.
    words = [*words_in(load("foreign_names"))]
    assert len(words) > 500
    assert [word for word in words if not isinstance(word, str) or squashed(word) != word] == []


def test_words_are_of_tables_columns_and_codes_that_exist() -> None:
    said = load("foreign_names")
    columns = [one for register in contract.TABLES for one in register.columns]
    assert said["tables"].keys() == {register.name for register in contract.TABLES}
    assert said["columns"].keys() == {one.name for one in columns}
    lists = {one.code_list or one.name: one for one in columns if one.name in CODED}
    assert said["codes"].keys() == lists.keys()
    for name, codes in said["codes"].items():
        assert not codes.keys() - set(code_list(lists[name]).texts), name


# --- sources of another form -------------------------------------------------------------------

FORMS = {
    "dream.csv": ("PNR;" + ";".join(f"y_09{week:02}" for week in range(1, 13)), "y_YYWW"),
    "uger.csv": ("CPR nummer;Uge;Ydelse", "weeks: {column: Uge"),
    "bef.csv": ("PNR;IE_TYPE;OPR_LAND", "herkomst:"),
    "sensum.csv": ("CPR;AktivitetNavn;AktivitetSvar;UdfoertDato", "pair_rows:"),
    "aktiv.csv": ("CPR;Haendelse;AktivitetsId;Tid", "events:"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_source_of_another_form_is_proposed_with_its_verbs(tmp_path: Path, name: str) -> None:
    header, verb = FORMS[name]
    folder = write(tmp_path / "delivery", bif_ydelser=None)
    row = ";".join([numbers(1)[0], *["730"] * header.count(";")])
    (folder / name).write_text(f"{header}\n{row}\n", encoding="utf-8")
    text = draft_for(folder).text
    assert f"#   - file: {name}" in text
    assert verb in text
    path = tmp_path / "registers.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_mapping(path).problems == ()  # all of it is open


def test_a_draft_keeps_the_sources_that_are_declared(tmp_path: Path) -> None:
    folder = write(tmp_path / "delivery", bif_ydelser=None, personer=None)
    (folder / "dream.csv").write_text("PNR;y_0901\n0201801234;730\n", encoding="utf-8")
    mapping = (
        "sources:\n  - file: dream.csv\n    table: bif_ydelser\n    columns: {PNR: cpr}\n"
        "    weeks: {columns: y_YYWW, value: ydelse}\n    codes: {ydelse: {730: kontanthjaelp}}\n"
    )
    (folder / "registers.yaml").write_text(mapping, encoding="utf-8")
    text = draft_for(folder).text
    assert mapping in text
    path = tmp_path / "registers.yaml"
    path.write_text(text, encoding="utf-8")
    assert [form.files for form in read_mapping(path).sources] == [("dream.csv",)]
