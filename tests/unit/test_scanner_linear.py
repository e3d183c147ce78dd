"""Looking through a file takes time in proportion to its size, whatever it holds.

Every pattern of the scanner is found by looking into its modules, and every hostile shape is
tried at n and 4 n. Linear is a ratio of 4, quadratic of 16.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pytest

from fsb_lib import scanner
from fsb_lib.scanner.scan import scan_bytes
from fsb_lib.scanner.spellings import spellings, without_numbers

N = 6_000  # signs
MOST_RATIO = 9
QUICK_ENOUGH = 0.03  # seconds for 4 n: half a megabyte a second, and below what can be measured

SEEDS = [
    "1", "12", "a", "0a", "aA", " ", "\n", "-", "=", "=\n", "%30", "\\", "\\u0030", "\\3", "(", ")",
    "(\\", "[", "[(", "[(a)", "[\\[", "(\\(", "<", "<<", "<a", "</w:t", "<!--", "<!--<", "&", "&#",
    "&#1", "data:", "data:;a", "data:a/b;base64,", "stream\n", "stream\nendstream", "obj ",
    "1 0 obj", "/Filter", "/Filter [", "/Filter ", "/F 1 ", "/F ", "beginbfchar", "beginbfrange",
    "<00", "<00> <01> [", "<0041> ", "TJ", "()Tj", "%", "060274-3417 ", "060274 ", "0 ", "1.234.",
    "O1", "O6O274-34l7 ", "AAAA\n", "PK\x03\x04", "PK\x05\x06", "BT ", "\x00", "1\x00", "ae\u0301",
    "\u00b2", "\u0660", "303132", "{\"a\":", "[\"a\",", "begin 644 ", "a-", "12345678-1234-",
]  # fmt: skip


def patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from patterns_in(one)
    elif hasattr(value, "pattern"):
        yield from patterns_in(value.pattern)


def every_pattern() -> dict[str, re.Pattern[Any]]:
    found = {}
    for module in pkgutil.iter_modules(scanner.__path__):
        loaded = importlib.import_module(f"{scanner.__name__}.{module.name}")
        for name, value in vars(loaded).items():
            for number, pattern in enumerate(patterns_in(value)):
                found[f"{module.name}.{name} {number}"] = pattern
    return found


PATTERNS = every_pattern()


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def is_linear(work: Callable[[int], object]) -> bool:
    for _ in range(3):  # a busy machine may spoil one measurement
        longer = seconds(partial(work, 4 * N))
        if longer < QUICK_ENOUGH or longer < MOST_RATIO * seconds(partial(work, N)):
            return True
    return False


def of_length(seed: str, n: int) -> str:
    return seed * (n // len(seed))


def exhausted(found: Iterable[object]) -> None:
    for _ in found:
        pass


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 30
    assert any("spellings._FORMS" in name for name in PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_never_backtracks_without_bound(name: str) -> None:
    pattern = PATTERNS[name]

    def find(seed: str, n: int) -> None:
        text = of_length(seed, n)
        of_kind = text.encode() if isinstance(pattern.pattern, bytes) else text
        exhausted(pattern.finditer(of_kind))

    assert [seed for seed in SEEDS if not is_linear(partial(find, seed))] == []


@pytest.mark.parametrize("name", ["a.html", "a.json", "a.pdf"])
def test_file_is_looked_through_in_linear_time(name: str) -> None:
    start = b"%PDF-1.7\n" if name == "a.pdf" else b""

    def look(seed: str, n: int) -> None:
        scan_bytes(start + of_length(seed, n).encode(), name)

    assert [seed for seed in SEEDS if not is_linear(partial(look, seed))] == []


def test_text_is_read_in_linear_time() -> None:
    def look(seed: str, n: int) -> None:
        exhausted(spellings(of_length(seed, n)))
        without_numbers(of_length(seed, n))

    assert [seed for seed in SEEDS if not is_linear(partial(look, seed))] == []
