"""Sentences that every report has: linkage, method, choices, and what the report rests on."""

from fsb_lib.disclosure.released import INTERNAL, Cell, Certificate, Release
from fsb_lib.domain import danish
from fsb_lib.wording import activation, values
from fsb_lib.wording.values import Texts, fill, settings_of

VERSION_LENGTH = 12


def linkage(release: Release) -> list[str]:
    """How the two registers met, and who could not be linked by rule."""
    text, words, table = values.sentences("common"), settings_of(release), release.table("linkage")
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


def bounds(release: Release) -> list[str]:
    """How the headline figure would move if the unlinkable counted: best and worst case."""
    if release.report == activation.REPORT:
        table, measure = release.table("activation_sensitivity"), "rate"
        cases, written = ("unlinkable_none_activated", "unlinkable_all_activated"), values.rate
    else:
        table, measure = release.table("unlinkable_bounds"), "persons"
        cases, written = ("reported", "all_unlinkable"), values.number
    cells = [table.cell(measure, case) for case in cases]
    if not values.all_shown(cells) or cells[0].value == cells[1].value:
        return []
    low, high = (written(cell) for cell in cells)
    return [fill(values.sentences(release.report)["bounds"], {"low": low, "high": high})]


def conversion(release: Release) -> list[str]:
    """How many assessments were carried over from another match system."""
    cell = release.table("match_conversion").cell("persons", "converted")
    if not cell.shown or not cell.value:
        return []
    text = values.sentences("common")["converted"]
    return [fill(text, {"converted": values.citizens(cell)})]


def method(release: Release, words: dict[str, str]) -> list[str]:
    """How the figures are made: definition, linking, what is hidden.

    `words` are what the sentences of the report itself are filled with.
    """
    text = values.sentences("common")
    most_hidden = str(release.smallest_shown - 1)
    return [
        *(fill(sentence, words) for sentence in values.sentences(release.report)["method"]),
        text["data"],
        fill(text[f"disclosure_{release.audience}"], {"most_hidden": most_hidden}),
        *([] if release.audience == INTERNAL else [guarantee(release)]),
    ]


def guarantee(release: Release) -> str:
    """What is promised of hidden counts, and who has checked it."""
    text = values.sentences("common")
    most, least = str(release.smallest_shown - 1), str(release.smallest_shown)
    promise = fill(text["guarantee"], {"most_hidden": most, "threshold": least})
    checked = _checked(release.certificate) if release.certificate else text["draft_guarantee"]
    return f"{promise} {checked}"


def _checked(certificate: Certificate) -> str:
    text = values.sentences("common")
    if not certificate.n_tried:
        return str(text["certificate_none"])
    tightest = text["certificate_tightest"] if certificate.tightest else text["certificate_open"]
    numbers = {
        "n_tried": danish.number(certificate.n_tried),
        "n_witnesses": danish.number(certificate.n_witnesses),
        "tightest": fill(tightest, {"tightest": danish.number(certificate.tightest)}),
    }
    return fill(text["certificate"], numbers)


def about(release: Release) -> list[tuple[str, str]]:
    """What the report rests on: data version, notebook, program version, contact."""
    text = values.sentences("common")["about"]
    version = release.data_version[:VERSION_LENGTH]
    data = text["synthetic" if release.synthetic else "registers"]
    return [
        (text["data"], fill(data, {"version": version})),
        (text["notebook"], release.report),
        (text["program"], f"fsb_lib {release.program_version}"),
        (text["day"], danish.long_date(release.reference_date)),
        *_release(release.certificate),
        (text["contact"], text["contact_value"]),
    ]


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
