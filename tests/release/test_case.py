"""The case of a released year: made, audited, recorded and put back with its reports."""

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from fsb_lib.auditor.channels import case
from fsb_lib.auditor.publication import Publication
from fsb_lib.base.errors import InputError
from fsb_lib.base.fixed_zip import members, packed
from fsb_lib.base.project import Project
from fsb_lib.base.report_files import CASE
from fsb_lib.ledger.ledger_files import read_ledger
from fsb_lib.ledger.opened import looked_at
from fsb_lib.ledger.restore import restore
from fsb_lib.publishing.audit_outputs import audited, publications_below
from fsb_lib.publishing.publish_year import ReleaseOrder, withdraw_year
from tests import word_files
from tests.release.test_release import released, released_copy  # noqa: F401 (fixtures)
from tests.word_files import paragraphs

BODY = "word/document.xml"
PICTURE = "word/media/image1.png"


def names(project: Project, year: int = 2009) -> list[str]:
    return sorted(path.name for path in (project.outputs / str(year) / CASE).iterdir())


@pytest.fixture(scope="module")
def published(released: Project) -> list[Publication]:  # noqa: F811
    return [one for one in publications_below(released.outputs) if one.year == 2009]


def test_a_release_makes_both_forms_and_the_zip(released: Project) -> None:  # noqa: F811
    assert names(released) == [
        "manifest.json", "uden-sagsnr-indstilling-2009.docx",
        "uden-sagsnr-orienteringsnotat-2009.docx", "uden-sagsnr-sag-2009.zip",
    ]  # fmt: skip
    folder = released.outputs / "2009" / CASE
    inside = members((folder / "uden-sagsnr-sag-2009.zip").read_bytes())
    for name in names(released)[1:3]:
        content = (folder / name).read_bytes()
        assert inside[name] == content
        assert word_files.faults(content) == []
        assert not paragraphs(content, "Status")[0].startswith("UDKAST")
        codes = [text for text in paragraphs(content, "Bilag") if "Kontrolkode: " in text]
        assert len(codes) == 2  # of both reports


def test_every_link_of_a_page_in_the_zip_leads_to_a_place_in_the_zip(
    released: Project,  # noqa: F811
) -> None:
    zipped = next(
        path for path in (released.outputs / "2009" / CASE).iterdir() if path.suffix == ".zip"
    )
    files = members(zipped.read_bytes())
    pages = {name: raw.decode("utf-8") for name, raw in files.items() if name.endswith(".html")}
    outside = {
        (name, link)
        for name, page in pages.items()
        for link in re.findall(r'href="([^"#]*\.html#[^"]+|#[^"]+)"', page)
        if not _is_there(pages, name, link)
    }
    assert len(pages) > 1
    assert outside == set()


def _is_there(pages: dict[str, str], name: str, link: str) -> bool:
    path, _, place = link.partition("#")
    page = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    return f'id="{place}"' in pages.get(page, "")


def test_the_ledger_holds_the_case_and_every_command_looks_at_it(released_copy: Project) -> None:  # noqa: F811
    entry = read_ledger(released_copy.outputs, released_copy.work).in_force(2009)
    assert entry is not None
    folder = released_copy.outputs / "2009" / CASE
    assert entry.content["reports"][CASE] == _hash((folder / "manifest.json").read_bytes())
    cover = next(folder.glob("*.docx"))
    before = cover.read_bytes()
    cover.write_bytes(b"another")
    with pytest.raises(InputError, match=f"2009/case/{cover.name}"):
        looked_at(released_copy)
    assert restore(released_copy).left == ()
    assert cover.read_bytes() == before


def test_a_withdrawn_year_has_no_case(released_copy: Project) -> None:  # noqa: F811
    withdraw_year(ReleaseOrder(2009, "NN", "En fejl", 1, 300), released_copy)
    assert not (released_copy.outputs / "2009").exists()
    looked_at(released_copy)


def test_an_audit_from_outside_reads_the_case(released_copy: Project) -> None:  # noqa: F811
    found = dict(audited(released_copy.outputs, released_copy.work))
    assert found[2009].findings == ()
    folder = released_copy.outputs / "2009" / CASE
    cover = next(folder.glob("*.docx"))
    cover.write_bytes(_with_text(cover.read_bytes(), "Der er 3 borgere i gruppen."))
    [kinds] = [{one.kind for one in result.findings} for year, result in
               audited(released_copy.outputs, released_copy.work) if year == 2009]  # fmt: skip
    assert "small_count_told" in kinds


