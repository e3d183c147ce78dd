"""Witness documents are believed only as far as whole numbers bear them out."""

from copy import deepcopy
from typing import Any

import pytest

from fsb_lib.auditor.audit_result import AuditResult
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.release_audit import audit_release, facts_document
from tests.auditor.publishing import HIDDEN, Written, report, table

M, H, P = "misbrugere_i_behandling", "handicappede", "psykisk_syge_og_oevrigt_udsatte"
D = "2009-11-15"
SMALL, LARGE = f"focus@{D}/{H}", f"focus@{D}/{P}"


def release(**values: Any) -> list[Publication]:
    """100 persons: 60, 3 (hidden) and 37 (hidden for the sake of the 3)."""
    rows = {M: 60, H: HIDDEN, P: HIDDEN, "i_alt": 100} | values
    return [report({"activation_by_target_group": table(rows, "persons")})]


def document() -> dict[str, Any]:
    return {
        "threshold": 5,
        "truth": {SMALL: 3, LARGE: 37},
        "alternatives": [
            {
                "cell": SMALL,
                "low_target": 1,
                "high_target": 5,
                "low": {SMALL: 1, LARGE: 39},
                "high": {SMALL: 5, LARGE: 35},
            }
        ],
    }


def judged(witnesses: dict[str, Any], publications: list[Publication] | None = None) -> AuditResult:
    return audit_release(publications or release(), [], witnesses)


def objections(witnesses: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one.kind, one.cell) for one in judged(witnesses).findings}


def test_a_good_document_is_checked_and_the_audit_tests_itself() -> None:
    certificate = judged(document())
    assert certificate.passed
    assert certificate.n_witnesses == 1
    assert certificate.self_test.n_shown == certificate.self_test.n_noticed == 1
    assert certificate.self_test.not_needed == ()


@pytest.mark.parametrize(
    ("place", "wrong", "kind"),
    [
        (("alternatives", 0, "low", LARGE), 38, "witness_rule"),
        (("alternatives", 0, "high", LARGE), 37, "witness_rule"),
        (("alternatives", 0, "low", SMALL), 0, "witness_rule"),
        (("alternatives", 0, "low", f"focus@{D}"), 101, "witness_rule"),
        (("alternatives", 0, "low_target"), 0, "witness_reach"),
        (("alternatives", 0, "high_target"), 6, "witness_reach"),
        (("alternatives", 0, "low_target"), 2, "witness_target"),
        (("alternatives", 0, "high_target"), 4, "witness_target"),
        (("truth", LARGE), 36, "witness_rule"),
        (("truth", f"focus@{D}"), 101, "witness_unknown"),
        (("alternatives",), [], "witness_missing"),
    ],
)
def test_faults_of_a_document(place: tuple[Any, ...], wrong: Any, kind: str) -> None:
    """One number of the good document is changed."""
    witnesses = deepcopy(document())
    within: Any = witnesses
    for step in place[:-1]:
        within = within[step]
    within[place[-1]] = wrong
    found = objections(witnesses)
    assert kind in {each for each, _ in found}
    assert not judged(witnesses).passed


def test_an_alternative_for_a_shown_cell() -> None:
    witnesses = document()
    witnesses["alternatives"][0]["cell"] = f"focus@{D}/{M}"
    assert ("witness_unknown", f"focus@{D}/{M}") in objections(witnesses)


def test_alternatives_must_keep_the_printed_rates() -> None:
    """9 of 100 are 9 %; 4 of 100 are not."""
    rows = {"sof_borgere": (100, HIDDEN, 0.09)}
    tables = {"registration_coverage": table(rows, "persons", "with_plan_record", "rate")}
    name = "sof_special_needs@2009-12-31/with_plan_record"
    witnesses = {
        "threshold": 5,
        "truth": {name: 4},
        "alternatives": [{"cell": name, "low_target": 4, "high_target": 4, "low": {}, "high": {}}],
    }
    found = audit_release([report(tables, "plan_coverage")], [], witnesses).findings
    assert ("witness_rule", "the truth") in {(one.kind, one.cell) for one in found}


