"""The cover text of an agenda kit: a .docx that a secretary edits, with every figure computed.

releases -> Cover (what there is to say, in Danish) -> templates/cover/*.xml.j2 -> .docx

A .docx is a zip of XML parts. They are written here and not by python-docx: its template brings
900 kB of styles, a picture and English as language, all of which would have to be taken out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from fsb_lib import wording
from fsb_lib.base.fixed_zip import packed
from fsb_lib.base.package_data import load
from fsb_lib.components.banners import Banner, banners_of
from fsb_lib.components.page_parts import Tile
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.html.render import PageInfo, page_info
from fsb_lib.sender.sender import Sender

_PAGE_WIDTH, _LEFT_MARGIN = 11906, 1418  # A4, in twentieths of a point
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML cannot hold
_PARTS = {
    "[Content_Types].xml": "content_types.xml.j2",
    "_rels/.rels": "package_rels.xml.j2",
    "docProps/core.xml": "core.xml.j2",
    "word/_rels/document.xml.rels": "document_rels.xml.j2",
    "word/styles.xml": "styles.xml.j2",
    "word/numbering.xml": "numbering.xml.j2",
    "word/settings.xml": "settings.xml.j2",
    "word/header1.xml": "header1.xml.j2",
    "word/footer1.xml": "footer1.xml.j2",
}


# A report with the control code of its page, which is empty for a draft.
Annex = tuple[ProtectedReport, str]


@dataclass(frozen=True)
class KeyFigure:
    """One line of the table of key figures; `lines` are target, comparison and verdict."""

    label: str
    figure: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What the cover text says of one report, which is annex `number`."""

    number: int
    topic: str
    period: str
    answer: str
    warnings: tuple[str, ...]
    tiles: tuple[KeyFigure, ...]
    findings: tuple[str, ...]
    annex: str


@dataclass(frozen=True)
class Cover:
    """Everything that a form is filled with. `side` are the case's fields as (label, text)."""

    title: str
    kind: str
    year: int
    day: str
    sender: str
    administrations: tuple[str, ...]
    joined_administrations: str
    to: str
    case_number: str
    side: tuple[tuple[str, str], ...]
    statuses: tuple[Banner, ...]
    running: str
    reports: tuple[Part, ...]
    right_margin: int

    @property
    def width(self) -> int:
        return _PAGE_WIDTH - _LEFT_MARGIN - self.right_margin


def cover_bytes(annexes: Sequence[Annex], form: str, sender: Sender) -> bytes:
    """The .docx of reports of one year, in the order of the annexes. Same releases, same bytes."""
    told = _cover(annexes, form, sender)
    document = {"word/document.xml": f"{form}.xml.j2"}
    return packed(
        {name: _filled(template, told, form) for name, template in (_PARTS | document).items()}
    )


def memo_value(protected: ProtectedReport, name: str) -> str:
    """A memo field of a report ("case_number"); empty when the year's file does not give it."""
    label = load("wording/common")["memo"][name]["label"]
    return dict(protected.memo).get(label, "")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("fsb_lib", "templates/cover"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _filled(template: str, told: Cover, form: str) -> bytes:
    words = load("cover")
    text = (
        _environment()
        .get_template(template)
        .render(cover=told, words=words, form=words["forms"][form], page_words=load("page")["page"])
    )
    return _CONTROL.sub("", danish.unbroken(text)).encode("utf-8")


def _cover(annexes: Sequence[Annex], form: str, sender: Sender) -> Cover:
    words, releases = load("cover"), [protected for protected, _ in annexes]
    spec = words["forms"][form]
    infos = [page_info(protected, sender) for protected in releases]
    statuses = banners_of(releases)
    subject = words["subject"].format(year=releases[0].year)
    return Cover(
        title=_sentence_case(spec["title"].format(subject=subject)),
        kind=spec["kind"],
        year=releases[0].year,
        day=max(protected.reference_date for protected in releases).isoformat(),
        sender=sender.name,
        administrations=sender.administrations,
        joined_administrations=" og ".join(sender.administrations),  # as the city signs
        to=_agreed(releases, "to"),
        case_number=_agreed(releases, "case_number"),
        side=tuple((words["side"][name], _side(releases, name)) for name in spec["side"]),
        statuses=statuses,
        running=" · ".join((spec["kind"], *(banner.title for banner in statuses))),
        reports=tuple(
            _part(number, annex, info)
            for number, (annex, info) in enumerate(zip(annexes, infos, strict=True), start=1)
        ),
        right_margin=spec["right_margin"],
    )


def _side(releases: Sequence[ProtectedReport], name: str) -> str:
    """A field of the case; each report's own document number stands in the list of annexes."""
    if name in {"date", "case_number"}:
        return _agreed(releases, name)
    fill: str = load("cover")["fill"]
    return fill


def _agreed(releases: Sequence[ProtectedReport], name: str) -> str:
    """A memo field, if all reports have the same; else it is for a person to write."""
    values = {memo_value(protected, name) for protected in releases}
    fill: str = load("cover")["fill"]
    return values.pop() or fill if len(values) == 1 else fill


def _part(number: int, report: Annex, info: PageInfo) -> Part:
    protected, code = report
    words, account = load("cover"), wording.account(protected)
    about = {"topic": info.topic, "period": info.period}
    document_number = memo_value(protected, "document_number")
    annex = words["annex_with_number" if document_number else "annex"]
    return Part(
        number=number,
        topic=info.topic,
        period=info.period,
        answer=" ".join(account.answer),
        warnings=protected.warnings,
        tiles=tuple(_key_figure(tile) for tile in account.tiles),
        findings=account.findings,
        annex=annex.format(**about, document_number=document_number)
        + (words["control"].format(code=code) if code else ""),
    )


def _key_figure(tile: Tile) -> KeyFigure:
    verdict = (tile.verdict.text,) if tile.verdict else ()
    nothing: Any = load("cover")["nothing"]
    return KeyFigure(tile.label, tile.figure, (*tile.context, *verdict) or (nothing,))


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
