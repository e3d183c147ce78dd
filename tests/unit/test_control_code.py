"""The code by which a print is held to page and ledger: it changes with every letter of either."""

from dataclasses import replace
from hashlib import sha256

import nbformat
import pytest

from fsb_lib.disclosure.protected import Certificate
from fsb_lib.html.control_code import code_in, is_genuine
from fsb_lib.html.render import page_info, render
from tests.small_release import release

HEAD, OTHER = "0" * 12, "5f0c" * 3


def page(head: str | None) -> str:
    """A page of a report that was released after that head; a draft without one."""
    certificate = None if head is None else Certificate(1, 0, head)
    cells = [nbformat.v4.new_markdown_cell("# Et lille notat\n\nDer er 35 borgere.", id="a")]
    about = page_info(replace(release(), certificate=certificate))
    return render(nbformat.v4.new_notebook(cells=cells), about)


def test_a_released_page_carries_a_code_that_its_draft_has_not() -> None:
    assert code_in(page(None)) == ""
    assert "Kontrolkode" not in page(None)
    assert is_genuine(page(HEAD), HEAD)
    assert page(HEAD).count(code_in(page(HEAD))) == 1


def test_it_is_the_hash_of_head_and_page_with_dots_in_letters() -> None:
    """Worked out as the documentation says it."""
    made = page(OTHER)
    blank = made.replace(code_in(made), "....-....-....-....")
    digits = sha256(f"{OTHER}\n{blank}".encode()).hexdigest()[:16]
    letters = "".join("BCDFGHJKLMNPRSTV"[int(digit, 16)] for digit in digits)
    assert code_in(made).replace("-", "") == letters


@pytest.mark.parametrize(
    ("old", "new"), [("Der er 35", "Der er 36"), ("</main>", "</main> "), ("notat", "Notat")]
)
def test_a_changed_page_is_not_the_one_of_its_code(old: str, new: str) -> None:
    changed = page(HEAD).replace(old, new, 1)
    assert changed != page(HEAD)
    assert code_in(changed) == code_in(page(HEAD))
    assert not is_genuine(changed, HEAD)


def test_another_ledger_gives_another_code() -> None:
    assert code_in(page(HEAD)) != code_in(page(OTHER))
    assert not is_genuine(page(HEAD), OTHER)
    assert not is_genuine(page(None), HEAD)
