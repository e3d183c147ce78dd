"""`fsb lint`: reads pages and what lies beside them, and lets the linter judge.

A page of a report is judged with the protected tables of its folder; any other page alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.base.report_files import (
    ANNEX,
    NOTEBOOK,
    REPORT,
    RESULTS,
    WORKBOOK,
    lying_in,
    unmarked,
)
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.linter.lint_page import FAMILIES, RULES, Remark, lint, problems, words_of_rule
from fsb_lib.linter.parsed_page import Page, parts_of_annex
from fsb_lib.linter.rules import Subject, setting
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs.folder import INDEX

_PAGES = "*.html"
_INTRODUCTION = """\
# The rules of `fsb lint`

Made by `fsb lint --rules`; do not edit. Every report is judged by them before it is published.
Rules marked *refuses* stop it; what the others find stands in the report's manifest.
`fsb lint PATH...` judges pages or whole outputs folders (`--json`
for programs). Each rule has faults planted for it in `tests/lint`. Most rules of the last two
families need the released values beside the page; when a sentence is true says `data/lint.yaml`."""


def refuse_faulty_pages(folder: Path) -> tuple[Remark, ...]:
    """Judge every page of a report's folder; what does not refuse it is returned.

    A rule that reads Danish may misread a sentence that nobody foresaw, and the report must not
    be lost for it. Rules about what is released, hidden, run or fetched refuse.
    Errors: ReportError with every remark of a refusing rule.
    """
    beside = _Beside.read(folder)
    pages = sorted(folder.glob(_PAGES))
    found = [one for path in pages for one in beside.remarks(path, path.name)]
    return _not_refusing(found)


def refuse_faulty_annex(folder: Path, reports: Mapping[str, Path]) -> tuple[Remark, ...]:
    """The same for the annex of a year, whose parts belong to the reports in these folders."""
    found = [
        one for path in sorted(folder.glob(_PAGES)) for one in _of_annex(path, path.name, reports)
    ]
    return _not_refusing(found)


def _not_refusing(found: Sequence[Remark]) -> tuple[Remark, ...]:
    refusing = [remark for remark in found if remark.rule in setting("refusing")]
    if refusing:
        raise ReportError(problems(refusing))
    return tuple(found)


def lint_paths(paths: Sequence[Path]) -> tuple[int, tuple[Remark, ...]]:
    """How many pages were judged, and what is wrong with them; of a folder all pages below it.

    Errors: InputError for a path that is not there or holds no page.
    """
    gone = [path for path in paths if not path.exists()]
    if gone:
        remedy = "Name pages or folders that are there."
        raise InputError([Problem("does not exist", str(path), remedy=remedy) for path in gone])
    pages = tuple(dict.fromkeys(page for path in paths for page in _pages(path)))
    if not pages:
        named = ", ".join(map(str, paths)) or "fsb lint"
        remedy = "Name a page, a report or the outputs folder."
        raise InputError(Problem("holds no page", named, "at least one .html file", remedy=remedy))
    return len(pages), tuple(remark for page in pages for remark in remarks(page, str(page)))


def as_json(found: Iterable[Remark]) -> str:
    """The remarks for programs: one object each, with rule, file, place, found, what, remedy."""
    listed = [{**asdict(one), "what": one.what, "remedy": one.remedy} for one in found]
    return json.dumps(listed, ensure_ascii=False, indent=1)


def as_text(found: Sequence[Remark]) -> str:
    """The remarks for a reader, page by page, and how many there are."""
    listed = "\n".join(str(problem) for problem in problems(found))
    return f"{listed}\n{len(found)} faults in {len({one.file for one in found})} pages."


def exit_code(found: Sequence[Remark]) -> int:
    return ReportError.exit_code if found else 0


def rules_text() -> str:
    """docs/lint.md: every rule with its Danish name, by family."""
    lines = [_INTRODUCTION]
    for family, rules in FAMILIES.items():
        lines += [
            f"\n## {family}\n",
            "| rule | regel | broken when | to mend |",
            "|---|---|---|---|",
        ]
        for rule in rules:
            words = words_of_rule(rule.id)
            mark = " *refuses*" if rule.id in setting("refusing") else ""
            lines.append(
                f"| `{rule.id}`{mark} | {words['dansk']} | {words['broken']} | {words['mend']} |"
            )
    return "\n".join(lines) + "\n"


def remarks(path: Path, name: str = "") -> tuple[Remark, ...]:
    """What is wrong with one page, told under a name or that of the file."""
    if unmarked(path.name) == ANNEX:
        beside = {one.name: one for one in path.parent.parent.iterdir() if one.is_dir()}
        return _of_annex(path, name or path.name, beside)
    return _Beside.read(path.parent).remarks(path, name or path.name)


def _of_annex(path: Path, name: str, reports: Mapping[str, Path]) -> tuple[Remark, ...]:
    """The annex as a page, and each of its parts with the protected tables of its report."""
    page = Page(path.read_bytes(), name)
    found = list(lint(Subject(page, names=frozenset(_names(path.parent)))))
    for report, part in parts_of_annex(page.html).items():
        protected = _protected(reports[report]) if report in reports else None
        subject = Subject(Page(part.encode("utf-8"), name), protected)
        found += lint(subject, [rule for rule in RULES if rule.of_protected])
    return tuple(found)


@dataclass(frozen=True)
class _Beside:
    """What lies in the folder of a page."""

    protected: ProtectedReport | None
    files: dict[str, bytes]
    names: frozenset[str]
    notes: dict[str, ProtectedReport]

    @classmethod
    def read(cls, folder: Path) -> "_Beside":
        names = frozenset(_names(folder))
        return cls(_protected(folder), _files(folder), names, _notes(folder))

    def remarks(self, path: Path, name: str) -> tuple[Remark, ...]:
        page = Page(path.read_bytes(), name)
        return lint(Subject(page, self.protected, self.files, self.names, self.notes))


def _pages(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for page in sorted(path.rglob(_PAGES)):
        if not any(part.startswith(".") for part in page.relative_to(path).parts):
            yield page


def _protected(folder: Path) -> ProtectedReport | None:
    """The protected tables of a report's folder, if it is one and this version wrote it."""
    path = lying_in(folder, NOTEBOOK)
    if not path.is_file():
        return None
    try:
        notebook = nbformat.from_dict(json.loads(path.read_bytes()))  # type: ignore[no-untyped-call]
        return protected_report(notebook, NOTEBOOK)
    except (ReportError, ValueError, KeyError, TypeError):
        return None


def _files(folder: Path) -> dict[str, bytes]:
    tables = (folder / "tables").glob("*.csv")
    others = (lying_in(folder, name) for name in (RESULTS, WORKBOOK, REPORT))
    paths = [*sorted(tables), *(path for path in others if path.is_file())]
    return {unmarked(path.relative_to(folder).as_posix()): path.read_bytes() for path in paths}


def _names(folder: Path) -> Iterator[str]:
    """What a link may lead to: files and folders below the page's own."""
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def _notes(folder: Path) -> dict[str, ProtectedReport]:
    """The reports of an outputs folder, for its portal."""
    if not (folder / INDEX).is_file():
        return {}
    found = {one: _protected(one) for one in folder.glob("[0-9]*/*")}
    return {f"{one.parent.name}/{one.name}": note for one, note in found.items() if note}
