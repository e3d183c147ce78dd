"""CPR numbers in odd places of a delivery or a notebook surface nowhere: not in a file, not in
its name, not on the terminal, not with --debug."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.disclosure.keyed_order import SYNTHETIC, order_key
from fsb_lib.followups.protect_year import Answer
from fsb_lib.outputs import cpr_check
from fsb_lib.outputs.scanning_process import NO_KEY
from fsb_lib.params import read
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.run.secret_order import key_of_orders
from fsb_lib.scanner.scan import scan_paths
from tests import any_notebook
from tests.faults.conftest import Ended
from tests.small_release import notebook, write_project
from tests.tiny_delivery import KEY, among_good_rows, write

pytestmark = pytest.mark.usefixtures("any_notebook", "warm_intake")

Command = Callable[..., Ended]
REPORT = "2009/activation_measurement"
# Nobody's: they fail modulus 11, or have a date that does not exist.
PLANTED = "030475-1237"
DIGITS = "0304751237"
NO_DATE = "993180-1234"
MAPPING = f"tables:\n  borger {PLANTED}: personer\n"
YDELSER = f"""\
Udtraek for {PLANTED}
cpr;ydelse;fra;til;{PLANTED}
020180-1234;{PLANTED};01-01-2009;;
020180-1234;kontanthjaelp;{PLANTED};;
{PLANTED} {PLANTED};kontanthjaelp;01-01-2009;;
{NO_DATE};kontanthjaelp;01-01-2009;;
# {PLANTED}
"""
GOOD = "".join(f"0304{year}-1{serial:03d};kontanthjaelp;01-01-2009;;x\n"
               for year in (60, 61) for serial in range(150))  # fmt: skip


def odd_delivery(folder: Path, **tables: str | bytes | None) -> Path:
    """Numbers in a title, a header, codes, dates, a comment, a total line, and a file's name."""
    content = f"{YDELSER}{GOOD}I alt;{PLANTED}\n".encode()
    write(folder, **{"bif_ydelser": content, "personer": None, **tables})
    (folder / f"borger {PLANTED}.csv").write_text("cpr;herkomst\n020180-1234;dansk\n")
    (folder / "registers.yaml").write_text(MAPPING)
    (folder / f"{PLANTED}.txt").write_text("a note")
    return folder


def project(root: Path, *last: str) -> Path:
    node = notebook("activation_measurement", *last)
    year = "year: 2009\nreports: [activation_measurement]\n"
    return write_project(root, {"activation_measurement": node}, _2009=year)


def assert_surfaces_nowhere(said: str, *folders: Path) -> None:
    """Neither the program's own scanner nor a plain search finds a planted number."""
    paths = [path for folder in folders for path in [folder, *folder.rglob("*")]]
    texts = [said, *(path.name for path in paths)]
    texts += [path.read_bytes().decode("latin-1") for path in paths if path.is_file()]
    for number in (PLANTED, DIGITS, DIGITS[1:], NO_DATE, NO_DATE.replace("-", "")):
        assert not [text for text in texts if number in text]
    assert scan_paths(list(folders)) == []


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_delivery_with_numbers_in_odd_places_is_taken_in(
    fsb: Command, tmp_path: Path, debug: tuple[str, ...]
) -> None:
    root = project(tmp_path / "project")
    odd_delivery(root / f"levering {PLANTED}")
    ended = fsb(root, *debug, "intake", f"levering {PLANTED}", "taken")
    assert ended.code == 0, ended.said
    assert "unknown_code (ydelse)" in ended.said
    assert (root / "taken" / "fault-report.html").is_file()
    assert_surfaces_nowhere(ended.said, root / "taken", root / "work")


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_refused_delivery_tells_no_number(
    fsb: Command, tmp_path: Path, debug: tuple[str, ...]
) -> None:
    root = project(tmp_path / "project")
    odd_delivery(
        root / "delivery",
        sof_sager=f"cpr;{PLANTED};fra;til\n020180-1234;x;01-01-2009;\n",
        bif_jobplaner=f"{PLANTED}\n",
        bif_indsatser=f'cpr;indsats;fra;til\n020180-1234;x{chr(0)};"{PLANTED}',
        bif_matchvurderinger=f"cpr;system;kode;vurderet\n{PLANTED};{PLANTED};4;{PLANTED}\n",
    )
    (root / "delivery" / "sof_handleplaner.xlsx").write_text(PLANTED)
    (root / "delivery" / "registers.yaml").write_text(f"{MAPPING}  {PLANTED}: {PLANTED}\n")
    ended = fsb(root, *debug, "intake", "delivery", "taken")
    assert ended.code == 1
    assert not (root / "taken").exists()
    assert (root / "taken-fault-report.html").is_file()
    copy = root / "page"
    copy.mkdir()
    (root / "taken-fault-report.html").rename(copy / "page.html")
    assert_surfaces_nowhere(ended.said, copy)


