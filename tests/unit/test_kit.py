"""The agenda kit: what is packed, what is refused, and what its cover text says."""

import io
import json
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from rich.console import Console
from typer.testing import CliRunner

from fsb_lib.base.errors import FsbError, InputError, ReportError, UsageError
from fsb_lib.base.package_data import load
from fsb_lib.base.project import find_project
from fsb_lib.cli import app
from fsb_lib.cli.options import Form
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.jobs.plan import Wish
from fsb_lib.kit.cover_text import cover_bytes
from fsb_lib.kit.kit import Kit, make_kit, write_kit
from fsb_lib.outputs import manifest
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.sender.sender import Sender, default_sender
from tests.unit.test_wording import activation_release

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = ("orienteringsnotat", "indstilling")
CASE = "2008-117489"
DOCX = f"{CASE}-orienteringsnotat-2009-UDKAST.docx"
ANNEX = "bilag-1-aktiveringsgraden-for-faelles-borgere"
GROUPS = ((30, 100), (40, 100), (276, 800), (346, 1000))
FEW = ((1, 100), (1, 100), (2, 800), (4, 1000))


def given(activated: int = 346, audience: str = "committee", case: str = CASE) -> ProtectedReport:
    """346 of 1000 in activation, 54 short of the 40 % of 2009; 4 would be hidden."""
    made = activation_release(activated, 1000, by_group=GROUPS if activated > 4 else FEW)
    memo = (
        ("Til", "Udvalget"),
        ("Dato", "15. februar 2010"),
        ("Sagsnr.", case),
        ("Dok.nr.", "D-1"),
    )
    return replace(made, audience=audience, memo=memo)


def written(outputs: Path, release: ProtectedReport, **more: str) -> Path:
    """A published folder of the release, as a run leaves it."""
    folder = outputs / str(release.year) / release.report
    (folder / "tables").mkdir(parents=True)
    data = release._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", data)
    cell = nbformat.v4.new_code_cell("release", outputs=[output])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "notebook.ipynb")
    for name in ("report.html", "report.pdf", "tables.xlsx", "tables/a.csv", "results.json"):
        (folder / name).write_text(name, encoding="utf-8")
    document = {"status": manifest.MADE, "report": release.report, "year": release.year, **more}
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})
    return folder


def kit(outputs: Path, *wanted: str) -> Kit:
    return make_kit(outputs, 2009, wanted, "orienteringsnotat", default_sender())


def cover(form: str, *releases: ProtectedReport) -> bytes:
    return cover_bytes([(one, "") for one in releases], form, default_sender())


def document(raw: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 (our own)


def paragraphs(raw: bytes, style: str = "") -> list[str]:
    """The text of every paragraph, or of those of one style, with ordinary spaces."""
    found = []
    for paragraph in document(raw).iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if not style or (named is not None and named.get(f"{W}val") == style):
            text = "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
            found.append(text.replace("\u00a0", " "))
    return found


def test_a_kit_holds_what_goes_on_the_agenda_and_nothing_for_reviewers(tmp_path: Path) -> None:
    written(tmp_path, given())
    made = kit(tmp_path)
    assert made.name == f"{CASE}-opfoelgning-2009-UDKAST.zip"
    assert sorted(made.files) == [
        DOCX,
        f"{ANNEX}/{ANNEX}-2009-UDKAST.html",
        f"{ANNEX}/{ANNEX}-2009-UDKAST.pdf",
        f"{ANNEX}/{ANNEX}-2009-UDKAST.xlsx",
        f"{ANNEX}/csv/a.csv",
        "manifest.json",
    ]


def test_the_manifest_names_source_and_hash_of_every_file(tmp_path: Path) -> None:
    folder = written(tmp_path, given())
    made = kit(tmp_path)
    listed = json.loads(made.files["manifest.json"])
    assert set(listed["files"]) == set(made.files) - {"manifest.json"}
    for name, entry in listed["files"].items():
        assert entry["sha256"] == sha256(made.files[name]).hexdigest()
        if "source" in entry:
            assert (tmp_path / entry["source"]).read_bytes() == made.files[name]
    known = sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert listed["reports"]["2009/activation_measurement"]["manifest_sha256"] == known


def test_the_same_reports_give_the_same_zip(tmp_path: Path) -> None:
    written(tmp_path / "outputs", given())
    places = [write_kit(kit(tmp_path / "outputs"), tmp_path / name) for name in ("a.zip", "b.zip")]
    assert places[0].read_bytes() == places[1].read_bytes()
    with zipfile.ZipFile(places[0]) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert all(name.isascii() for name in archive.namelist())


def test_a_file_that_was_edited_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, given())
    (folder / "report.html").write_text("another", encoding="utf-8")
    with pytest.raises(InputError, match="not the one that was made"):
        kit(tmp_path)


