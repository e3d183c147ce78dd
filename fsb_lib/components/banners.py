"""What reports may be used for: internal, draft, synthetic. Said wherever they are shown."""

from collections.abc import Sequence
from typing import NamedTuple

from fsb_lib.components.fragment import Fragment, element, join, words
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport


class Banner(NamedTuple):
    """One thing that a reader must know first: a few words, and a sentence."""

    title: str
    text: str

    @property
    def said(self) -> str:
        return f"{self.title}. {self.text}"


def banners(*, internal: bool, draft: bool, synthetic: bool) -> tuple[Banner, ...]:
    """Those that hold, the strictest first."""
    met = {"internal": internal, "draft": draft, "synthetic": synthetic}
    return tuple(Banner(**words("banners")[name]) for name, holds in met.items() if holds)


def banners_of(reports: Sequence[ProtectedReport]) -> tuple[Banner, ...]:
    """Those that hold of any of the reports."""
    return banners(
        internal=any(one.audience == INTERNAL for one in reports),
        draft=any(one.is_draft for one in reports),
        synthetic=any(one.synthetic for one in reports),
    )


def boxes(told: tuple[Banner, ...]) -> Fragment:
    """Banners as a notebook shows them; a page has its own at its head."""
    return join(Fragment(element("p", banner.said, "fsb fsb-banner")) for banner in told)
