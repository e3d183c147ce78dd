"""Rows, headers and titles made to do harm: none of it is carried out, and none is printed.

Every hostile text holds one word, so that one search over everything that was said or written
shows whether any of it came through.
"""

import csv
import html
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
import yaml

from fsb_lib.domain import contract
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from tests.faults.conftest import Ended
from tests.small_release import notebook, write_project
from tests.tiny_delivery import FAULTLESS, text, write

pytestmark = pytest.mark.usefixtures("any_notebook", "warm_intake")

Command = Callable[..., Ended]
ROOT = Path(__file__).parents[2]
WORD = "xyzzy"
HOSTILE = (
    f"<script>{WORD}()</script>",
    f'"><img src=x onerror={WORD}()>',
    f"&lt;{WORD}&gt;",
    f"=cmd|'/c {WORD}'!A0",
    f"+{WORD}",
    f"@SUM(1;{WORD})",
    f"-2+3+{WORD}",
    f"../../{WORD}",
    f"C:\\{WORD}\\..\\x",
    f"\x1b]0;{WORD}\x07\x1b[31m",
    f"\u202e{WORD}",
    f"{WORD}\x00",
    f"a\r\n{WORD}",
    f"{{{{ {WORD} }}}} ${{{WORD}}} %({WORD})s {{{WORD}}}",
    f"!!python/object/apply:os.system ['touch {WORD}']",
    f"'; DROP TABLE {WORD}; --",
    f"[red]{WORD}[/red]",
    WORD * 600,
)
TABLE = "bif_ydelser"
GOOD = {"cpr": "020180-1234", "ydelse": "kontanthjaelp", "fra": "01-01-2009", "til": ""}


