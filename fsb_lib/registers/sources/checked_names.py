"""Whether what a source declares exists in the contract, and goes together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fsb_lib.base.errors import Problem, nearest
from fsb_lib.domain.contract import Kind
from fsb_lib.registers.faults import fatal
from fsb_lib.registers.rows.codes import UNKNOWN_CODE, code_list
from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.named import Place, values_named
from fsb_lib.registers.spelling import canonical

_CODED: Final = (Kind.CODE, Kind.MATCH_CODE)


def mapping_fault(kind: str, name: str, line: int, **words: str) -> Problem:
    """A fault of a line of the mapping file."""
    return fatal(kind, f"{name}, line {line}" if line else name, **words)


def wrong_names(form: SourceForm, name: str) -> Iterator[Problem]:
    """Names and codes that the contract does not have."""
    source, own = form.source, {column.name: column for column in form.register.columns}
    coded = {n: column for n, column in own.items() if column.kind in _CODED}
    for file in source.file:
        if {"/", "\\", "\0"} & set(file) or file.strip() in (".", "..", ""):
            yield mapping_fault("mapping_path", name, form.line(("file",)))
    unknown = [(place, one) for place, one in _targets(form) if canonical(one) not in own]
    yield from (_unknown(name, form, place, target, own) for place, target in unknown)
    for place, column, code in _codes(form):
        if column not in coded:
            yield _unknown(name, form, place, column, coded)
        elif code_list(coded[column]).read(code) == UNKNOWN_CODE:
            yield _unknown(name, form, place, code, code_list(coded[column]).texts)
    yield from _no_lists(form, name)
    for place, wanted in _malformed_entries(form):
        yield mapping_fault("mapping_form", name, form.line(place), wanted=wanted)


def _unknown(
    name: str, form: SourceForm, place: Place, found: str, known: Iterable[str]
) -> Problem:
    hint = nearest(canonical(found), known)
    return mapping_fault("mapping_name", name, form.line(place), found=sayable(found), known=hint)


def _no_lists(form: SourceForm, name: str) -> Iterator[Problem]:
    """Columns under `whole_list` of which the source lists nothing."""
    listed = {form.name(column) for (_, column, _), _ in values_named(form.source)}
    listed |= set(map(canonical, form.source.combine))
    for column in form.source.whole_list:
        if form.name(column) not in listed:
            yield _unknown(name, form, ("whole_list",), column, listed)


def _targets(form: SourceForm) -> Iterator[tuple[Place, str]]:
    """The names on our side, each of which must be a column of the table."""
    source = form.source
    yield from ((("columns", theirs), own) for theirs, own in source.columns.items())
    for verb in ("constants", "combine", "derive", "codes"):
        yield from (((verb, target), target) for target in getattr(source, verb))
    dated = ((written, form.name(written)) for written in source.dates)
    yield from ((("dates", written), name) for written, name in dated if name not in form.moments)
    for part, value, filling in _fillings(form):
        for theirs, target in filling.items():
            yield ("pair_rows", part, value, theirs), target
    if source.weeks:
        yield ("weeks", "value"), form.name(source.weeks.value)


def _codes(form: SourceForm) -> Iterator[tuple[Place, str, str]]:
    """Place, column and code of everything that must be a code of the contract."""
    source = form.source
    for column, codes in source.codes.items():
        for theirs, code in codes.items():
            yield ("codes", column, theirs), canonical(column), code
    for column, rules in source.combine.items():
        for number, rule in enumerate(rules):
            yield ("combine", column, number), canonical(column), rule.gives
    for column, value in source.constants.items():
        kinds = {one.name: one.kind for one in form.register.columns}
        if kinds.get(canonical(column)) in _CODED:
            yield ("constants", column), canonical(column), value


def _malformed_entries(form: SourceForm) -> Iterator[tuple[Place, str]]:
    """What has the right names and does not go together: the place, and what is wanted."""
    yield from _said_twice(form)
    source, dates = form.source, form.register.dates
    for column, value in source.constants.items():
        if canonical(column) in dates and read_date(value) == UNREADABLE_DATE:
            yield ("constants", column), "a day, such as 2014-11-15"
    if source.derive.keys() - {"system"}:
        yield ("derive",), "`system: by_date`: nothing else is derived"
    if source.weeks and not {"fra", "til"} <= set(dates):
        yield ("weeks",), "a table of spells (with `fra` and `til`)"
    for column, written in source.dates.items():
        if form.name(column) not in (*dates, *form.moments):
            yield ("dates", column), f"a date column for `{written}`"


def _made_twice(form: SourceForm) -> Iterator[tuple[Place, str]]:
    """Columns of ours that come from two places: one would silently take the other's."""
    makers = [*(("columns", name) for name in form.renamed.values()), *form.makers]
    for place, (verb, name) in enumerate(makers):
        earlier = [one for one, other in makers[:place] if other == name]
        if earlier and not verb == earlier[0] == "columns":
            at = (verb,) if verb in ("weeks", "pair_rows") else (verb, name)
            yield at, f"`{name}` from one place, not from `{earlier[0]}` and `{verb}`"
    for part, value, filling in _fillings(form):
        targets = list(map(canonical, filling.values()))
        for theirs, own in filling.items():
            if targets.count(canonical(own)) > 1:
                yield ("pair_rows", part, value, theirs), f"one column of theirs for `{own}`"


def _fillings(form: SourceForm) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for part in ("first", "then") if form.source.pair_rows else ():
        for value, filling in getattr(form.source.pair_rows, part).items():
            yield part, value, filling


def _said_twice(form: SourceForm) -> Iterator[tuple[Place, str]]:
    targets = [canonical(target) for target in form.source.columns.values()]
    for theirs, target in form.source.columns.items():
        if targets.count(canonical(target)) > 1:
            yield ("columns", theirs), f"one column of theirs for `{canonical(target)}`"
    yield from _made_twice(form)
    if pairs := form.source.pair_rows:
        for kind in form.fillings("first").keys() & form.fillings("then").keys():
            written = next(one for one in pairs.then if canonical(one) == kind)
            yield ("pair_rows", "then", written), "a kind under `first` or under `then`, not both"
    for column, values in form.selection("leave_out").items():
        if values & form.meanings.get(column, {}).keys():
            yield ("leave_out", column), "a code under `codes` or under `leave_out`, not under both"
