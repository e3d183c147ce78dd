"""A published report passes; whatever is planted into any of its files is found."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest

from fsb_lib.auditor.channels import reading
from fsb_lib.auditor.channels.annex import of_nobody
from fsb_lib.auditor.channels.reading import Channels
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.publication import Publication
from fsb_lib.base.report_files import MANIFEST, NOTEBOOK, RESULTS
from tests.auditor import planting
from tests.auditor.conftest import REPORT
from tests.auditor.planting import TABLE, changed, in_json, in_pdf, in_workbook, replaced

PAGE, ANNEX = "report.html", "method/annex.html"
PAGES, PDFS = (PAGE, ANNEX), ("report.pdf", "method/annex.pdf")


@pytest.fixture(scope="module", autouse=True)
def _each_content_once() -> Iterator[None]:
    """A file in which nothing is planted says what it said before, by the same published values."""
    of_values = (MANIFEST, NOTEBOOK, RESULTS)
    found: dict[tuple[bytes | str, ...], Any] = {}
    reader_for = reading._reader

    def reader(name: str) -> Callable[[Publication, str, Tellable], Any] | None:
        def read(publication: Publication, name: str, tellable: Tellable) -> Any:
            given = (name, *(publication.files[one] for one in (name, *of_values)))
            if given not in found:
                found[given] = reads(publication, name, tellable)
            return found[given]

        reads = reader_for(name)
        return read if reads else None

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "_reader", reader)
        yield


def kinds(publication: Publication) -> set[str]:
    return {one.kind for one in reading.read(publication).findings}


def test_a_report_as_published_passes(published: Publication) -> None:
    assert any(b".." in published.files[name] for name in published.files if name.endswith(".csv"))
    assert reading.read(published) == Channels((), {})


# --- tables ---


@pytest.mark.parametrize("name", ["review.html", ANNEX])
def test_a_value_in_a_table_of_a_page_is_known(published: Publication, name: str) -> None:
    found = reading.read(changed(published, name, lambda html: planting.first_mark(html, "4")))
    assert [one.kind for one in found.findings] == ["shown_in_channel"]
    assert list(found.told.values()) == [4]
    assert next(iter(found.told)).startswith("shared@2014-11-15/")


def test_a_value_in_a_csv_file_is_known(published: Publication) -> None:
    found = reading.read(replaced(published, f"tables/{TABLE}.csv", ";..", ";4"))
    assert [one.kind for one in found.findings] == ["shown_in_channel"]
    assert list(found.told.values()) == [4]


def test_a_value_in_a_workbook_is_known(published: Publication) -> None:
    hidden = 't="inlineStr"><is><t>..</t></is></c>'

    def show(content: bytes) -> bytes:
        return in_workbook(content, "a sheet", hidden, "><v>4</v></c>")

    found = reading.read(changed(published, "tables.xlsx", show))
    assert [one.kind for one in found.findings] == ["shown_in_channel"]
    assert list(found.told.values()) == [4]


def test_a_value_in_the_notebook_is_known(published: Publication) -> None:
    def show(document: Any) -> None:
        tables = planting.carried(document)["tables"]
        table = next(one for one in tables if one["id"] == TABLE)
        planting.first_hidden(table).update(value=4)

    found = reading.read(in_json(published, "notebook.ipynb", show))
    assert [one.kind for one in found.findings] == ["shown_in_channel"]
    assert list(found.told.values()) == [4]


def test_a_value_in_an_output_of_the_notebook_is_known(published: Publication) -> None:
    def show(document: Any) -> None:
        for cell in document["cells"]:
            for output in cell.get("outputs", ()):
                html = "".join(output["data"].get("text/html", ""))
                if f'data-table="{TABLE}"' in html:
                    shown = planting.first_mark(html.encode(), "4").decode()
                    output["data"]["text/html"] = shown
                    return

    found = reading.read(in_json(published, "notebook.ipynb", show))
    assert "shown_in_channel" in {one.kind for one in found.findings}
    assert list(found.told.values()) == [4]


@pytest.fixture
def pdf(published: Publication) -> bytes:
    if "report.pdf" not in published.files:
        pytest.skip("no PDF can be made on this machine")
    return published.files["report.pdf"]


@pytest.mark.usefixtures("pdf")
def test_a_value_drawn_in_the_pdf_is_known(published: Publication) -> None:
    """Some of the marks stand in the table, others explain what they mean."""
    told = []
    for number in range(1, 14):
        made = [b"", b""]

        def show(pdf: pikepdf.Pdf, number: int = number, made: list[bytes] = made) -> None:
            made[1] = b"x" if planting.show_mark(pdf, number) else b""

        made[0] = in_pdf(published.annex["annex.pdf"], show)
        if made[1]:
            found = reading.read(changed(published, PDFS[1], lambda _, made=made: made[0]))
            told += [*found.told.values()]
    assert told
    assert set(told) == {4}


@pytest.mark.usefixtures("pdf")
def test_a_value_in_a_file_attached_to_the_pdf_is_known(published: Publication) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        content = pdf.attachments[f"{TABLE}.csv"].get_file().read_bytes()
        shown = content.replace(b";..", b";4", 1)
        pdf.attachments[f"{TABLE}.csv"] = pikepdf.AttachedFileSpec(pdf, shown)

    found = reading.read(changed(published, "report.pdf", lambda pdf: in_pdf(pdf, attach)))
    assert list(found.told.values()) == [4]


def test_another_value_than_the_published_one(published: Publication) -> None:
    csv = published.files[f"tables/{TABLE}.csv"].decode("utf-8-sig")
    total = csv.splitlines()[-1].rpartition(";")[2]
    found = reading.read(replaced(published, f"tables/{TABLE}.csv", f";{total}", f";{total}1"))
    assert [one.kind for one in found.findings] == ["not_as_published"]
    assert found.told == {}


def test_rows_in_another_order(published: Publication) -> None:
    def swap(content: bytes) -> bytes:
        head, first, second, *rest = content.splitlines(keepends=True)
        return b"".join([head, second, first, *rest])

    assert kinds(changed(published, f"tables/{TABLE}.csv", swap)) == {"row_order"}


def test_rows_in_an_order_of_their_own(published: Publication) -> None:
    def swap(document: Any) -> None:
        rows = next(one for one in document["tables"] if one["id"] == "profile_sex")["rows"]
        rows[0], rows[1] = rows[1], rows[0]

    assert "row_order" in kinds(in_json(published, "results.json", swap))


# --- texts, and what nobody sees ---

END = "</main>"


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        ("<p>Heraf er 3 borgere jobparate.</p>", "small_count_told"),
        ("<p>Kun tre borgere er jobparate.</p>", "small_count_told"),
        ("<p>Handicappede, jobparate: 3.</p>", "small_count_told"),
        ("<p>Det svarer til 7.771.234 borgere.</p>", "unexplained_number"),
        ("<p>Det er 98,76 % af dem alle.</p>", "unexplained_number"),
        ("<p>Andelen faldt med 98,7 procentpoint.</p>", "unexplained_number"),
        ("<p hidden>Heraf 3 borgere.</p>", "small_count_told"),
        ("<!-- 3 -->", "hidden_part"),
        ('<p data-value="3">Se tabellen.</p>', "hidden_part"),
        ('<p style="width:3%">Se tabellen.</p>', "hidden_part"),
        ('<p title="3 borgere">Se tabellen.</p>', "small_count_told"),
        ('<p class="fsb-n3333">Se tabellen.</p>', "hidden_part"),
        ("<script>var n = 3</script>", "hidden_part"),
        ('<svg role="img" aria-label="Jobparat 3 borgere"></svg>', "small_count_told"),
        ('<a href="data:text/plain,3">Fil</a>', "hidden_part"),
        ("<table><tbody><tr><td>7.771.234</td></tr></tbody></table>", "unexplained_number"),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_planted_into_a_page(
    published: Publication, page: str, planted: str, kind: str
) -> None:
    assert kind in kinds(replaced(published, page, END, planted + END))


def test_what_is_planted_before_the_first_part_of_the_annex(published: Publication) -> None:
    planted = replaced(published, ANNEX, "<main", "<p>Heraf 3 borgere.</p><main")
    assert "small_count_told" in kinds(planted)


def test_a_part_of_the_annex_that_belongs_to_no_report(published: Publication) -> None:
    """It would be read by nobody."""
    part = '<section class="fsb-part" id="plan_coverage"><p>Heraf 3 borgere.</p></section>'
    planted = replaced(published, ANNEX, END, part + END)
    assert [one.kind for one in of_nobody([planted])] == ["hidden_part"]
    assert list(of_nobody([published])) == []


def test_an_annex_without_the_report(published: Publication) -> None:
    assert "missing" in kinds(replaced(published, ANNEX, f'id="{REPORT}"', 'id="another"'))


def test_a_part_of_the_annex_in_print_alone(published: Publication) -> None:
    """The PDF has as many parts as the page, or nobody knows whose they are."""
    second = '<section class="fsb-part" id="plan_coverage"></section>'
    if "annex.pdf" in published.annex:
        assert "unreadable" in kinds(replaced(published, ANNEX, END, second + END))


BAR = '<path d="M182 300H190V318H182z" fill="#7a7f87"/>'
LONG_BAR = f'{BAR}<text x="195" y="314">400</text>'
POINT = '<circle cx="300" cy="300" r="5" fill="#0b3c6f"/>'


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("drawn", [BAR, POINT])
def test_a_mark_that_no_value_explains(published: Publication, page: str, drawn: str) -> None:
    planted = replaced(published, page, "</svg></div>", f"{drawn}</svg></div>")
    assert kinds(planted) == {"unexplained_mark"}


def test_a_bar_of_another_length_than_its_value(published: Publication) -> None:
    """The shown text says one thing, the drawn length gives away another."""
    drawing = '<svg role="img" aria-label="Søjler"><path d="M0 4H{}V28H0z" fill="#0b3c6f"/>'
    text = '<text x="{}" y="21">50 %</text><path d="M0 39H100V63H0z" fill="#0b3c6f"/>'
    ends = '<text x="105" y="56">50 %</text></svg>'
    same = (drawing + text + ends).format(100, 105)
    other = (drawing + text + ends).format(53, 58)
    explained = kinds(replaced(published, PAGE, END, same + END))
    assert "unexplained_mark" not in explained
    assert kinds(replaced(published, PAGE, END, other + END)) - explained == {"unexplained_mark"}


def test_a_number_written_into_a_drawing(published: Publication) -> None:
    assert kinds(replaced(published, PAGE, ">vises ikke</text>", ">4</text>")) == {
        "unexplained_number"
    }


def test_a_number_told_for_a_hidden_cell_in_the_alternative_text(published: Publication) -> None:
    """The alternative lists its cells by name; what is hidden has no number."""
    told = "Uddannelsesparat vises ikke af hensyn til diskretion"
    html = published.files[PAGE].decode().replace("\u00a0", " ")
    assert told in html
    planted = replaced(published, PAGE, told, "Uddannelsesparat 4")
    assert "unexplained_number" in kinds(planted)


def test_an_axis_that_reaches_up_to_a_hidden_value(published: Publication) -> None:
    drawing = '<svg role="img" aria-label="Søjler"><text fill="#555" text-anchor="middle" x="{}">'
    drawing += '{} %</text><text x="5" y="21">{}</text></svg>'
    shown = "77 %"
    assert f">{shown}</text>" in published.files[PAGE].decode().replace("\u00a0", " ")
    near = drawing.format(9, 80, shown)
    far = drawing.format(9, 400, shown)
    assert kinds(replaced(published, PAGE, END, near + END)) == set()
    assert kinds(replaced(published, PAGE, END, far + END)) == {"unexplained_mark"}


# --- parts of files ---


@pytest.mark.parametrize(
    ("member", "old", "new", "kind"),
    [
        ("xl/workbook.xml", 'state="visible"', 'state="hidden"', "hidden_part"),
        ("xl/workbook.xml", "_xlnm.Print_Titles", "Antal", "hidden_part"),
        ("xl/worksheets/sheet2.xml", "<col ", '<col hidden="1" ', "hidden_part"),
        ("xl/worksheets/sheet2.xml", '<row r="6"', '<row hidden="1" r="6"', "hidden_part"),
        ("xl/worksheets/sheet2.xml", "</worksheet>", "<legacyDrawing/></worksheet>", "hidden_part"),
        ("xl/worksheets/sheet2.xml", "</worksheet>", "<!-- 3 --></worksheet>", "hidden_part"),
        ("xl/comments1.xml", "", "<comments/>", "hidden_part"),
        ("docProps/custom.xml", "", "<Properties/>", "hidden_part"),
        ("docProps/core.xml", "Orienteringsnotat", "Heraf 3 borgere", "small_count_told"),
        (
            "xl/worksheets/sheet1.xml",
            "<is><t>Orienteringsnotat</t></is>",
            "<is><t>Heraf 3 borgere</t></is>",
            "small_count_told",
        ),
    ],
)
def test_what_is_planted_into_the_workbook(
    published: Publication, member: str, old: str, new: str, kind: str
) -> None:
    planted = changed(published, "tables.xlsx", lambda xlsx: in_workbook(xlsx, member, old, new))
    assert kinds(planted) == {kind}


@pytest.mark.usefixtures("pdf")
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda pdf: pdf.docinfo.update({"/Subject": "Heraf 3 borgere"}), "small_count_told"),
        (lambda pdf: pdf.docinfo.update({"/Antal": "3"}), "hidden_part"),
        (
            lambda pdf: pdf.pages[0].update(
                {"/Annots": pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Text)])}
            ),
            "hidden_part",
        ),
    ],
)
@pytest.mark.parametrize("name", PDFS)
def test_what_is_planted_into_the_pdf(
    published: Publication, name: str, change: Any, kind: str
) -> None:
    def plant(pdf: pikepdf.Pdf) -> None:
        change(pdf)

    assert kind in kinds(changed(published, name, lambda pdf: in_pdf(pdf, plant)))


@pytest.mark.usefixtures("pdf")
@pytest.mark.parametrize("name", PDFS)
def test_an_alternative_text_of_the_pdf(published: Publication, name: str) -> None:
    def tell(pdf: pikepdf.Pdf) -> None:
        figure = next(one for one in pdf.objects if _is_figure(one))
        figure.Alt = "Jobparat 3 borgere"

    found = kinds(changed(published, name, lambda pdf: in_pdf(pdf, tell)))
    assert found == {"small_count_told"}


def _is_figure(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and str(one.get("/S")) == "/Figure"


@pytest.mark.parametrize(
    "plant",
    [
        lambda document: document["metadata"].update(antal=3),
        lambda document: document["metadata"]["papermill"].update(duration=3.5),
        lambda document: document["cells"][0]["metadata"].update(antal=3),
        lambda document: document["cells"][-1]["outputs"].append(
            {"output_type": "stream", "name": "stderr", "text": "3"}
        ),
        lambda document: document["cells"][-1]["outputs"][0]["data"].update({"text/plain": "3"}),
        lambda document: planting.carried(document).update(antal=3),
    ],
)
def test_what_is_planted_into_the_notebook(published: Publication, plant: Any) -> None:
    assert kinds(in_json(published, "notebook.ipynb", plant)) == {"hidden_part"}


@pytest.mark.parametrize(
    ("name", "plant"),
    [
        ("results.json", lambda document: document.update(antal=3)),
        ("results.json", lambda document: document["tables"][0].update(antal=3)),
        ("results.json", lambda document: document["tables"][0]["rows"][0].update(antal=3)),
        ("manifest.json", lambda document: document.update(antal=3)),
        ("method/manifest.json", lambda document: document.update(antal=3)),
    ],
)
def test_what_is_planted_into_files_for_programs(
    published: Publication, name: str, plant: Any
) -> None:
    assert kinds(in_json(published, name, plant)) == {"hidden_part"}


@pytest.mark.parametrize("name", ["manifest.json", "method/manifest.json"])
def test_a_remark_that_tells_a_count(published: Publication, name: str) -> None:
    def tell(document: Any) -> None:
        document["remarks"] = ["Heraf 3 borgere"]

    assert kinds(in_json(published, name, tell)) == {"small_count_told"}


def test_names_of_files(published: Publication) -> None:
    assert kinds(changed(published, "handicappede-3.txt", lambda _: b"x")) == {"hidden_part"}


def test_a_file_that_is_not_what_its_name_says(published: Publication) -> None:
    for name in ("tables.xlsx", "report.html", f"tables/{TABLE}.csv"):
        assert "unreadable" in kinds(changed(published, name, lambda _: b"\xff\xfe\x00"))
