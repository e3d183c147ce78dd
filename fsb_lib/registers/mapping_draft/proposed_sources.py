"""Sources of another form, known by their headers: the verbs that they need, as open lines.

    PNR;y_0901;y_0902 ...         weeks, a column for each        bif_ydelser
    CPR;Uge;Ydelse                weeks, a row for each           bif_ydelser
    PNR;IE_TYPE;OPR_LAND          combine                         personer
    CPR;AktivitetNavn;AktivitetSvar;UdfoertDato    pair_rows      sof_handleplaner
    CPR;Haendelse;AktivitetsId    events                          bif_indsatser

What is proposed is a comment: somebody who knows the source fills it in.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fsb_lib.registers.mapping_draft.look import SourceLook
from fsb_lib.registers.mapping_draft.shown import may_be_written
from fsb_lib.registers.mapping_draft.words import squashed
from fsb_lib.registers.sources.week_names import column_monday

_FEWEST_WEEKS: Final = 8
_WEEK = re.compile(r"(?P<before>.*?)(?P<year>[0-9]{2}|[0-9]{4})(?P<week>[0-9]{2})")


@dataclass(frozen=True)
class ProposedSource:
    """A source, the table that it may be, and the lines that say how."""

    file: str
    table: str
    why: str
    verbs: tuple[str, ...]


def proposed_sources(looks: Sequence[SourceLook]) -> list[ProposedSource]:
    """At most one proposal for each source whose name and header can be written."""
    found: list[ProposedSource] = []
    for look in looks:
        names = [column.name for column in look.columns]
        if may_be_written(look.name) and all(map(may_be_written, names)):
            found += list(_of_header(look.name, names))[:1]
    return found


def lines_of(proposals: Sequence[ProposedSource]) -> Iterator[str]:
    """The part `sources` of a draft, all of it open."""
    if proposals:
        yield "\n# sources:  # files of another form; docs/register-contract.md, section 8\n"
    for one in proposals:
        yield f"#   - file: {one.file}  # {one.why}\n#     table: {one.table}\n"
        yield from (f"#     {verb}\n" for verb in one.verbs)


def _of_header(file: str, names: Sequence[str]) -> Iterator[ProposedSource]:
    by_word = {squashed(name): name for name in names}
    columns = f'columns: {{"{_number(by_word)}": cpr}}'
    verbs: tuple[str, ...]
    if pattern := _week_pattern(names):
        verbs = (
            columns,
            f"weeks: {{columns: {pattern}, value: ydelse}}",
            "codes: {ydelse: {?: ?}}",
        )
        yield ProposedSource(file, "bif_ydelser", "a column for each week", verbs)
    if "uge" in by_word:
        verbs = (columns, f"weeks: {{column: {by_word['uge']}, value: ?}}")
        yield ProposedSource(file, "bif_ydelser", "a row for each week", verbs)
    if {"ietype", "oprland"} <= by_word.keys():
        rule = f'- {{when: {{{by_word["ietype"]}: "1"}}, gives: dansk}}'
        more = f"- {{when: {{{by_word['ietype']}: ?, {by_word['oprland']}: [?]}}, gives: ?}}"
        verbs = (columns, "combine:", "  herkomst:", f"    {rule}", f"    {more}")
        yield ProposedSource(file, "personer", "origin in two columns", verbs)
    if {"aktivitetnavn", "aktivitetsvar"} <= by_word.keys():
        kind = by_word["aktivitetnavn"]
        pairs = (
            f"pair_rows: {{by: [?], kind: {kind}, at: ?, first: {{?: {{?: tilbudt}}}}, then: ?}}"
        )
        why = "a question and its answer are rows"
        yield ProposedSource(file, "sof_handleplaner", why, (columns, pairs))
    if kinds := [name for word, name in by_word.items() if word in ("haendelse", "haendelsestype")]:
        events = f"events: {{id: ?, at: ?, kind: {kinds[0]}, deletes: [?]}}"
        verbs = (columns, f"keep_only: {{{kinds[0]}: [?]}}", events)
        yield ProposedSource(file, "bif_indsatser", "records of events", verbs)


def _number(by_word: dict[str, str]) -> str:
    """The column that is named as the number, or a question mark."""
    return next((name for word, name in by_word.items() if "cpr" in word or word == "pnr"), "?")


def _week_pattern(names: Sequence[str]) -> str:
    """`y_YYWW` for a header with many columns named after weeks; nothing for another."""
    weeks: dict[tuple[str, int], int] = defaultdict(int)
    for name in names:
        match = _WEEK.fullmatch(name)
        if match and column_monday(match) is not None:
            weeks[match["before"], len(match["year"])] += 1
    if not weeks:
        return ""
    (before, n_digits), n_weeks = max(weeks.items(), key=lambda item: item[1])
    return f"{before}{'Y' * n_digits}WW" if n_weeks >= _FEWEST_WEEKS else ""
