"""The parts of the two forms: each tells some of a case's content as blocks.

    data/cover.yaml: order: [sender, title, ...]  ->  PARTS[name](content, form)  ->  blocks

The order stands in the data, so a part is moved or left out without code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from fsb_lib.base.errors import InputError, Problem, nearest
from fsb_lib.base.package_data import load
from fsb_lib.components.fragment import words as page_words
from fsb_lib.kit.blocks import Block, FigureBlock, TableBlock, TextBlock
from fsb_lib.kit.case_content import CaseContent, CasePart
from fsb_lib.kit.case_terms import terms_in

FormWords = Mapping[str, Any]
_HEADING, _SUBHEADING = "Heading 1", "Heading 2"


def blocks_of(content: CaseContent, name: str) -> tuple[Block, ...]:
    """The blocks of a form in the order of its declaration.

    Errors: InputError naming every part that is declared and that nobody writes.
    """
    form = load("cover")["forms"][name]
    unknown = [part for part in form["order"] if part not in PARTS]
    if unknown:
        raise InputError(
            Problem("is no part of a form", f"data/cover.yaml: forms.{name}.order: {part}",
                    remedy=nearest(part, PARTS))
            for part in unknown
        )  # fmt: skip
    return tuple(_blocks(form["order"], content, form))


def title_of(content: CaseContent, name: str) -> str:
    """The title of the case in that form, as a sentence."""
    return _title_in(content, load("cover")["forms"][name])


def running_line(content: CaseContent, name: str) -> str:
    """What stands at the head of each page: the kind of paper, and what it may be used for."""
    kind: str = load("cover")["forms"][name]["kind"]
    return " · ".join((kind, *(banner.title for banner in content.statuses)))


def _blocks(parts: Iterable[str], content: CaseContent, form: FormWords) -> Iterator[Block]:
    for part in parts:
        yield from PARTS[part](content, form)


def _or_fill(value: str) -> str:
    """A field that nobody gave is for a person to write."""
    return value or str(load("cover")["fill"])


def _filled(template: str, content: CaseContent) -> str:
    """A phrase with what every phrase may speak of."""
    return template.format(
        to=_or_fill(content.memo["to"]),
        year=content.year,
        case_number=_or_fill(content.memo["case_number"]),
        administrations=" og ".join(content.administrations),  # as the city signs
    )


# --- head and case fields ------------------------------------------------------------------------


def _sender(content: CaseContent, _: FormWords) -> Iterator[Block]:
    for name in (content.sender, *content.administrations):
        yield TextBlock(name, "Afsender")


def _title(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(_title_in(content, form), "Title")


def _title_in(content: CaseContent, form: FormWords) -> str:
    text: str = form["title"].format(subject=content.subject)
    return text[:1].upper() + text[1:]


def _side_column(content: CaseContent, form: FormWords) -> Iterator[Block]:
    for label, value in _fields(content, form):
        yield TextBlock(value, "Sidekolonne", label=label, above=True, at_side=True)


def _side_fields(content: CaseContent, form: FormWords) -> Iterator[Block]:
    for label, value in _fields(content, form):
        yield TextBlock(value, "Sagsfelter", label=f"{label}:")


def _fields(content: CaseContent, form: FormWords) -> Iterator[tuple[str, str]]:
    """The fields of the case; each report's own document number stands in the list of annexes."""
    shared = {name: value for name, value in content.memo.items() if name != "document_number"}
    for name in form["side"]:
        yield load("cover")["side"][name], _or_fill(shared.get(name, ""))


def _item(content: CaseContent, form: FormWords) -> Iterator[Block]:
    text = form["item"].format(
        title=_title_in(content, form), case_number=_or_fill(content.memo["case_number"])
    )
    yield TextBlock(text, "Sagsfelter")


def _statuses(content: CaseContent, _: FormWords) -> Iterator[Block]:
    for title, text in content.statuses:
        yield TextBlock(text, "Status", label=f"{title}.")
    if content.is_corrected:
        yield TextBlock(load("cover")["corrected"], "Status")


# --- what the case is about ----------------------------------------------------------------------


