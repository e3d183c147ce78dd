"""Sentences that every report has: linkage, method, choices, and what the report rests on."""

from fsb_lib.disclosure.protected import INTERNAL, Cell, Certificate, ProtectedReport, Status
from fsb_lib.domain import danish
from fsb_lib.wording import activation, values
from fsb_lib.wording.memo import memo_label, memo_value
from fsb_lib.wording.values import Texts, fill, settings_of

VERSION_LENGTH = 12


def linkage(protected: ProtectedReport) -> list[str]:
    """How the two registers met, and who could not be linked by rule."""
    text, words, table = (
        values.sentences("common"),
        settings_of(protected),
        protected.table("linkage"),
    )
    cells = {row.keys[0]: row.cells[0] for row in table.rows}
    meeting = [cells[side] for side in ("both", "bif_only", "sof_only")]
    if not values.all_shown(meeting):
        return [text["linkage_hidden"]]
    both, bif, sof = (values.persons(cell) for cell in meeting)
    sides = {"both": both, "bif": values.sentence_case(bif), "sof": sof}
    return [
        values.sentence(text["linkage"], words, sides),
        *_unlinkable([cells["unlinkable_bif"], cells["unlinkable_sof"]]),
    ]


def _unlinkable(replaced: list[Cell]) -> list[str]:
    """How many are on replacement numbers; nothing where one of the counts is not shown."""
    text = values.sentences("common")
    if not values.all_shown(replaced):
        return []
    if not any(cell.value for cell in replaced):
        return [text["unlinkable_none"]]
    at_bif, at_sof = (values.persons(cell) for cell in replaced)
    return [values.sentence(text["unlinkable"], {"bif": at_bif, "sof": at_sof})]


def bounds(protected: ProtectedReport) -> list[str]:
    """How the headline figure would move if the unlinkable counted: best and worst case."""
    if protected.report == activation.REPORT:
        table, measure = protected.table("activation_sensitivity"), "rate"
        cases, written = ("unlinkable_none_activated", "unlinkable_all_activated"), values.rate
    else:
        table, measure = protected.table("unlinkable_bounds"), "persons"
        cases, written = ("reported", "all_unlinkable"), values.number
    cells = [table.cell(measure, case) for case in cases]
    if not values.all_shown(cells) or cells[0].value == cells[1].value:
        return []
    low, high = (written(cell) for cell in cells)
    return [fill(values.sentences(protected.report)["bounds"], {"low": low, "high": high})]


def conversion(protected: ProtectedReport) -> list[str]:
    """How many assessments were carried over from another match system."""
    cell = protected.table("match_conversion").cell("persons", "converted")
    if not cell.shown or not cell.value:
        return []
    text = values.sentences("common")["converted"]
    return [fill(text, {"converted": values.citizens(cell)})]


def method(protected: ProtectedReport, words: dict[str, str]) -> list[str]:
    """How the figures are made: definition, linking, what is hidden.

    `words` are what the sentences of the report itself are filled with.
    """
    text = values.sentences("common")
    most_hidden = str(protected.smallest_shown - 1)
    return [
        *(fill(sentence, words) for sentence in values.sentences(protected.report)["method"]),
        text["data"],
        fill(text[f"disclosure_{protected.audience}"], {"most_hidden": most_hidden}),
        *(
            []
            if protected.audience == INTERNAL
            else [text["released_before"], guarantee(protected)]
        ),
    ]


def guarantee(protected: ProtectedReport) -> str:
    """What is promised of hidden counts, and who has checked it."""
    text = values.sentences("common")
    promise = fill(text["guarantee"], {"threshold": str(protected.smallest_shown)})
    return f"{promise} {_checked(protected) if protected.certificate else text['draft_guarantee']}"


def _checked(protected: ProtectedReport) -> str:
    """What the audit looked at, by the cells that everybody can count."""
    text, n_hidden = values.sentences("common"), protected.n_cells(Status.SUPPRESSED)
    if not n_hidden:
        return str(text["certificate_none"])
    n_cells = n_hidden + protected.n_cells(Status.SHOWN)
    numbers = {
        "n_cells": danish.counted(n_cells, *text["cells"]),
        "n_hidden": danish.counted(n_hidden, *text["cells"]),
    }
    return fill(text["certificate"], numbers)


def panel(protected: ProtectedReport) -> list[tuple[str, str]]:
    """The memo fields under the title: who, when, under which number."""
    elsewhere = {memo_label(name) for name in ("contact", "reason")}
    return [(label, value) for label, value in protected.memo if label not in elsewhere]


def reason(protected: ProtectedReport) -> list[str]:
    """Why a target was missed, in the words of the administrations; nothing where none is given."""
    given = memo_value(protected, "reason")
    return [f"{memo_label('reason')}: {given}"] if given else []


def reservations(protected: ProtectedReport) -> list[str]:
    """What a reader of the figures must know, a sentence each: rounding, what is hidden, what was
    published before, the guarantee."""
    text = values.sentences("common")
    if protected.audience == INTERNAL:
        return [text["disclosure_internal"]]
    most_hidden = {"most_hidden": str(protected.smallest_shown - 1)}
    return [
        f"{text['rounding']} {fill(text['disclosure_committee'], most_hidden)}",
        text["released_before"],
        guarantee(protected),
    ]


def about(protected: ProtectedReport) -> list[tuple[str, str]]:
    """What a reader is told of the note itself: data, day, which release, contact."""
    text = values.sentences("common")["about"]
    contact = memo_value(protected, "contact") or text["contact_value"]
    return [
        (text["data"], _data(protected)),
        (text["day"], danish.long_date(protected.reference_date)),
        *_version(protected.certificate),
        (memo_label("contact"), contact),
    ]


def evidence(protected: ProtectedReport) -> list[tuple[str, str]]:
    """What the report rests on: versions of data and program, notebook, release."""
    text = values.sentences("common")["about"]
    version = {"data": _data(protected), "version": protected.data_version[:VERSION_LENGTH]}
    return [
        (text["data"], fill(text["version"], version)),
        (text["notebook"], protected.report),
        (text["program"], f"fsb_lib {protected.program_version}"),
        *_release(protected.certificate),
    ]


def _data(protected: ProtectedReport) -> str:
    text = values.sentences("common")["about"]
    return str(text["synthetic" if protected.synthetic else "registers"])


def _version(certificate: Certificate | None) -> list[tuple[str, str]]:
    """Which release of its year a note is of; nothing of a draft."""
    if certificate is None:
        return []
    text = values.sentences("common")["about"]
    return [(text["release"], fill(text["version_alone"], {"version": str(certificate.version)}))]


def _release(certificate: Certificate | None) -> list[tuple[str, str]]:
    """Version and state of the ledger of a released report; nothing of a draft."""
    if certificate is None:
        return []
    text = values.sentences("common")["about"]
    words = {
        "version": str(certificate.version),
        "n_before": danish.counted(certificate.n_before, *text["entries"]),
        "ledger": certificate.ledger if certificate.n_before else text["first"],
    }
    return [(text["release"], fill(text["released"], words))]


TEXTS: Texts = {"linkage": linkage, "bounds": bounds, "conversion": conversion}
