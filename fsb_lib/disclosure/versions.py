"""What was published stays: counts that were released before, held against what is measured now.

A count (`focus@2009-11-15/handicappede`) may be published more than once: a *version* each time.
Two versions that differ by 1 to below the threshold would tell of those few persons, so

    of an earlier year    the released figure stands, whatever the registers say now
    of the year itself    its figures are new when every difference is 0 or at least the threshold,
                          else the year stands as it was released, as a whole: a single cell that
                          is kept, or hidden, would say which one it is
    the headline of       is new, and all else of the block is withdrawn, when it moves by the
    a *block*             threshold or more, or when the verdict turns

A block is all counts of one day or period. Differences are those of any two versions, also of
complements and remainders that sums give.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from fsb_lib.disclosure.count_names import block_of
from fsb_lib.disclosure.editions import Counts, Editions, Revision, Version, editions
from fsb_lib.disclosure.joint_model import completed
from fsb_lib.disclosure.sums.relations import relations
from fsb_lib.disclosure.sums.sum_of_counts import SLACK, Measured, Sum, blocks_in


class Standing(StrEnum):
    """What becomes of a block that differs from what was released."""

    KEPT = "kept"  # as it was released
    HEADLINE = "headline"  # its headline is new, all else withdrawn
    RELEASED = "released"  # an earlier year's figures


STANDS = frozenset({Standing.KEPT, Standing.RELEASED})


@dataclass(frozen=True)
class Held:
    """What is not new of the counts of a year: `carried` as they were released, by name, a value
    or None for hidden; `withdrawn` are new and not shown, `headline` are all that is new of a block
    that is withdrawn. `turned` are those of these blocks whose verdict turns.

    `untold` are those of `carried` that no release ever printed: neither hidden nor shown.
    `standing` says it by block, `differences` why. `truth` are values of hidden counts that stand,
    `before` of all that releases hide; `new` are the other blocks.
    """

    carried: Mapping[str, int | None] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    standing: Mapping[str, Standing] = field(default_factory=dict)
    differences: tuple[Revision, ...] = ()
    truth: Mapping[str, int] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    headline: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    before: Mapping[str, int] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()

    def is_withdrawn(self, name: str) -> bool:
        """Whether a count, also one that is printed in a rate alone, is beside a new headline."""
        is_beside = self.standing.get(block_of(name)) is Standing.HEADLINE
        return is_beside and name not in self.headline

    def stands(self, name: str) -> bool:
        """Whether a count, also one that is printed in a rate alone, is as it was released."""
        return self.standing.get(block_of(name)) in STANDS

    def is_new(self, name: str) -> bool:
        """Whether a count, or one that nobody prints, is of this delivery alone."""
        return not self.standing or self.new.issuperset(blocks_in(name))

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
    standing = comparing.standing(year)
    stands = [block for block, how in standing.items() if how in STANDS]
    carried = comparing.carried(stands)
    new = frozenset(map(block_of, counts)).difference(stands)
    own = year.blocks - standing.keys()
    withdrawn = comparing.beside_headlines(standing, year)
    withdrawn |= comparing.tied_to_released(carried, own)
    headline = year.headline & counts.keys() - withdrawn
    return Held(
        carried,
        withdrawn,
        standing,
        tuple(comparing.differences(standing)),
        comparing.truth_of(carried),
        new if standing else frozenset(),
        headline if standing else frozenset(),
        frozenset(one for one in year.turned if standing.get(one) is Standing.HEADLINE),
        comparing.editions.truth,
        frozenset(carried.keys() - comparing.editions.told.keys()),
    )


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

    @cached_property
    def editions(self) -> Editions:
        return editions(self.versions)

    @property
    def is_of_others(self) -> bool:
        """Whether anything that was told is measured otherwise now, also what was not shown."""
        both = self.counts.keys() & self.editions.told.keys()
        return any(self.counts[name] != self.editions.true(name) for name in both)

    def standing(self, year: OfYear) -> Mapping[str, Standing]:
        """What becomes of the blocks that were released: nothing when all is measured as it was."""
        released = frozenset(map(block_of, self.counts)) & self.editions.blocks
        found: dict[str, Standing] = {}
        if self.is_of_others:
            found = dict.fromkeys(sorted(released - year.blocks), Standing.RELEASED)
        if self.small_blocks(self.carried(found)) & year.blocks:
            for block in sorted(released & year.blocks):
                is_new = self.has_new_headline(block, year)
                found[block] = Standing.HEADLINE if is_new else Standing.KEPT
        return found

    def carried(self, blocks: Iterable[str]) -> dict[str, int | None]:
        """Blocks as they were last published; nothing for what was hidden, or never printed."""
        return {
            name: self.editions.told.get(name) for block in blocks for name in self.of_block(block)
        }

    def beside_headlines(self, standing: Mapping[str, Standing], year: OfYear) -> frozenset[str]:
        """What is withdrawn beside headlines that are new."""
        blocks = (block for block, how in standing.items() if how is Standing.HEADLINE)
        return frozenset(name for block in blocks for name in self.of_block(block) - year.headline)

    def of_block(self, block: str) -> frozenset[str]:
        return frozenset(name for name in self.counts if block_of(name) == block)

    def small_blocks(self, carried: Mapping[str, int | None]) -> frozenset[str]:
        """The blocks that a small difference tells of, when all else is new."""
        now = {name: carried.get(name, value) for name, value in self.counts.items()}
        told = {name: value for name, value in now.items() if value is not None}
        small = (*self._small(told), *self.vanished(told))
        return frozenset(block for name in small for block in blocks_in(name))

    def _small(self, now: Counts) -> Iterator[str]:
        new = completed(now, self.sums)
        for old in self._published:
            for name in new.keys() & old.keys():
                is_judged = not name.startswith(SLACK)
                if is_judged and 0 < abs(new[name] - old[name]) < self.threshold:
                    yield name

    def vanished(self, now: Iterable[str]) -> Iterator[str]:
        """Counts that were hidden and are nobody now: zeros are always shown, and this one would
        tell that all of the few who were there are gone."""
        told = self.editions.told
        return (n for n in now if n in told and told[n] is None and not self.counts[n])

    def has_new_headline(self, block: str, year: OfYear) -> bool:
        """Whether a block's headline is new while the block cannot be: it moves by no small
        number and nobody has vanished beside it, or its verdict turns."""
        headline = {name: self.counts[name] for name in self.of_block(block) & year.headline}
        moved = any(
            self.editions.told.get(name) not in (None, value) for name, value in headline.items()
        )
        tells_of_few = any(self._small(headline)) or any(self.vanished(self.of_block(block)))
        return moved and (block in year.turned or not tells_of_few)

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

    def truth_of(self, carried: Mapping[str, int | None]) -> Mapping[str, int]:
        """The values of what stands hidden, by the proofs of the releases that hid it."""
        hidden = (name for name, value in carried.items() if value is None)
        found = {name: self.editions.true(name) for name in hidden}
        return {name: value for name, value in found.items() if value is not None}

    def differences(self, standing: Collection[str]) -> Iterator[Revision]:
        """Every count that a block was held for, by its last version."""
        for name in sorted(self.counts):
            last = self.editions.told.get(name)
            if block_of(name) in standing and last not in (None, self.counts[name]):
                yield Revision(name, last, self.counts[name])
