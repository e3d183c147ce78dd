"""An attacker without any solver: tries every whole-number table of a small total.

It reads the same documents as `fsb audit` and shares no code with it. In its documents every
cell is a count of its own (an *atom*), or a sum of earlier cells; `all` is shown and the sum of
the atoms. So the tables that an attacker must think of are the ways to divide `all`.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

Document = dict[str, Any]
Table = dict[str, int]


def divided(total: int, n_atoms: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide a total into so many counts, zeros among them."""
    if n_atoms == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in divided(total - first, n_atoms - 1):
            yield (first, *others)


def atoms_of(document: Document) -> list[str]:
    totals = {each["total"] for each in document["sums"]}
    return [name for name in document["cells"] if name not in totals]


def with_sums(document: Document, atoms: Table) -> Table:
    table = dict(atoms)
    for each in document["sums"]:
        table[each["total"]] = sum(table[part] for part in each["parts"])
    return table


def agrees(document: Document, table: Table) -> bool:
    """Whether a reader who knows the document and the rules cannot exclude the table."""
    for name, shown in document["cells"].items():
        if shown is None and document["zeros_shown"] and table[name] == 0:
            return False
        if shown is not None and table[name] != shown:
            return False
    return all(_is_so(each, table) for each in document["differences"]) and all(
        _is_rounded(each, table) for each in document["rates"]
    )


def _is_so(difference: Document, table: Table) -> bool:
    return bool(
        table[difference["minuend"]] - table[difference["subtrahend"]] == difference["value"]
    )


def _is_rounded(rate: Document, table: Table) -> bool:
    base = table[rate["denominator"]]
    if base == 0:
        return False
    share = Fraction(table[rate["numerator"]], base)
    return abs(share - Fraction(str(rate["value"]))) <= Fraction(str(rate["half_step"]))


def tables(document: Document) -> Iterator[Table]:
    """Every table that agrees with the document."""
    atoms = atoms_of(document)
    for counts in divided(document["cells"]["all"], len(atoms)):
        table = with_sums(document, dict(zip(atoms, counts, strict=True)))
        if agrees(document, table):
            yield table


def verdict(document: Document, low: int, high: int) -> str:
    if low == high:
        return "exposed"
    reach = set(range(low, high + 1))
    floor, threshold = int(document["zeros_shown"]), document["threshold"]
    return "narrow" if low < threshold and not {floor, threshold} <= reach else "safe"


def attacked(document: Document) -> list[Document]:
    """What `fsb audit --json` must write."""
    possible = list(tables(document))
    found = []
    for name, shown in document["cells"].items():
        if shown is None:
            values = [table[name] for table in possible]
            low, high = min(values), max(values)
            word = verdict(document, low, high)
            found.append({"cell": name, "low": low, "high": high, "verdict": word})
    return found


def drawn(random: Random) -> Document:
    """A release of linked sums with rates and differences, some of its cells hidden."""
    zeros_shown = random.random() < 0.5
    atoms = {f"atom{n}": random.choice((0, 1, 1, 2, 3, 4)) for n in range(random.randint(2, 5))}
    document: Document = {
        "threshold": random.randint(1, 6),
        "zeros_shown": zeros_shown,
        "cells": {},
        "sums": [],
        "rates": [],
        "differences": [],
    }
    table = dict(atoms)
    for number in range(random.randint(0, 4)):
        parts = random.sample(sorted(table), random.randint(1, min(3, len(table))))
        document["sums"].append({"total": f"sum{number}", "parts": parts})
        table[f"sum{number}"] = sum(table[part] for part in parts)
    table["all"] = sum(atoms.values())
    document["sums"].append({"total": "all", "parts": list(atoms)})
    for _ in range(random.randint(0, 2)):
        one, other = random.sample(sorted(table), 2)
        add_rate(document, table, random, one, other)
    if random.random() < 0.3:
        one, other = random.sample(sorted(table), 2)
        difference = {"minuend": one, "subtrahend": other, "value": table[one] - table[other]}
        document["differences"].append(difference)
    for name, value in table.items():
        hides = name != "all" and random.random() < 0.7 and (value > 0 or not zeros_shown)
        document["cells"][name] = None if hides else value
    return document


def add_rate(document: Document, table: Table, random: Random, one: str, other: str) -> None:
    """The share of two cells as a paper prints it, where there is a base."""
    if table[other]:
        places = random.randint(0, 4)
        value = round(table[one] / table[other], places)
        rate = {"numerator": one, "denominator": other, "value": value}
        document["rates"].append(rate | {"half_step": float(f"5e-{places + 1}")})


def as_text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False)
