"""A drawing as a picture: the same bytes, and no file of it that a killed process could leave."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import resvg_py

from fsb_lib.pictures import drawn_picture
from fsb_lib.pictures.drawn_picture import drawings_in, png

PAGE = """<p>Før</p><svg role="img" aria-label="To &amp; to" viewBox="0 0 120 40">
<text x="4" y="30" font-size="20">19 <tspan font-weight="600">æøå</tspan></text></svg>
<svg aria-hidden="true" viewBox="0 0 1 1"></svg>"""


def test_a_drawing_that_says_what_it_shows_is_found() -> None:
    [drawing] = drawings_in(PAGE)
    assert (drawing.alternative, drawing.width, drawing.height) == ("To & to", 120, 40)


def test_no_file_has_a_name_while_a_picture_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[Path]] = []

    def watched(**given: Any) -> bytes:
        assert all(Path(font).stat().st_size > 10_000 for font in given["font_files"])
        seen.append([path for path in tmp_path.rglob("*") if path.is_file()])
        return bytes(made(**given))

    made = resvg_py.svg_to_bytes
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(resvg_py, "svg_to_bytes", watched)
    [drawing] = drawings_in(PAGE)
    assert png(drawing).startswith(b"\x89PNG")
    assert seen == [[]]


def test_a_system_without_nameless_files_makes_the_same_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [drawing] = drawings_in(PAGE)
    without_text = png(next(drawings_in(PAGE.replace("19 ", "").replace("æøå", ""))))
    before = png(drawing)
    monkeypatch.setattr(drawn_picture, "_OPEN_FILES", tmp_path / "none")
    assert png(drawing) == before != without_text
