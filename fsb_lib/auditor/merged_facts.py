"""Facts of several releases as one document: one name is one count, whoever publishes it.

    release of 2009                 release of 2010                    together
    offers_until@2009: null         offers_until@2009: 1049            offers_until@2009: 1049
    focus@2009-11-15: 3405          focus@2009-11-15: 3406             focus@2009-11-15: 3405
                                    (the registers were corrected)     focus@2009-11-15#2: 3406

Where two releases differ in a block (population@when), the later one's block stands by itself.
"""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from fsb_lib.audit.facts import KnownSum
from fsb_lib.auditor.relations import NOBODY, Relations, relations

Facts = dict[str, Any]
_BLOCK = re.compile(r"[\w]+@[^/ #]+(?:#\d+)?")
_VERSION = re.compile(r"#\d+$")
_WHEN = re.compile(r"@([^/ )#]+)")


def merged(*facts: Mapping[str, Any]) -> Facts:
    """All facts in one document, oldest first; relations that reach over releases are added."""
    return _with_relations(joined(*facts)) if len(facts) > 1 else joined(*facts)


def joined(*facts: Mapping[str, Any]) -> Facts:
    """As `merged`, without relations that reach over releases: between two deliveries, or two
    definitions, they need not hold."""
    if not facts:
        return _document(5, {}, (), (), ())
    return reduce(_joined, map(dict, facts[1:]), dict(facts[0]))


def merged_apart(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Facts:
    """As `merged`, with every block that both have kept apart: nothing of one limits the other.

    A block that is published again as it was is the same; counts that nobody prints may not be.
    """
    versions = _versions(earlier["cells"])
    renamed = {
        block: _next(block, versions[block])
        for block in _blocks(later["cells"])
        if block in versions and not _is_again(block, later, earlier)
    }
    return _united(dict(earlier), _under(later, renamed))


def hidden_again(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> frozenset[str]:
    """The counts that were hidden in print before, in blocks that are published again as they
    were: nothing new is told of them there."""
    again = {block for block in _blocks(later["cells"]) if _is_again(block, later, earlier)}
    latent = _latent(later) | _latent(earlier)
    return frozenset(
        name
        for name, value in later["cells"].items()
        if value is None and name not in latent and _block(name) in again
    )


def _is_again(block: str, later: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    latent = _latent(later)
    printed = [n for n in later["cells"] if _block(n) == block and n not in latent]
    missing = object()
    before = earlier["cells"]
    return bool(printed) and all(before.get(n, missing) == later["cells"][n] for n in printed)


def renamed_blocks(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Mapping[str, str]:
    """The blocks of the later facts that stand under another name when both are merged."""
    versions = _versions(earlier["cells"])
    found = {}
    for block in _blocks(later["cells"]):
        fits = [v for v in reversed(versions.get(block, ())) if _agree(earlier, later, block, v)]
        name = fits[0] if fits else _next(block, versions.get(block, []))
        if name != block:
            found[block] = name
    return found


def under_names(names: str, renamed: Mapping[str, str]) -> str:
    """A name, also one made of several, with its blocks renamed."""
    return _BLOCK.sub(lambda found: renamed.get(found[0], found[0]), names)


def _joined(earlier: Facts, later: Facts) -> Facts:
    return _united(earlier, _under(later, renamed_blocks(earlier, later)))


def _agree(earlier: Mapping[str, Any], later: Mapping[str, Any], block: str, name: str) -> bool:
    for cell, value in later["cells"].items():
        if value is not None and _block(cell) == block:
            known = earlier["cells"].get(under_names(cell, {block: name}))
            if known is not None and known != value:
                return False
    return True


def _block(name: str) -> str:
    """The block of a published count; a difference of counts belongs to none."""
    return name.partition("/")[0] if " " not in name else ""


def _blocks(names: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(block for name in names if (block := _block(name)) not in ("", NOBODY))


def _versions(names: Iterable[str]) -> dict[str, list[str]]:
    """Every block with the names it stands under, oldest first."""
    found: dict[str, list[str]] = {}
    for block in _blocks(names):
        found.setdefault(_VERSION.sub("", block), []).append(block)
    return {block: sorted(names, key=_number) for block, names in found.items()}


def _number(block: str) -> int:
    return int(block.partition("#")[2] or 1)


def _next(block: str, versions: list[str]) -> str:
    return f"{block}#{_number(versions[-1]) + 1}" if versions else block


def _under(facts: Mapping[str, Any], renamed: Mapping[str, str]) -> Facts:
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


def _united(one: Facts, other: Facts) -> Facts:
    """What any of both shows is known; what any of both prints is no longer unpublished."""
    cells: dict[str, int | None] = dict(one["cells"])
    for name, value in other["cells"].items():
        if cells.get(name) is None:
            cells[name] = value
    printed = {
        name for facts in (one, other) for name in facts["cells"] if name not in _latent(facts)
    }
    unpublished = [
        name
        for name in dict.fromkeys([*one["unpublished"], *other["unpublished"]])
        if name not in printed and cells[name] is None
    ]
    sums = [*_sums(one), *_sums(other)]
    rates = [*one.get("rates", ()), *other.get("rates", ())]
    return _document(other["threshold"], cells, sums, rates, unpublished)


def _latent(facts: Mapping[str, Any]) -> frozenset[str]:
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
    versions = _versions(facts["cells"])
    latent = _latent(facts)
    names = [
        name
        for name in facts["cells"]
        if name not in latent and len(versions.get(_block(name), "  ")) == 1
    ]
    bases = [n for rate in facts["rates"] for n in (rate["numerator"], rate["denominator"])]
    among = dict.fromkeys([*names, *(n for n in bases if n in latent and "#" not in n)])
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


def within_days(facts: Mapping[str, Any]) -> Facts:
    """Facts of a release without what ties its days and years to each other: counts of two days
    may be of two deliveries, between which a definition need not hold."""
    sums = (
        one
        for one in facts["sums"]
        if len({day for name in (one["total"], *one["parts"]) for day in _WHEN.findall(name)}) < 2
    )
    return {**facts, "sums": list(sums)}
