"""The control code of a released page: sixteen letters by which paper holds page and ledger.

    head of the ledger before the release + the page with dots for its code  ->  BCDF-GHJK-LMNP-RSTV

Whoever has a print and the files can see whether they are the same page, released after the same
entries: also when files and ledger were both written anew. Letters alone, and no vowels: nobody
takes the code for a figure, a number of a person, or a word.
"""

import re
from hashlib import sha256

BLANK = "....-....-....-...."
_LETTERS = str.maketrans("0123456789abcdef", "BCDFGHJKLMNPRSTV")
_CODE = re.compile(r'(?<=<b class="fsb-code">)(?:[BCDFGHJKLMNPRSTV]{4}-?){4}(?=</b>)')


def with_code(page: str, head: str) -> str:
    """The page with the code in the place of its dots; `head` as its certificate names it."""
    return page.replace(BLANK, _code(page, head), 1)


def code_in(page: str) -> str:
    """The code that a page carries; empty when it was not released."""
    found = _CODE.search(page)
    return found[0] if found else ""


def is_genuine(page: str, head: str) -> bool:
    """Whether a page is, letter for letter, the one that its code was made of."""
    return bool(code_in(page)) and _code(_CODE.sub(BLANK, page, count=1), head) == code_in(page)


def _code(blank: str, head: str) -> str:
    letters = sha256(f"{head}\n{blank}".encode()).hexdigest()[:16].translate(_LETTERS)
    return "-".join(letters[first : first + 4] for first in range(0, 16, 4))
