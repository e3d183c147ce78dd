"""Damage as it happens to files: on the way, in an editor, or on purpose. Drawn by a seed."""

import gzip
from collections.abc import Callable
from pathlib import Path
from random import Random

TOKENS = (
    b"\x00", b'"', b'""', b"'", b";", b",", b"\t", b"\r", b"\n", b"\r\n", b"\xff\xfe", b"\xfe\xff",
    b"\xef\xbb\xbf", b"\xc3\x83\xc2\xa6", b"\xef\xbf\xbd", b"\x81", b"\x85", b"\xe2\x80\xa8",
    b"\xa0", b"\x1e", b"\x1eend of file\x1e", b"\x1a", b"I alt", b"cpr", b"NULL", b"nan", b"0",
    b"9" * 40, b"=1+1", b"<script>", b"../", b"%s%n", b"{0}", b"\\N", b"31-12-9999", b"00-00-0000",
    b"1e308", b"-", b"\xe2\x88\x92", b"\xd9\xa3", b"\xf0\x9d\x9f\x8e", b"\xc3\x9f", b"\xed\xa0\x80",
)  # fmt: skip
Mutation = Callable[[bytes, Random], bytes]


def _place(raw: bytes, rng: Random) -> int:
    return rng.randrange(len(raw) + 1)


def _span(raw: bytes, rng: Random, longest: int = 20) -> tuple[int, int]:
    start = _place(raw, rng)
    return start, min(len(raw), start + rng.randrange(1, longest))


def flip_byte(raw: bytes, rng: Random) -> bytes:
    place = rng.randrange(max(len(raw), 1))
    return raw[:place] + bytes([rng.randrange(256)]) + raw[place + 1 :]


def drop_span(raw: bytes, rng: Random) -> bytes:
    start, end = _span(raw, rng)
    return raw[:start] + raw[end:]


def repeat_span(raw: bytes, rng: Random) -> bytes:
    start, end = _span(raw, rng)
    return raw[:end] + raw[start:end] * rng.choice((1, 2, 50)) + raw[end:]


def insert_token(raw: bytes, rng: Random) -> bytes:
    place = _place(raw, rng)
    return raw[:place] + rng.choice(TOKENS) + raw[place:]


def insert_noise(raw: bytes, rng: Random) -> bytes:
    place = _place(raw, rng)
    return raw[:place] + rng.randbytes(rng.randrange(1, 30)) + raw[place:]


def cut_off(raw: bytes, rng: Random) -> bytes:
    return raw[: _place(raw, rng)]


def swap_lines(raw: bytes, rng: Random) -> bytes:
    lines = raw.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def swap_bytes(raw: bytes, rng: Random) -> bytes:
    """One sign for another everywhere: a separator, a line break, a letter."""
    return raw.replace(rng.choice((b";", b"\n", b"-", b"0", b"r", b",")), rng.choice(TOKENS))


def save_again(raw: bytes, rng: Random) -> bytes:
    """Read in one encoding and saved in another."""
    text = raw.decode(rng.choice(("latin-1", "cp1252", "utf-16", "utf-8")), "replace")
    return text.encode(rng.choice(("utf-8", "utf-16", "utf-16-be", "cp1252", "utf-7")), "replace")


def pack(raw: bytes, rng: Random) -> bytes:
    packed = gzip.compress(raw, mtime=0)
    return packed[: rng.choice((len(packed), len(packed) - 6))]


def long_field(raw: bytes, rng: Random) -> bytes:
    place = _place(raw, rng)
    return raw[:place] + rng.choice((b"x", b"1", b'"', b" ")) * 100_000 + raw[place:]


def nothing_left(raw: bytes, rng: Random) -> bytes:
    return rng.choice((b"", b"\n", b"\xff\xfe", raw[:1]))


SLIGHT: tuple[Mutation, ...] = (flip_byte, drop_span, repeat_span, insert_token, insert_noise)
GREAT: tuple[Mutation, ...] = (
    cut_off, swap_lines, swap_bytes, save_again, pack, long_field, nothing_left,
)  # fmt: skip


def mutated(raw: bytes, rng: Random) -> bytes:
    """The bytes with one or a few damages; a packed file is damaged inside or outside."""
    if raw[:2] == b"\x1f\x8b" and rng.random() < 0.7:
        return gzip.compress(mutated(gzip.decompress(raw), rng), mtime=0)
    if rng.random() < 0.5:
        return rng.choice(SLIGHT)(raw, rng)
    for _ in range(rng.choice((1, 2, 4))):
        raw = rng.choice((*SLIGHT, *GREAT))(raw, rng)
    return raw


def damage(folder: Path, n_files: int, rng: Random) -> str:
    """Damages some files of a delivery in place, or their names; says which."""
    paths = sorted(path for path in folder.iterdir() if path.name != "SYNTETISK")
    damaged = rng.sample(paths, n_files)
    for path in damaged:
        if rng.random() < 0.05:
            ending = rng.choice((".csv", ".txt", ".tsv", ".xlsx", ".parquet", ".gz", ".XLSX.GZ"))
            path.rename(path.with_name(path.name.split(".")[0] + ending))
        else:
            path.write_bytes(mutated(path.read_bytes(), rng))
    return ", ".join(path.name for path in damaged)
