"""What a case has to say, in Danish and in plain text: releases of one year -> `CaseContent`.

Every figure and every sentence about one comes from protected values (fsb_lib/wording/); what only
a person can write is left as [udfyldes: ...].
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fsb_lib import wording
from fsb_lib.base.errors import Problem, ReportError, every
from fsb_lib.base.package_data import load
from fsb_lib.components.banners import Banner, banners_of
from fsb_lib.components.page_parts import ShownVerdict, Tile, VerdictKind
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.html.render import page_info
from fsb_lib.kit.page_figure import CaseFigure, first_figure
from fsb_lib.sender.sender import Sender
from fsb_lib.wording.memo import memo_value, next_measurement


@dataclass(frozen=True)
class CaseAnnex:
    """A report that is an annex of the case: its values, its page, and the control code of it,
    which is empty for a draft."""

    protected: ProtectedReport
    page: str = ""
    control_code: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """One line of the table of key figures; `lines` are target, comparison and verdict."""

    label: str
    figure: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class CasePart:
    """What the case says of one report, which is annex `number`. `reason` tells
    why a target was missed, or is the field for it; empty where none was."""

    number: int
    topic: str
    period: str
    answer: str
    warnings: tuple[str, ...]
    figure: CaseFigure | None
    key_figures: tuple[KeyFigure, ...]
    findings: tuple[str, ...]
    verdict: ShownVerdict | None
    reason: str
    annex: str

    @property
    def is_missed(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True)
class CaseContent:
    """Everything that a form is filled with. `memo` holds what all reports agree on."""

    year: int
    subject: str
    sender: str
    administrations: tuple[str, ...]
    memo: dict[str, str]
    statuses: tuple[Banner, ...]
    is_corrected: bool
    parts: tuple[CasePart, ...]
    next_measurement: str
    has_method_annex: bool


def content_of(annexes: Sequence[CaseAnnex], sender: Sender, *, has_method: bool) -> CaseContent:
    """The content of a case whose annexes are these, in their order."""
    releases = [annex.protected for annex in annexes]
    year = releases[0].year
    return CaseContent(
        year=year,
        subject=load("cover")["subject"].format(year=year),
        sender=sender.name,
        administrations=sender.administrations,
        memo=_agreed_memo(releases),
        statuses=banners_of(releases),
        is_corrected=any(one.certificate and one.certificate.version > 1 for one in releases),
        parts=_parts(annexes, sender),
        next_measurement=next_measurement(releases),
        has_method_annex=has_method,
    )


def _memo_by_name(protected: ProtectedReport) -> dict[str, str]:
    """Every memo field of a report; empty where the year's file does not give it."""
    return {name: memo_value(protected, name) for name in load("wording/common")["memo"]}


def _agreed_memo(releases: Sequence[ProtectedReport]) -> dict[str, str]:
    """The memo fields that all reports have alike; the others are for a person to write."""
    first, *others = map(_memo_by_name, releases)
    alike = {name for name, value in first.items() if all(one[name] == value for one in others)}
    return {name: value if name in alike else "" for name, value in first.items()}


def _parts(annexes: Sequence[CaseAnnex], sender: Sender) -> tuple[CasePart, ...]:
    """Of a note with a target the case shows figure and key figures, in a year without any of the
    first; the others are told in few sentences, since they are annexes."""
    parts = every(lambda numbered: _part(*numbered, sender), enumerate(annexes, start=1))
    in_full = {part.number for part in parts if part.verdict} or {1}
    return tuple(
        part if part.number in in_full else replace(part, figure=None, key_figures=())
        for part in parts
    )


def _part(number: int, annex: CaseAnnex, sender: Sender) -> CasePart:
    """Errors: ReportError for a report of a program that had other tables."""
    protected = annex.protected
    try:
        account, verdict = wording.account(protected), wording.summary(protected).verdict
    except LookupError:
        raise ReportError(
            Problem("has the tables of another version of the program, so no case can be written",
                    f"{protected.year}/{protected.report}",
                    remedy=f"Make it again: `fsb run --year {protected.year}`, a released year "
                    "with --correction. The case of a release lies beside its reports.")
        ) from None  # fmt: skip
    info = page_info(protected, sender)
    missed = verdict is not None and verdict.kind is VerdictKind.NOT_REACHED
    reason = _memo_by_name(protected).get("reason") or load("cover")["reason_to_fill"]
    return CasePart(
        number=number,
        topic=info.topic,
        period=info.period,
        answer=" ".join(account.answer),
        warnings=protected.warnings,
        figure=first_figure(annex.page),
        key_figures=tuple(_key_figure(tile) for tile in account.tiles),
        findings=account.findings,
        verdict=verdict,
        reason=reason if missed else "",
        annex=_annex_line(annex, info.topic, info.period),
    )


def _annex_line(annex: CaseAnnex, topic: str, period: str) -> str:
    words: Any = load("cover")
    number = memo_value(annex.protected, "document_number")
    line = words["annex_with_number" if number else "annex"]
    told: str = line.format(topic=topic, period=period, document_number=number)
    return told + (words["control"].format(code=annex.control_code) if annex.control_code else "")


def _key_figure(tile: Tile) -> KeyFigure:
    verdict = (tile.verdict.text,) if tile.verdict else ()
    lines = (*tile.context, *verdict) or (load("cover")["nothing"],)
    soft = "\u00ad"  # where a narrow tile may part a word; Word hyphenates by itself
    return KeyFigure(tile.label.replace(soft, ""), tile.figure, lines)
