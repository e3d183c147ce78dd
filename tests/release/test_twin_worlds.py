"""Twin worlds: hidden counts differ, shown cells do not. Then no published byte may differ.

    a city -> measured tables ------------------------> run, release -> every file, page, line
                     |                                                          ==
                     +-- hidden counts of another  ---> run, release -> every file, page, line
                         world that fits what is shown

The other world comes from the private proof: sets of whole numbers that everything published
leaves possible. What says of hidden counts how many are small, one, or needed differs in it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from rich.console import Console

from fsb_lib import params
from fsb_lib.base.project import Project
from fsb_lib.disclosure.keyed_order import SYNTHETIC
from fsb_lib.disclosure.published_facts import PublishedFacts, to_document
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.followups.other_counts import with_counts
from fsb_lib.followups.protect_year import Answer, ProtectedYear, committee
from fsb_lib.jobs.plan import Wish
from fsb_lib.ledger.private_proof import proof_id
from fsb_lib.outputs.results_json import results_document
from fsb_lib.params import REPORT_IDS
from fsb_lib.publishing.publish_year import ReleaseOrder, release_year
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run import measure_apart
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery
from tests.copied_project import copied_project

pytestmark = pytest.mark.slow
YEAR, PERSONS, SEED = 2010, 400, 77
NOTHING, ORDER = PublishedFacts(), SYNTHETIC.of_year(YEAR)
World = Mapping[str, int]


def shown_by(year: ProtectedYear) -> list[object]:
    return [results_document(report) for report in year.reports.values()]


def twins(answers: tuple[Answer, ...], year: ProtectedYear) -> Iterator[World]:
    """Worlds in which the very same cells are hidden, each with other counts than those before.

    A world that would hide other cells is no twin: its shown cells differ.
    """
    changed: dict[str, int] = {}
    for witness in year.proof.witnesses:
        for world in (witness.high, witness.low):
            if not world or changed.keys() & world.keys():
                continue
            tried = {**changed, **world}
            other = committee([with_counts(answer, tried) for answer in answers], NOTHING, ORDER)
            if shown_by(other) == shown_by(year):
                changed = tried
                yield changed


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twins")
    write_dirty_delivery(twin_city(PERSONS, SEED), folder / "delivery", SEED)
    return ensure_snapshot(folder / "delivery", folder / "work")


@pytest.fixture(scope="module")
def answers(snapshot: Path) -> tuple[Answer, ...]:
    return Measuring(open_snapshot(snapshot)).answers(params.read(year=YEAR))


@pytest.fixture(scope="module")
def protected(answers: tuple[Answer, ...]) -> ProtectedYear:
    return committee(answers, NOTHING, ORDER)


def test_what_names_a_proof_and_goes_to_the_ledger_is_the_same_in_a_twwith_counts(
    answers: tuple[Answer, ...], protected: ProtectedYear
) -> None:
    world = next(twins(answers, protected))
    other = committee([with_counts(answer, world) for answer in answers], NOTHING, ORDER)
    assert {name for name in world if other.proof.truth.get(name) == world[name]}
    assert other.proof.truth != protected.proof.truth
    assert proof_id(other) == proof_id(protected)
    assert to_document(other.published) == to_document(protected.published)
    assert other.reports == protected.reports


@pytest.mark.timeout(900)
def test_no_published_byte_differs_between_twin_worlds(
    answers: tuple[Answer, ...],
    protected: ProtectedYear,
    snapshot: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert set(protected.reports) == set(REPORT_IDS)
    worlds = twins(answers, protected)
    world = next(one for one in worlds if differs_enough(one, answers, protected))
    here = released(tmp_path / "here", snapshot)
    measure = measure_apart.measure

    def measured_elsewhere(*given: object) -> measure_apart.Answers:
        found = measure(*given)
        return {name: with_counts(answer, world) for name, answer in found.items()}

    monkeypatch.setattr(measure_apart, "measure", measured_elsewhere)
    there = released(tmp_path / "there", snapshot)
    files, others = contents(here.outputs), contents(there.outputs)
    assert files.keys() == others.keys()
    assert [name for name in files if files[name] != others[name]] == []
    assert contents(here.work / "proofs") != contents(there.work / "proofs")


def differs_enough(world: World, answers: tuple[Answer, ...], year: ProtectedYear) -> bool:
    """In every report, and in how many hidden counts are small and how many are one person."""
    hidden = {name: year.proof.truth[name] for name in year.proof.hidden}
    other = {name: world.get(name, n) for name, n in hidden.items()}
    told = [(sum(n < 5 for n in one.values()), list(one.values()).count(1))
            for one in (hidden, other)]  # fmt: skip
    both = all(a != b for a, b in zip(*told, strict=True))
    return both and all(with_counts(answer, world) != answer for answer in answers)


def released(root: Path, snapshot: Path) -> Project:
    """All reports of the year made and released in a project of their own."""
    root.mkdir()
    project = copied_project(root, YEAR)
    quiet = Console(quiet=True)
    request = RunRequest(Wish(years=(YEAR,), reports=REPORT_IDS), snapshot, "committee", 2)
    assert run_reports(request, project, quiet).exit_code == 0
    release_year(ReleaseOrder(YEAR, "KMJ", "", 2, 600), project, quiet)
    return project


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
