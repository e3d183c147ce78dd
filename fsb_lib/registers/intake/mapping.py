"""What a source system calls its tables, columns and codes, as the delivery's mapping file says.

A mapping that names what is not there is refused: half of it would be read by the wrong names.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fsb_lib.base.errors import Problem, nearest
from fsb_lib.domain.contract import TABLES, Column, Kind, RegisterTable
from fsb_lib.registers.faults import fatal
from fsb_lib.registers.intake.mapping_file import EVERY_TABLE, MappingEntry, read_parts, where
from fsb_lib.registers.rows.codes import code_list
from fsb_lib.registers.safe_names import nearest_sayable, sayable
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.named import MetEntry, Place
from fsb_lib.registers.spelling import canonical, is_empty

_WHOLE_LIST = (
    "name the column under `whole_list` where the list is the source's own and whole; else "
)
_TABLES: Mapping[str, RegisterTable] = {register.name: register for register in TABLES}


@dataclass(frozen=True)
class Renaming:
    """The renamings that concern one table, by the source's names in canonical spelling.

    `columns`: header -> column. `codes`: column -> code of the source -> place in the code list.
    `forms`: the sources declared for it; nothing is renamed in their files but what they say.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    forms: tuple[SourceForm, ...] = ()

    def column(self, header: str) -> str:
        """The contract's name of a header."""
        return self.columns.get(header, header)

    def forms_of(self, names: Collection[str]) -> tuple[SourceForm, ...]:
        """What is declared of a file, by its name with ending and without."""
        return tuple(form for form in self.forms if set(form.files) & set(names))


@dataclass
class NamesMet:
    """Which names one table holds: its headers, and the mapped codes in rows that were read.

    `headers` is None when no header was found, `codes` when the rows were not read to the end.
    """

    headers: tuple[str, ...] | None = None
    codes: dict[str, set[str]] | None = None


@dataclass(frozen=True)
class RegisterMapping:
    """A delivery's mapping: valid entries and sources, what is wrong with the others and the tables
    that wrong sources are of, the file's SHA-256.
    """

    entries: tuple[MappingEntry, ...] = ()
    sources: tuple[SourceForm, ...] = ()
    tables_of_wrong: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    sha256: str = ""

    @property
    def files(self) -> dict[str, tuple[str, ...]]:
        """The tables by the source's file name, in canonical spelling, with ending or without."""
        found: dict[str, list[str]] = {}
        for name, table in self._named():
            if table not in found.setdefault(name, []):
                found[name].append(table)
        return {name: tuple(tables) for name, tables in found.items()}

    def _named(self) -> Iterator[tuple[str, str]]:
        for entry in self.entries:
            if entry.part == "tables":
                yield canonical(entry.source), entry.target
        for form in self.sources:
            for name in form.files:
                yield name, form.register.name

    def has_source_of(self, register: RegisterTable) -> bool:
        """Whether a source is of the table. What is wrong with it is told where it stands, and
        that the table is missing is no second fault.
        """
        of_right = {form.register.name for form in self.sources}
        return register.name in of_right | self.tables_of_wrong

    def renaming(self, register: RegisterTable) -> Renaming:
        """What concerns one table; what is said of it alone goes before `every_table`."""
        columns: dict[str, str] = {}
        codes: dict[str, dict[str, int]] = {}
        by_name = {column.name: column for column in register.columns}
        for entry in sorted(self.entries, key=lambda entry: entry.table != EVERY_TABLE):
            if entry.table not in (EVERY_TABLE, register.name):
                continue
            if entry.part == "columns" and entry.target in by_name:
                columns[entry.name] = entry.target
            elif entry.part == "codes" and entry.column in by_name:
                place = _place(by_name[entry.column], entry.target)
                if place is not None:
                    codes.setdefault(entry.column, {})[entry.name] = place
        forms = tuple(form for form in self.sources if form.register == register)
        return Renaming(columns, codes, forms)


def read_mapping(path: Path) -> RegisterMapping:
    """The mapping file, with everything that is wrong with it but for names that match nothing."""
    parts = read_parts(path)
    wrong = {entry: problem for entry in parts.entries for problem in _wrong_names(entry)}
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        sha256 = ""
    valid = tuple(entry for entry in parts.entries if entry not in wrong)
    problems = (*parts.problems, *wrong.values())
    return RegisterMapping(valid, parts.sources, parts.tables_of_wrong, problems, sha256)


def _wrong_names(entry: MappingEntry) -> Iterator[Problem]:
    """At most one problem: the first name of an entry that the contract does not have."""
    if entry.part == "tables":
        if {"/", "\\", "\0"} & set(entry.source) or entry.source.strip() in (".", ".."):
            yield fatal("mapping_path", where(entry.line))
        elif entry.target not in _TABLES:
            yield _unknown(entry, entry.target, _TABLES)
    elif entry.table not in (*_TABLES, EVERY_TABLE):
        yield _unknown(entry, entry.table, (*_TABLES, EVERY_TABLE))
    else:
        yield from _wrong_column(entry, _columns(entry.table))


