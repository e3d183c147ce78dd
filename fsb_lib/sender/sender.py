"""Who the reports are from: the project's `sender.yaml`, or the neutral sender of the program.

name: Københavns Kommune            stands in the band when there is no logo
administrations: [..., ...]         at the right of the band
logo: logo.svg                      a small SVG or PNG file, or null
font: {name: ..., licence: ..., regular: a.woff2, bold: b.woff2}, or null
colours: {band: "#0b3c6f", accent: "#0b3c6f"}

What is left out is as in fsb_lib/data/sender.yaml. Files are named relative to `sender.yaml` and
carried inside every page, so a report stays one file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any, TypeVar

from fsb_lib.base import strict_yaml
from fsb_lib.base.errors import InputError, Problem, nearest
from fsb_lib.base.package_data import load
from fsb_lib.base.project import Project, read_text
from fsb_lib.sender.colours import colour_problems
from fsb_lib.sender.font import OwnFont, own_font, program_faces
from fsb_lib.sender.logo import logo_uri

FILE = "sender.yaml"
MOST_LETTERS = 80
MOST_ADMINISTRATIONS = 4
_START_OVER = "Start from the example in docs/analytiker.md."

T = TypeVar("T")


@dataclass(frozen=True)
class Sender:
    """Who a report is from. `logo` is a data URI, empty without one.

    `font` is the family that is tried first, None for the typeface of the program; `own_faces`
    are its CSS rules, empty for a family that the reader's machine is to have.
    """

    name: str
    administrations: tuple[str, ...]
    logo: str = ""
    font: str | None = None
    own_faces: str = ""
    band: str = "#0b3c6f"
    accent: str = "#0b3c6f"

    @property
    def font_faces(self) -> str:
        """The `@font-face` rules that a page carries."""
        return self.own_faces if self.font else program_faces()

    @property
    def fingerprint(self) -> str:
        """The same for the same sender: a report's manifest tells by it who it was made for."""
        return sha256(dumps(asdict(self), sort_keys=True).encode("utf-8")).hexdigest()


def default_sender() -> Sender:
    """The sender of data/sender.yaml, which names no file."""
    return _sender(load("sender"), "", None)


def read_sender(project: Project) -> Sender:
    """The project's sender; the neutral one when the project has no `sender.yaml`.

    Errors: InputError with every fault of the file and of the files that it names.
    """
    path = project.root / FILE
    if not path.exists():
        return default_sender()
    given = strict_yaml.parsed(read_text(path, _START_OVER), FILE)
    if not isinstance(given, dict):
        raise InputError(
            Problem("the file names no sender", FILE, "lines `name: value`", remedy=_START_OVER)
        )
    problems = list(_form_problems(given))
    if problems:
        raise InputError([*problems, *_file_problems(given, path.parent, problems)])
    values = {**load("sender"), **given}
    values["colours"] = {**load("sender")["colours"], **given.get("colours", {})}
    logo, font = _files(values, path.parent)
    return _sender(values, logo, font)


def _sender(values: Mapping[str, Any], logo: str, font: OwnFont | None) -> Sender:
    return Sender(
        name=values["name"],
        administrations=tuple(values["administrations"]),
        logo=logo,
        font=font.name if font else None,
        own_faces=font.faces if font else "",
        **values["colours"],
    )


def _files(values: Mapping[str, Any], folder: Path) -> tuple[str, OwnFont | None]:
    """Logo and font; the faults of both at once."""
    problems: list[Problem] = []
    logo = _tried(
        lambda: logo_uri(folder / values["logo"], folder) if values["logo"] else "", problems
    )
    font = _tried(lambda: own_font(values["font"], folder) if values["font"] else None, problems)
    if problems:
        raise InputError(problems)
    return logo or "", font


def _tried(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except InputError as error:
        problems += error.problems
        return None


def _file_problems(
    given: Mapping[str, Any], folder: Path, known: Iterable[Problem]
) -> tuple[Problem, ...]:
    """What is wrong with files whose own lines are in order, beside what is known already."""
    faulty = {problem.where for problem in known}
    values: dict[str, Any] = {"logo": None, "font": None}
    for key in values:
        if not any(where.startswith(f"{FILE}: {key}") for where in faulty):
            values[key] = given.get(key)
    try:
        _files(values, folder)
    except InputError as error:
        return error.problems
    return ()


def _form_problems(given: Mapping[str, Any]) -> Iterator[Problem]:
    """Unknown keys, and values of the wrong kind."""
    known = load("sender")
    for key in given:
        if key not in known:
            yield Problem("unknown key", f"{FILE}: {key}", remedy=nearest(str(key), known))
    for key, check in _CHECKS.items():
        if key in given:
            yield from check(given[key])


def _name(value: object) -> Iterator[Problem]:
    if not _is_short_text(value):
        yield _not_accepted("name", f"text of 1-{MOST_LETTERS} letters on one line")


def _administrations(value: object) -> Iterator[Problem]:
    fits = isinstance(value, list) and len(value) <= MOST_ADMINISTRATIONS
    if not fits or not all(_is_short_text(name) for name in value):  # type: ignore[attr-defined]
        yield _not_accepted(
            "administrations", f"a list of at most {MOST_ADMINISTRATIONS} names, each on one line"
        )


def _logo(value: object) -> Iterator[Problem]:
    if value is not None and not _is_short_text(value):
        yield _not_accepted("logo", "the name of an SVG or PNG file, or null")


def _font(value: object) -> Iterator[Problem]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield _not_accepted("font", "`name`, `licence`, `regular` and `bold`, or null")
        return
    fields = ("name", "licence", "regular", "bold")
    for key in value:
        if key not in fields:
            yield Problem("unknown key", f"{FILE}: font.{key}", remedy=nearest(str(key), fields))
    for key in fields:
        if not _is_short_text(value.get(key)):
            yield _not_accepted(f"font.{key}", f"text of 1-{MOST_LETTERS} letters on one line")


def _colours(value: object) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _not_accepted("colours", "`band` and `accent`")
        return
    fields = load("sender")["colours"]
    for key, colour in value.items():
        where = f"{FILE}: colours.{key}"
        if key in fields:
            yield from colour_problems(str(colour), where)
        else:
            yield Problem("unknown key", where, remedy=nearest(str(key), fields))


_CHECKS: Mapping[str, Callable[[object], Iterator[Problem]]] = {
    "name": _name,
    "administrations": _administrations,
    "logo": _logo,
    "font": _font,
    "colours": _colours,
}


def _is_short_text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= MOST_LETTERS


def _not_accepted(key: str, expected: str) -> Problem:
    return Problem("value missing or not accepted", f"{FILE}: {key}", expected, remedy=_START_OVER)
