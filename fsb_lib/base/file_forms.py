"""The form of each file that the program writes and reads again.

    {"form": 2, ...}     none in it: the first form, as most files still are

A file of an older form is opened. One of a newer form is refused before anything is read of it: the
same name may stand for something else in it, and nothing that a newer version of the program has
kept may be written over. A new form gets its number here, and `tests/release/test_file_forms.py`
the older file that is still opened.
"""

from collections.abc import Mapping
from typing import Any, Final

from fsb_lib.base.errors import NewerFormError, Problem

NEWEST: Final[Mapping[str, int]] = {
    "ledger": 2,  # 1 also held what the audit met of hidden counts: ledger/older_form.py
    "manifest": 1,
    "released values": 1,
    "results": 1,
    "proof": 1,
    "intent": 1,
    "outputs that are known": 1,
    "run record": 1,
}


def refuse_newer(document: object, kind: str, where: str) -> None:
    """Errors: NewerFormError for a JSON document of a form that this program does not know."""
    if not isinstance(document, Mapping):
        return
    form, newest = document.get("form", 1), NEWEST[kind]
    if type(form) is not int or not 1 <= form <= newest:
        raise NewerFormError(
            Problem(
                "was written by a newer version of the program",
                where,
                f"{kind} of form {newest}" + (" or older" if newest > 1 else ""),
                _said(form),
                "Update the program to the version that wrote it, or a later one, and run the "
                "command again. Nothing was changed.",
            )
        )


def _said(form: Any) -> str:
    return f"form {form}" if type(form) is int else "a form that is no number"
