"""What only the auditor's list of relations knows is hidden before drafts are made."""

from pathlib import Path

import pytest

from fsb_lib import params
from fsb_lib.auditor.release_audit import objections_to
from fsb_lib.disclosure.keyed_order import SYNTHETIC
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.sums.sum_of_counts import NOTHING_MEASURED
from fsb_lib.followups import protect_year
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.followups.protect_year import committee
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run.asked_auditor import as_published, protected_and_audited
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery

NOTHING, ORDER = PublishedFacts(), SYNTHETIC.of_year(2014)


@pytest.mark.slow
def test_one_more_count_is_hidden_where_the_suppressor_lacks_a_relation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 2014 the strategy's own ruler lies one person within the focus population (D11): planted,
    since the suppressor is told nothing of the benefits here."""
    monkeypatch.setattr(protect_year, "measured_by", lambda _: NOTHING_MEASURED)
    write_delivery(twin_city(400, 11), tmp_path / "delivery")
    snapshot = ensure_snapshot(tmp_path / "delivery", tmp_path / "work")
    answers = Measuring(open_snapshot(snapshot)).answers(params.read(year=2014))
    alone = committee(answers, NOTHING, ORDER)
    published = [as_published(alone.reports[one.report], one.params) for one in answers]
    objections, _ = objections_to(published, (), alone.proof.truth)
    assert objections
    assert all("focus@2014-11-15/activated - ruler_as_printed@" in one.finding.cell
               or "focus@2014-11-15 - ruler_as_printed@" in one.finding.cell
               for one in objections)  # fmt: skip
    asked = protected_and_audited(answers, NOTHING, (), ORDER)
    assert asked.objections == ()
    assert asked.hidden_for_auditor