def test_an_internal_report_is_refused(tmp_path: Path) -> None:
    written(tmp_path, given(audience="internal"))
    with pytest.raises(ReportError, match="internal") as refused:
        kit(tmp_path)
    assert refused.value.exit_code == 3


def test_a_failed_report_is_not_left_out_silently(tmp_path: Path) -> None:
    written(tmp_path, given())
    failed = tmp_path / "2009" / "plan_coverage"
    failed.mkdir()
    about = {"status": manifest.FAILED, "report": "plan_coverage", "year": 2009, "outputs": {}}
    manifest.write_manifest(failed, about)
    with pytest.raises(ReportError, match="2009/plan_coverage"):
        kit(tmp_path)
    assert kit(tmp_path, "activation_measurement").files  # named alone it can be packed


@pytest.mark.parametrize(
    ("wanted", "error", "told"),
    [
        (("plan_coverage",), InputError, "fsb run --year 2009"),
        (("plan_coverag",), UsageError, "`plan_coverage`"),
    ],
)
def test_a_report_that_is_not_there_is_told(
    tmp_path: Path, wanted: tuple[str, ...], error: type[FsbError], told: str
) -> None:
    written(tmp_path, given())
    with pytest.raises(error, match=told):
        kit(tmp_path, *wanted)


def test_a_year_without_reports_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2009: has not been made"):
        kit(tmp_path)


@pytest.mark.parametrize(
    ("case", "name"), [("", "uden-sagsnr"), ("2008/117489 æ", "2008-117489"), ("../x", "x")]
)
def test_any_case_number_gives_a_file_name(tmp_path: Path, case: str, name: str) -> None:
    written(tmp_path, given(case=case))
    assert kit(tmp_path).name == f"{name}-opfoelgning-2009-UDKAST.zip"


def test_what_is_no_kit_is_not_written_over(tmp_path: Path) -> None:
    written(tmp_path / "outputs", given())
    other = tmp_path / "notes.zip"
    other.write_text("my own", encoding="utf-8")
    with pytest.raises(UsageError, match="no kit"):
        write_kit(kit(tmp_path / "outputs"), other)
    assert other.read_text(encoding="utf-8") == "my own"


def test_a_kit_says_which_kind_of_file_it_lacks(tmp_path: Path) -> None:
    folder = written(tmp_path, given())
    (folder / "report.pdf").unlink()
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del listed["outputs"]["report.pdf"]
    manifest.write_manifest(folder, listed)
    assert kit(tmp_path).lacking == (".pdf",)


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


def test_an_indstilling_has_the_headings_of_the_citys_own_paper() -> None:
    made = cover("indstilling", given())
    assert paragraphs(made, "Heading1") == [
        "INDSTILLING OG BESLUTNING", "Problemstilling", "Løsning", "Økonomi", "Videre proces",
        "Bilag",
    ]  # fmt: skip
    said = paragraphs(made)
    assert "Beskæftigelses- og Integrationsforvaltningen og Socialforvaltningen indstiller," in said
    assert said[said.index("Økonomi") + 1] == "[udfyldes]"
    assert "at [udfyldes]" in said


def test_an_orienteringsnotat_has_its_case_at_the_side() -> None:
    side = paragraphs(cover("orienteringsnotat", given()), "Sidekolonne")
    assert side[:4] == [
        "Dato15. februar 2010", f"Sagsnr.{CASE}", "Dokumentnr.[udfyldes]",
        "Sagsbehandler[udfyldes]",
    ]  # fmt: skip


def test_reports_that_disagree_on_the_case_leave_it_to_a_person() -> None:
    side = paragraphs(cover("indstilling", given(), given(case="2010-1")), "Sagsfelter")
    assert "Sagsnr.: [udfyldes]" in side