@pytest.mark.slow
def test_run_over_a_refused_delivery_leaves_a_private_page_that_tells_none(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    odd_delivery(root / "delivery", sof_sager=f"cpr;{PLANTED};fra\n020180-1234;x;01-01-2009\n")
    command = [*any_notebook.COMMAND, "run", "--debug", "--registers", "delivery"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    place = root / "work" / "fault-report.html"
    assert place.is_file()
    assert str(place) in done.stdout
    assert [path.name for path in sorted((root / "outputs").iterdir())] == [
        ".fsb.lock",
        "index.html",
    ]
    assert_surfaces_nowhere(done.stdout + done.stderr, root / "outputs", place)


@pytest.mark.slow
def test_run_publishes_a_clean_report_and_says_where_it_is_told_what_was_dropped(
    fsb: Command, tmp_path: Path
) -> None:
    root = project(tmp_path / "project")
    odd_delivery(root / "delivery")
    ended = fsb(root, "run", "--registers", "delivery")
    assert ended.code == 0, ended.said
    assert ended.pages == [f"{REPORT}/report.html"]
    assert "by their look alone" not in ended.said
    place = root / "work" / "fault-report.html"
    assert place.is_file()
    assert f"for the source alone: {place}" in ended.said
    assert_surfaces_nowhere(ended.said, ended.outputs, place)


SHOWS = "from fsb_lib.components.fragment import Fragment\ndisplay(Fragment('<p>{}</p>'))\nrelease"


@pytest.mark.parametrize(
    ("shown", "what"),
    [
        ("0304<b>75&#45;1237</b>", "holds a CPR number of the delivery"),
        pytest.param(
            "hos 050578-4321", "holds what looks like a CPR number", marks=pytest.mark.slow
        ),
        pytest.param(NO_DATE, "holds a CPR number of the delivery", marks=pytest.mark.slow),
    ],
)
def test_report_that_shows_a_number_is_not_released(
    fsb: Command, tmp_path: Path, shown: str, what: str
) -> None:
    root = project(tmp_path / "project", SHOWS.format(shown))
    rows = f"cpr;ydelse;fra;til\n{NO_DATE};kontanthjaelp;01-01-2009;\n"
    skift = f"gammelt_cpr;nyt_cpr;dato\n{PLANTED};020180-1234;01-01-2009\n"
    drawn = among_good_rows("bif_ydelser", rows).encode()
    write(root / "delivery", bif_ydelser=drawn, cpr_skift=skift)
    ended = fsb(root, "--debug", "run", "--registers", "delivery")
    page = (ended.outputs / REPORT / "error.html").read_text(encoding="utf-8")
    assert ended.code == 3
    assert ended.pages == []
    assert f"notebook.ipynb: {what}" in ended.said
    assert "notebook.ipynb" in page
    assert what in page
    assert "CPR-nummer" in page
    assert sorted(path.name for path in (ended.outputs / REPORT).iterdir()) == [
        "error.html",
        "manifest.json",
    ]
    assert "4321" not in ended.said + page
    assert_surfaces_nowhere(ended.said, ended.outputs)


RAISES = """\
from fsb_lib.base.errors import InputError, Problem
raise InputError(Problem("stale for {}", "sof_sager"))"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [PLANTED, NO_DATE])
def test_message_of_a_notebook_that_quotes_a_number_is_left_out(
    fsb: Command, tmp_path: Path, number: str
) -> None:
    root = project(tmp_path / "project", RAISES.format(number))
    rows = f"cpr;ydelse;fra;til\n{NO_DATE};kontanthjaelp;01-01-2009;\n"
    write(root / "delivery", bif_ydelser=among_good_rows("bif_ydelser", rows).encode())
    ended = fsb(root, "run", "--registers", "delivery")
    assert ended.code == 1
    assert "the message is left out" in ended.said
    assert_surfaces_nowhere(ended.said, ended.outputs)


@pytest.mark.slow
def test_check_that_stops_lets_nothing_out(
    fsb: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    monkeypatch.setattr(cpr_check, "_PROCESS", "fsb_lib.no_such_module")
    ended = fsb(root, "run", "--registers", "snapshot")
    assert ended.code == 3
    assert ended.pages == []
    assert "the search for CPR numbers stopped" in ended.said
    assert "it quotes" not in ended.said


def real_snapshot(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The snapshot of a delivery that is not synthetic, made with the tests' key."""
    monkeypatch.delenv("FSB_KEY_FILE", raising=False)
    (write(root / "delivery") / "SYNTETISK").unlink()
    take_in(root / "delivery", root / "taken", KEY)
    return root / "taken"


def test_wrong_key_for_a_real_snapshot_is_the_input_s_fault(
    fsb: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    real_snapshot(root, monkeypatch)
    (root / "key").write_bytes(b"another key, and long enough for one")
    (root / "key").chmod(0o600)
    monkeypatch.setenv("FSB_KEY_FILE", str(root / "key"))
    ended = fsb(root, "run", "--registers", "taken")
    assert ended.code == 1
    assert "the snapshot was made with another key" in ended.said


def test_the_key_of_the_orders_is_derived_from_the_pseudonyms_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which counts protect others is secret, so real registers without a key are refused."""
    monkeypatch.delenv("FSB_KEY_FILE", raising=False)
    answers = (Answer(REPORT, read(year=2009), (), (), "", drawn) for drawn in (True, False))
    drawn, real = answers
    assert key_of_orders([drawn], "committee", tmp_path) == SYNTHETIC
    assert key_of_orders([real], "internal", tmp_path) == SYNTHETIC
    with pytest.raises(InputError, match="no key for the pseudonyms"):
        key_of_orders([drawn, real], "committee", tmp_path)
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setenv("FSB_KEY_FILE", str(tmp_path / "key"))
    assert key_of_orders([drawn, real], "committee", tmp_path) == order_key(KEY)


def test_scan_command_finds_by_look_and_by_the_snapshot_s_numbers(
    fsb: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project")
    snapshot = real_snapshot(root, monkeypatch)
    (root / "key").write_bytes(KEY)
    (root / "key").chmod(0o600)
    (root / "mail").mkdir()
    (root / "mail" / "a.txt").write_text("020180;1234")  # the delivery's, torn apart
    assert fsb(root, "scan", "mail").code == 0
    ended = fsb(root, "scan", "mail", "--snapshot", str(snapshot))
    assert ended.code == 0
    assert NO_KEY in ended.said
    ended = fsb(root, "scan", "mail", "--snapshot", str(snapshot), "--key-file", "key")
    assert ended.code == 3
    assert "a.txt: holds a CPR number of the delivery" in ended.said
    assert "020180" not in ended.said
    (root / "mail" / f"{PLANTED}.txt").write_text(PLANTED)
    ended = fsb(root, "scan", "mail", "taken/snapshot.json")
    assert ended.code == 3
    assert_surfaces_nowhere(ended.said)
    assert fsb(root, "scan", "nowhere").code == 1
