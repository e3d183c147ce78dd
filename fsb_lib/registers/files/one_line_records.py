"""Records of several lines become lines, before a parser that reads lines alone sees them.

    101  a;"to                    a;"to<VT>linjer";b      one line: the break inside a quoted
    102  linjer";b                                        field is another kind of space

Quotes are read as the parser reads them: one opens a field only at its start, is doubled inside,
and after it has closed whatever follows is plain. A text is looked at by its quotes, not sign by
sign: those that stand where quotes belong, in pairs; a record with one that does not, by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_QUOTE, _RETURN, _NEWLINE, _SPACE = b'"\r\n\x0b'
_IS_QUOTE = np.arange(256) == _QUOTE
_FEW = 8  # of the signs, one in so many
_BREAK = re.compile(rb"[\r\n]")


@dataclass
class OneLineRecords:
    """What was met in the text that passed.

    `is_bad` tells whether a record of several lines is no record. `n_inside`: line breaks inside
    fields; `bad`: number and lines of such records; `open_at`: the number of a record whose quote
    is never closed, or 0. `longest`: bytes that a record may have.
    """

    separator: bytes
    is_bad: Callable[[str], bool]
    longest: int
    n_inside: int = 0
    open_at: int = 0
    bad: list[tuple[int, int]] = field(default_factory=list)
    _n_records: int = 0
    _doubted: list[int] = field(default_factory=list)  # a break in each record to be judged

    def passed(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The text with each record on one line; without the rest of it when a quote stays open."""
        rest = b""
        for block in blocks:
            whole = rest + block
            # A carriage return at the end may be the first half of a line break.
            end = _last_break(whole, len(whole) - whole.endswith(b"\r")) + 1
            n_done, text = self._mended(whole[:end])
            rest = whole[n_done:]
            yield text
            if len(rest) > self.longest:
                self.open_at = self._n_records + 1
                return
        n_done, text = self._mended(rest)
        yield text
        if n_done < len(rest):
            self.open_at = self._n_records + 1

    def _mended(self, text: bytes) -> tuple[int, bytes]:
        """The whole records of a text, each on one line; how much of the text they are."""
        self._doubted.clear()
        breaks, n_done = self._breaks_inside(text)
        done = text[:n_done]
        if len(breaks):
            signs = np.frombuffer(bytearray(done), np.uint8)
            is_return = signs[breaks] == _RETURN  # with a newline behind it, one break of two signs
            n_pairs = np.count_nonzero(is_return[:-1] & (np.diff(breaks) == 1) & ~is_return[1:])
            self.n_inside += len(breaks) - int(n_pairs)
            signs[breaks] = _SPACE
            done = signs.tobytes()
            for place in self._doubted:
                self._judge(text, done, place)
        self._n_records += _n_breaks(done)
        return n_done, done

    def _breaks_inside(self, text: bytes) -> tuple[Places, int]:
        """Where line breaks stand inside quotes, and where the last whole record ends."""
        signs = np.frombuffer(text, np.uint8)
        quotes = np.flatnonzero(signs == _QUOTE)
        beside = np.zeros(256, np.bool_)
        beside[[_RETURN, _NEWLINE, self.separator[0]]] = True
        opens = beside[signs[quotes - 1]] | (quotes == 0)
        are_pairs = _are_pairs(signs, quotes, opens, beside)
        ends = quotes if are_pairs else _pairs(quotes.tolist(), opens.tolist())
        pairs = ends[: len(ends) - len(ends) % 2].reshape(-1, 2)
        # A field that goes on behind its quote: its record is none, whichever of its fields it is.
        is_doubtful = not are_pairs and not (beside | _IS_QUOTE)[_behind(signs, pairs[:, 1])].all()
        breaks = self._between(text, signs, pairs, is_doubtful=is_doubtful)
        if 2 * len(pairs) == len(ends):
            return breaks, len(text)
        start = _start_of_record(text, int(ends[-1]), breaks)
        return breaks[breaks < start], start

    def _between(
        self, text: bytes, signs: NDArray[np.uint8], pairs: Places, *, is_doubtful: bool
    ) -> Places:
        """The breaks between the quotes of each pair; notes which records are to be judged."""
        starts, lengths = pairs[:, 0] + 1, pairs[:, 1] - pairs[:, 0] - 1
        breaks: Places = _candidates(signs, starts, lengths)
        owners = np.searchsorted(starts, breaks, "right") - 1
        is_inside = (owners >= 0) & (breaks < pairs[owners, 1])
        breaks, owners = breaks[is_inside], owners[is_inside]
        owners, first = np.unique(owners, return_index=True)
        for start, end in zip(breaks[first].tolist(), pairs[owners, 1].tolist(), strict=True):
            # Without a separator no line of it can be a row; a doubled quote goes on behind.
            goes_on = text[end + 1 : end + 2] == b'"'
            if is_doubtful or goes_on or text.find(self.separator, start, end) >= 0:
                self._doubted.append(start)
        return breaks

    def _judge(self, text: bytes, done: bytes, place: int) -> None:
        """Notes the record around a break when it is no record. `done`: the text when mended."""
        if place >= len(done):
            return
        start, behind = _last_break(done, place) + 1, _BREAK.search(done, place)
        record = text[start : behind.start() if behind else len(done)]
        if self.is_bad(record.decode("utf-8")):
            number = self._n_records + _n_breaks(done[:start]) + 1
            self.bad.append((number, _n_breaks(record) + 1))


