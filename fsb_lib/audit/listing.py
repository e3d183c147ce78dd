"""What `fsb audit` shows and writes: a line, and an object, for each hidden cell."""

import json
from collections.abc import Iterator, Sequence

from fsb_lib.audit.facts import printable
from fsb_lib.audit.verdicts import AuditedCell
from fsb_lib.base.errors import Problem

HEAD = ("cell", "smallest", "largest", "verdict")
N_NAMED = 5  # the table above the message names all
_GUARANTEE = {True: "holds", False: "broken", None: ""}


def listing(audited: Sequence[AuditedCell]) -> Iterator[str]:
    """Lines in columns, names made harmless; the last one counts what is not protected."""
    if not audited:
        yield "No cell is hidden."
        return
    with_truth = any(each.guarantee is not None for each in audited)
    table: list[tuple[str, ...]] = [(*HEAD, "guarantee") if with_truth else HEAD]
    table += [_line(each) if with_truth else _line(each)[:-1] for each in audited]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cell, *numbers, verdict in (_by_place(line) for line in table):
        padded = [f"{text:>{width}}" for text, width in zip(numbers, widths[1:3], strict=True)]
        yield "  ".join([f"{cell:<{widths[0]}}", *padded, verdict]).rstrip()
    yield ""
    yield _summary(audited)


def _by_place(line: tuple[str, ...]) -> tuple[str, str, str, str]:
    cell, low, high, *words = line
    return cell, low, high, "  ".join(f"{word:<7}" for word in words)


def _line(each: AuditedCell) -> tuple[str, ...]:
    high = "no limit" if each.high is None else str(each.high)
    return printable(each.cell), str(each.low), high, each.verdict.value, _GUARANTEE[each.guarantee]


def _summary(audited: Sequence[AuditedCell]) -> str:
    n_open = len(_unprotected(audited))
    if n_open:
        verb = "is" if n_open == 1 else "are"
        return f"{n_open} of {len(audited)} hidden cells {verb} not protected."
    return f"All {len(audited)} hidden cells are protected."


def _unprotected(audited: Sequence[AuditedCell]) -> list[AuditedCell]:
    return [each for each in audited if not each.is_protected]


def as_json(audited: Sequence[AuditedCell]) -> str:
    """The array of docs/interface.md, section 5, in ASCII: a name may be no valid text."""
    lines = ",\n".join(json.dumps(each.as_json()) for each in audited)
    return f"[\n{lines}\n]\n" if audited else "[]\n"


def refusal(audited: Sequence[AuditedCell], where: str) -> Problem | None:
    """Why the tables may not go out; nothing when every hidden cell is protected."""
    found = _unprotected(audited)
    if not found:
        return None
    names = ", ".join(printable(each.cell) for each in found[:N_NAMED])
    more = f" and {len(found) - N_NAMED} more" if len(found) > N_NAMED else ""
    return Problem(
        "hidden counts can be computed from what is shown",
        where,
        "every hidden cell safe",
        names + more,
        "Hide another cell of a sum they stand in, merge groups, or leave the rate out.",
    )
