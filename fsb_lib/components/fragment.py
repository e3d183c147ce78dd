"""A piece of the page: HTML that JupyterLab shows at once and the renderer puts in place.

Tables, figures and page components are all fragments, so a notebook cell ends in one value and
the page prints nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain.danish import NO_BREAK_SPACE

# Stands in front of every fragment in a notebook. The renderer knows an output of this library
# by it, and replaces it by the page's own stylesheet.
LAB_STYLE = (
    "<style>"
    ".fsb svg{font-family:inherit}"
    ".fsb{background:#fff;color:#1a1a1a;padding:0 .4rem;max-width:48rem}"
    ".fsb{font-family:'IBM Plex Sans','Segoe UI',Arial,sans-serif;line-height:1.5}"
    ".fsb table{border-collapse:collapse}"
    ".fsb table caption{text-align:left;font-weight:600;padding:.5rem 0}"
    ".fsb th,.fsb td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid #d5d8dc}"
    ".fsb td,.fsb thead th:not(:first-child){text-align:right;font-variant-numeric:tabular-nums}"
    ".fsb-total>*{font-weight:600}"
    ".fsb-spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    ".fsb-sub,.fsb-notes,.fsb-unit,.fsb-context{color:#555;font-weight:400;font-size:.9em}"
    ".fsb-unit,.fsb-sub{display:block}"
    ".fsb-banner{background:#fff3dc;border:1px solid #b8500a;padding:.5rem .8rem;font-weight:600}"
    ".fsb-headline,.fsb-lead,.fsb-value{font-weight:600;font-size:1.15em}"
    "</style>"
)


@dataclass(frozen=True, repr=False)
class Fragment:
    """HTML made by this library: every text in it is escaped.

    `a + b` and `join` put fragments after each other.
    """

    html: str

    def __add__(self, other: "Fragment") -> "Fragment":
        return Fragment(f"{self.html}\n{other.html}")

    def __repr__(self) -> str:
        return f"Fragment({len(self.html)} characters of HTML)"

    def _repr_html_(self) -> str:
        return LAB_STYLE + self.html


def join(fragments: Iterable[Fragment]) -> Fragment:
    """The fragments after each other as one."""
    return Fragment("\n".join(fragment.html for fragment in fragments))


def words(section: str) -> Any:
    """One section of the page's fixed wording (data/page.yaml)."""
    return load("page")[section]


def element(tag: str, content: str, css: str = "") -> str:
    """One HTML element around escaped text."""
    return f"{opening(tag, css)}{escape(content)}</{tag}>"


def opening(tag: str, css: str = "") -> str:
    """The opening tag with its class, if it has one."""
    return f'<{tag} class="{css}">' if css else f"<{tag}>"


def number_text(kind: str, number: str) -> str:
    """What stands before a title: `Tabel A3.`"""
    return f"{kind}{NO_BREAK_SPACE}{number}."


def numbered(kind: str, number: str) -> str:
    """The same with its space, as an element; nothing without a number."""
    return f"{element('span', number_text(kind, number), 'fsb-number')} " if number else ""
