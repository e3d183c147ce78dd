"""What reports may be used for: internal, draft, synthetic. Said wherever they are shown."""

from typing import NamedTuple

from fsb_lib.components.fragment import Fragment, element, join, words


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


def boxes(told: tuple[Banner, ...]) -> Fragment:
    """Banners as a notebook shows them; a page has its own at its head."""
    return join(Fragment(element("p", banner.said, "fsb fsb-banner")) for banner in told)