def _are_pairs(signs: NDArray[np.uint8], quotes: Places, opens: Flags, beside: Flags) -> bool:
    """Whether all quotes, taken in pairs, stand at the ends of a field, or are doubled.

    Then pairs are what the parser sees: of a doubled quote the first ends one and the second
    begins the next, which is as good as one that goes on.
    """
    is_doubled = signs[quotes[2::2] - 1] == _QUOTE
    starts = opens[:1].all() and (opens[2::2] | is_doubled).all()
    return bool(starts and (beside | _IS_QUOTE)[_behind(signs, quotes[1::2])].all())


def _behind(signs: NDArray[np.uint8], quotes: Places) -> NDArray[np.uint8]:
    """The signs behind quotes; behind the last sign of all the quote itself."""
    behind: NDArray[np.uint8] = signs[np.minimum(quotes + 1, len(signs) - 1)]
    return behind


def _pairs(quotes: list[int], opens: list[bool]) -> Places:
    """Where quoted fields begin and end, one after the other; the last may have no end."""
    found: list[int] = []
    at, n_quotes = 0, len(quotes)
    while at < n_quotes:
        if not opens[at]:  # inside a field that began without one
            at += 1
            continue
        found.append(quotes[at])
        at += 1
        while at + 1 < n_quotes and quotes[at + 1] == quotes[at] + 1:  # doubled
            at += 2
        found += quotes[at : at + 1]
        at += 1
    return np.array(found, np.int64)


def _candidates(signs: NDArray[np.uint8], starts: Places, lengths: Places) -> Places:
    """Line breaks, at least those between quotes: looked for where there is less to look at."""
    n_inside = int(lengths.sum())
    if n_inside > len(signs) // _FEW:
        return np.flatnonzero((signs == _NEWLINE) | (signs == _RETURN))
    before = np.cumsum(lengths) - lengths
    inside = np.repeat(starts - before, lengths) + np.arange(n_inside)
    held = signs[inside]
    breaks: Places = inside[(held == _NEWLINE) | (held == _RETURN)]
    return breaks


def _start_of_record(text: bytes, place: int, inside: Places) -> int:
    """Where the record around a place begins; `inside` are breaks that end none, ascending."""
    at = _last_break(text, place)
    while len(before := inside[: np.searchsorted(inside, at, "right")]) and before[-1] == at:
        at = _last_break(text, at)
    return at + 1


def _last_break(text: bytes, before: int) -> int:
    """The last line break before a place, or -1."""
    newline = text.rfind(b"\n", 0, before)
    return max(newline, text.rfind(b"\r", newline + 1, before))


def _n_breaks(text: bytes) -> int:
    n_newlines = text.count(b"\n")
    if b"\r" not in text:
        return n_newlines
    return n_newlines + text.count(b"\r") - text.count(b"\r\n")
