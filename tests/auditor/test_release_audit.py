"""The audit of releases: what it says of a year, of the next, and of corrected registers."""

import json
from typing import Any

import pytest

from fsb_lib import cli
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.release_audit import audit_release, facts_document
from fsb_lib.base.package_data import load
from tests.auditor import planting
from tests.auditor.attacked import intervals
from tests.auditor.publishing import ABSENT, HIDDEN, Written, report, table

M, H, P = "misbrugere_i_behandling", "handicappede", "psykisk_syge_og_oevrigt_udsatte"
D = "2009-11-15"


def groups(**values: Any) -> dict[str, Written]:
    rows = {M: 60, H: HIDDEN, P: HIDDEN, "i_alt": 100} | values
    return {"activation_by_target_group": table(rows, "persons")}


def objections(*publications: Publication, earlier: Any = ()) -> set[tuple[str, str]]:
    found = audit_release(publications, earlier, None).findings
    return {(one.kind, one.cell) for one in found}


def test_a_release_with_enough_hidden_passes() -> None:
    result = audit_release([report(groups())], [], None)
    assert result.passed
    assert (result.n_hidden, result.n_reports) == (2, 1)
    assert result.tightest is not None
    assert result.tightest.n_values == 39
    assert json.loads(result.as_json())["passed"] is True


def test_a_total_gives_the_only_hidden_group_away() -> None:
    assert objections(report(groups(handicappede=37))) == {("exposed", f"focus@{D}/{P}")}


def test_another_report_of_the_release_gives_it_away() -> None:
    profile = {"match_by_target_group": table({(H, "4"): 30, (H, "5"): HIDDEN})}
    classes = {"activation_by_match_class": table({(H, "i_alt"): HIDDEN, (H, "5"): 7}, "persons")}
    one, other = report(classes | groups()), report(profile, "target_group_profile")
    assert ("exposed", f"focus@{D}/{H}") in objections(one, other)


def test_a_small_count_that_is_shown() -> None:
    found = objections(report(groups(handicappede=3, psykisk_syge_og_oevrigt_udsatte=37)))
    assert ("small_shown", f"focus@{D}/{H}") in found


def test_what_was_public_before_stays_so() -> None:
    """The table of 2007 was printed in full before any of these reports."""
    rows = load("published")["match_by_target_group_2007"]
    names = {
        (g, c): n
        for g, row in rows["rows"].items()
        for c, n in zip(rows["columns"], row, strict=True)
    }
    printed = report({"match_by_target_group": table(names)}, "target_group_profile", 2007)
    assert {kind for kind, _ in objections(printed)} == {"small_shown"}
    again = objections(printed, earlier=[facts_document([printed])])
    assert again == set()


def test_both_threes_of_2007_follow_from_the_totals() -> None:
    rows = load("published")["match_by_target_group_2007"]
    hidden = {
        (group, column): HIDDEN if 0 < value < 5 else value
        for group, row in rows["rows"].items()
        for column, value in zip(rows["columns"], row, strict=True)
    }
    tables = {"match_by_target_group": table(hidden)}
    found = objections(report(tables, "target_group_profile", 2007))
    name = "shared@2007-11-15/handicappede/match"
    assert found == {("exposed", f"{name}:2"), ("exposed", f"{name}:3")}


def test_a_verdict_beside_hidden_counts() -> None:
    rows = {"2009": (HIDDEN, HIDDEN, 0.4, 0, 1)}
    measures = ("persons", "activated", "target", "missing_persons", "reached")
    found = objections(report({"target_status": table(rows, *measures)}))
    assert {each for each in found if each[0] == "derived_shown"} == {
        ("derived_shown", f"focus@{D}"),
        ("derived_shown", f"focus@{D}/activated"),
    }


def test_effects_beside_a_hidden_count_of_their_table() -> None:
    rows = {H: (20, HIDDEN, 22, 9, 0.01)}
    measures = ("persons_before", "activated_before", "persons_now", "activated_now", "mix_effect")
    found = objections(report({"activation_change": table(rows, *measures)}))
    assert ("derived_shown", f"focus@2007-11-15/{H}/activated") in found


def test_a_count_that_one_table_hides_and_another_shows() -> None:
    tables = groups() | {"focus_population": table({"on_reference_date": HIDDEN})}
    assert ("shown_elsewhere", f"focus@{D}") in objections(report(tables))


def test_a_count_with_two_values() -> None:
    tables = groups() | {"focus_population": table({"on_reference_date": 101})}
    assert ("two_values", f"focus@{D}") in objections(report(tables))


