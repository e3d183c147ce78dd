"""The words of a drawing: values, axes and the alternative text, held to the figure's own table.

<text>25 %</text>          a shown value of the table behind the figure, a target, a printed rate
<text fill="#555">40 %     a round number of an axis, not far above the largest value
"...; Handicappede 25 %"   a shown value of a row of that name
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from fsb_lib.auditor.channels.derived import targets
from fsb_lib.auditor.channels.markup import Attributes, SvgDrawing
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.channels.values import plain, told
from fsb_lib.auditor.codes import decided
from fsb_lib.auditor.published_tables import CellStatus, PublishedTable
from fsb_lib.base.package_data import load

_AXIS = frozenset(load("auditor/channels")["page"]["axis"])
_YEARS = range(1900, 2101)
_SEGMENTS = re.compile(r"[;:]|\.(?!\d)")
_NAMED_VALUE = re.compile(r"(.+?) ([\d.,]+)(?: %)?$")
# The axis of a drawing in which nothing is shown, whatever is hidden.
_OF_NOTHING = {Decimal(0), Decimal(1)}
# An axis ends at the next round number.
_HIGHEST = Decimal("2.5")


def objections(drawing: SvgDrawing, tellable: Tellable) -> Iterator[str]:
    """The kind of finding for each number of a drawing that its table does not explain."""
    names = _names(tellable)
    texts = [
        (_is_axis(attributes), plain(text))
        for attributes, text in drawing.texts
        if plain(text) not in names or told(text).status is CellStatus.SHOWN
    ]
    allowed = _allowed(drawing, tellable)
    values = [value for is_axis, text in texts if not is_axis for value in _value(text)]
    for value in values:
        if value and value not in allowed and value not in _YEARS:
            yield "unexplained_number"
    yield from _axis([text for is_axis, text in texts if is_axis], values, tellable)
    yield from _alternative(drawing.attributes.get("aria-label", ""), drawing, tellable)


def _names(tellable: Tellable) -> str:
    """All names of rows and columns; a drawing breaks long ones over several lines."""
    keys = (key for labels in tellable.labels.values() for key in labels.keys)
    return "\n".join(word for key in keys for word in key.values() if not word.isdigit())


def _is_axis(attributes: Attributes) -> bool:
    return attributes.get("fill") in _AXIS and attributes.get("text-anchor") in ("middle", "end")


def _value(text: str) -> Iterator[Decimal]:
    """The number that a text is, or that stands after its colon or its last word."""
    for tail in (text, text.rpartition(":")[2], text.rpartition(" ")[2], _without_unit(text)):
        found = told(tail)
        if found.status is CellStatus.SHOWN and found.value is not None:
            yield found.value
            return


def _without_unit(text: str) -> str:
    return text.removesuffix("%").rstrip().rpartition(" ")[2]


def _allowed(drawing: SvgDrawing, tellable: Tellable) -> frozenset[Decimal]:
    """Everything that the figure's tables show; of any table where the figure names none."""
    tables = _own_tables(drawing, tellable) or list(tellable.tables.values())
    return frozenset(v for one in tables for v in _shown(one)) | _public()


def _own_tables(drawing: SvgDrawing, tellable: Tellable) -> list[PublishedTable]:
    """The table that a figure names, and the one whose values it draws beside."""
    other = load("auditor/channels")["page"]["drawn_beside"].get(tellable.table_of(drawing))
    named = (tellable.tables.get(one) for one in (tellable.table_of(drawing), other) if one)
    return [table for table in named if table]


def _shown(
    table: PublishedTable, label: str = "", tellable: Tellable | None = None
) -> Iterator[Decimal]:
    """The values of a table as they are drawn, counts and percents; of rows of one name."""
    for cell in table.cells.values():
        names = tellable.labels[table.id].row(cell.place.codes) if tellable else ()
        if cell.value is not None and (not label or label in names):
            yield cell.value
            yield cell.value * 100


def _public() -> frozenset[Decimal]:
    """The targets that were decided, of every year and of all years until then."""
    together = accumulate(decided("offers_in_year").values())
    return frozenset({*targets(), *map(Decimal, together)})


def _axis(texts: list[str], drawn: list[Decimal], tellable: Tellable) -> Iterator[str]:
    """An axis that reaches far above all drawn values was made for a value that is not drawn.

    Where no large value is drawn, it may not end at a small count; else that is one of its steps.
    """
    ticks = [(text, value) for text in texts for value in _value(text) if value not in _YEARS]
    is_made_for_large = max(drawn, default=Decimal(0)) >= tellable.explained.threshold
    if not any(drawn) and {value for _, value in ticks} <= _OF_NOTHING:
        return
    for text, value in ticks:
        is_small = 0 < value < tellable.explained.threshold and not text.endswith("%")
        if is_small and not is_made_for_large:
            yield "small_count_told"
    highest = max((value for _, value in ticks), default=Decimal(0))
    if drawn and highest > _HIGHEST * max([*drawn, Decimal(tellable.explained.threshold)]):
        yield "unexplained_mark"


def _alternative(text: str, drawing: SvgDrawing, tellable: Tellable) -> Iterator[str]:
    table = tellable.tables.get(tellable.table_of(drawing))
    if table is None or table.id not in tellable.labels:
        return
    words = {word for key in tellable.labels[table.id].keys for word in key.values()}
    for segment in _SEGMENTS.split(plain(text)):
        found = _NAMED_VALUE.match(segment.strip())
        if found and found[1] in words:
            drawn = _own_tables(drawing, tellable)
            of_name = (v for one in drawn for v in _shown(one, found[1], tellable))
            allowed = {*of_name, *_public()}
            if not {told(found[2]).value} <= allowed:
                yield "unexplained_number"