def test_clipped_targets_are_accepted_where_no_hiding_reaches_further() -> None:
    """The sensitive 2 is at most 4 since only 6 citizens of three groups are there at all."""
    total = {"i_alt": 6, M: HIDDEN, H: HIDDEN, P: HIDDEN}
    names = [f"focus@{D}/{group}" for group in (M, H, P)]
    alternatives = [
        {
            "cell": name,
            "low_target": 1,
            "high_target": 4,
            "low": {name: 1, names[place - 1]: 3},
            "high": {name: 4, names[place - 1]: 1, names[place - 2]: 1},
        }
        for place, name in enumerate(names)
    ]
    truth = dict.fromkeys(names, 2)
    witnesses = {"threshold": 5, "truth": truth, "alternatives": alternatives}
    # With the total hidden as well nothing bounds them: 4 is weaker than it could be.
    found = {one.kind for one in judged(witnesses, release(**total)).findings}
    assert found == {"narrow", "witness_target"}


def test_a_large_count_may_be_known_narrowly_but_not_exactly() -> None:
    """The 37 lies in 35..39: no small count, and no one can say which."""
    narrow = {"i_alt": 40, M: HIDDEN, H: 3, P: HIDDEN}
    names = (f"focus@{D}/{M}", f"focus@{D}/{P}")
    witnesses = {"threshold": 5, "truth": {names[0]: 2, names[1]: 35}, "alternatives": []}
    found = {one.kind for one in judged(witnesses, release(**narrow)).findings}
    assert "exposed" not in found
    assert "narrow" not in found


def test_the_self_test_names_a_cell_that_protects_nothing() -> None:
    """Two large groups of another table are hidden for no reason at all."""
    tables: dict[str, Written] = {
        "activation_by_target_group": table({M: 60, H: HIDDEN, P: HIDDEN, "i_alt": 100}, "persons"),
        "both_plans": table(
            {("ja", "i_alt"): HIDDEN, ("nej", "i_alt"): HIDDEN, ("i_alt", "i_alt"): 80}
        ),
    }
    witnesses = document()
    plans = [f"focus@2009-12-31/jobplan:{answer}" for answer in ("ja", "nej")]
    witnesses["truth"] |= {plans[0]: 50, plans[1]: 30}
    certificate = judged(witnesses, [report(tables)])
    assert certificate.passed
    assert certificate.self_test.not_needed == tuple(plans)
    assert certificate.self_test.n_noticed == 1


def test_an_insider_who_is_alone_learns_the_other_cell() -> None:
    """Who is the only one of a group of 1 knows the 39."""
    witnesses = document()
    witnesses["truth"] = {SMALL: 1, LARGE: 39}
    witnesses["alternatives"][0]["low"] = {}
    certificate = judged(witnesses)
    assert certificate.passed
    assert (certificate.insiders.n_alone, certificate.insiders.n_who_learn) == (1, 1)
    assert certificate.insiders.n_learnt == 1


def test_names_of_a_corrected_block_are_those_of_the_release() -> None:
    """The earlier release counted 66; the witnesses of the later one say what it counts."""
    earlier = facts_document(
        [report({"activation_by_target_group": table({M: 66, "i_alt": 106}, "persons")})]
    )
    assert audit_release(release(), [earlier], document()).passed


def test_a_document_of_another_form_is_no_witness() -> None:
    for wrong in ({SMALL: 3.5}, {SMALL: None}, [SMALL]):
        witnesses = {"threshold": 5, "truth": wrong, "alternatives": []}
        assert [one.kind for one in judged(witnesses).findings] == ["unreadable"]


def test_one_alternative_that_stands_is_enough() -> None:
    """Which sums hold between two deliveries nobody knows who writes alternatives: one of two may
    fail, whichever stands first; that both do is told."""
    whole = document()
    (good,) = whole["alternatives"]
    broken = {**good, "low": {SMALL: 1, LARGE: 38}}
    weak = {**good, "low_target": 2}
    for both in ([good, broken], [broken, good], [weak, good], [good, weak]):
        certificate = judged({**whole, "alternatives": both})
        assert certificate.passed
        assert certificate.n_witnesses == 1
    assert objections({**whole, "alternatives": [broken, weak]}) == {("witness_rule", SMALL)}
