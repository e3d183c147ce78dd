"""The program, asked as the command asks it."""

from typing import Any

from fsb_lib.audit.form import facts_from
from fsb_lib.audit.verdicts import audit
from tests.audit.attacker import Document, as_text


def findings(document: Document) -> list[dict[str, Any]]:
    """What `fsb audit --json` writes of a document."""
    return [each.as_json() for each in audit(facts_from(as_text(document), "facts"), "facts")]


def ranges(document: Document) -> dict[str, tuple[int, int | None]]:
    """The interval of each hidden cell."""
    return {each["cell"]: (each["low"], each["high"]) for each in findings(document)}


def facts(cells: dict[str, int | None], **more: Any) -> Document:
    """A document with the rules of our own reports, where nothing else is said."""
    return {"threshold": 5, "zeros_shown": True, "cells": cells, **more}


def total(name: str, *parts: str) -> dict[str, Any]:
    return {"total": name, "parts": list(parts)}


def rate(numerator: str, denominator: str, value: float, half_step: float) -> dict[str, Any]:
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "half_step": half_step,
    }
