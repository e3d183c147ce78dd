"""The stylesheet of a page without comments, line breaks and rules that nothing on it meets.

The classes of the page decide: `.fsb-reached .fsb-verdict{…}` goes from a page without a reached
target. What stands within `:not()`, `:is()` and the like is not looked at.
"""

import re
from collections.abc import Iterator

STYLE = re.compile(r"(<style>)(.*?)(</style>)", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASSES = re.compile(r'class="([^"]*)"')
CLASS = re.compile(r"\.([a-z][a-z-]*)")
BRACKETS = re.compile(r"\([^()]*\)")
COMMA = re.compile(r",(?![^(]*\))")
VARIABLE = re.compile(r"(--[a-z-]+):#[0-9a-f]+;")
ASKED = re.compile(r"var\((--[a-z-]+)")
GROUP = "@media"


def used_rules(html: str) -> str:
    """The page with each of its style elements cut down to what it uses."""
    found = {name for names in CLASSES.findall(html) for name in names.split()}

    def cut(style: re.Match[str]) -> str:
        css = "".join(_used(COMMENT.sub("", style[2]), found))
        asked = set(ASKED.findall(css))
        css = VARIABLE.sub(lambda one: one[0] if one[1] in asked else "", css)
        return f"{style[1]}{css}{style[3]}"

    return STYLE.sub(cut, html)


def _used(css: str, found: set[str]) -> Iterator[str]:
    for selector, block in _rules(css):
        if selector.startswith(GROUP):
            inside = "".join(_used(block, found))
            if inside:
                yield f"{selector}{{{inside}}}"
        elif selector.startswith("@"):
            yield f"{selector}{{{block.strip()}}}"
        else:
            kept = [part for part in COMMA.split(selector) if _met(part, found)]
            if kept:
                yield f"{','.join(kept)}{{{block.strip()}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Each selector or at-rule with what stands between its own braces."""
    start = depth = opened = 0
    for place, sign in enumerate(css):
        if sign == "{":
            opened = opened if depth else place
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : place]
                start = place + 1


def _met(selector: str, found: set[str]) -> bool:
    plain = selector
    while BRACKETS.search(plain):
        plain = BRACKETS.sub("", plain)
    return set(CLASS.findall(plain)) <= found
