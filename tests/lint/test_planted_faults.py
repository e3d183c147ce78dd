"""Every rule catches a fault that is planted in a good page, and lets the good page pass."""

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from good_page import CSV, HTML, TABLE, results, shown, subject

from fsb_lib.base.package_data import load
from fsb_lib.checks.lint_pages import rules_text
from fsb_lib.linter import truth
from fsb_lib.linter.lint_page import RULES, Remark, lint
from fsb_lib.linter.parsed_page import Page
from fsb_lib.linter.rules import Subject

NB = "\u00a0"
VALUE = f"51{NB}%"
CELL = "<td>3.558</td>"
END = "</main>"
HERE = Path(__file__).parent


def planted() -> Iterator[tuple[str, str, str]]:
    """Rule, what is replaced everywhere in the good page, and by what."""
    faults = yaml.safe_load((HERE / "planted.yaml").read_text(encoding="utf-8"))
    for rule, entries in faults.items():
        for entry in entries:
            yield rule, entry["before"], entry["after"]
    yield "size", "</style>", f"/*{'x' * 160_000}*/</style>"


PLANTED = [*planted()]


def found_in(given: Subject) -> set[str]:
    return {remark.rule for remark in lint(given)}


def described(remarks: tuple[Remark, ...]) -> str:
    return "\n".join(str(remark.problem) for remark in remarks)


def test_a_good_page_passes_every_rule() -> None:
    assert not lint(subject()), described(lint(subject()))


@pytest.mark.parametrize(("rule", "before", "after"), PLANTED)
def test_a_planted_fault_is_caught(rule: str, before: str, after: str) -> None:
    assert before in HTML
    assert rule in found_in(subject(HTML.replace(before, after)))


@pytest.mark.parametrize(("threshold", "fits"), [(10, True), (12, False)])
def test_the_guarantee_may_name_the_threshold_in_force(threshold: int, fits: bool) -> None:
    promise = "<p>Et antal, der er skjult alene, er under 10. Det efterregnes uafhængigt.</p>"
    given = subject(HTML.replace(END, promise + END))
    assert given.protected is not None
    under = replace(given, protected=replace(given.protected, smallest_shown=threshold))
    assert ("numbers-computed" not in found_in(under)) is fits


def test_a_change_of_nothing_is_told_where_two_shares_are_alike() -> None:
    still = f"<p>Ændringen er 0{NB}procentpoint.</p>"
    rows = TABLE.rows
    alike = replace(TABLE, rows=(*rows[:-1], replace(rows[-1], cells=rows[0].cells)))
    pages = [subject(HTML.replace(END, still + END), table=table) for table in (TABLE, alike)]
    found = [
        "0 procentpoint" in described(tuple(r for r in lint(page) if r.rule == "numbers-computed"))
        for page in pages
    ]
    assert found == [True, False]


@pytest.mark.parametrize(("whole", "third"), [(199, 66), (200, 67), (201, 67), (11019, 3673)])
def test_a_third_is_rounded_as_the_text_rounds_it(whole: int, third: int) -> None:
    line = f"<tr><td>Af {whole} ville en tredjedel være NUMBER{NB}borgere.</td></tr>"
    table = f'<div class="fsb-printed"><table>{line}</table></div>'
    wrong = []
    for number in (third, third + 5):
        page = subject(HTML.replace(END, table.replace("NUMBER", str(number)) + END))
        remarks = tuple(r for r in lint(page) if r.rule == "numbers-computed")
        wrong.append(f"være {number} borgere" in described(remarks))
    assert wrong == [False, True]


def test_every_rule_has_a_planted_fault() -> None:
    elsewhere = {"files-as-released", "small-cells", *(rule.id for rule in truth.RULES)}
    assert {rule for rule, *_ in PLANTED} | elsewhere == {rule.id for rule in RULES}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tables/activation_by_target_group.csv", CSV.replace("..;..", "3;..")),
        ("tables/activation_by_target_group.csv", CSV.replace("3558;51", "3558;52")),
        ("results.json", json.dumps(results()).replace('"value": null', '"value": 3', 1)),
        ("results.json", json.dumps(results()).replace("0.51", "0.5123")),
        ("tables.xlsx", "no workbook"),
    ],
)
def test_a_file_beside_the_page_that_says_more_is_caught(name: str, content: str) -> None:
    good = subject()
    files = {**good.files, name: content.encode("utf-8")}
    assert found_in(replace(good, files=files)) == {"files-as-released"}


