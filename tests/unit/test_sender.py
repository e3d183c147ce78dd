"""The project's sender.yaml: read strictly, its files looked through, shown on every page."""

import os
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

from fsb_lib.base.errors import InputError
from fsb_lib.base.project import PACKAGE, Project, find_project
from fsb_lib.checks.check_project import sender_problems
from fsb_lib.html.page_style import variables
from fsb_lib.html.render import render
from fsb_lib.html.small_pages import filled
from fsb_lib.sender.colours import contrast
from fsb_lib.sender.sender import Sender, default_sender, read_sender
from tests.browser import specimen
from tests.small_release import write_project

SHIPPED = PACKAGE / "templates" / "report" / "fonts"
REGULAR = (SHIPPED / "IBMPlexSans-Regular-Latin1.woff2").read_bytes()
BOLD = (SHIPPED / "IBMPlexSans-SemiBold-Latin1.woff2").read_bytes()
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<title>Prøveby</title><path d="M0 0h40v20H0z" fill="#123456"/></svg>'
)
FONT = "font: {name: Prøve Sans, licence: SIL OFL 1.1, regular: a.woff2, bold: b.woff2}"

Write = Callable[..., Project]


@pytest.fixture
def project(tmp_path: Path) -> Write:
    """A project with that sender.yaml, the shipped fonts renamed, and these files beside it."""

    def write(text: str, files: dict[str, str | bytes] | None = None) -> Project:
        root = write_project(tmp_path / str(len(list(tmp_path.iterdir()))), {})
        contents = {"sender.yaml": text, "a.woff2": REGULAR, "b.woff2": BOLD, **(files or {})}
        for name, content in contents.items():
            data = content.encode("utf-8") if isinstance(content, str) else content
            (root / name).write_bytes(data)
        return find_project(root)

    return write


def refused(project: Project) -> list[str]:
    """Every problem as `where: what`."""
    with pytest.raises(InputError) as raised:
        read_sender(project)
    assert raised.value.exit_code == 1
    return [f"{problem.where}: {problem.what}" for problem in raised.value.problems]