def test_a_value_that_nobody_can_name() -> None:
    assert ("no_name", "") in objections(report({"ages_of_children": table({"x": 7})}))
    assert not audit_release(
        [report({"ages_of_children": table({"x": ABSENT})})], [], None
    ).findings


def test_a_leak_in_a_channel_counts_as_known() -> None:
    """The page shows one of two hidden groups: the other follows."""
    leaking = planting.replaced(report(groups()), "report.html", "<td>..</td>", "<td>37</td>")
    found = audit_release([leaking], [], None).findings
    assert ("shown_elsewhere", f"focus@{D}/{H}") in {(one.kind, one.cell) for one in found}
    assert ("exposed", f"focus@{D}/{P}") in {(one.kind, one.cell) for one in found}


def test_a_file_that_cannot_be_read_stops_the_audit() -> None:
    broken = planting.changed(report(groups()), "results.json", lambda _: b"{")
    result = audit_release([broken], [], None)
    assert [one.kind for one in result.findings] == ["unreadable"]


# --- releases one after the other ---

A_YEAR_LATER = "activation_trend_by_target_group"


def trend(**values: Any) -> dict[str, Written]:
    rows = {M: 60, H: 37, P: HIDDEN, "i_alt": HIDDEN} | values
    return {A_YEAR_LATER: table({("2009", group): n for group, n in rows.items()}, "persons")}


def test_the_next_years_report_gives_last_years_count_away() -> None:
    before, later = report(groups()), report(trend(), year=2010)
    assert intervals([before], [later]) == {f"focus@{D}/{P}": (3, 3)}
    assert objections(before) == set()
    found = objections(later, earlier=[facts_document([before])])
    assert found == {("exposed", f"focus@{D}/{P}")}


def test_what_earlier_releases_told_is_not_told_again() -> None:
    """The fault was last year's; hiding the count better now would help nobody."""
    before = report(groups(handicappede=37))
    later = report(trend(handicappede=HIDDEN, misbrugere_i_behandling=HIDDEN), year=2010)
    result = audit_release([later], [facts_document([before])], None)
    assert result.passed
    assert (result.told_before, result.n_earlier_releases) == (1, 1)


def test_corrected_registers_are_kept_apart() -> None:
    """The later release counts 66 where the earlier one counted 60: no hidden count is what is
    between them."""
    later = report(trend(misbrugere_i_behandling=66), year=2010)
    facts = facts_document([report(groups())])
    found = intervals([report(groups())], [later])
    assert found[f"focus@{D}/{P}"] == (1, 39)
    assert found[f"focus@{D}#2/{P}"][0] == 1
    assert objections(later, earlier=[facts]) == set()


def test_a_corrected_count_that_tells_of_one_person() -> None:
    later = report(trend(misbrugere_i_behandling=61), year=2010)
    found = objections(later, earlier=[facts_document([report(groups())])])
    assert found == {("version_difference", f"focus@{D}/{M}")}


def test_corrected_registers_that_only_a_total_betrays() -> None:
    """No count differs in print, and yet both releases cannot be true at once."""
    before = report(groups(handicappede=39, psykisk_syge_og_oevrigt_udsatte=HIDDEN))
    later = report(
        trend(misbrugere_i_behandling=HIDDEN, handicappede=HIDDEN, i_alt=100, **{P: 7}), year=2010
    )
    result = audit_release([later], [facts_document([before])], None)
    assert "contradiction" not in {one.kind for one in result.findings}


def test_reports_that_contradict_each_other() -> None:
    rows = {M: 60, H: 60, P: 60, "i_alt": 100}
    result = audit_release([report(groups(**rows))], [], None)
    assert [one.kind for one in result.findings] == ["contradiction"]


def test_no_finding_and_no_certificate_holds_a_value() -> None:
    result = audit_release([report(groups(handicappede=37))], [], None)
    assert "37" not in " ".join(map(str, result.findings))
    assert result.tightest is not None
    assert result.tightest.population == "focus"


def test_the_command_audits_a_folder(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for one in (report(groups()), report(trend(), year=2010)):
        for name, content in one.files.items():
            path = tmp_path / str(one.year) / one.report / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_with_report(one, name, content))
    with pytest.raises(SystemExit) as ended:
        cli.main(["audit", "--outputs", str(tmp_path)])
    told = capsys.readouterr()
    assert ended.value.code == 3
    assert f"focus@{D}/{P}" in told.out
    assert "2009: passed" in told.out
    assert "findings in 2010" in told.err


def _with_report(one: Publication, name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    return json.dumps(
        {**json.loads(content), "year": one.year, "report": one.report, "outputs": {}}
    ).encode()
