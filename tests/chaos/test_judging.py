"""The judge of `make chaos` can find what it looks for: each fault is planted, and told."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.chaos import survival
from tests.chaos.acts import ACTS, SET_UP
from tests.chaos.attempt import chosen
from tests.chaos.harms import HARMS, Harmed
from tests.chaos.place import Place, Said
from tests.chaos.tried import Tried, summary, told
from tests.chaos.worlds import Undisturbed, tree

FILES = {
    "outputs/2009/plan_coverage/report.html": "old",
    "outputs/2009/plan_coverage/manifest.json": "old",
    "outputs/2010/plan_coverage/report.html": "draft",
    "outputs/index.html": "index",
    "snap/persons.parquet": "rows",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "project", tmp_path / "program", tmp_path / "other")
    made.make_folders()
    for name, text in FILES.items():
        write(made, name, text)
    (made.root / "work" / "ledger").mkdir(mode=0o700, parents=True)
    return made


def write(place: Place, name: str, text: str = "x") -> Path:
    path = place.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def known(place: Place) -> Undisturbed:
    """2009 is made anew, 2010 withdrawn, a kit made."""
    before = tree(place)
    after = {name: f"new {name}" for name in before if "2010" not in name} | {"kit.zip": "kit"}
    return Undisturbed(1.0, {"command": 9}, before, after, after)


def test_old_and_new_are_whole_and_so_is_any_mixture_of_folders(place: Place) -> None:
    one = known(place)
    mixed = one.before | {n: d for n, d in one.after.items() if "2009" in n or n == "kit.zip"}
    for found in (one.before, one.after, mixed):
        assert list(survival.not_whole(found, one)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.before | {next(iter(one.before)): "else"}, "neither old nor new"),
        (lambda one: dict(list(one.before.items())[1:]), "neither old nor new (1 files)"),
        (lambda one: {n: d for n, d in one.before.items() if "2009" not in n}, "is gone"),
        (lambda one: one.before | {"outputs/2009/x.txt": "x"}, "x.txt is neither"),
        (lambda one: one.before | {"kit.zip": "half"}, "kit.zip is neither"),
        (lambda one: one.before | {"snap/persons.parquet": "half"}, "snap is neither"),
    ],
)
def test_what_is_torn_lost_or_foreign_is_told(place: Place, change, told: str) -> None:
    one = known(place)
    assert told in "\n".join(survival.not_whole(change(one), one))


@pytest.mark.parametrize(
    "name",
    ["work/proofs/p.json", "outputs/.staging/2009/x", ".fsb-intake-1/identities.parquet",
     "project-beside"],
)  # fmt: skip
def test_what_is_private_and_lies_open_is_told(place: Place, name: str) -> None:
    assert list(survival.private_outside(place)) == []
    if name == "project-beside":
        (place.beside / "tmp" / "rows.tmp").write_text("x")
    else:
        write(place, name)
    (fault,) = survival.private_outside(place)
    assert Path(name).name in fault or "temporary" in fault


@pytest.mark.parametrize(
    "name", ["work/ledger/1.intent", "work/staging/fsb-intake-1/x", "outputs/.retired/2009/x"]
)
def test_what_no_finished_command_leaves_is_told(place: Place, name: str) -> None:
    assert list(survival.half_done(place)) == []
    write(place, name, '{"action": "draft"}')
    assert len(list(survival.half_done(place))) == 1
    assert survival.is_intended(place) == name.endswith(".intent")


@pytest.mark.parametrize(
    ("harm", "said", "is_bad"),
    [
        ("killed", Said(-9, ""), False),
        ("no memory", Said(-9, ""), True),
        ("disk full", Said(1, "x: the disk is full\n  to do:    Make room"), False),
        ("disk full", Said(3, "x: failed\n  to do:    Look"), True),
        ("killed", Said(1, "x: is wrong"), True),
        ("two at once", Said(2, "The program itself failed: KeyError\n  to do: y"), True),
        ("interrupted", Said(130, "Interrupted before it was done. Run"), False),
        ("interrupted", Said(130, ""), True),
        ("interrupted", Said(1, "to do:"), True),
        ("interrupted", Said(1, "Fatal Python error: init_import_site: Failed"), False),
        ("interrupted", Said(1, "Fatal Python error: init_import_site: fsb_lib"), True),
    ],
)
def test_what_a_command_owes_is_told(harm: str, said: Said, is_bad: bool) -> None:
    assert bool(list(survival.badly_ended(harm, Harmed(said, struck=True)))) is is_bad


def test_attempts_follow_from_the_seed_and_meet_every_act_and_harm() -> None:
    assert [chosen(7, n) for n in range(9)] == [chosen(7, n) for n in range(9)]
    assert chosen(7, 3) != chosen(8, 3)
    many = [chosen(7, n) for n in range(1, 501)]
    assert {one.act for one in many} == {act.name for act in (*ACTS, SET_UP)}
    assert {one.harm for one in many} == set(HARMS)
    moments = sorted(one.at for one in many if one.harm == "killed at a change")
    assert max(b - a for a, b in pairwise(moments)) < 0.05


def test_the_summary_counts_and_a_fault_says_how_to_see_it_again() -> None:
    good, bad = Tried(chosen(7, 1), True, ()), Tried(chosen(7, 2), False, ("torn",))
    assert "survived 1 of 2 tried, 1 of which met something; seed 7" in summary([good, bad], 7)
    assert told(bad).startswith("2: ")
    assert "torn" in told(bad)
