"""Facts of several releases as one document: one name is one count, whoever publishes it.

    release of 2009                 release of 2010                    together
    offers_until@2009: null         offers_until@2009: 1049            offers_until@2009: 1049
    focus@2009-11-15: 3405          focus@2009-11-15: 3406             focus@2009-11-15: 3405
                                    (the registers were corrected)     focus@2009-11-15#2: 3406

Where two releases differ in a block (population@when), the later one's block stands by itself.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from fsb_lib.audit.facts import KnownSum
from fsb_lib.auditor.relations import NOBODY, Relations, relations

Facts = dict[str, Any]
Naming = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, str]]
_BLOCK = re.compile(r"[\w]+@[^/ #]+(?:#\d+)?")
_VERSION = re.compile(r"#\d+$")


def merged(*facts: Mapping[str, Any]) -> Facts:
    """All facts in one document, oldest first; relations that reach over releases are added."""
    return _with_relations(joined(*facts)) if len(facts) > 1 else joined(*facts)


def renamed_blocks(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Mapping[str, str]:
    """The blocks of the later facts that stand under another name when both are merged."""
    return _renamed(earlier, _fitting(earlier, later))


def renamed_days(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Mapping[str, str]:
    """As `renamed_blocks`, with all blocks of a day or year of which one is another."""
    versions, fitting = versions_of(earlier["cells"]), _fitting(earlier, later)
    others = {when(block) for block, name in fitting.items() if not name and block in versions}
    fits = {block: "" if when(block) in others else name for block, name in fitting.items()}
    return _renamed(earlier, fits)


def joined(*facts: Mapping[str, Any], naming: Naming = renamed_blocks) -> Facts:
    """As `merged`, without relations that reach over releases: between two deliveries, or two
    definitions, they need not hold. `naming` is `renamed_blocks`, or `renamed_days`."""
    if not facts:
        return _document(5, {}, (), (), ())

    def with_later(earlier: Facts, later: Facts) -> Facts:
        return united(earlier, under_blocks(later, naming(earlier, later)))

    return reduce(with_later, map(dict, facts[1:]), dict(facts[0]))


def _fitting(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, str]:
    """Each block of the later facts with the newest version that shows nothing else of it, if
    there is one."""
    versions = versions_of(earlier["cells"])
    return {
        block: next(
            (
                one
                for one in reversed(versions.get(block, ()))
                if _agree(earlier, later, block, one)
            ),
            "",
        )
        for block in blocks_in(later["cells"])
    }


def _renamed(earlier: Mapping[str, Any], fitting: Mapping[str, str]) -> Mapping[str, str]:
    versions = versions_of(earlier["cells"])
    names = {
        block: name or next_version(block, versions.get(block, []))
        for block, name in fitting.items()
    }
    return {block: name for block, name in names.items() if name != block}


def under_names(names: str, renamed: Mapping[str, str]) -> str:
    """A name, also one made of several, with its blocks renamed."""
    return _BLOCK.sub(lambda found: renamed.get(found[0], found[0]), names)


def _agree(earlier: Mapping[str, Any], later: Mapping[str, Any], block: str, name: str) -> bool:
    for cell, value in later["cells"].items():
        if value is not None and block_of(cell) == block:
            known = earlier["cells"].get(under_names(cell, {block: name}))
            if known is not None and known != value:
                return False
    return True


def block_of(name: str) -> str:
    """The block of a published count; a difference of counts belongs to none."""
    return name.partition("/")[0] if " " not in name else ""


def when(block: str) -> str:
    """The day or year of a block."""
    return block.partition("@")[2]


def blocks_in(names: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(block for name in names if (block := block_of(name)) not in ("", NOBODY))


def versions_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Every block with the names it stands under, oldest first."""
    found: dict[str, list[str]] = {}
    for block in blocks_in(names):
        found.setdefault(_VERSION.sub("", block), []).append(block)
    return {block: sorted(names, key=_number) for block, names in found.items()}


def _number(block: str) -> int:
    return int(block.partition("#")[2] or 1)


def next_version(block: str, versions: list[str]) -> str:
    return f"{block}#{_number(versions[-1]) + 1}" if versions else block


def under_blocks(facts: Mapping[str, Any], renamed: Mapping[str, str]) -> Facts:
    if not renamed:
        return dict(facts)

    def name(old: str) -> str:
        return under_names(old, renamed)

    return {
        **facts,
        "cells": {name(cell): value for cell, value in facts["cells"].items()},
        "sums": [
            {"total": name(one["total"]), "parts": [name(part) for part in one["parts"]]}
            for one in facts["sums"]
        ],
        "rates": [
            {**one, "numerator": name(one["numerator"]), "denominator": name(one["denominator"])}
            for one in facts["rates"]
        ],
        "unpublished": [name(cell) for cell in facts["unpublished"]],
    }


def united(one: Facts, other: Facts) -> Facts:
    """What any of both shows is known; what any of both prints is no longer unpublished."""
    cells: dict[str, int | None] = dict(one["cells"])
    for name, value in other["cells"].items():
        if cells.get(name) is None:
            cells[name] = value
    printed = {*(one["cells"].keys() - latent(one)), *(other["cells"].keys() - latent(other))}
    unpublished = [
        name
        for name in dict.fromkeys([*one["unpublished"], *other["unpublished"]])
        if name not in printed and cells[name] is None
    ]
    sums = [*_sums(one), *_sums(other)]
    rates = [*one.get("rates", ()), *other.get("rates", ())]
    return _document(other["threshold"], cells, sums, rates, unpublished)


def latent(facts: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(facts.get("unpublished", ()))


def _sums(facts: Mapping[str, Any]) -> list[KnownSum]:
    return [KnownSum(one["total"], tuple(one["parts"])) for one in facts.get("sums", ())]


def _document(
    threshold: int,
    cells: Mapping[str, int | None],
    sums: Iterable[KnownSum],
    rates: Iterable[Mapping[str, Any]],
    unpublished: Iterable[str],
) -> Facts:
    distinct = {tuple(sorted(rate.items())): rate for rate in rates}
    return {
        "threshold": threshold,
        "zeros_shown": True,
        "cells": dict(cells),
        "sums": [{"total": s.total, "parts": list(s.parts)} for s in dict.fromkeys(sums)],
        "rates": list(distinct.values()),
        "differences": [],
        "unpublished": list(unpublished),
    }


def _with_relations(facts: Facts) -> Facts:
    """With the relations among counts of different releases, where neither was corrected."""
    versions = versions_of(facts["cells"])
    unprinted = latent(facts)
    names = [
        name
        for name in facts["cells"]
        if name not in unprinted and len(versions.get(block_of(name), "  ")) == 1
    ]
    bases = [n for rate in facts["rates"] for n in (rate["numerator"], rate["denominator"])]
    among = dict.fromkeys([*names, *(n for n in bases if n in unprinted and "#" not in n)])
    found: Relations = relations(among, None)
    cells = {**dict.fromkeys(found.unpublished), **facts["cells"]}
    if any(NOBODY in one.parts for one in found.sums):
        cells[NOBODY] = 0
    unpublished = [*facts["unpublished"], *(n for n in found.unpublished if n != NOBODY)]
    return _document(
        facts["threshold"],
        cells,
        [*_sums(facts), *found.sums],
        facts["rates"],
        [name for name in dict.fromkeys(unpublished) if cells[name] is None],
    )