def _wrong_column(entry: MappingEntry, columns: Mapping[str, list[Column]]) -> Iterator[Problem]:
    if entry.part == "columns":
        if entry.target not in columns:
            yield _unknown(entry, entry.target, columns)
        return
    coded = {
        name: found
        for name, found in columns.items()
        if found[0].kind in (Kind.CODE, Kind.MATCH_CODE)
    }
    if entry.column not in coded:
        yield _unknown(entry, entry.column, coded)
    elif is_empty(entry.source):
        yield fatal("mapping_form", where(entry.line), wanted="a code; an empty cell stays empty")
    elif all(_place(column, entry.target) is None for column in coded[entry.column]):
        texts = {text for column in coded[entry.column] for text in code_list(column).texts}
        yield _unknown(entry, entry.target, texts)


def _columns(table: str) -> dict[str, list[Column]]:
    """The columns of a table by name, or of every table: the same name may be several columns."""
    found: dict[str, list[Column]] = {}
    for register in TABLES if table == EVERY_TABLE else [_TABLES[table]]:
        for column in register.columns:
            found.setdefault(column.name, []).append(column)
    return found


def _place(column: Column, target: str) -> int | None:
    """A code's place in the column's list; an empty one only where the list names empty."""
    codes = code_list(column)
    if is_empty(target):
        return codes.empty if column.may_be_empty else None
    return codes.places.get(target)


def _unknown(entry: MappingEntry, name: str, known: Iterable[str]) -> Problem:
    hint = nearest(name, known)
    return fatal("mapping_name", where(entry.line), found=sayable(name), known=hint)


_NO_FILE = "no file in the folder has that name"


def unmatched_files(mapping: RegisterMapping, names: Collection[str]) -> Iterator[Problem]:
    """The entries for files that are not there. `names`: the folder's, also without ending."""
    spelled = set(map(canonical, names))
    for entry in mapping.entries:
        if entry.part == "tables" and canonical(entry.source) not in spelled:
            yield _unmatched(entry, _NO_FILE, names)
    for form in mapping.sources:
        for name in form.source.file:
            if canonical(name) not in spelled:
                yield unmatched_in_source(form, ("file",), name, _NO_FILE, names)


def unmatched_in_source(
    form: SourceForm, place: Place, name: str, found: str, known: Iterable[str]
) -> Problem:
    """A problem for a name that a source declares and that is not among those `known`."""
    hint = nearest_sayable(canonical(name), known)
    return _matches_nothing(form.line(place), name, found, hint)


def unmet_entries(form: SourceForm, met: Collection[MetEntry]) -> Iterator[Problem]:
    """The codes, values, days and rules of a source that no row has; `met`: those of its files."""
    for entry, place in form.entries():
        if entry not in met:
            verb, column, value = entry
            name = str(place[-1]) if isinstance(place[-1], str) else column
            if verb in ("keep_only", "leave_out", "events", "when"):
                name = value
            found = f"no row has {_wanted(verb, value)} in `{sayable(column)}`"
            hint = "" if verb == "dates" else _WHOLE_LIST
            yield _matches_nothing(form.line(place), name, found, hint)


def _wanted(verb: str, value: str) -> str:
    if verb == "combine":
        return f"rule {int(value) + 1}"
    return f"a day written as {value}" if verb == "dates" else "that value"


def unmatched_names(
    mapping: RegisterMapping, met: Mapping[str, NamesMet], delivered: Collection[str]
) -> Iterator[Problem]:
    """The entries for columns and codes that no table holds, as far as the tables were read."""
    for entry in mapping.entries:
        if entry.part == "tables":
            continue
        concerned = [name for name in delivered if _concerns(entry, _TABLES[name])]
        tables = [met.get(name, NamesMet()) for name in concerned]
        seen = [_seen(entry, one) for one in tables]
        if not tables:
            yield _unmatched(entry, "the table is not in the delivery", ())
        elif not any(seen) and None not in seen:
            headers = [name for one in tables for name in one.headers or ()]
            if entry.part == "columns":
                yield _unmatched(entry, "no header has that column", headers)
            else:
                yield _unmatched(entry, f"no row has that code in `{entry.column}`", ())


def _concerns(entry: MappingEntry, register: RegisterTable) -> bool:
    column = entry.target if entry.part == "columns" else entry.column
    names = {one.name for one in register.columns}
    return entry.table in (EVERY_TABLE, register.name) and column in names


def _seen(entry: MappingEntry, met: NamesMet) -> bool | None:
    """Whether a table holds the source's name; None when the table does not tell."""
    if entry.part == "columns":
        return None if met.headers is None else entry.name in met.headers
    return None if met.codes is None else entry.name in met.codes.get(entry.column, ())


def _unmatched(entry: MappingEntry, found: str, names: Iterable[str]) -> Problem:
    hint = nearest_sayable(entry.name if entry.part == "columns" else entry.source, names)
    return _matches_nothing(entry.line, entry.source, found, hint)


def _matches_nothing(line: int, name: str, found: str, hint: str) -> Problem:
    return fatal("mapping_unmatched", where(line), found=found, name=sayable(name), known=hint)
