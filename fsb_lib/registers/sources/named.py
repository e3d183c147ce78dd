"""What a source names: columns that must be in the header, and values that rows must have.

Each comes with its place in the mapping file, so that what is not there can be told by its line.
"""

from collections.abc import Iterable, Iterator

from fsb_lib.registers.sources.declared import DeclaredSource, PairRows

Place = tuple[str | int, ...]  # where something stands in the mapping file
MetEntry = tuple[str, str, str]  # the verb, the column, the value or the rule's number


def columns_named(source: DeclaredSource) -> Iterator[tuple[str, Place]]:
    """The columns as they are written, in the order of the verbs."""
    yield from ((theirs, ("columns", theirs)) for theirs in source.columns)
    for verb in ("keep_only", "leave_out"):
        yield from ((name, (verb, name)) for name in getattr(source, verb))
    if events := source.events:
        names = (*events.id, events.at, *filter(None, [events.kind]))
        yield from ((name, ("events",)) for name in names)
    if pairs := source.pair_rows:
        yield from ((name, ("pair_rows",)) for name in (*pairs.by, pairs.kind, pairs.at))
        yield from _filling(pairs)
    if source.weeks and source.weeks.column:
        yield from ((name, ("weeks",)) for name in (source.weeks.column, source.weeks.value))
    yield from _in_rules(source)


def _filling(pairs: PairRows) -> Iterator[tuple[str, Place]]:
    for part in ("first", "then"):
        for value, filling in getattr(pairs, part).items():
            for name in filling:
                yield name, ("pair_rows", part, value, name)


def _in_rules(source: DeclaredSource) -> Iterator[tuple[str, Place]]:
    for target, rules in source.combine.items():
        for number, rule in enumerate(rules):
            for name in rule.when:
                yield name, ("combine", target, number, "when", name)


def values_named(source: DeclaredSource) -> Iterator[tuple[MetEntry, Place]]:
    """The values as they are written; of a combination the number of each rule."""
    for column, codes in source.codes.items():
        yield from ((("codes", column, code), ("codes", column, code)) for code in codes)
    for verb in ("keep_only", "leave_out"):
        for column, values in getattr(source, verb).items():
            yield from _entries(verb, column, values, (verb, column))
    if source.events:
        deletes = source.events.deletes or ()
        yield from _entries("events", source.events.kind, deletes, ("events", "deletes"))
    if source.pair_rows:
        yield from _kinds(source.pair_rows)
    yield from _rules(source)


def _rules(source: DeclaredSource) -> Iterator[tuple[MetEntry, Place]]:
    for target, rules in source.combine.items():
        for number, rule in enumerate(rules):
            yield ("combine", target, str(number)), ("combine", target, number)
            for column, values in rule.when.items():
                place = ("combine", target, number, "when", column)
                yield from _entries("when", column, values, place)


def _kinds(pairs: PairRows) -> Iterator[tuple[MetEntry, Place]]:
    for part in ("first", "then"):
        for value in getattr(pairs, part):
            yield ("pair_rows", pairs.kind, value), ("pair_rows", part, value)


def _entries(
    verb: str, column: str, values: Iterable[str], place: Place
) -> Iterator[tuple[MetEntry, Place]]:
    for value in values:
        yield (verb, column, value), place
