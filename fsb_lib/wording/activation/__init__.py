"""Sentences of the activation measurement, computed from its protected tables.

    first_screen   answer, key figures, findings, and the headlines of two figures
    paragraphs     size, certainty, what it may be compared with; all texts by name
    development    how the rate has moved since earlier measurements
    change         what the change since the measurement before is made of
    compared       others of the same match class, who have no case
    rulers         how much of a change is the definition

Imported by `wording` only. Door: the names below, which the module of any other report has too.
"""

from fsb_lib.wording.activation.development import REPORT, since_last
from fsb_lib.wording.activation.first_screen import (
    answer,
    figure,
    findings,
    method_words,
    tiles,
    verdict,
)
from fsb_lib.wording.activation.paragraphs import HEADLINES, TEXTS

__all__ = [
    "HEADLINES",
    "REPORT",
    "TEXTS",
    "answer",
    "figure",
    "findings",
    "method_words",
    "since_last",
    "tiles",
    "verdict",
]
