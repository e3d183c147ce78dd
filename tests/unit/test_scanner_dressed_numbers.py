"""Every way of dressing a number in every file that can hold it: a walk over both.

The number is nobody's: it fails modulus 11. What is seen by its look is seen without any
knowledge; everything is seen when the number is the delivery's own.
"""

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fsb_lib.scanner.scan import LOOKS_LIKE_ONE, NOT_SEEN, OF_THE_DELIVERY, scan_bytes

TEN = "0602743417"
KNOWN = {TEN}

# --- how a number is written ---------------------------------------------------------------------

BY_LOOK = {
    "plain": "060274-3417",
    "bare": TEN,
    "space": "060274 3417",
    "slash": "060274/3417",
    "en dash": "060274–3417",
    "no-break space": "060274\u00a03417",
    "date": "06.02.74-3417",
    "year": "06021974-3417",
    "no zero": "602743417",
    "one by one": "0 6 0 2 7 4 3 4 1 7",
    "letters for digits": "O6O274-34l7",
    "over a line": "060274-\n3417",
    "zero width": "0602\u200b743417",
    "combining": "".join(f"{digit}\u0332" for digit in TEN),
    "keycaps": "".join(f"{digit}\ufe0f\u20e3" for digit in TEN),
    "superscript": "⁰⁶⁰²⁷⁴-³⁴¹⁷",
    "full width": "０６０２７４-３４１７",
    "note": "060274-3417¹",
    "filler": "060274\u31643417",
    "scientific": "6.02743417E+08",
}
KNOWN_ALONE = {
    "reversed": TEN[::-1],
    "thousands": "602.743.417",
    "two lines": "060274\n3417",
    "table": "060274 |        3417",
    "quoted cells": '"060274";"3417"',
    "in a word": f"ab{TEN}",
    "year first": "740206-3417",
    "whole year first": "19740206-3417",
    "another system's birthday": "1974-02-06-3417",
    "script": "'0602'+'743417'",
    "emphasis": "0602**74**-3417",
    "named": "060274=3417",
}

# --- how a text is put in signs of another kind ---------------------------------------------------


def signs(form: str) -> Callable[[str], str]:
    return lambda text: "".join(form.format(ord(sign)) for sign in text)


