"""The agenda kit: what is packed, what is refused, and what its cover text says."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest
from rich.console import Console
from typer.testing import CliRunner

from fsb_lib.base.errors import FsbError, InputError, ReportError, UsageError
from fsb_lib.base.package_data import load
from fsb_lib.base.project import find_project
from fsb_lib.base.report_files import ANNEX, ANNEX_PDF, METHOD
from fsb_lib.cli import app
from fsb_lib.cli.options import Form
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.jobs.plan import Wish
from fsb_lib.kit.kit import Kit, KitOrder, make_kit, write_kit
from fsb_lib.kit.stationery import default_stationery
from fsb_lib.outputs import manifest
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.run.run_command import RunRequest, run_reports
from tests.unit.test_wording import activation_release
from tests.word_files import paragraphs

CASE = "2008-117489"
DOCX = f"{CASE}-orienteringsnotat-2009-UDKAST.docx"
ANNEX_1 = "bilag-1-aktiveringsgraden-for-faelles-borgere-2009-UDKAST"
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


def written_annex(outputs: Path, year: int = 2009) -> Path:
    """The annex of a year, as a run leaves it."""
    folder = outputs / str(year) / METHOD
    folder.mkdir(parents=True)
    for name in (ANNEX, ANNEX_PDF):
        (folder / name).write_text(name, encoding="utf-8")
    document = {"status": manifest.MADE, "report": METHOD, "year": year}
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})
    return folder


def kit(
    outputs: Path, *wanted: str, with_data: bool = False, forms: tuple[str, ...] = tuple(Form)
) -> Kit:
    order = KitOrder(2009, wanted, forms, with_data)
    return make_kit(outputs, order, default_stationery())


def files_of(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_kit_holds_both_forms_and_the_annexes_and_nothing_for_programs(tmp_path: Path) -> None:
    written(tmp_path, given())
    made = kit(tmp_path)
    assert made.name == f"{CASE}-sag-2009-UDKAST.zip"
    assert sorted(made.files) == [
        f"{CASE}-indstilling-2009-UDKAST.docx",
        DOCX,
        f"{ANNEX_1}.pdf",
        f"html/{ANNEX_1}.html",
        "manifest.json",
    ]


def test_the_annex_of_the_year_is_the_last_one(tmp_path: Path) -> None:
    written(tmp_path, given())
    written_annex(tmp_path)
    files = kit(tmp_path).files
    assert files["bilag-2-metode-2009-UDKAST.pdf"] == ANNEX_PDF.encode()
    assert files["method/annex.html"] == ANNEX.encode()
    assert paragraphs(files[DOCX], "Bilag")[-1] == "Metode, definitioner og alle tabeller, 2009"


def test_an_annex_that_was_edited_is_refused(tmp_path: Path) -> None:
    written(tmp_path, given())
    (written_annex(tmp_path) / ANNEX).write_text("another", encoding="utf-8")
    with pytest.raises(InputError, match=r"2009/method/annex\.html"):
        kit(tmp_path)


def test_data_come_on_request_with_a_key_to_the_names(tmp_path: Path) -> None:
    folder = written(tmp_path, given())
    table = given().tables[0]
    (folder / "tables" / f"{table.id}.csv").write_text("a;b", encoding="utf-8")
    document = manifest.read_manifest(folder)
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})
    files = kit(tmp_path, with_data=True).files
    data = sorted(name.removeprefix("data/") for name in files if name.startswith("data/"))
    assert data == [
        f"{ANNEX_1}.xlsx", "bilag-1/a.csv", f"bilag-1/{table.id}.csv", "filer.csv",
    ]  # fmt: skip
    lines = files["data/filer.csv"].decode("utf-8-sig").splitlines()
    told = dict(line.split(";")[:2] for line in lines)
    assert set(told) == {"Fil", *data} - {"filer.csv"}
    assert told[f"bilag-1/{table.id}.csv"] == table.title.replace("\u00a0", " ")


def test_both_forms_and_each_of_them_have_names_of_their_own(tmp_path: Path) -> None:
    written(tmp_path, given())
    forms = [("orienteringsnotat",), ("indstilling",), ("orienteringsnotat", "indstilling")]
    names = [kit(tmp_path, forms=each).name for each in forms]
    names.append(kit(tmp_path, "activation_measurement", forms=forms[0]).name)
    assert names == [
        f"{CASE}-orienteringsnotat-2009-UDKAST.zip",
        f"{CASE}-indstilling-2009-UDKAST.zip",
        f"{CASE}-sag-2009-UDKAST.zip",
        f"{CASE}-aktiveringsgraden-for-faelles-borgere-orienteringsnotat-2009-UDKAST.zip",
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
    assert kit(tmp_path).name == f"{name}-sag-2009-UDKAST.zip"


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
    assert "not every report has its .pdf; see `fsb doctor`" in list(kit(tmp_path).remarks)


def test_the_forms_of_the_command_are_those_of_the_data() -> None:
    assert tuple(load("cover")["forms"]) == tuple(Form)


@pytest.mark.slow
def test_a_run_ends_in_a_kit(twin_city_snapshot: Path, tmp_path: Path) -> None:
    project = replace(find_project(Path(__file__)), outputs=tmp_path / "outputs")
    wish = Wish((), (2009,), ("plan_coverage",))
    request = RunRequest(wish, twin_city_snapshot, "committee", 1, 300)
    assert run_reports(request, project, Console(quiet=True)).exit_code == 0
    given = ["kit", "2009", "--outputs", str(project.outputs), "--to", str(tmp_path)]
    told = CliRunner().invoke(app, [*given, "--form", "indstilling", "--with-data"])
    assert told.exit_code == 0, told.output
    (path,) = tmp_path.glob("*.zip")
    files = files_of(path)
    kinds = {Path(name).suffix for name in files}
    [docx] = [content for name, content in files.items() if name.endswith("docx")]
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


@pytest.mark.parametrize("lost", [table.id for table in given().tables])
def test_a_report_of_a_program_that_had_other_tables_is_packed_or_refused(
    tmp_path: Path, lost: str
) -> None:
    kept = given()
    written(tmp_path, replace(kept, tables=tuple(one for one in kept.tables if one.id != lost)))
    told = ""
    try:
        kit(tmp_path)
    except ReportError as error:
        told = str(error)
    assert not told or ("another version of the program" in told and "fsb run" in told)


def test_all_reports_of_an_older_program_are_named(tmp_path: Path) -> None:
    for report in ("activation_measurement", "plan_coverage"):
        written(tmp_path, replace(given(), report=report, tables=()))
    with pytest.raises(ReportError) as caught:
        kit(tmp_path)
    told = [one.where for one in caught.value.problems]
    assert told == ["2009/activation_measurement", "2009/plan_coverage"]