def rows(separator: str = ";") -> str:
    """A good row with each hostile text in the place of each of its cells."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for column in GOOD:
        writer.writerows([{**GOOD, column: value}.values() for value in HOSTILE])
    return made.getvalue()


def said_or_written(ended: Ended, *folders: Path) -> Iterator[tuple[str, str]]:
    """Everything that came out of a command, files and their names, also without entities."""
    yield "terminal", ended.said
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            yield "file name", path.name
            if path.is_file():
                content = path.read_bytes().decode("utf-8", "replace")
                yield path.name, content + html.unescape(content)


def came_through(ended: Ended, *folders: Path) -> list[str]:
    return [name for name, content in said_or_written(ended, *folders) if WORD in content]


def project(tmp_path: Path, name: str = "activation_measurement", year: int = 2011) -> Path:
    """A project with the real notebook of one report."""
    node = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    settings = yaml.safe_load((ROOT / "params" / f"{year}.yaml").read_text(encoding="utf-8"))
    year_file = yaml.safe_dump({**settings, "reports": [name]}, allow_unicode=True)
    return write_project(tmp_path / "project", {name: node}, **{f"_{year}": year_file})


@pytest.fixture
def hostile_delivery(tmp_path: Path) -> Path:
    """A synthetic city with hostile rows, few enough, hostile titles, totals and extra cells."""
    folder = tmp_path / "delivery"
    write_delivery(twin_city(600, seed=1), folder)
    path = folder / f"{TABLE}.csv"
    header, *good = path.read_text(encoding="utf-8").splitlines()
    titles = "".join(f"{value.split(';')[0]}\n" for value in HOSTILE if not set(value) & set('"\r'))
    total = f"I alt;=1+{WORD};;\n"
    content = titles + "\n".join([header, *good]) + "\n" + rows() + total
    path.write_bytes(content.encode())
    widened = folder / "personer.csv"
    header, *good = widened.read_text(encoding="utf-8").splitlines()
    lines = [f"{header};<b>{WORD}</b>"] + [f"{line};={WORD}" for line in good]
    widened.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / f"<script>{WORD}.csv").write_text(WORD, encoding="utf-8")
    return folder


@pytest.mark.parametrize("debug", [(), ("--debug",)], ids=["plain", "debug"])
def test_hostile_rows_are_dropped_and_never_said(
    fsb: Command, tmp_path: Path, hostile_delivery: Path, debug: tuple[str, ...]
) -> None:
    root = write_project(tmp_path / "project", {"activation_measurement": notebook()})
    ended = fsb(root, "intake", str(hostile_delivery), str(tmp_path / "snapshot"), *debug)
    assert ended.code == 0, ended.said
    assert TABLE in ended.said
    assert came_through(ended, tmp_path / "snapshot", root) == []
    assert came_through(ended, hostile_delivery) != [], "the search finds nothing anywhere"


@pytest.mark.slow
def test_hostile_rows_reach_no_report(fsb: Command, tmp_path: Path, hostile_delivery: Path) -> None:
    root = project(tmp_path)
    given = ("--registers", str(hostile_delivery), "--audience", "internal")
    ended = fsb(root, "run", *given, "--outputs", str(root / "outputs"))
    assert ended.code == 0, ended.said
    assert ended.pages == ["2011/activation_measurement/INTERN-report.html"]
    assert came_through(ended, ended.outputs) == []


FATAL = {
    "too many hostile rows": {TABLE: text(FAULTLESS[TABLE]) + rows()},
    "hostile headers": {
        name: text(drawn).replace("cpr;", f"cpr<script>{WORD}</script>;", 1)
        for name, drawn in FAULTLESS.items()
    },
    "a header twice": {TABLE: f"cpr;cpr;ydelse;fra;til;=cmd|{WORD}\n1;2;3;4;5;{WORD}\n"},
    "no header": {"sof_sager": f"{WORD};=1+1;<b>\n{WORD};2;3\n"},
    "a quote left open": {TABLE: text(FAULTLESS[TABLE]) + f'1;"<script>{WORD}'},
    "letters destroyed": {"personer": f"cpr;herkomst\n1;<i>{WORD}\u00c3\u00a6\n"},
    "a cycle of changes": {
        "cpr_skift": "gammelt_cpr;nyt_cpr;dato;ejer\n"
        f"020180-1234;020280-1234;01-01-2009;\n020280-1234;020180-1234;01-01-2009;\nx;<{WORD}>;;\n"
    },
}


COMMANDS = [("intake", why) for why in FATAL] + [
    ("run", "too many hostile rows"),
    ("run", "hostile headers"),
]


@pytest.mark.parametrize(("command", "why"), COMMANDS)
def test_fatal_fault_says_nothing_of_what_is_hostile(
    fsb: Command, tmp_path: Path, command: str, why: str
) -> None:
    tables = {name: content.encode() for name, content in FATAL[why].items()}
    delivery = write(tmp_path / "delivery", **tables)
    root = write_project(
        tmp_path / "project",
        {"activation_measurement": notebook()},
        _2009="year: 2009\nreports: [activation_measurement]\n",
    )
    asked = {
        "intake": ("intake", str(delivery), str(tmp_path / "snapshot")),
        "run": ("run", "--registers", str(delivery)),
    }
    ended = fsb(root, *asked[command])
    assert ended.code == 1, ended.said
    assert came_through(ended, root) == []
    assert not (tmp_path / "snapshot").exists()


MAPPINGS = {
    "an object to be made": f"tables: !!python/object/apply:os.system ['touch {WORD}']\n",
    "a tag of its own": f"tables: !{WORD} x\n",
    "anchors that grow": "a: &a [1,1]\nb: &b [*a,*a]\ntables: [*b,*b]\n",
    "a way out of the folder": f"tables:\n  bif_ydelser: ../../{WORD}\n",
    "names with HTML": f"tables:\n  <script>{WORD}</script>: x\n",
    "a key twice": f"tables: {{}}\ntables: {{{WORD}: <b>}}\n",
    "no YAML": f"tables: [{WORD}\n\x07",
    "an unknown part": f"'=cmd|{WORD}': 1\n",
}


@pytest.mark.parametrize("why", MAPPINGS)
def test_mapping_file_with_tricks_is_refused_and_carries_nothing_out(
    fsb: Command, tmp_path: Path, why: str
) -> None:
    delivery = write(tmp_path / "delivery")
    (delivery / "registers.yaml").write_text(MAPPINGS[why], encoding="utf-8")
    root = write_project(tmp_path / "project", {"activation_measurement": notebook()})
    ended = fsb(root, "intake", str(delivery), str(tmp_path / "snapshot"))
    assert ended.code == 1, ended.said
    assert "registers.yaml" in ended.said
    assert not [path for path in tmp_path.rglob("*") if WORD in path.name]
    assert came_through(ended, root) == [], ended.said


def test_every_column_kind_has_met_hostile_texts() -> None:
    kinds = {column.kind for column in contract.table(TABLE).columns}
    assert {contract.Kind.CPR, contract.Kind.CODE, contract.Kind.KEY_DATE} <= kinds