def png(width: int = 4, height: int = 2) -> bytes:
    """A grey picture, made by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checked

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def font_changed(change: Callable[[TTFont], None]) -> bytes:
    """The shipped font with a change."""
    font = TTFont(BytesIO(REGULAR))
    change(font)
    data = BytesIO()
    font.save(data)
    return data.getvalue()


def error_page(sender: Sender) -> str:
    words = {
        "topic": "Emne",
        "year": 2010,
        "step": "Trin",
        "lead": "Se her.",
        "back": "",
        "cause": "Årsag",
    }
    return filled("error.html.j2", sender, problems=(), shows_found=False, remedy="Gør", **words)


def report_page(sender: Sender) -> str:
    return render(specimen.notebook([]), replace(specimen.page_info(), sender=sender))


# --- what is read ------------------------------------------------------------------------------


def test_project_without_a_sender_file_has_the_neutral_one(tmp_path: Path) -> None:
    project = find_project(write_project(tmp_path / "project", {}))
    assert read_sender(project) == default_sender()
    assert default_sender().logo == ""
    assert "IBM Plex Sans" in default_sender().font_faces


def test_what_the_file_leaves_out_is_as_in_the_neutral_one(project: Write) -> None:
    sender = read_sender(project("name: Prøveby Kommune\ncolours: {accent: '#5a1a5a'}\n"))
    assert sender.name == "Prøveby Kommune"
    assert sender.administrations == default_sender().administrations
    assert (sender.band, sender.accent) == (default_sender().band, "#5a1a5a")


@pytest.mark.parametrize(
    ("name", "content", "start"),
    [("l.svg", LOGO, "data:image/svg+xml;base64,"), ("l.png", png(), "data:image/png;base64,")],
    ids=["svg", "png"],
)
@pytest.mark.parametrize("page", [report_page, error_page])
def test_logo_is_carried_in_every_page_and_said_by_name(
    project: Write,
    name: str,
    content: str | bytes,
    start: str,
    page: Callable[[Sender], str],
) -> None:
    html = page(read_sender(project(f"name: Prøveby\nlogo: {name}\n", {name: content})))
    assert f'src="{start}' in html
    assert 'alt="Prøveby"' in html


def test_own_typeface_stands_first_and_takes_the_place_of_the_shipped(project: Write) -> None:
    sender = read_sender(project(FONT))
    assert "--type:\"Prøve Sans\",'IBM Plex Sans'" in variables(sender)
    assert sender.font_faces.count('@font-face{font-family:"Prøve Sans";font-weight:') == 2
    assert "font-family:'IBM Plex Sans'" not in report_page(sender)


@pytest.mark.parametrize("page", [report_page, error_page])
def test_colours_of_the_sender_are_those_of_every_page(
    project: Write, page: Callable[[Sender], str]
) -> None:
    html = page(read_sender(project("colours: {band: '#401050', accent: '#5a1a5a'}")))
    assert "--band:#401050" in html
    assert "--accent:#5a1a5a" in html
    assert "--band:#0b3c6f" not in html


@pytest.mark.parametrize("page", [report_page, error_page])
def test_no_name_can_end_the_style_or_become_markup(
    project: Write, page: Callable[[Sender], str]
) -> None:
    hostile = "'</style><b>x'"
    html = page(read_sender(project(f"name: {hostile}\n{FONT.replace('Prøve Sans', hostile)}")))
    assert "</style><b>" not in html
    assert html.count("</style>") == 1


def test_fingerprint_changes_with_the_logo_and_with_nothing_else(project: Write) -> None:
    first = read_sender(project("logo: l.svg", {"l.svg": LOGO}))
    moved = read_sender(project("logo: other.svg", {"other.svg": LOGO}))
    other = read_sender(project("logo: l.svg", {"l.svg": LOGO.replace("123456", "654321")}))
    assert first.fingerprint == moved.fingerprint
    assert first.fingerprint != other.fingerprint


# --- what is refused ---------------------------------------------------------------------------


def test_misspelt_keys_are_refused_with_the_nearest_name(project: Write) -> None:
    with pytest.raises(InputError) as raised:
        read_sender(project("nmae: A\ncolours: {bnad: '#000000'}\n"))
    assert [(one.where, one.remedy) for one in raised.value.problems] == [
        ("sender.yaml: nmae", "Did you mean `name`?"),
        ("sender.yaml: colours.bnad", "Did you mean `band`?"),
    ]


def test_all_faults_of_the_file_and_of_its_files_are_told_at_once(project: Write) -> None:
    text = f"nam: x\nname: ''\nlogo: l.svg\ncolours: {{accent: '#9ab'}}\n{FONT}"
    found = refused(project(text, {"l.svg": "no picture", "b.woff2": b"no font"}))
    assert found == [
        "sender.yaml: nam: unknown key",
        "sender.yaml: name: value missing or not accepted",
        "sender.yaml: colours.accent: not a colour",
        "l.svg: the logo is neither PNG nor SVG",
        "b.woff2: not a font of the form woff2",
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("administrations: Socialforvaltningen", "administrations"),
        ("administrations: [a, b, c, d, e]", "administrations"),
        ("name: [a]", "name"),
        ("name: null", "name"),
        ('name: "to\\nlinjer"', "name"),
        ("logo: 7", "logo"),
        ("font: Arial", "font"),
        ("font: {name: A, regular: a.woff2, bold: b.woff2}", "font.licence"),
        ("colours: blue", "colours"),
    ],
)
def test_value_of_the_wrong_kind_is_refused(project: Write, text: str, where: str) -> None:
    assert refused(project(text)) == [f"sender.yaml: {where}: value missing or not accepted"]


@pytest.mark.parametrize("text", ["", "- a\n", "just text"])
def test_file_without_keys_is_refused(project: Write, text: str) -> None:
    assert refused(project(text)) == ["sender.yaml: the file names no sender"]


def test_key_that_stands_twice_is_refused(project: Write) -> None:
    assert "stands twice" in refused(project("name: A\nname: B\n"))[0]


# #767676 has 4.54:1 on white and 4.16:1 on the grey of boxes; #6b6b6b 5.33:1 and 4.88:1.
@pytest.mark.parametrize(("colour", "accepted"), [("#767676", False), ("#6b6b6b", True)])
@pytest.mark.parametrize("use", ["band", "accent"])
def test_colours_are_refused_when_text_could_not_be_read(
    project: Write, colour: str, accepted: bool, use: str
) -> None:
    written = project(f"colours: {{{use}: '{colour}'}}")
    if accepted:
        assert getattr(read_sender(written), use) == colour
    else:
        what = "too pale to be read on white or under white text"
        assert refused(written) == [f"sender.yaml: colours.{use}: {what}"]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        '<path onclick="x()" d="M0 0"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<use href="https://example.org/a.svg#b"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="other.svg#b"/>',
        '<path fill="url(https://example.org/a)"/>',
        "<path style=\"fill:url( 'other.svg#a')\"/>",
        "<style>@import 'a.css';</style>",
        r"<style>path{fill:u\72l(a)}</style>",
        "<foreignObject/>",
        '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
        "<a href='#x'><path d='M0 0'/></a>",
        '<animate attributeName="href"/>',
    ],
)
def test_svg_that_runs_or_reaches_outside_is_refused(project: Write, inside: str) -> None:
    written = project("logo: l.svg", {"l.svg": LOGO.replace("</svg>", f"{inside}</svg>")})
    assert set(refused(written)) == {"l.svg: the logo holds more than a drawing"}


def bomb(deep: int, wide: int = 10) -> str:
    """Each part uses the one before it many times."""
    uses = "".join(
        f'<g id="p{one + 1}">{f"""<use href="#p{one}"/>""" * wide}</g>' for one in range(deep)
    )
    return f'<path id="p0" d="M0 0"/>{uses}'


# What draws, fetches or grows in ways that a plain look does not see.
CUNNING = {
    "image-set": "<path style='fill:image-set(\"http://e.org/a.png\" 1x)'/>",
    "escape by a return": "<style>a{fill:u\\\rl(http://e.org)}</style>",
    "escape of a letter": "<style>a{fill:u\\rl(http://e.org)}</style>",
    "base": '<g xml:base="http://e.org/"><use href="#a"/></g>',
    "style in a style": "<style>a{}<g>@import 'http://e.org'</g></style>",
    "tail in a style": "<style>a{}<g/>@import 'http://e.org'</style>",
    "import without url": "<style>@import 'http://e.org/a.css';</style>",
    "typeface": "<style>@font-face{font-family:a;src:local(a)}</style>",
    "unknown function": "<path style='fill:src(\"http://e.org\")'/>",
    "mask by a rule": "<style>a{mask:url(#m)}</style>",
    "uses without end": bomb(11),
    "uses in a circle": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "masks without end": "".join(
        f'<mask id="m{one + 1}">{f"""<path mask="url(#m{one})"/>""" * 10}</mask>'
        for one in range(11)
    ),
}


@pytest.mark.parametrize("what", CUNNING)
def test_svg_that_is_cunning_is_refused(project: Write, what: str) -> None:
    written = project("logo: l.svg", {"l.svg": LOGO.replace("</svg>", f"{CUNNING[what]}</svg>")})
    assert set(refused(written)) == {"l.svg: the logo holds more than a drawing"}


def test_svg_with_an_instruction_is_refused(project: Write) -> None:
    for instruction in ('<?xml-stylesheet href="http://e.org/a.css"?>', "<?php echo 1 ?>"):
        content = f'<?xml version="1.0" encoding="UTF-8"?>\n{instruction}{LOGO}'
        found = refused(project("logo: l.svg", {"l.svg": content}))
        assert found == ["l.svg: the logo is neither PNG nor SVG"]


def test_svg_as_drawing_programs_write_it_is_accepted(project: Write) -> None:
    inside = (
        "<defs><style>.a{fill:url(#g);stroke:#123}@media print{.a{opacity:1}}</style>"
        '<linearGradient id="g" gradientTransform="matrix(1 0 0 1 0 0)"/>'
        '<clipPath id="c"><rect width="9" height="9"/></clipPath></defs>'
        f'{bomb(2)}<g clip-path="url(#c)" transform="translate(1, 2) rotate(3)">'
        '<use href="#p2"/></g>'
    )
    content = f'<?xml version="1.0"?>{LOGO.replace("</svg>", f"{inside}</svg>")}'
    assert read_sender(project("logo: l.svg", {"l.svg": content})).logo


def test_file_that_is_no_plain_file_beside_the_sender_s_is_refused(
    project: Write, tmp_path: Path
) -> None:
    written = project("logo: l.svg")
    place = written.root / "l.svg"
    os.mkfifo(place)
    assert refused(written) == ["l.svg: the logo cannot be read"]
    place.unlink()
    place.symlink_to("/dev/zero")
    assert refused(written) == ["l.svg: the logo cannot be read"]
    place.unlink()
    elsewhere = tmp_path.parent / f"{tmp_path.name}.svg"
    elsewhere.write_text(LOGO)
    place.symlink_to(elsewhere)
    assert refused(written) == ["l.svg: the logo cannot be read"]
    assert refused(project(f"logo: ../{elsewhere.name}")) == [
        f"{elsewhere.name}: the logo cannot be read"
    ]


def test_picture_of_too_many_pixels_is_refused(project: Write) -> None:
    large = png()[:16] + (60_000).to_bytes(4, "big") + png()[20:]
    assert refused(project("logo: l.png", {"l.png": large})) == [
        "l.png: the logo has too many pixels"
    ]


def test_font_that_unpacks_without_end_is_refused_at_once(project: Write) -> None:
    packed = brotli.compress(bytes(60_000_000), quality=1)
    head = REGULAR[:12] + (1).to_bytes(2, "big") + bytes(2) + (9).to_bytes(4, "big")
    head += len(packed).to_bytes(4, "big") + bytes(24)
    content = head + bytes([0, 5]) + packed
    started = time.process_time()
    assert refused(project(FONT, {"b.woff2": content})) == ["b.woff2: the font is damaged"]
    assert time.process_time() - started < 5


def test_svg_may_refer_to_parts_of_itself(project: Write) -> None:
    inside = '<defs><linearGradient id="g"/></defs><path fill="url(#g)"/><use href="#g"/></svg>'
    written = project("logo: l.svg", {"l.svg": LOGO.replace("</svg>", inside)})
    assert read_sender(written).logo


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + LOGO, "the logo is neither PNG nor SVG"),
        ("<svg", "the logo is neither PNG nor SVG"),
        ("<html/>", "the logo is neither PNG nor SVG"),
        (LOGO.encode("utf-16"), "the logo is neither PNG nor SVG"),
        (LOGO.replace("viewBox", "data-box"), "the logo has no viewBox"),
        (LOGO + " " * 20_000, "the logo is too large"),
        (png()[:-20], "the logo is damaged"),
        (png(0, 2), "the logo is damaged"),
    ],
    ids=["doctype", "cut off", "html", "utf-16", "no size", "large", "png cut off", "png empty"],
)
def test_logo_that_is_no_small_picture_is_refused(
    project: Write, content: str | bytes, what: str
) -> None:
    assert refused(project("logo: l.svg", {"l.svg": content})) == [f"l.svg: {what}"]


def forbid_embedding(font: TTFont) -> None:
    font["OS/2"].fsType = 2


def widen(font: TTFont) -> None:
    metrics = font["hmtx"].metrics
    for name, (advance, bearing) in metrics.items():
        metrics[name] = (round(advance * 1.1), bearing)


def without_oe(font: TTFont) -> None:
    for table in font["cmap"].tables:
        table.cmap.pop(ord("ø"), None)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (font_changed(forbid_embedding), "the font may not be embedded"),
        (font_changed(widen), "the font runs too wide for the figures"),
        (font_changed(without_oe), "the font lacks letters that reports need"),
        (REGULAR[:9000], "the font is damaged"),
        (b"OTTO" + REGULAR[4:], "not a font of the form woff2"),
        (REGULAR + b"\0" * 40_000, "the font is too large"),
    ],
    ids=["restricted", "wide", "no oe", "cut off", "other form", "large"],
)
def test_font_that_pages_cannot_carry_is_refused(project: Write, content: bytes, what: str) -> None:
    assert refused(project(FONT, {"a.woff2": content})) == [f"a.woff2: {what}"]


def test_missing_files_are_refused_by_name(project: Write) -> None:
    text = "logo: mangler.svg\n" + FONT.replace("b.woff2", "mangler.woff2")
    assert refused(project(text)) == [
        "mangler.svg: the logo cannot be read",
        "mangler.woff2: the font file cannot be read",
    ]


def test_check_tells_the_faults_of_the_sender(project: Write) -> None:
    assert [one.where for one in sender_problems(project("nam: x"))] == ["sender.yaml: nam"]
    assert sender_problems(project("name: x")) == ()


def test_fingerprint_tells_another_sender_from_the_neutral_one(project: Write) -> None:
    sender = read_sender(project("name: Prøveby"))
    assert sender.fingerprint != default_sender().fingerprint
    assert len(sender.fingerprint) == 64
