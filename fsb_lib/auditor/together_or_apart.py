"""A release beside everything released before: as one, or as far apart as the truth demands.

                       blocks of both         sums between days    sums between deliveries
    together           one, where they agree  all                  all
    apart              one, where printed so  of the release       none
    apart, by day      one, where printed so  none                 none
    days apart         one, where all of the  none, nor within     none
                       day is printed so      such a day

Between two deliveries, or two definitions, a relation need not hold. The first of these that is
true is attacked: it says most.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fsb_lib.auditor.merged_facts import (
    block_of,
    blocks_in,
    joined,
    latent,
    merged,
    next_version,
    renamed_blocks,
    renamed_days,
    under_blocks,
    united,
    versions_of,
    when,
)

Document = Mapping[str, Any]
_WHEN = re.compile(r"@([^/ )#]+)")


@dataclass(frozen=True)
class Together:
    """A release with everything released before: `facts` of both, how the release's blocks are
    named in them, the facts of before alone, and whether nothing is left to be tried instead."""

    facts: Document
    renamed: Mapping[str, str]
    earlier: Document
    is_last: bool = False


def together_or_apart(facts: Sequence[Document], own: Document) -> Iterator[Together]:
    """The release `own` beside the `facts` of those before, from what says most to the least."""
    earlier = merged(*facts)
    yield Together(merged(earlier, own), renamed_blocks(earlier, own), earlier, not facts)
    if facts:
        before, of_days = [*map(within_days, facts)], within_days(own)
        earlier = joined(*before)
        again = _published_again(own, earlier, _printed(own))
        yield _apart(own, earlier, again)
        yield _apart(of_days, earlier, again)
        earlier = joined(*_each_of_new_days(before), naming=renamed_days)
        again = _of_whole_days(_published_again(own, earlier, _printed(own)), own)
        yield _apart(_of_new_days(of_days, again), earlier, again, is_last=True)


def hidden_again(own: Document, earlier: Document) -> frozenset[str]:
    """The hidden counts of blocks that show nothing but what was shown: nothing new is told."""
    shown = [name for name in _printed(own) if own["cells"][name] is not None]
    again = _published_again(own, earlier, shown)
    told = {*map(block_of, shown)}
    hidden = (name for name in _printed(own) if own["cells"][name] is None)
    return frozenset(name for name in hidden if (b := block_of(name)) in again or b not in told)


def _apart(
    own: Document, earlier: Document, again: Mapping[str, str], is_last: bool = False
) -> Together:
    """Only the blocks that are published `again` are one; nothing else of one limits the other."""
    versions = versions_of(earlier["cells"])
    names = {
        block: again.get(block) or next_version(block, versions[block])
        for block in blocks_in(own["cells"])
        if block in versions
    }
    renamed = {block: name for block, name in names.items() if block != name}
    return Together(united(dict(earlier), under_blocks(own, renamed)), renamed, earlier, is_last)


def _published_again(own: Document, earlier: Document, names: Iterable[str]) -> Mapping[str, str]:
    """The blocks of which these counts are as they were, with the name they stand under there."""
    versions, printed = versions_of(earlier["cells"]), dict[str, list[str]]()
    for name in names:
        printed.setdefault(block_of(name), []).append(name)
    found = {}
    for block, of_block in printed.items():
        for version in reversed(versions.get(block, ())):
            if _is_same(of_block, block, version, own["cells"], earlier["cells"]):
                found[block] = version
                break
    return found


def _is_same(
    names: Sequence[str], block: str, version: str, own: Document, earlier: Document
) -> bool:
    """A count that was never printed and is hidden now says nothing else."""
    now = {version + name.removeprefix(block): own[name] for name in names}
    return all(earlier.get(name) == value for name, value in now.items())


def _of_whole_days(again: Mapping[str, str], own: Document) -> Mapping[str, str]:
    """Those of the days and years of which all that is printed is again as it was."""
    others = {when(block) for block in blocks_in(_printed(own)) if block not in again}
    return {block: name for block, name in again.items() if when(block) not in others}


def _printed(own: Document) -> Collection[str]:
    unprinted = latent(own)
    return [name for name in own["cells"] if name not in unprinted]


def days_in(name: str) -> frozenset[str]:
    """The days and years that a name speaks of; of a difference there may be two."""
    return frozenset(_WHEN.findall(name))


def within_days(facts: Document) -> dict[str, Any]:
    """Without what ties its days and years to each other: counts of two days may be of two
    deliveries, between which a definition need not hold."""
    sums = (one for one in facts["sums"] if len(_days_of(one)) < 2)
    return {**facts, "sums": list(sums)}


def _of_new_days(own: Document, again: Iterable[str]) -> dict[str, Any]:
    """Without the sums of a day that is published as it was: which benefits count may be decided
    otherwise now, and what held then is among the facts of then."""
    days = {*map(when, again)}
    return {**own, "sums": [one for one in own["sums"] if not _days_of(one) <= days]}


def _each_of_new_days(releases: Iterable[Document]) -> list[Document]:
    """Releases, oldest first, each without the sums of days that one before had published so: a
    note of other definitions that repeats last year's figures says nothing of how they add up."""
    found: list[Document] = []
    for one in releases:
        earlier = joined(*found, naming=renamed_days)
        again = _of_whole_days(_published_again(one, earlier, _printed(one)), one)
        found.append(_of_new_days(dict(one), again))
    return found


def _days_of(known_sum: Mapping[str, Any]) -> frozenset[str]:
    return frozenset().union(*map(days_in, (known_sum["total"], *known_sum["parts"])))
