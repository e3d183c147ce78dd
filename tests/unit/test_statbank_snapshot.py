"""From the StatBank's reply to the committed snapshot and back; and the command that does it."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from fsb_lib import cli
from fsb_lib.base import package_data
from fsb_lib.base.errors import InputError, UsageError
from fsb_lib.domain.city_population import (
    AGE_BANDS,
    Quarter,
    availability,
    compared_quarter,
    population_in,
    quarter_from_code,
    quarter_of,
)
from fsb_lib.domain.periods import calendar_year
from fsb_lib.statbank import client
from fsb_lib.statbank.client import Service
from fsb_lib.statbank.fetching import SNAPSHOT, fetch_population, quarters_named
from fsb_lib.statbank.snapshot import fetched, snapshot_text
from tests.statbank_stand_in import Answer, answering, made_up_reply, refusal

QUARTER = Quarter(2014, 4)
DAY = date(2026, 1, 31)
EMPTY = {
    "quarters": {
        "2014K4": {"not_at_hand": 'Not yet: "why"'},
        "2011K4": {"not_at_hand": "x"},
    }
}


def answer_to(question: dict[str, Any]) -> Answer:
    """The made-up reply of the quarter that is asked for; only 2014K3 is unknown."""
    (quarter,) = question["variables"][-1]["values"]
    if quarter == "2014K3":
        return refusal("EXTRACT-NOTFOUND", "Værdien blev ikke fundet", 404)
    return Answer(made_up_reply(quarter))


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "population.yaml"
    path.write_text(snapshot_text(EMPTY, {}), encoding="utf-8")
    return path


def test_a_reply_is_kept_by_sex_origin_and_age_band() -> None:
    # Persons are as many as they are years old: 18-24 holds 18+19+20+21+22+23+24 = 147 of each.
    reply = made_up_reply(persons=lambda one: one.age if one.sex == "1" else 0)
    made = fetched(QUARTER, reply, DAY)
    text = snapshot_text(EMPTY, {"2014K4": made})
    city = population_in(QUARTER, yaml.safe_load(text))
    assert city is not None
    assert [city.persons["mand", "dansk", band] for band in AGE_BANDS] == [
        153, 147, 135, 345, 445, 545, 310, 5795,
    ]  # fmt: skip
    assert city.persons["kvinde", "dansk", "18-24"] == 0
    assert made.total == 5 * sum(range(126))
    assert f'reply_sha256: "{sha256(reply).hexdigest()}"' in text
    assert "retrieved: 2026-01-31" in text


@pytest.mark.parametrize(
    ("code", "sex", "origin"),
    [
        (("1", "1"), "mand", "dansk"),
        (("2", "24"), "kvinde", "indvandrer_vestlig"),
        (("1", "25"), "mand", "indvandrer_ikke_vestlig"),
        (("2", "34"), "kvinde", "efterkommer_vestlig"),
        (("1", "35"), "mand", "efterkommer_ikke_vestlig"),
    ],
)
def test_the_statbanks_codes_mean_what_its_own_list_says(
    code: tuple[str, str], sex: str, origin: str
) -> None:
    # KØN: 1 Mænd, 2 Kvinder. HERKOMST: 1 dansk oprindelse, 24 and 25 Indvandrere fra vestlige
    # and ikke-vestlige lande, 34 and 35 Efterkommere of the same.
    reply = made_up_reply(persons=lambda one: int(one == (code[0], 40, code[1])))
    found = {key for key, n in fetched(QUARTER, reply, DAY).persons.items() if n}
    assert found == {(sex, origin, "40-49")}


def test_a_new_quarter_leaves_the_others_as_they_are() -> None:
    once = snapshot_text(EMPTY, {"2014K4": fetched(QUARTER, made_up_reply(), DAY)})
    other = fetched(Quarter(2009, 4), made_up_reply("2009K4"), DAY)
    twice = snapshot_text(yaml.safe_load(once), {"2009K4": other})
    entry = once[once.index("  2014K4:") :]
    assert entry in twice
    assert list(yaml.safe_load(twice)["quarters"]) == ["2009K4", "2011K4", "2014K4"]
    assert snapshot_text(yaml.safe_load(twice), {}) == twice


def test_the_committed_snapshot_is_as_the_command_writes_it() -> None:
    text = SNAPSHOT.read_text(encoding="utf-8")
    committed = yaml.safe_load(text)
    assert snapshot_text(committed, {}) == text
    assert committed == package_data.load("population")
    for code, entry in committed["quarters"].items():
        quarter = quarter_from_code(code)
        assert quarter is not None
        # Either the figures, complete and adding up, or in words why they are not there.
        assert (population_in(quarter, committed) is None) == bool(entry.get("not_at_hand"))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2014, 1, 1), Quarter(2014, 1)),
        (date(2014, 3, 31), Quarter(2014, 1)),
        (date(2014, 4, 1), Quarter(2014, 2)),
        (date(2014, 9, 30), Quarter(2014, 3)),
        (date(2014, 10, 1), Quarter(2014, 4)),
        (date(2014, 12, 31), Quarter(2014, 4)),
    ],
)
def test_a_day_is_compared_with_the_quarter_that_it_lies_in(day: date, quarter: Quarter) -> None:
    assert quarter_of(day) == compared_quarter(day) == quarter


def test_a_year_is_compared_with_its_fourth_quarter() -> None:
    assert compared_quarter(calendar_year(2014)) == Quarter(2014, 4)


def test_why_a_quarter_is_not_there() -> None:
    held = yaml.safe_load(snapshot_text(EMPTY, {"2014K4": fetched(QUARTER, made_up_reply(), DAY)}))
    assert availability(QUARTER, held) == "at_hand"
    assert availability(Quarter(2011, 4), held) == "not_fetched"
    assert availability(Quarter(2014, 3), held) == "not_fetched"
    assert availability(Quarter(2008, 1), held) == "not_fetched"
    assert availability(Quarter(2007, 4), held) == "before_table"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("total: 1260", "total: 1261"),
        ("dansk: [18, ", "dansk: ["),
        ("dansk: [18, ", "dansk: [-18, "),
        ("dansk: [18, ", "dansk: [true, "),
        ("      mand:", "      maend:"),
        ("        dansk: [18, 7, 5, 10, 10, 10, 5, 61]", "        dansk: 126"),
    ],
)
def test_a_snapshot_edited_by_hand_is_not_believed(old: str, new: str) -> None:
    text = snapshot_text(EMPTY, {"2014K4": fetched(QUARTER, made_up_reply(), DAY)})
    assert old in text
    with pytest.raises(InputError, match="fsb population 2014K4"):
        population_in(QUARTER, yaml.safe_load(text.replace(old, new, 1)))


def test_quarters_are_named_by_year_or_by_quarter() -> None:
    assert quarters_named(["2014", "2009K2", "2014K4"]) == (Quarter(2009, 2), Quarter(2014, 4))
    assert quarters_named(["2008K1"]) == (Quarter(2008, 1),)


def test_all_words_that_are_no_quarter_are_told_at_once() -> None:
    with pytest.raises(UsageError) as raised:
        quarters_named(["2007", "2014K5", "2014", "to"])
    assert [problem.where for problem in raised.value.problems] == ["2007", "2014K5", "to"]


def test_all_quarters_are_fetched_and_the_snapshot_rewritten(snapshot: Path) -> None:
    quarters = (Quarter(2011, 4), QUARTER)
    with answering(answer_to) as server:
        fetch_population(quarters, Service(server.address), snapshot)
    written = yaml.safe_load(snapshot.read_text(encoding="utf-8"))
    assert all(population_in(quarter, written) for quarter in quarters)
    assert list(snapshot.parent.iterdir()) == [snapshot]


def test_one_quarter_that_fails_leaves_the_snapshot_as_it_was(snapshot: Path) -> None:
    before = snapshot.read_bytes()
    with answering(answer_to) as server, pytest.raises(InputError, match="ikke fundet"):
        fetch_population((QUARTER, Quarter(2014, 3)), Service(server.address), snapshot)
    assert snapshot.read_bytes() == before


@pytest.mark.parametrize("content", ["", "quarters: []", "a: [", None])
def test_a_file_that_is_no_snapshot_is_told_before_anything_is_asked(
    content: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "population.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with answering(answer_to) as server, pytest.raises(InputError, match="from the repository"):
        fetch_population((QUARTER,), Service(server.address), path)
    assert server.asked == []


def leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def test_the_command_says_what_came_and_what_to_do_next(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(answer_to) as server:
        monkeypatch.setattr(client, "statbank", lambda: Service(server.address))
        assert leave("population", "2014", "--snapshot", str(snapshot)) == 0
        said = capsys.readouterr().out
        assert "2014K4: 1260 persons" in said
        assert "commit them" in said
        assert leave("population", "2014K3", "--snapshot", str(snapshot)) == 1
    assert leave("population", "2014", "--snapshot", str(snapshot)) == 1
    assert "cannot be reached" in capsys.readouterr().err
    assert leave("population", "2007") == 2
    assert leave("population") == 2
