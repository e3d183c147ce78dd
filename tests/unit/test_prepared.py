"""What a run prepares for its notebooks, and who gets it."""

from dataclasses import replace
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.disclosure.protected import Certificate
from fsb_lib.followups import prepared as prepared_releases
from fsb_lib.followups.prepared import prepared, proof_of, write_error, write_protected
from fsb_lib.params import ReportParams
from tests.small_release import release

PARAMS = ReportParams(year=2009)
REPORT = "activation_measurement"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(prepared_releases.FOLDER, str(tmp_path))
    return tmp_path


def test_a_notebook_gets_just_the_release_that_was_prepared(folder: Path) -> None:
    certified = replace(release(), certificate=Certificate(1, 0, "0" * 12))
    for wanted in (release(), certified):
        write_protected(folder, wanted, PARAMS, "proof")
        assert prepared(REPORT, PARAMS, "committee") == wanted


def test_nothing_is_prepared_outside_of_a_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_protected(folder, release(), PARAMS)
    monkeypatch.delenv(prepared_releases.FOLDER)
    assert prepared(REPORT, PARAMS, "committee") is None


@pytest.mark.parametrize(
    ("params", "audience"),
    [
        (ReportParams(year=2009, disclosure_threshold=10), "committee"),
        (ReportParams(year=2010), "committee"),
        (PARAMS, "internal"),
    ],
)
def test_another_question_gets_no_prepared_answer(
    folder: Path, params: ReportParams, audience: str
) -> None:
    write_protected(folder, release(), PARAMS)
    assert prepared(REPORT, params, audience) is None


def test_parameters_that_the_report_does_not_depend_on_do_not_matter(folder: Path) -> None:
    write_protected(folder, release(), ReportParams(year=2009, max_gap_days=60))
    assert prepared(REPORT, PARAMS, "committee") == release()


def test_what_went_wrong_is_raised_where_the_notebook_asks(folder: Path) -> None:
    problem = Problem("is stale", "bif_ydelser", "a row near the day", "none", "Ask anew.")
    write_error(folder, REPORT, PARAMS, "committee", InputError(problem))
    with pytest.raises(InputError) as raised:
        prepared(REPORT, PARAMS, "committee")
    assert raised.value.problems == (problem,)


def test_a_proof_belongs_to_just_the_release_it_was_kept_for(folder: Path) -> None:
    write_protected(folder, release(), PARAMS, "abc")
    assert proof_of(release(), folder) == "abc"
    assert proof_of(replace(release(), data_version="another"), folder) is None
