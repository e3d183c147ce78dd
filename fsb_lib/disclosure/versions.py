"""What was published stays: counts that were released before, held against what is measured now.

A count (`focus@2009-11-15/handicappede`) may be published more than once: a *version* each time.
Two versions that differ by 1 to below the threshold would tell of those few persons, so

    of an earlier year    the released figure stands, whatever the registers say now
    of the year itself    a *block* (all counts of one day or period) is new when every difference
                          is 0 or at least the threshold, else it stands as it was released, as a
                          whole: a single cell that is kept, or hidden, would say which one it is
    its headline          is new, and all else of its block is withdrawn, when it moves by the
                          threshold or more, or when the verdict turns

Differences are those of any two versions, also of complements and remainders that sums give.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from fsb_lib.disclosure.joint_model import completed
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.sums.relations import relations
from fsb_lib.disclosure.sums.sum_of_counts import SLACK, Measured, Sum

Counts = Mapping[str, int]
_WHEN = re.compile(r"@([^/ )]+)")


@dataclass(frozen=True)
class Version:
    """One release: what it published of which year, and the threshold that it promised."""

    year: int
    published: PublishedFacts
    threshold: int


class Standing(StrEnum):
    """What becomes of a block that differs from what was released."""

    KEPT = "kept"  # as it was released
    HEADLINE = "headline"  # its headline is new, all else withdrawn
    RELEASED = "released"  # an earlier year's figures


STANDS = frozenset({Standing.KEPT, Standing.RELEASED})


@dataclass(frozen=True)
class Revision:
    """A count of which two versions differ, for the analyst alone."""

    name: str
    released: int
    measured: int


@dataclass(frozen=True)
class Held:
    """What is not new of the counts of a year: `carried` as they were released, by name, a value
    or None for hidden; `withdrawn` are new and not shown.

    `standing` says it by block, `differences` why. `truth` are values of hidden counts that stand.
    """

    carried: Mapping[str, int | None] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    standing: Mapping[str, Standing] = field(default_factory=dict)
    differences: tuple[Revision, ...] = ()
    truth: Mapping[str, int] = field(default_factory=dict)

    def stands(self, name: str) -> bool:
        """Whether a count, also one that is printed in a rate alone, is as it was released."""
        return self.standing.get(block_of(name)) in STANDS

    def is_about(self, name: str) -> bool:
        """Whether a count, or one that nobody prints, is of a block that stands."""
        return any(self.standing.get(block) in STANDS for block in _WHEN.findall(name))

    def is_told(self, name: str) -> bool:
        """Whether a count that stands was shown."""
        return self.carried.get(name) is not None


NOTHING_HELD = Held()


@dataclass(frozen=True)
class OfYear:
    """The blocks that a year's reports are about (`2009-11-15`, `2009`), the names that its
    headlines print, and the blocks whose verdict turns."""

    blocks: frozenset[str]
    headline: frozenset[str]
    turned: frozenset[str] = frozenset()


def held(
    counts: Counts, versions: Sequence[Version], year: OfYear, measured: Measured, threshold: int
) -> Held:
    """What stands of `counts` as it was published in any of the versions, oldest first."""
    if not versions:
        return NOTHING_HELD
    at_least = max(threshold, *(one.threshold for one in versions))
    names = {*counts, *(name for one in versions for name in one.published.shown)}
    comparing = _Comparing(counts, versions, relations(names, measured), at_least)
    carried: dict[str, int | None] = {}
    withdrawn: set[str] = set()
    standing: dict[str, Standing] = {}
    for block in sorted({*map(block_of, counts)} - year.blocks):
        if comparing.differs(block):
            carried |= comparing.released(block)
            standing[block] = Standing.RELEASED
    while small := comparing.small_blocks(carried, withdrawn) & (year.blocks - standing.keys()):
        for block in sorted(small):
            headline = comparing.new_headline(block, year)
            standing[block] = Standing.HEADLINE if headline else Standing.KEPT
            if headline:
                withdrawn |= comparing.of_block(block) - headline
            else:
                carried |= comparing.released(block)
    withdrawn |= comparing.tied_to_released(carried, year.blocks - standing.keys())
    told = tuple(comparing.differences(standing))
    return Held(carried, frozenset(withdrawn), standing, told)


def block_of(name: str) -> str:
    """The day or period that a printed count is of."""
    return name.partition("/")[0].partition("@")[2]


@dataclass(frozen=True)
class _Comparing:
    """Measured counts beside their versions; `sums` are among all of them."""

    counts: Counts
    versions: Sequence[Version]
    sums: Sequence[Sum]
    threshold: int

    @cached_property
    def _published(self) -> tuple[Counts, ...]:
        """What each version shows, with all that follows from it."""
        return tuple(completed(one.published.shown, self.sums) for one in self.versions)

    def differs(self, block: str) -> bool:
        """Whether anything shown of a block is measured otherwise now."""
        return any(
            self.counts.get(name, value) != value
            for version in self.versions
            for name, value in version.published.shown.items()
            if block_of(name) == block
        )

    def released(self, block: str) -> dict[str, int | None]:
        """A block as it was last published; what was not is hidden."""
        return {name: self._last(name) for name in self.of_block(block)}

    def of_block(self, block: str) -> frozenset[str]:
        return frozenset(name for name in self.counts if block_of(name) == block)

    def _last(self, name: str) -> int | None:
        for version in reversed(self.versions):
            if name in version.published.shown:
                return version.published.shown[name]
            if name in version.published.hidden:
                return None
        return None

    def small_blocks(
        self, carried: Mapping[str, int | None], withdrawn: Collection[str]
    ) -> frozenset[str]:
        """The blocks that a small difference tells of, when all else is new."""
        new = {name: n for name, n in self.counts.items() if name not in withdrawn}
        now = {name: carried.get(name, value) for name, value in new.items()}
        small = self._small({name: value for name, value in now.items() if value is not None})
        return frozenset(block for name in small for block in _WHEN.findall(name))

    def _small(self, now: Counts) -> Iterator[str]:
        new = completed(now, self.sums)
        for old in self._published:
            for name in new.keys() & old.keys():
                is_judged = not name.startswith(SLACK)
                if is_judged and 0 < abs(new[name] - old[name]) < self.threshold:
                    yield name

    def new_headline(self, block: str, year: OfYear) -> frozenset[str]:
        """The counts of a block's headline where they are new while the block cannot be: it moves
        by no small number, or its verdict turns."""
        headline = {name: self.counts[name] for name in self.of_block(block) & year.headline}
        moved = any(self._last(name) not in (None, value) for name, value in headline.items())
        is_new = moved and (block in year.turned or not any(self._small(headline)))
        return frozenset(headline) if is_new else frozenset()

    def tied_to_released(
        self, carried: Mapping[str, int | None], own: Collection[str]
    ) -> frozenset[str]:
        """Parts of the year that together are an earlier count, which is published otherwise: the
        cohort and those who left it are last year's group. Of each the last part."""
        now = completed(self.counts, self.sums)
        return frozenset(
            each.parts[-1]
            for each in self.sums
            if (whole := carried.get(each.whole)) is not None
            and block_of(each.parts[-1]) in own
            and each.parts[-1] in self.counts
            and 0 < abs(sum(now.get(part, 0) for part in each.parts) - whole) < self.threshold
        )

    def differences(self, standing: Collection[str]) -> Iterator[Revision]:
        """Every count that a block was held for, by its last version."""
        for name in sorted(self.counts):
            last = self._last(name)
            if block_of(name) in standing and last not in (None, self.counts[name]):
                yield Revision(name, last, self.counts[name])