def _purpose(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(_filled(form["purpose"], content))


def _covers(content: CaseContent, form: FormWords) -> Iterator[Block]:
    """Only where there is more than one thing to list."""
    if len(content.parts) > 1:
        yield TextBlock(form["covers"], with_next=True)
        for part in content.parts:
            yield TextBlock(part.topic, "List Number")


def _resume(content: CaseContent, form: FormWords) -> Iterator[Block]:
    """The answers to the targets; in a year without any, the first answer."""
    yield TextBlock(form["headings"]["resume"], _HEADING)
    yield TextBlock(_filled(form["resume"], content))
    judged = [part for part in content.parts if part.verdict] or content.parts[:1]
    for part in judged:
        yield TextBlock(part.answer, "List Bullet")


def _decision(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["headings"]["decision"], _HEADING)
    yield TextBlock(_filled(form["recommends"], content), with_next=True)
    missed = any(part.is_missed for part in content.parts)
    for point in ("always", "missed") if missed else ("always",):
        yield TextBlock(_filled(form["points"][point], content), "List Number")


def _problem(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["headings"]["problem"], _HEADING)
    yield TextBlock(_filled(form["problem"], content))


# --- the reports ---------------------------------------------------------------------------------


def _sections(content: CaseContent, _: FormWords) -> Iterator[Block]:
    for part in content.parts:
        yield TextBlock(f"{part.topic}, {part.period}", _HEADING)
        yield from _told(part)


def _subsections(content: CaseContent, _: FormWords) -> Iterator[Block]:
    for part in content.parts:
        yield TextBlock(f"{part.topic}, {part.period}", _SUBHEADING)
        yield from _told(part)


def _told(part: CasePart) -> Iterator[Block]:
    words = load("cover")
    yield TextBlock(part.answer)
    if part.reason:
        yield TextBlock(part.reason, label=f"{words['reason']}:")
    for text in part.warnings:
        yield TextBlock(text, label=f"{page_words('page')['warning']}:")
    for finding in part.findings:
        yield TextBlock(finding, "List Bullet")
    source = TextBlock(words["source"].format(number=part.number), "Kilde")
    if part.figure is not None:
        yield FigureBlock(part.figure)
        yield source
    if part.key_figures:
        yield _key_figures(part)
        yield source


def _key_figures(part: CasePart) -> TableBlock:
    words = load("cover")
    return TableBlock(
        words["caption"].format(topic=part.topic, period=part.period),
        words["description"],
        tuple(words["columns"]),
        tuple(((one.label,), (one.figure,), one.lines) for one in part.key_figures),
    )


# --- what comes of it ----------------------------------------------------------------------------


def _next_steps(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["next_steps"], _HEADING)
    yield TextBlock(_efforts(content))
    yield TextBlock(_next(content))


def _solution(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["headings"]["solution"], _HEADING)
    yield TextBlock(_efforts(content))


def _economy(_: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["headings"]["economy"], _HEADING)
    yield TextBlock(form["economy"])


def _process(content: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["headings"]["process"], _HEADING)
    yield TextBlock(_next(content))


def _efforts(content: CaseContent) -> str:
    """What the administrations will do: a phrase by whether targets were missed or reached."""
    judged = [part for part in content.parts if part.verdict]
    missed = any(part.is_missed for part in judged)
    phrase: str = load("cover")["efforts"][
        "missed" if missed else "reached" if judged else "no_target"
    ]
    return phrase


def _next(content: CaseContent) -> str:
    day, words = content.next_measurement, load("cover")
    told: str = words["next_known"].format(day=day) if day else words["next_unknown"]
    return told


def _terms(content: CaseContent, form: FormWords) -> Iterator[Block]:
    """Those that the other parts use, and those that these are explained by."""
    others = [part for part in form["order"] if part != "terms"]
    yield TextBlock(load("cover")["terms"]["heading"], _HEADING)
    yield from terms_in(" ".join(_texts(_blocks(others, content, form))))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """All that is said in blocks, figures aside."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block.text
        elif isinstance(block, TableBlock):
            yield from (line for row in block.rows for cell in row for line in cell)


def _annexes(content: CaseContent, _: FormWords) -> Iterator[Block]:
    words = load("cover")
    yield TextBlock(words["annexes"], _HEADING)
    for part in content.parts:
        yield TextBlock(part.annex, "Bilag")
    if content.has_method_annex:
        yield TextBlock(words["method_annex"].format(year=content.year), "Bilag")


def _signatures(_: CaseContent, form: FormWords) -> Iterator[Block]:
    yield TextBlock(form["signatures"], "Underskrift")


Part = Callable[[CaseContent, FormWords], Iterator[Block]]
PARTS: Final[Mapping[str, Part]] = {
    "annexes": _annexes,
    "covers": _covers,
    "decision": _decision,
    "economy": _economy,
    "item": _item,
    "next_steps": _next_steps,
    "problem": _problem,
    "process": _process,
    "purpose": _purpose,
    "resume": _resume,
    "sections": _sections,
    "sender": _sender,
    "side_column": _side_column,
    "side_fields": _side_fields,
    "signatures": _signatures,
    "solution": _solution,
    "statuses": _statuses,
    "subsections": _subsections,
    "terms": _terms,
    "title": _title,
}
