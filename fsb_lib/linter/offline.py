"""Rules of the file itself: nothing runs, nothing is fetched, nothing is left in it by mistake."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from bs4 import Tag

from fsb_lib.base.report_files import unmarked
from fsb_lib.linter.parsed_page import Spot, attribute
from fsb_lib.linter.rules import Subject, report_rule, rule, setting

_REMOTE = re.compile(
    r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:https?|ftp|ws|wss|file|javascript|blob):", re.I
)
_CSS_REMOTE = re.compile(r"@import|url\(\s*['\"]?(?!data:)[^)]*\)|expression\(|-moz-binding", re.I)
_FETCHES = ("href", "src", "srcset", "action", "formaction", "poster", "data", "background",
            "xlink:href", "ping", "cite", "manifest")  # fmt: skip
_FONT = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_NAMED_IDS = re.compile(r"^[a-z0-9_]+$")


@rule("nothing-runs")
def nothing_runs(subject: Subject) -> Iterator[Spot]:
    for element in subject.page.named(*setting("forbidden_elements")):
        yield Spot(element, f"<{element.name}>")
    for element in subject.page.elements:
        for name in element.attrs:
            if name.lower().startswith("on"):
                yield Spot(element, f"the event handler {name}")
    for element in _said_to_browsers(subject, "refresh"):
        yield Spot(element, "the page leads elsewhere by itself")


def _said_to_browsers(subject: Subject, name: str) -> list[Tag]:
    return [
        one for one in subject.page.named("meta") if attribute(one, "http-equiv").lower() == name
    ]


@rule("nothing-fetched")
def nothing_fetched(subject: Subject) -> Iterator[Spot]:
    for element in subject.page.elements:
        for name in (name for name in _FETCHES if name in element.attrs):
            if _REMOTE.search(attribute(element, name)):
                yield Spot(element, f"{name} leads out of the file")
        if _CSS_REMOTE.search(attribute(element, "style")):
            yield Spot(element, "a style that fetches something")
    if _CSS_REMOTE.search(subject.page.css):
        yield Spot(subject.page.named("style")[0], "a style sheet that fetches something")


@rule("security-policy")
def security_policy(subject: Subject) -> Iterator[Spot]:
    found = _said_to_browsers(subject, "content-security-policy")
    if len(found) != 1:
        yield Spot(None, f"{len(found)} policies")
        return
    given = dict(
        _directive(part) for part in attribute(found[0], "content").split(";") if part.strip()
    )
    for name, sources in given.items():
        if sources - set(setting("policy").get(name, "").split()):
            yield Spot(found[0], f"{name} {' '.join(sorted(sources))} is wider than it may be")
    if given.get("default-src") != {"'none'"}:
        yield Spot(found[0], "default-src is not 'none'")


def _directive(part: str) -> tuple[str, set[str]]:
    name, *sources = part.split()
    return name.lower(), set(sources)


@rule("page-head")
def page_head(subject: Subject) -> Iterator[Spot]:
    heads = subject.page.named("meta")
    if not subject.page.html.lstrip().lower().startswith("<!doctype html>"):
        yield Spot(None, "no <!DOCTYPE html>")
    if "utf-8" not in {attribute(one, "charset").lower() for one in heads}:
        yield Spot(None, "no charset utf-8")
    viewports = [attribute(one, "content") for one in heads if attribute(one, "name") == "viewport"]
    content = " ".join(viewports)
    if "width=device-width" not in content or re.search("user-scalable|maximum-scale", content):
        yield Spot(None, f"viewport “{content}”")


@rule("left-behind")
def left_behind(subject: Subject) -> Iterator[Spot]:
    """Comments, and data attributes that nobody reads."""
    for comment in subject.page.comments:
        yield Spot(None, f"the comment “{comment.strip()[:30]}”")
    for element in subject.page.elements:
        for name in element.attrs:
            known = name in setting("data_attributes") and _NAMED_IDS.match(
                attribute(element, name)
            )
            if name.startswith("data-") and not known:
                yield Spot(element, f"the attribute {name}")


@rule("print-and-reflow")
def print_and_reflow(subject: Subject) -> Iterator[Spot]:
    css = re.sub(r"\s+", "", subject.page.css)
    figures = setting("style_rules_of_figures") if subject.page.classed("fsb-figure") else []
    for needed in (*setting("style_rules"), *figures):
        if needed not in css:
            yield Spot(None, f"no {needed} in the style sheet")
    if "outline:none" in re.sub(r"main:focus\{[^}]*\}", "", css):
        yield Spot(None, "the focus outline is taken away")


@report_rule("size")
def size(subject: Subject) -> Iterator[Spot]:
    name = unmarked(PurePosixPath(subject.page.name).name)
    bare = len(_FONT.sub("", subject.page.html).encode("utf-8"))
    for setting_name, n_bytes, what in (
        ("most_bytes", len(subject.page.content), "bytes"),
        ("most_bytes_without_font", bare, "bytes without the typeface"),
    ):
        limits: dict[str, int] = setting(setting_name)
        most = limits.get(name, min(limits.values()))
        if n_bytes > most:
            yield Spot(None, f"{n_bytes} {what}, {most} allowed")


@rule("verdict-in-words")
def verdict_in_words(subject: Subject) -> Iterator[Spot]:
    """A verdict has a shape and its word; a coloured block has a verdict in it."""
    kinds = setting("verdict_words")
    for element in subject.page.classed("fsb-verdict", "verdict"):
        words = element.get_text().strip()
        if not words.startswith(tuple(kinds.values())):
            yield Spot(element, f"“{words[:30]}” is no verdict in words")
        shapes = [svg.find(True, recursive=False) for svg in element.find_all("svg")]
        if all(shape is None for shape in shapes):
            yield Spot(element, "a verdict without a shape")
    for name, word in kinds.items():
        for element in subject.page.classed(f"fsb-{name}"):
            if word not in element.get_text():
                yield Spot(element, f"coloured as {name}, but does not say so")


RULES = (
    nothing_runs, nothing_fetched, security_policy, page_head, left_behind, print_and_reflow,
    size, verdict_in_words,
)  # fmt: skip
