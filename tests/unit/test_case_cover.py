"""The cover of a case: what it says, what it leaves to a person, and that Word can read it."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Certificate, ProtectedReport
from fsb_lib.kit import case_parts
from fsb_lib.kit.cover import cover_bytes
from fsb_lib.kit.reports import Chosen
from fsb_lib.kit.stationery import Stationery, default_stationery
from fsb_lib.kit.word_form import FORMS, own_forms, read_forms
from fsb_lib.sender.sender import Sender
from fsb_lib.wording.memo import next_measurement
from tests import word_files
from tests.unit.test_kit import CASE, given
from tests.word_files import W, paragraphs

PAGE = """<div class="fsb-figure" role="group">
<h3><span>Figur 1.</span> Hver anden er i aktivering</h3>
<div><svg role="img" aria-label="Søjler: I alt 35 %." viewBox="0 0 768 100" width="768">
<path d="M0 0H300V40H0z" fill="#0b3c6f"/><text x="310" y="30" font-size="15">35 %</text>
</svg></div></div>"""


def cover(form: str, *releases: ProtectedReport, page: str = "") -> bytes:
    chosen = [Chosen(one, {"report.html": page.encode()}, "") for one in releases]
    return cover_bytes(chosen, form, default_stationery(), has_method=False)


def picture_in(raw: bytes) -> bytes:
    [picture] = [content for name, content in word_files.parts(raw).items() if name.endswith("png")]
    return picture


# --- what it says --------------------------------------------------------------------------------


def test_the_cover_has_the_computed_answer_and_verdict() -> None:
    text = "\n".join(paragraphs(cover("orienteringsnotat", given())))
    assert "Målet på mindst 40 % er ikke nået: Der mangler 54 borgere." in text  # 400 - 346
    assert "Ikke nået: mangler 5 procentpoint" in text  # 34.6 % is shown as 35 %
    assert "Formålet med dette notat er at orientere Udvalget" in text


def test_the_cover_says_no_hidden_figure() -> None:
    text = "\n".join(paragraphs(cover("orienteringsnotat", given(activated=4))))
    assert "vises ikke af hensyn til diskretion" in text
    assert "Målet på mindst 40 % er" not in text
    assert "396" not in text  # missing persons would give the four away


@pytest.mark.parametrize(
    ("activated", "n_reasons"), [(346, 1), (400, 0), (4, 0)], ids=["missed", "reached", "hidden"]
)
@pytest.mark.parametrize("form", FORMS)
def test_a_missed_target_and_no_other_asks_for_its_reason(
    form: str, activated: int, n_reasons: int
) -> None:
    said = paragraphs(cover(form, given(activated=activated)))
    asked = [text for text in said if text.startswith("Årsag: [udfyldes: ")]
    assert len(asked) == n_reasons
    drafted = [text for text in said if "hvordan de mål, der ikke er nået, kan nås" in text]
    assert len(drafted) == (n_reasons if form == "indstilling" else 0)


def test_an_indstilling_has_the_headings_and_phrases_of_such_papers() -> None:
    made = cover("indstilling", given())
    assert paragraphs(made, "Heading1") == [
        "Resumé", "INDSTILLING OG BESLUTNING", "Problemstilling", "Løsning", "Økonomi",
        "Videre proces", "Begreber", "Bilag",
    ]  # fmt: skip
    said = paragraphs(made)
    assert "Beskæftigelses- og Integrationsforvaltningen og Socialforvaltningen indstiller," in said
    assert "at Udvalget tager opfølgningen for 2009 til efterretning" in said
    assert said[said.index("Økonomi") + 1].startswith("Sagen har ingen økonomiske konsekvenser. [")


def test_an_orienteringsnotat_has_its_case_at_the_side() -> None:
    side = paragraphs(cover("orienteringsnotat", given()), "Sidekolonne")
    assert side[:4] == [
        "Dato15. februar 2010", f"Sagsnr.{CASE}", "Dokumentnr.[udfyldes]",
        "Sagsbehandler[udfyldes]",
    ]  # fmt: skip


def test_the_next_measurement_is_that_of_the_next_target() -> None:
    said = "\n".join(paragraphs(cover("orienteringsnotat", given())))
    assert "Næste måling er den 15. november 2010." in said
    assert next_measurement([replace(given(), year=2011)]) == ""  # the last target
    given_by_hand = (("Næste måling", "1. marts 2013"),)
    assert next_measurement([replace(given(), year=2011, memo=given_by_hand)]) == "1. marts 2013"


def test_terms_that_are_used_are_explained_and_no_others() -> None:
    told = " ".join(paragraphs(cover("orienteringsnotat", given()), "Begreb"))
    assert "Målgruppen er borgere, som på samme dag" in told
    assert "Kontaktmodellen" not in told


def test_reports_that_disagree_on_the_case_leave_it_to_a_person() -> None:
    side = paragraphs(cover("indstilling", given(), given(case="2010-1")), "Sagsfelter")
    assert "Sagsnr.: [udfyldes]" in side


@pytest.mark.parametrize("form", FORMS)
def test_a_cover_is_marked_as_draft_and_synthetic(form: str) -> None:
    raw = cover(form, given())
    status = " ".join(paragraphs(raw, "Status"))
    assert "UDKAST – ikke frigivet" in status
    assert "Syntetiske data" in status
    assert "UDKAST" in word_files.parts(raw)["word/header1.xml"].decode("utf-8")


def test_a_corrected_year_says_that_it_replaces_another() -> None:
    first, second = (
        replace(given(), certificate=Certificate(version, 1, "0" * 12)) for version in (1, 2)
    )
    assert not paragraphs(cover("indstilling", replace(first, synthetic=False)), "Status")
    (told,) = paragraphs(cover("indstilling", replace(second, synthetic=False)), "Status")
    assert told.startswith("Rettet udgave.")


def test_a_cover_is_from_the_sender_of_the_project() -> None:
    stationery = Stationery(
        Sender("Aarhus Kommune", ("Forvaltning A", "Forvaltning B")), own_forms()
    )
    raw = cover_bytes([Chosen(given(), {}, "")], "indstilling", stationery, has_method=False)
    assert paragraphs(raw)[:3] == ["Aarhus Kommune", "Forvaltning A", "Forvaltning B"]
    assert "Forvaltning A og Forvaltning B indstiller," in paragraphs(raw)


def test_a_part_that_nobody_writes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    words = load("cover")
    form = {**words["forms"]["indstilling"], "order": ["title", "budget"]}
    changed = {**words, "forms": {**words["forms"], "indstilling": form}}
    monkeypatch.setattr(case_parts, "load", lambda _: changed)
    with pytest.raises(InputError, match=r"forms.indstilling.order: budget"):
        cover("indstilling", given())


def test_every_part_is_in_a_form() -> None:
    used = {part for form in load("cover")["forms"].values() for part in form["order"]}
    assert used == set(case_parts.PARTS)


# --- how it is written ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_cover_is_a_word_file_as_the_standard_has_it(form: str) -> None:
    raw = cover(form, given(), given(case="2010-1"), page=PAGE)
    assert word_files.faults(raw) == []
    assert word_files.faults(own_forms()[form]) == []


def test_a_file_against_the_standard_is_seen() -> None:
    raw = cover("indstilling", given(), page=PAGE)
    parts = word_files.parts(raw)
    body = parts["word/document.xml"].decode("utf-8")
    spoilt = {
        "order": body.replace("<w:cantSplit/><w:tblHeader/>", "<w:tblHeader/><w:cantSplit/>", 1),
        "style": body.replace('w:val="Bilag"', 'w:val="Annex"', 1),
        "relation": re.sub(r'r:embed="\w+"', 'r:embed="rId99"', body, count=1),
    }
    for kind, text in spoilt.items():
        assert text != body, kind
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in {**parts, "word/document.xml": text.encode()}.items():
                archive.writestr(name, content)
        assert word_files.faults(file.getvalue()), kind


@pytest.mark.parametrize("form", FORMS)
def test_what_is_to_be_filled_in_is_yellow_in_its_own_run(form: str) -> None:
    """Word and LibreOffice leave out a highlight that stands in a style."""
    fields = 0
    for run in word_files.xml(cover(form, given())).iter(f"{W}r"):
        text = "".join(piece.text or "" for piece in run.iter(f"{W}t"))
        if "[udfyldes" in text:
            fields += 1
            assert text.startswith("[udfyldes")
            assert text.endswith("]")
            mark = run.find(f"{W}rPr/{W}highlight")
            assert mark is not None
            assert mark.get(f"{W}val") == "yellow"
    assert fields >= 5


@pytest.mark.parametrize("form", FORMS)
def test_tables_have_headings_names_and_rows_that_stay_together(form: str) -> None:
    tables = list(word_files.xml(cover(form, given())).iter(f"{W}tbl"))
    assert tables
    for table in tables:
        rows = list(table.iter(f"{W}tr"))
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        for row in rows[:-1]:
            assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p"))
        assert all("".join(cell.itertext()).strip() for cell in table.iter(f"{W}tc"))


def test_the_column_at_the_side_is_a_frame_of_its_own() -> None:
    """LibreOffice takes a frame from a paragraph, not from its style."""
    for paragraph in word_files.xml(cover("orienteringsnotat", given())).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Sidekolonne":
            assert paragraph.find(f"{W}pPr/{W}framePr") is not None


@pytest.mark.parametrize("form", FORMS)
def test_properties_are_true_and_danish(form: str) -> None:
    parts = word_files.parts(cover(form, given()))
    core = parts["docProps/core.xml"].decode("utf-8")
    assert "<dc:language>da-DK</dc:language>" in core
    assert "<dc:title>" in core
    assert not re.search(r"created|modified|lastModifiedBy|revision|python", core)
    assert "docProps/app.xml" not in parts
    assert '<w:lang w:val="da-DK"' in parts["word/styles.xml"].decode("utf-8")


def test_the_figure_of_the_page_is_in_it_with_its_heading_and_alternative() -> None:
    raw = cover("orienteringsnotat", given(), page=PAGE)
    assert "Figur 1. Hver anden er i aktivering" in paragraphs(raw, "Tabeltitel")
    assert picture_in(raw).startswith(b"\x89PNG")
    [described] = [one for one in word_files.xml(raw).iter() if one.tag.endswith("}docPr")]
    assert described.get("descr") == "Søjler: I alt 35\u00a0%."
    assert not word_files.xml(cover("indstilling", given())).findall(f".//{W}drawing")


def test_the_same_reports_give_the_same_cover() -> None:
    one, other = (cover("indstilling", given(), page=PAGE) for _ in range(2))
    assert one == other


def test_text_of_the_year_file_cannot_break_the_document() -> None:
    strange = given(case="<w:p/>&\x07")
    assert "Sagsnr.<w:p/>&" in paragraphs(cover("orienteringsnotat", strange))


# --- the forms -----------------------------------------------------------------------------------


def test_a_form_beside_the_sender_takes_the_place_of_the_program_s(tmp_path: Path) -> None:
    own = own_forms()["indstilling"]
    (tmp_path / "orienteringsnotat.docx").write_bytes(own)
    forms = read_forms(tmp_path)
    assert forms["orienteringsnotat"] == own
    assert forms["indstilling"] == own_forms()["indstilling"]


def test_what_is_no_form_is_refused_with_all_that_it_lacks(tmp_path: Path) -> None:
    parts = word_files.parts(own_forms()["indstilling"])
    styles = parts["word/styles.xml"].replace(b'"Bilag"', b'"Annex"').replace(b'"Udfyldes"', b'"F"')
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(b"Side ", b"33 17 ")
    with zipfile.ZipFile(tmp_path / "indstilling.docx", "w") as archive:
        for name, content in {**parts, "word/styles.xml": styles}.items():
            archive.writestr(name, content)
    (tmp_path / "orienteringsnotat.docx").write_text("no Word file")
    with pytest.raises(InputError) as refused:
        read_forms(tmp_path)
    told = str(refused.value)
    assert "Bilag, Udfyldes, head and foot without numbers" in told
    assert "orienteringsnotat.docx" in told


def test_nothing_of_a_form_but_its_look_is_in_a_cover() -> None:
    said = " ".join(paragraphs(cover("orienteringsnotat", given())))
    assert "Sådan ser" not in said
    assert "Sådan ser titlen ud" in " ".join(paragraphs(own_forms()["orienteringsnotat"]))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("form", FORMS)
def test_libreoffice_opens_a_cover_and_a_form_that_it_saved(form: str, tmp_path: Path) -> None:
    """`soffice` with a profile of its own, so that it runs beside an open one."""
    (tmp_path / f"{form}.docx").write_bytes(own_forms()[form])
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    convert = [
        *office,
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "saved"),
    ]
    subprocess.run([*convert, str(tmp_path / f"{form}.docx")], check=True, capture_output=True)
    stationery = replace(default_stationery(), forms=read_forms(tmp_path / "saved"))
    raw = cover_bytes(
        [Chosen(given(), {"report.html": PAGE.encode()}, "")], form, stationery, has_method=False
    )
    assert word_files.faults(raw) == []
    (tmp_path / "cover.docx").write_bytes(raw)
    print_it = [*office, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*print_it, str(tmp_path / "cover.docx")], check=True, capture_output=True)
    assert (tmp_path / "cover.pdf").read_bytes().startswith(b"%PDF")
