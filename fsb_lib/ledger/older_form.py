"""A ledger as older versions of the program wrote it, and the chain that takes its place.

form 1   a line also held what the audit met (witnesses, persons alone): that speaks from the truth
form 2   a line follows from published bytes alone

    outputs/ledger.jsonl, form 1  ->  work/ledger/<head>-form-1.jsonl      private from now on
                                  ->  outputs/ledger.jsonl, form 2: the same entries, told anew;
                                      the first names the head of the chain that it continues
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fsb_lib.disclosure.protected import Certificate
from fsb_lib.ledger.ledger import FORM, Entry, Ledger
from fsb_lib.ledger.ledger_files import read_ledger, write_ledger
from fsb_lib.ledger.remembered import private_copies
from fsb_lib.outputs.private_files import write_private

_PRIVATE = ("audit",)


def ledger_of_today(outputs: Path, work: Path) -> Ledger:
    """The ledger of an outputs folder; one of an older form is renewed first.

    Errors: those of `read_ledger`.
    """
    ledger = read_ledger(outputs, work)
    if not is_older(ledger):
        return ledger
    write_private(private_copies(work) / f"{ledger.head[:16]}-form-1.jsonl", ledger.text())
    new = renewed(ledger)
    write_ledger(new, outputs, work)
    return new


def is_older(ledger: Ledger) -> bool:
    """Whether any line was written in an older form."""
    return any(entry.content.get("form", 1) < FORM for entry in ledger.entries)


def renewed(ledger: Ledger) -> Ledger:
    """The same releases and withdrawals in the form of today, as a chain of their own."""
    new = Ledger()
    for entry in ledger.entries:
        content = _told_anew(entry)
        if not new.entries:
            content = {**content, "continues": ledger.head, "project": ledger.project}
        new = new.added(content)
    return new


def _told_anew(entry: Entry) -> Mapping[str, Any]:
    content = {name: value for name, value in entry.content.items() if name not in _PRIVATE}
    if "certificate" in content:
        content["certificate"] = asdict(Certificate.of(content["certificate"]))
    return content