@pytest.mark.parametrize("form", FORMS)
def test_a_cover_is_marked_as_draft_and_synthetic(form: str) -> None:
    raw = cover(form, given())
    status = " ".join(paragraphs(raw, "Status"))
    assert "UDKAST – ikke frigivet" in status
    assert "Syntetiske data" in status
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert "UDKAST" in archive.read("word/header1.xml").decode("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_a_cover_is_danish_titled_and_its_tables_repeat_their_headings(form: str) -> None:
    raw = cover(form, given())
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    for name, content in parts.items():
        ElementTree.fromstring(content)  # noqa: S314 (our own)
        assert "{{" not in content, name
    assert '<w:lang w:val="da-DK"' in parts["word/styles.xml"]
    assert "<dc:language>da-DK</dc:language>" in parts["docProps/core.xml"]
    assert "<dc:title>" in parts["docProps/core.xml"]
    for table in document(raw).iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None
        cells = ["".join(cell.itertext()).strip() for cell in table.iter(f"{W}tc")]
        assert all(cells)


@pytest.mark.parametrize("form", FORMS)
def test_every_style_and_list_that_a_cover_uses_is_defined(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(cover(form, given()))) as archive:
        styles, numbers, body = (
            ElementTree.fromstring(archive.read(f"word/{name}.xml"))  # noqa: S314 (our own)
            for name in ("styles", "numbering", "document")
        )
    defined = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = {
        each.get(f"{W}val")
        for kind in ("pStyle", "rStyle", "tblStyle")
        for each in body.iter(f"{W}{kind}")
    }
    assert used <= defined
    lists = {number.get(f"{W}numId") for number in numbers.iter(f"{W}num")}
    assert {each.get(f"{W}val") for each in body.iter(f"{W}numId")} <= lists


def test_text_of_the_year_file_cannot_break_the_document() -> None:
    strange = given(case="<w:p/>&\x07")
    assert "Sagsnr.<w:p/>&" in paragraphs(cover("orienteringsnotat", strange))


def test_a_cover_is_from_the_sender_of_the_project() -> None:
    sender = Sender("Aarhus Kommune", ("Forvaltning A", "Forvaltning B"))
    said = paragraphs(cover_bytes([(given(), "")], "indstilling", sender))
    assert said[:3] == ["Aarhus Kommune", "Forvaltning A", "Forvaltning B"]
    assert "Forvaltning A og Forvaltning B indstiller," in said


def test_the_forms_of_the_command_are_those_of_the_data() -> None:
    assert tuple(load("cover")["forms"]) == tuple(Form) == FORMS


@pytest.mark.slow
def test_a_run_ends_in_a_kit(twin_city_snapshot: Path, tmp_path: Path) -> None:
    project = replace(find_project(Path(__file__)), outputs=tmp_path / "outputs")
    wish = Wish((), (2009,), ("plan_coverage",))
    request = RunRequest(wish, twin_city_snapshot, "committee", 1, 300)
    assert run_reports(request, project, Console(quiet=True)).exit_code == 0
    given = ["kit", "2009", "--outputs", str(project.outputs), "--to", str(tmp_path)]
    told = CliRunner().invoke(app, [*given, "--form", "indstilling"])
    assert told.exit_code == 0, told.output
    (path,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        kinds = {Path(name).suffix for name in archive.namelist()}
        docx = archive.read(next(name for name in archive.namelist() if name.endswith("docx")))
    wanted = {".docx", ".html", ".xlsx", ".csv", ".json"}
    assert kinds == wanted | (set() if weasyprint_engine.missing() else {".pdf"})
    results = json.loads(
        (project.outputs / "2009" / "plan_coverage" / "results.json").read_text(encoding="utf-8")
    )
    offers = next(table for table in results["tables"] if table["id"] == "plan_offers")
    n_offered = offers["rows"][0]["offered_cumulative"]["value"]
    written = f"{n_offered:,}".replace(",", ".")
    assert any(text.startswith(f"{written} borgere") for text in paragraphs(docx))


def test_the_control_code_of_a_released_page_is_in_cover_and_manifest(tmp_path: Path) -> None:
    code = "BCDF-GHJK-LMNP-RSTV"
    folder = written(tmp_path, given())
    (folder / "report.html").write_text(f'<b class="fsb-code">{code}</b>', encoding="utf-8")
    document = manifest.read_manifest(folder)
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})
    files = kit(tmp_path).files
    told = json.loads(files["manifest.json"])["reports"]["2009/activation_measurement"]
    assert told["control_code"] == code
    assert any(f"Kontrolkode: {code}" in text for text in paragraphs(files[DOCX]))


def test_a_draft_that_could_not_be_made_anew_is_not_packed(tmp_path: Path) -> None:
    """It may be out of date; the page beside it says why."""
    written(tmp_path, given())
    (tmp_path / "failed" / "2009" / "activation_measurement").mkdir(parents=True)
    with pytest.raises(ReportError, match="could not be made anew"):
        kit(tmp_path)
