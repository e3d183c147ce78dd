"""One page that shows what all notes say: leads, tiles, findings, captions, the portal's line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from fsb_lib import wording
from fsb_lib.components.page_parts import ShownVerdict
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.linter.parsed_page import Page, words_of
from tests.gallery.crowds import City
from tests.gallery.judged import Fault

_STYLE = """
body{font:15px/1.4 sans-serif;margin:1rem}table{border-collapse:collapse}
th,td{border:1px solid #bbb;padding:.3rem .5rem;vertical-align:top;text-align:left;max-width:26rem}
th{position:sticky;top:0;background:#fff}li{margin:.1rem 0}ul{padding-left:1rem;margin:0}
.fault{color:#a00}tr:target{outline:3px solid #06c}
"""
_COLUMNS = ("By og år", "Svar", "Hovedtal", "Fund", "Overskrifter", "I oversigten", "Regler")


@dataclass(frozen=True)
class Note:
    """One note as its reader gets it, with what the rules say of it."""

    city: City
    protected: ProtectedReport
    page: Page
    faults: tuple[Fault, ...]

    @property
    def place(self) -> str:
        """Where `make gallery` writes it."""
        return f"{self.city.name}/{self.protected.year}-{self.protected.report}.html"


def side_by_side(notes: Iterable[Note]) -> str:
    """The page: a table for each follow-up, a line for each note."""
    listed = list(notes)
    reports = dict.fromkeys(note.protected.report for note in listed)
    parts = []
    for report in reports:
        of_report = [note for note in listed if note.protected.report == report]
        lines = "".join(_line(note) for note in of_report)
        head = "".join(f'<th scope="col">{column}</th>' for column in _COLUMNS)
        title = f"<h2>{report}: {len(of_report)}</h2>"
        parts.append(f"{title}<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")
    title = f"{len(listed)} notater, {sum(bool(note.faults) for note in listed)} med en anmærkning"
    return (
        f'<!DOCTYPE html><html lang="da"><meta charset="utf-8"><title>Galleri</title>'
        f"<style>{_STYLE}</style><h1>{title}</h1>{''.join(parts)}</html>\n"
    )


def _line(note: Note) -> str:
    link = f'<a href="{note.place}">{escape(note.city.name)} {note.protected.year}</a>'
    summary = wording.summary(note.protected)
    portal = [f"{summary.figure} {summary.figure_is}", *_verdict(summary.verdict)]
    columns = (
        _texts(note.page, "fsb-lead"),
        _texts(note.page, "fsb-tile"),
        [words for block in note.page.classed("fsb-findings") for words in _items(block)],
        [*_texts(note.page, "fsb-headline"), *_texts(note.page, "fsb-title")],
        portal,
    )
    told = "".join(f"<td>{_list(column)}</td>" for column in columns)
    faults = _list([f"{fault.rule}: {fault.found}" for fault in note.faults])
    return f'<tr><th scope="row">{link}</th>{told}<td class="fault">{faults}</td></tr>'


def _verdict(verdict: ShownVerdict | None) -> list[str]:
    return [] if verdict is None else [verdict.text]


def _items(block: object) -> Iterator[str]:
    for item in block.find_all("li"):  # type: ignore[attr-defined]
        yield words_of(item)


def _texts(page: Page, name: str) -> list[str]:
    return [words_of(one) for one in page.classed(name)]


def _list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""
