"""One declared source, with the names as they are compared and the line that each entry is on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fsb_lib.domain.contract import RegisterTable, table
from fsb_lib.registers.sources.combining import CombinationRule
from fsb_lib.registers.sources.declared import DeclaredSource
from fsb_lib.registers.sources.named import MetEntry, Place, columns_named, values_named
from fsb_lib.registers.sources.week_names import column_names, column_pattern
from fsb_lib.registers.spelling import canonical

# Verbs that may name a column which another verb makes; every other names one of the source.
_AFTER_MAKING = ("leave_out", "combine")


@dataclass(frozen=True)
class SourceForm:
    """A source as reshaping asks about it. `lines`: the mapping file's line of each place."""

    source: DeclaredSource
    lines: Mapping[Place, int]

    @property
    def register(self) -> RegisterTable:
        return table(self.source.table)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files or tables, in canonical spelling."""
        return tuple(map(canonical, self.source.file))

    @property
    def needs_all_rows(self) -> bool:
        """Whether a verb looks at rows beside each other, whatever file they are in."""
        source = self.source
        return bool(source.events or source.pair_rows or (source.weeks and source.weeks.column))

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The contract's column by the source's header."""
        return {canonical(theirs): canonical(own) for theirs, own in self.source.columns.items()}

    def name(self, written: str) -> str:
        """What a column is called inside: by the contract's name where it has been given one."""
        return self.renamed.get(canonical(written), canonical(written))

    @property
    def moments(self) -> tuple[str, ...]:
        """The columns that put rows in order, by their names inside."""
        verbs = (self.source.events, self.source.pair_rows)
        return tuple(self.name(verb.at) for verb in verbs if verb)

    def names(self, written: Collection[str] | None) -> tuple[str, ...]:
        return tuple(map(self.name, written or ()))

    @cached_property
    def makers(self) -> tuple[tuple[str, str], ...]:
        """Each of the contract's columns that a verb makes, and the verb."""
        source = self.source
        made = [
            (verb, name)
            for verb in ("constants", "combine", "derive")
            for name in getattr(source, verb)
        ]
        if source.weeks:
            spell = ["fra", "til", *([source.weeks.value] if source.weeks.columns else [])]
            made += [("weeks", name) for name in spell]
        if source.pair_rows:
            fillings = [*source.pair_rows.first.values(), *source.pair_rows.then.values()]
            targets = dict.fromkeys(name for filling in fillings for name in filling.values())
            made += [("pair_rows", name) for name in targets]
        return tuple((verb, canonical(name)) for verb, name in made)

    @property
    def made(self) -> frozenset[str]:
        """The contract's columns that verbs make, so that no header need have them."""
        return frozenset(name for _, name in self.makers)

    @cached_property
    def needed(self) -> Mapping[str, Place]:
        """The columns that the source must have, by its own names, and a place that names each."""
        theirs = {own: name for name, own in self.renamed.items()}
        return {
            theirs.get(name, name): place
            for name, place in (
                (canonical(one), place) for one, place in columns_named(self.source)
            )
            if not (place[0] in _AFTER_MAKING and name in self.made) or name in self.renamed
        }

    def header_names(self) -> set[str]:
        """The names by which a header line is known as one."""
        found = set(self.needed)
        if self.source.weeks and self.source.weeks.columns:
            found |= column_names(self.source.weeks.columns)
        return found

    def wanted(self, header: Collection[str]) -> dict[str, str]:
        """The columns that are read: the name inside, by the name in the header."""
        own = {column.name for column in self.register.columns} - set(self.renamed.values())
        asked = set(self.needed) | (own - self.made)
        if self.source.weeks and self.source.weeks.columns:
            pattern = column_pattern(self.source.weeks.columns)
            asked |= {name for name in header if pattern.fullmatch(name)}
        return {name: self.renamed.get(name, name) for name in header if name in asked}

    def made_names(self, header: Collection[str], before: Collection[str]) -> tuple[str, ...]:
        """The contract's columns that the reshaped rows have, in the contract's order. `before`:
        those inside of the source's other files.
        """
        there = {*self.wanted(header).values(), *self.made, *before}
        return tuple(column.name for column in self.register.columns if column.name in there)

    @cached_property
    def meanings(self) -> Mapping[str, Mapping[str, str]]:
        """By column, the contract's code of the source's."""
        return {
            canonical(column): {canonical(theirs): own for theirs, own in codes.items()}
            for column, codes in self.source.codes.items()
        }

    @cached_property
    def rules(self) -> Mapping[str, tuple[CombinationRule, ...]]:
        """By combined column, its rules in their order."""
        return {
            canonical(target): tuple(
                CombinationRule(
                    {self.name(name): frozenset(map(canonical, values))
                     for name, values in rule.when.items()},
                    canonical(rule.gives),
                )
                for rule in rules
            )
            for target, rules in self.source.combine.items()
        }  # fmt: skip

    def selection(self, verb: str) -> dict[str, frozenset[str]]:
        """By column, the values of `keep_only` or `leave_out`."""
        return {
            self.name(name): frozenset(map(canonical, values))
            for name, values in getattr(self.source, verb).items()
        }

    def fillings(self, part: str) -> dict[str, dict[str, str]]:
        """By value of the kind, what rows of `first` or `then` fill in."""
        return {
            canonical(value): {self.name(theirs): canonical(own) for theirs, own in one.items()}
            for value, one in getattr(self.source.pair_rows, part).items()
        }

    def entries(self) -> Iterator[tuple[MetEntry, Place]]:
        """Every entry that something in the delivery must match, and its place."""
        whole = set(self.names(self.source.whole_list))
        for (verb, column, value), place in values_named(self.source):
            target = {canonical(str(place[1]))} if verb == "when" else set[str]()
            if not ({self.name(column)} | target) & whole:
                yield (verb, self.name(column), canonical(value)), place
        for column, written in self.source.dates.items():
            yield ("dates", self.name(column), written), ("dates", column)
