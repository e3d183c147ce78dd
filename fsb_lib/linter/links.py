"""Rules of links: where they go is said, and is there."""

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from bs4 import Tag

from fsb_lib.linter.parsed_page import Spot, attribute, words_of
from fsb_lib.linter.rules import Subject, rule, setting

_ADDRESS = re.compile(r"^(?:https?:|www\.|/|\.\./|[\w./-]+\.(?:html|json|csv|pdf|xlsx|ipynb)$)")


@rule("link-text")
def link_text(subject: Subject) -> Iterator[Spot]:
    for link in _links(subject):
        name = _name(link)
        if not name:
            yield Spot(link, "a link without words")
        elif name.lower().strip(" .:»") in setting("empty_link_texts"):
            yield Spot(link, f"“{name}” does not say where it leads")
        elif _ADDRESS.match(name):
            yield Spot(link, f"“{name[:40]}” is an address, not words")


@rule("link-texts-differ")
def link_texts_differ(subject: Subject) -> Iterator[Spot]:
    """The same words lead to the same place: links are read alone, in a list."""
    places: defaultdict[str, dict[str, Tag]] = defaultdict(dict)
    for link in _links(subject):
        places[_name(link).lower()].setdefault(attribute(link, "href"), link)
    for name, by_place in places.items():
        if name and len(by_place) > 1:
            yield Spot([*by_place.values()][1], f"“{name}” leads to {len(by_place)} places")


def _links(subject: Subject) -> list[Tag]:
    return [link for link in subject.page.named("a") if attribute(link, "href")]


@rule("link-target")
def link_target(subject: Subject) -> Iterator[Spot]:
    for link in subject.page.named("a"):
        href = attribute(link, "href")
        path, _, part = href.partition("#")
        if not href:
            yield Spot(link, "a link without a target")
        elif not path and subject.page.with_id(part) is None:
            yield Spot(link, f"#{part} is not on the page")
        elif path and subject.names is not None and ":" not in path and "//" not in path:
            name = unquote(path).rstrip("/")
            if not name.startswith("../") and name not in subject.names:
                yield Spot(link, f"the file {name} is not there")


def _name(link: Tag) -> str:
    return attribute(link, "aria-label") or words_of(link)


RULES = (link_text, link_texts_differ, link_target)