WRITTEN = {
    "as it is": lambda text: text,
    "entities": signs("&#{};"),
    "hexadecimal entities": signs("&#x{:x};"),
    "address": signs("%{:02X}"),
    "script": signs("\\u{:04x}"),
    "script, short": signs("\\x{:02x}"),
    "script, braces": signs("\\u{{{:x}}}"),
    "address, twice": signs("%25{:02X}"),
    "entities, twice": signs("&amp;#{};"),
    "stylesheet": signs("\\{:x} "),
    "octal": signs("\\{:03o}"),
    "quoted printable": signs("={:02X}"),
    "quoted printable, broken": "=\r\n".join,
    "mail": lambda text: quopri.encodestring(text.encode()).decode(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of a page": lambda text: base64.encodebytes(("x " * 60 + text).encode()).decode(),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "word of a head": lambda text: f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?=",
    "hexadecimal": lambda text: text.encode().hex(),
    "tags within": lambda text: "<b>" + "</b><b>".join(text) + "</b>",
    "a tag each": lambda text: "".join(f"<text x='1'>{sign}</text>" for sign in text),
    "cells": lambda text: "".join(f"<td>{sign}</td>" for sign in text),
    "comment within": "<!-- -->".join,
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
}
BY_KNOWLEDGE = {"a tag each", "cells"}  # short ones of a real table look alike

# --- files ----------------------------------------------------------------------------------------


def zipped(members: dict[str, bytes], before: bytes = b"") -> bytes:
    made = io.BytesIO(before)
    made.seek(0, io.SEEK_END)
    with zipfile.ZipFile(made, "a" if before else "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return made.getvalue()


def tarred(name: str, content: bytes, mode: str = "w") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as packed:  # type: ignore[call-overload]
        info = tarfile.TarInfo(name)
        info.size = len(content)
        packed.addfile(info, io.BytesIO(content))
    return made.getvalue()


def xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def docx(text: str) -> bytes:
    return zipped({"word/document.xml": f"<w:p><w:r><w:t>{xml(text)}</w:t></w:r></w:p>".encode()})


def docx_in_runs(text: str) -> bytes:
    """As Word leaves a text that somebody edited."""
    between = (
        '</w:t></w:r><w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="0" w:name="_Go"/>'
        '<w:r w:rsidR="00"><w:rPr><w:lang w:val="da-DK"/><w:noProof/></w:rPr><w:t xml:space="x">'
    )
    runs = between.join(map(xml, text))
    return zipped({"word/document.xml": f"<w:p><w:r><w:t>{runs}</w:t></w:r></w:p>".encode()})


def odt(text: str) -> bytes:
    spans = "</text:span><text:span text:style-name='T1'>".join(map(xml, text))
    return zipped({"content.xml": f"<text:p><text:span>{spans}</text:span></text:p>".encode()})


def rtf(text: str) -> bytes:
    """As Word saves it, each sign in a run of its own."""
    runs = "".join(f"{{\\b\\u{ord(sign)}?}}" for sign in text if ord(sign) < 1 << 16)
    return f"{{\\rtf1\\ansi {runs}}}".encode("ascii")


def rtf_plain(text: str) -> bytes:
    signs = "".join(f"\\'{one:02x}" for one in text.encode("latin-1", "ignore"))
    return f"{{\\rtf1\\ansi {signs}}}".encode("ascii")


def xlsx(text: str) -> bytes:
    runs = "</t></r><r><rPr><b/><sz val='9'/></rPr><t>".join(map(xml, text))
    return zipped({"xl/sharedStrings.xml": f"<si><r><t>{runs}</t></r></si>".encode()})


def lzw(content: bytes) -> bytes:
    """Packed as PDF does it, without ever growing past nine bits."""
    bits = ""
    for start in range(0, len(content), 200):
        bits += f"{256:09b}" + "".join(f"{one:09b}" for one in content[start : start + 200])
    bits += f"{257:09b}"
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def runs(content: bytes) -> bytes:
    return b"".join(bytes([0, one]) for one in content) + b"\x80"


FILTERS: dict[str, Callable[[bytes], bytes]] = {
    "FlateDecode": zlib.compress,
    "ASCII85Decode": lambda content: base64.a85encode(content) + b"~>",
    "ASCIIHexDecode": lambda content: content.hex().encode() + b">",
    "RunLengthDecode": runs,
    "LZWDecode": lzw,
}


def pdf(dictionary: str, content: bytes) -> bytes:
    head = f"%PDF-1.7\n1 0 obj\n<<{dictionary}/Length {len(content)}>>\nstream\n".encode()
    return head + content + b"\nendstream\nendobj\n"


def literal(text: str) -> bytes:
    encoded = text.encode("latin-1", "ignore")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def filtered(name: str) -> Callable[[str], bytes]:
    return lambda text: pdf(f"/Filter/{name}", FILTERS[name](b"BT (" + literal(text) + b") Tj ET"))


def filtered_twice(text: str) -> bytes:
    packed = FILTERS["ASCII85Decode"](zlib.compress(b"BT (" + literal(text) + b") Tj ET"))
    return pdf("/F#69lter [/ASCII85Decode /FlateDecode]", packed)


def pdf_string(text: str) -> bytes:
    return b"%PDF-1.7\n1 0 obj <</Title <" + ("\ufeff" + text).encode("utf-16-be").hex().encode() \
        + b">>> endobj\n"  # fmt: skip


def pdf_octal(text: str) -> bytes:
    octal = "".join(f"\\{one:03o}" for one in text.encode("latin-1", "ignore")).encode()
    return b"%PDF-1.7\n1 0 obj <</Title (" + octal + b")>> endobj\n"


def attached(content: bytes) -> bytes:
    return pdf("/Type/EmbeddedFile/Filter/FlateDecode", zlib.compress(content))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(kind: bytes, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(kind, data) + pixels \
        + chunk(b"IEND", b"")  # fmt: skip


def picture(text: str) -> bytes:
    return png(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode()))


def notebook(kind: str, data: str) -> bytes:
    output = {"output_type": "display_data", "data": {kind: data}, "metadata": {}}
    return json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}).encode()


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def parquet(values: list[object]) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table({"a": values}), made)
    return made.getvalue()


FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "text": ("a.txt", str.encode),
    "page": ("a.html", lambda text: f"<p>hos {text}, der</p>".encode()),
    "UTF-8 with a mark": ("a.csv", lambda text: text.encode("utf-8-sig")),
    "UTF-16": ("a.csv", lambda text: text.encode("utf-16")),
    "UTF-16 without a mark": ("a.csv", lambda text: f"cpr;navn\n{text};x".encode("utf-16-le")),
    "UTF-16, turned": ("a.csv", lambda text: f"cpr;navn\n{text};x".encode("utf-16-be")),
    "UTF-32": ("a.csv", lambda text: text.encode("utf-32")),
    "UTF-32 without a mark": ("a.csv", lambda text: text.encode("utf-32-be")),
    "JSON": ("results.json", lambda text: json.dumps({"a": [{"b": text}]}).encode()),
    "notebook": ("a.ipynb", lambda text: notebook("text/html", f"<p>{text}</p>")),
    "zip": ("a.zip", lambda text: zipped({"a.txt": text.encode()})),
    "zip in a zip": ("a.zip", lambda text: zipped({"a.zip": zipped({"b": text.encode()})})),
    "zip after a program": (
        "a.exe",
        lambda text: zipped({"a.txt": text.encode()}, b"MZ\x90\0" * 40),
    ),
    "gzip": ("a.gz", lambda text: gzip.compress(text.encode())),
    "gzip twice": ("a.gz", lambda text: gzip.compress(b"x\n") + gzip.compress(text.encode())),
    "bzip2": ("a.bz2", lambda text: bz2.compress(text.encode())),
    "xz": ("a.xz", lambda text: lzma.compress(text.encode())),
    "tar": ("a.tar", lambda text: tarred("a.gz", gzip.compress(text.encode()))),
    "tar.gz": ("a.tar.gz", lambda text: gzip.compress(tarred("a.txt", text.encode()))),
    "docx": ("a.docx", docx),
    "docx in runs": ("a.docx", docx_in_runs),
    "odt": ("a.odt", odt),
    "xlsx": ("a.xlsx", xlsx),
    "rtf": ("a.rtf", rtf),
    "rtf in one page of signs": ("a.rtf", rtf_plain),
    "PDF string": ("a.pdf", pdf_string),
    "PDF octal": ("a.pdf", pdf_octal),
    **{f"PDF {name}": ("a.pdf", filtered(name)) for name in FILTERS},
    "PDF packed twice": ("a.pdf", filtered_twice),
    "xlsx in a PDF": ("a.pdf", lambda text: attached(xlsx(text))),
    "text in a PDF": ("a.pdf", lambda text: attached(text.encode())),
    "PNG": ("a.png", picture),
    "PNG, plain": ("a.png", lambda text: png(b"tEXt", b"Comment\0" + text.encode())),
    "PNG, own language": (
        "a.png",
        lambda text: png(b"iTXt", b"C\0\1\0da\0N\0" + zlib.compress(text.encode())),
    ),
    "PNG in a page": (
        "a.html",
        lambda text: f'<img src="data:image/png;base64,{base64_of(picture(text))}">'.encode(),
    ),
    "PNG in a notebook": (
        "a.ipynb",
        lambda text: notebook("image/png", base64_of(picture(text)) + "\n"),
    ),
    "drawing in a page": (
        "a.html",
        lambda text: (
            '<img src="data:image/svg+xml;base64,'
            f'{base64_of(f"<svg><text>{text}</text></svg>".encode())}">'
        ).encode(),
    ),
    "Parquet": ("a.parquet", lambda text: parquet([text, "x"])),
    "mail": (
        "a.eml",
        lambda text: (
            b"Content-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(f"Kaere du\n{text}\n".encode())
        ),
    ),
    "mail with a file": (
        "a.eml",
        lambda text: b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(xlsx(text)),
    ),
}
LATIN = {name for name in FILES if name.startswith("PDF ") and name != "PDF string"}
LATIN.add("rtf in one page of signs")


def kinds(content: bytes, name: str, known: frozenset[str] | set[str] = frozenset()) -> set[str]:
    return {one.kind for one in scan_bytes(content, name, known)} - {NOT_SEEN}


def is_held(text: str, file: str) -> bool:
    """Whether that form of file can hold the text at all."""
    return file not in LATIN or text.encode("latin-1", "ignore").decode("latin-1") == text


@pytest.mark.parametrize("file", FILES)
def test_every_spelling_is_seen_in_every_file(file: str) -> None:
    name, made = FILES[file]
    unseen = [
        how
        for how, text in BY_LOOK.items()
        if is_held(text, file) and kinds(made(text), name) != {LOOKS_LIKE_ONE}
    ]
    unseen += [
        how
        for how, text in {**BY_LOOK, **KNOWN_ALONE}.items()
        if is_held(text, file) and OF_THE_DELIVERY not in kinds(made(text), name, KNOWN)
    ]
    assert unseen == []