def test_a_small_count_that_was_released_by_mistake_is_caught() -> None:
    first, hidden, total = TABLE.rows
    rows = (first, replace(hidden, cells=(shown(3), shown(Fraction(1, 3)))), total)
    assert "small-cells" in found_in(subject(table=replace(TABLE, rows=rows)))


def test_an_internal_page_may_tell_of_few_persons_and_must_say_that_it_is_internal() -> None:
    html = HTML.replace(END, f"<p>Kun 3{NB}borgere var i aktivering.</p>{END}")
    found = found_in(subject(html, audience="internal"))
    assert "small-counts" not in found
    assert "banners" in found


def test_no_finding_quotes_a_small_count() -> None:
    html = HTML.replace(END, f"<p>Af alle var 3{NB}borgere i aktivering.</p>{END}")
    told = [remark for remark in lint(subject(html)) if remark.rule == "small-counts"]
    assert told
    assert not [remark for remark in told if "3" in remark.found]


def test_a_finding_says_where_and_how_to_mend() -> None:
    html = HTML.replace(CELL, "<td></td>")
    remark = next(one for one in lint(subject(html)) if one.rule == "table-shape")
    line = html[: html.index("<td></td>")].count("\n") + 1
    assert remark.place == f"line {line}, td under #figur-a1"
    assert "line" in str(remark.problem)
    assert "to do:" in str(remark.problem)


def test_a_page_without_its_release_is_judged_by_the_other_rules() -> None:
    alone = Subject(Page(HTML.replace(VALUE, "52%").encode("utf-8"), "report.html"))
    assert found_in(alone) >= {"no-break-space"}
    assert "numbers-computed" not in found_in(alone)


@pytest.mark.parametrize(
    "words",
    [
        f"Der var 1.709{NB}borgere i behandling, og i alt 3.558.",
        f"Målet på 50{NB}% er nået med 51{NB}%, altså 2{NB}procentpoint over gruppen.",
        f"Den 26.{NB}april 2010 blev de fem matchgrupper til tre.",
        "I matchgruppe 4 og 5 var andelen uændret.",
        "Strategien siger: »Med udgangen af 2010 skal yderligere 1000 borgere have et tilbud.«",
        f"Tallene gælder 2009–2011 og er opgjort den 31.{NB}december 2010.",
        f"Forskellen er \u22122{NB}procentpoint.",
    ],
)
def test_good_danish_passes(words: str) -> None:
    html = HTML.replace(END, f"<p>{words}</p>{END}")
    assert not lint(subject(html)), described(lint(subject(html)))


def test_every_rule_says_what_is_broken_and_how_to_mend() -> None:
    words = load("lint")["rules"]
    assert [*words] == [rule.id for rule in RULES]
    assert all(set(entry) == {"dansk", "broken", "mend"} for entry in words.values())
    assert all(isinstance(text, str) for entry in words.values() for text in entry.values())


def test_the_document_of_rules_is_current() -> None:
    assert (HERE.parents[1] / "docs" / "lint.md").read_text(encoding="utf-8") == rules_text()


@pytest.mark.parametrize(
    "sentence",
    [
        "»Mellem 1/3 og 1/4 af borgerne« står der i notatet.",  # words of a paper
        "Det er 1/4 af borgerne.",  # a fraction, not four persons
        # of two shown figures
        '</p><div class="fsb-printed"><p>Forskellen er 2 borgere.</p></div><p>',
    ],
)
def test_what_counts_nobody_is_no_small_count(sentence: str) -> None:
    page = HTML.replace(END, f"<p>{sentence}</p>{END}")
    assert "small-counts" not in found_in(replace(subject(), page=Page(page.encode(), "x.html")))
