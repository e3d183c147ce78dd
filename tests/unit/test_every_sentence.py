"""Every sentence template is said by a case, in correct Danish, with no number that is not shown.

The cases are in tests/sentences/: releases at the boundaries (0, 1, at the target, just under it,
just above, below and at the threshold, hidden, not available). A template that no case says fails.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fsb_lib.base import package_data
from tests.sentences import figures, form, saying
from tests.sentences.cases import case_modules, releases
from tests.sentences.form import NO_BREAK
from tests.sentences.saying import NOTEBOOKS, Said

# A template is marked with its place in data/wording/ while it travels, between signs that no
# text has; whatever is said carries the marks of the templates that made it.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


@cache
def said_of(case: str) -> list[Said]:
    return saying.everything(releases()[case])


@pytest.fixture
def marked_templates(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """All templates by place, each carrying its place as a mark from now on."""
    places: set[str] = set()
    true_load = package_data.load

    @cache
    def load(name: str) -> Any:
        document = true_load(name)
        return marked(document, name, places) if name.startswith("wording/") else document

    readers = [module for name, module in sys.modules.items() if name.startswith("fsb_lib.")]
    for module in readers:
        if module is not package_data and getattr(module, "load", None) is true_load:
            monkeypatch.setattr(module, "load", load)
    for name in package_data.names_in("wording"):
        load(name)
    monkeypatch.setattr(package_data, "load", load)
    return places


def marked(entry: Any, place: str, places: set[str]) -> Any:
    if isinstance(entry, dict):
        return {key: marked(value, f"{place}.{key}", places) for key, value in entry.items()}
    if isinstance(entry, list):
        return [marked(value, f"{place}.{n}", places) for n, value in enumerate(entry)]
    if not isinstance(entry, str):
        return entry
    places.add(place)
    return f"{OPEN}{place}{CLOSE}{entry}"


def test_every_template_is_said_by_a_case(marked_templates: set[str]) -> None:
    said: set[str] = set()
    for _, cases in case_modules():
        for release in cases().values():
            texts = [text.text for text in saying.everything(release)]
            said |= set(MARK.findall(" ".join([*texts, saying.verbatim(release)])))
    unsaid = sorted(marked_templates - said)
    assert not unsaid, "add a case to tests/sentences/ for: " + ", ".join(unsaid)


@pytest.mark.parametrize("case", releases())
def test_apostrophes_are_typographic_in_quotations_too(case: str) -> None:
    assert [said for said in said_of(case) if "'" in said.text] == []


@pytest.mark.parametrize("case", releases())
def test_every_text_is_correct_in_form(case: str) -> None:
    wrong = [
        f"{fault}: {said.text!r} ({said.where})"
        for said in said_of(case)
        for fault in form.faults(said)
    ]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("case", releases())
def test_no_text_holds_a_number_that_is_not_shown(case: str) -> None:
    allowed = figures.allowed(releases()[case])
    wrong = [
        f"{sorted(outside)}: {said.text!r} ({said.where})"
        for said in said_of(case)
        if said.where != "printed"  # reckons more; held by test_printed.py
        and (outside := figures.numbers_in(said.text).outside(allowed))
    ]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_what_a_notebook_says_itself_is_correct_in_form(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = "\n".join(
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "markdown" and "setup" not in cell["metadata"].get("tags", ())
    ).splitlines()
    headings = [line for line in lines if line.startswith("#")]
    told = [Said("heading", line.lstrip("# "), False) for line in headings]
    told += [Said("text", line, True) for line in lines if line and line not in headings]
    wrong = [f"{fault}: {said.text!r}" for said in told for fault in form.faults(said)]
    assert not wrong, "\n".join(wrong)


# --- the rules can fail ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Der mangler {missing}.", "a brace was not filled"),
        ("Der mangler  to.", "two spaces"),
        ("Andelen er 40%.", "no no-break space before %"),
        ("Der er 3357 i gruppen.", "no dot in the thousands"),
        ("Ændringen er 2.5 point.", "a decimal point"),
        (f"Der er 1{NO_BREAK}borgere.", "a plural of one"),
        (f"Der er 21{NO_BREAK}borger.", "a singular of many"),
        (f"Der er 0{NO_BREAK}borgere.", "nobody as 0"),
        ("Ændringen er -2.", "an ASCII minus"),
        ("Andelen er None.", "a value of the program"),
        (f"Andelen er steget med 5{NO_BREAK}%.", "a change of shares in percent"),
        ("Gruppen er i_alt.", "a code of the program"),
        ("Blandt andre blandt aktivitetsparate var det to.", "two prepositions"),
        ("Det er borgere blandt aktivitetsparate.", "two prepositions"),
        ("Blandt andre i aktivitetsparate var det to.", "two prepositions"),
        ("Et af de seks påstande gælder.", "a gender of another word"),
        ("Ingen af 0 i målgruppen.", "somebody of nobody"),
        ("Målet er nået. det var godt.", "a sentence that begins small"),
        ("målet er nået.", "a sentence without a capital"),
        ("Målet er nået", "a sentence without a stop"),
    ],
)
def test_a_wrong_sentence_is_caught(text: str, fault: str) -> None:
    assert fault in list(form.faults(Said("", text, True)))


@pytest.mark.parametrize(
    "text",
    [
        f"Den 15.{NO_BREAK}november 2009 var 39,9{NO_BREAK}% i aktivering.",
        f"Der mangler 1{NO_BREAK}borger af 3.357.",
        f"Antal på 1–4{NO_BREAK}borgere vises ikke.",
        f"Det er 21{NO_BREAK}borgere, ca. 9.000 i alt.",
        f"Ændringen er \u22122,4{NO_BREAK}procentpoint.",
    ],
)
def test_a_right_sentence_passes(text: str) -> None:
    assert list(form.faults(Said("", text, True))) == []


def test_a_hidden_count_in_a_sentence_is_caught() -> None:
    release = releases()["activation: two groups hidden"]
    allowed = figures.allowed(release)
    for hidden in ("13", "16"):
        assert figures.numbers_in(f"Det er {hidden}{NO_BREAK}borgere.").outside(allowed) == {hidden}
    assert figures.numbers_in(f"Det er 3{NO_BREAK}%.").outside(allowed) == {"3"}