@pytest.mark.parametrize("way", WRITTEN)
def test_every_way_of_writing_is_seen_in_every_text(way: str) -> None:
    unseen = [
        (file, how)
        for file in ("text", "page", "UTF-16", "zip", "gzip", "text in a PDF", "notebook", "docx")
        for how in ("plain", "bare")
        if file != "docx" or not {"<", "&"} & {*WRITTEN[way]("xx")}  # as it stands, there
        if not kinds(FILES[file][1](WRITTEN[way](BY_LOOK[how])), FILES[file][0], KNOWN)
        or (way not in BY_KNOWLEDGE
            and not kinds(FILES[file][1](WRITTEN[way](BY_LOOK[how])), FILES[file][0]))
    ]  # fmt: skip
    assert unseen == []


def test_numbers_that_are_counted_are_seen_in_parquet() -> None:
    assert kinds(parquet([602743417, 1]), "a.parquet") == {LOOKS_LIKE_ONE}
    assert kinds(parquet([[602743417]]), "a.parquet") == {LOOKS_LIKE_ONE}
    assert kinds(parquet([602743417.0, None]), "a.parquet") == {LOOKS_LIKE_ONE}
    assert kinds(parquet([b"060274-3417"]), "a.parquet") == {LOOKS_LIKE_ONE}


# --- what nobody has seen ------------------------------------------------------------------------

NOISE = bytes(range(256))
CLOSED = {
    "7z": b"7z\xbc\xaf\x27\x1c\0\4" + NOISE,
    "zstd": b"\x28\xb5\x2f\xfd\x04" + NOISE,
    "rar": b"Rar!\x1a\x07\1\0" + NOISE,
    "older Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + NOISE,
    "GIF": b"GIF89a" + NOISE,
    "pickle": b"\x80\x04\x95\x0b\0\0\0\0\0\0\0K\x01\x8a\x04." + NOISE,
    "unknown": NOISE,
    "SQLite": b"SQLite format 3\0" + NOISE,
    "uuencode": b"begin 644 a.txt\n+,#8P,C<T+3,T,3<\n`\nend\n",
    "cut gzip": gzip.compress(b"x" * 99)[:-9],
    "cut bzip2": bz2.compress(b"x" * 99)[:-9],
    "cut xz": lzma.compress(b"x" * 99)[:-9],
    "cut zip": zipped({"a": b"x" * 99})[:-30],
    "cut tar": tarred("a", b"x" * 9999)[:2000],
    "cut PNG": png(b"tEXt", b"a\0b")[:60],
    "cut Parquet": parquet(["x"])[:-20],
    "encrypted PDF": b"%PDF-1.7\n1 0 obj<<>>endobj trailer <</Encr#79pt 2 0 R>>",
    "JPEG in a PDF": pdf("/Subtype/Image/Filter/DCTDecode", b"\xff\xd8\xff" + NOISE),
    "part told elsewhere": pdf("/Filter 7 0 R", NOISE),
    "part of rows": pdf("/Filter/FlateDecode/DecodeParms<</Predictor 12>>", zlib.compress(b"x")),
    "damaged part": pdf("/Filter/FlateDecode", zlib.compress(NOISE)[:-9]),
    "unknown in a PDF": attached(NOISE),
    "7z in a zip": zipped({"a.7z": b"7z\xbc\xaf\x27\x1c\0\4" + NOISE}),
    "7z in a mail": base64.encodebytes(b"7z\xbc\xaf\x27\x1c\0\4" + NOISE),
    "packed too often": gzip.compress(gzip.compress(gzip.compress(gzip.compress(
        gzip.compress(gzip.compress(gzip.compress(b"x"))))))),
}  # fmt: skip


@pytest.mark.parametrize("what", CLOSED)
def test_what_nobody_can_look_into_is_never_clean(what: str) -> None:
    assert {one.kind for one in scan_bytes(CLOSED[what], "a.bin")} == {NOT_SEEN}


@pytest.mark.parametrize("file", FILES)
def test_file_that_is_looked_into_is_clean_without_a_number(file: str) -> None:
    name, made = FILES[file]
    found = scan_bytes(made("hos en borger, der er 12"), name)
    assert [one for one in found if file != "zip after a program"] == []


def test_rest_is_looked_through_where_one_part_is_not_seen() -> None:
    packed = zipped({"a.7z": CLOSED["7z"], "b.txt": b"060274-3417"})
    assert {one.kind for one in scan_bytes(packed, "a.zip")} == {NOT_SEEN, LOOKS_LIKE_ONE}
