"""What was published before, version by version, and what of it is measured otherwise now.

versions, oldest first  ->  editions: of each block what was last told, and is true
measured counts, versions  ->  revisions: what differs, for the analyst alone
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fsb_lib.disclosure.count_names import block_of
from fsb_lib.disclosure.published_facts import PublishedFacts

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Version:
    """One release: what it published of which year, and the threshold that it promised.

    `truth` are values of counts that it hides, as far as its proof is at hand.
    """

    year: int
    published: PublishedFacts
    threshold: int
    truth: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Revision:
    """A count of which two versions differ, for the analyst alone."""

    name: str
    released: int
    measured: int
    was_hidden: bool = False

    def __str__(self) -> str:
        hidden = " (hidden)" if self.was_hidden else ""
        return f"{self.name}: released {self.released}{hidden}, measured {self.measured}"


@dataclass(frozen=True)
class Editions:
    """Each block that was released, as it was last published: what was told of its counts, and is
    true of hidden ones."""

    told: Mapping[str, int | None]
    truth: Mapping[str, int]

    @property
    def blocks(self) -> frozenset[str]:
        """A delivery's rows are a block of their own."""
        return frozenset(map(block_of, self.told))

    def true(self, name: str) -> int | None:
        """Nothing when it was not told and no proof is at hand."""
        told = self.told.get(name)
        return self.truth.get(name) if told is None else told


def editions(versions: Iterable[Version]) -> Editions:
    """What stands of versions, oldest first; no truth is left of a block that another replaced."""
    stands, truth = PublishedFacts(), dict[str, int]()
    for version in versions:
        others = stands.contradicted_by(version.published)
        truth = {name: n for name, n in truth.items() if block_of(name) not in others}
        hidden = version.published.hidden & version.truth.keys()
        truth |= {name: version.truth[name] for name in hidden}
        stands = stands.followed_by(version.published)
    return Editions(stands.told, truth)


def revisions(counts: Counts, versions: Iterable[Version]) -> tuple[Revision, ...]:
    """Every count that is measured otherwise than it was last published; of hidden ones, as far
    as a proof is at hand."""
    known = editions(versions)
    released = {name: known.true(name) for name in sorted(counts.keys() & known.told.keys())}
    return tuple(
        Revision(name, value, counts[name], known.told[name] is None)
        for name, value in released.items()
        if value not in (None, counts[name])
    )