# --- planted -------------------------------------------------------------------------------------


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _changed(raw: bytes, name: str, old: str, new: str) -> bytes:
    """A Word file with the first place of a pattern in one of its parts written otherwise."""
    parts = members(raw)
    changed = re.sub(old.encode(), new.encode(), parts[name], count=1)
    assert changed != parts[name]
    return packed({**parts, name: changed})


def _with_text(raw: bytes, text: str, look: str = "") -> bytes:
    said = f"<w:p><w:r>{look}<w:t>{text}</w:t></w:r></w:p><w:sectPr"
    return _changed(raw, BODY, "<w:sectPr", said)


HIDDEN_LOOK = "<w:rPr><w:vanish/></w:rPr>"
A_FIELD = "<w:instrText>DOCVARIABLE x</w:instrText>"
NUMBER = "98.765 borgere "
IN_A_COVER: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a small count": (lambda raw: _with_text(raw, "Kun 2 borgere."), "small_count_told"),
    "another number": (lambda raw: _with_text(raw, NUMBER), "unexplained_number"),
    "an alternative": (
        lambda raw: _changed(raw, BODY, 'descr="', f'descr="{NUMBER}'), "unexplained_number",
    ),
    "a property": (
        lambda raw: _changed(raw, "docProps/core.xml", "<dc:title>", f"<dc:title>{NUMBER}"),
        "unexplained_number",
    ),
    "the foot": (
        lambda raw: _changed(raw, "word/footer1.xml", "Side ", NUMBER), "unexplained_number",
    ),
    "a picture": (lambda raw: _changed(raw, PICTURE, "IEND", "iEND"), "other_picture"),
    "hidden text": (lambda raw: _with_text(raw, "x", HIDDEN_LOOK), "hidden_part"),
    "a field": (lambda raw: _with_text(raw, "x", A_FIELD), "hidden_part"),
    "a comment": (
        lambda raw: _changed(raw, BODY, "<w:body>", "<w:body><!-- 3 -->"), "hidden_part",
    ),
    "another part": (lambda raw: packed({**members(raw), "word/vba.bin": b"3"}), "hidden_part"),
    "no zip": (lambda _: b"3", "unreadable"),
}  # fmt: skip


def test_a_case_as_published_passes(published: list[Publication]) -> None:
    assert list(case.findings(published)) == []
    assert any(PICTURE in members(one) for name, one in published[0].case.items() if "docx" in name)


@pytest.mark.parametrize("what", IN_A_COVER)
def test_what_is_planted_into_a_cover_is_found(published: list[Publication], what: str) -> None:
    plant, kind = IN_A_COVER[what]
    name = "uden-sagsnr-indstilling-2009.docx"
    found = _findings(published, {name: plant(published[0].case[name])})
    assert kind in {one.kind for one in found if name in one.where}


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a foreign file", lambda files: {**files, "data/small.csv": b"3"}),
        ("a changed file", lambda files: {name: content + b" " for name, content in files.items()}),
        ("a longer list", lambda files: _with_list(files, {"persons": 3})),
        ("a note in the list", lambda files: _with_list(files, {"kit": {"forms": ["3"]}})),
    ],
)
def test_what_is_planted_into_the_zip_is_found(
    published: list[Publication], what: str, change: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    name = "uden-sagsnr-sag-2009.zip"
    found = _findings(published, {name: packed(change(members(published[0].case[name])))})
    assert "hidden_part" in {one.kind for one in found if name in one.where}, what


def test_a_file_of_another_name_is_found(published: list[Publication]) -> None:
    found = _findings(published, {"notes.txt": b"3"})
    assert "hidden_part" in {one.kind for one in found}


def _findings(published: list[Publication], changed: dict[str, bytes]) -> list[case.Finding]:
    return list(case.findings([replace(one, case={**one.case, **changed}) for one in published]))


def _with_list(files: dict[str, bytes], more: dict[str, object]) -> dict[str, bytes]:
    listed = {**json.loads(files["manifest.json"]), **more}
    return {**files, "manifest.json": json.dumps(listed).encode()}
