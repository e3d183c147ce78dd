"""The part `sources` of a mapping file: what it declares, and everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

import yaml
from pydantic import BaseModel, ValidationError

from fsb_lib.base.errors import Problem, nearest
from fsb_lib.domain.contract import TABLES
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.sources.checked_names import mapping_fault, wrong_names
from fsb_lib.registers.sources.declared import (
    DeclaredRule,
    DeclaredSource,
    Events,
    PairRows,
    Weeks,
)
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.named import Place
from fsb_lib.registers.spelling import canonical

_MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "events": Events,
    "pair_rows": PairRows,
    "weeks": Weeks,
    "combine": DeclaredRule,
}


@dataclass(frozen=True)
class ReadSources:
    """The sources that can be read, what is wrong with the others, and the tables that those are
    of, misspelt or not.
    """

    forms: tuple[SourceForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    tables_of_wrong: frozenset[str] = frozenset()


def read_sources(node: Any, name: str) -> ReadSources:
    """What the part says. `name`: the mapping file's."""
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        return ReadSources()
    if not isinstance(node, yaml.SequenceNode):
        wanted = "a list of sources, each with `file` and `table`"
        line = node.start_mark.line + 1
        return ReadSources(problems=(mapping_fault("mapping_form", name, line, wanted=wanted),))
    forms: list[SourceForm] = []
    problems: list[Problem] = []
    of_wrong: set[str] = set()
    for one in node.value:
        lines: dict[Place, int] = {}
        wrong_keys: list[Any] = []
        values = _values(one, (), lines, wrong_keys)
        problems += [_wrong_key(key, name) for key in wrong_keys]
        try:
            form = SourceForm(DeclaredSource.model_validate(values), lines)
        except ValidationError as error:
            problems += _malformed(error, lines, name)
            of_wrong |= _tables_meant(values)
            continue
        if wrong := list(wrong_names(form, name)):
            problems += wrong
            of_wrong |= _tables_meant(values)
        else:
            forms.append(form)
    return ReadSources(tuple(forms), tuple(problems), frozenset(of_wrong))


def _tables_meant(values: Any) -> set[str]:
    """The table that a source names, or the one that is spelled most like it."""
    named = dict(values) if isinstance(values, dict) else {}
    names = [table.name for table in TABLES]
    texts = [text for key, text in named.items() if canonical(key) == "table"]
    close = (get_close_matches(canonical(str(text)), names, n=1) for text in texts)
    return {name for found in close for name in found}


def _wrong_key(key: Any, name: str) -> Problem:
    """A name that stands twice in its place, or that is no name."""
    line = key.start_mark.line + 1
    if isinstance(key, yaml.ScalarNode):
        return mapping_fault("mapping_twice", name, line, found=sayable(key.value))
    return mapping_fault("mapping_form", name, line, wanted="a name before the colon")


def _values(node: Any, place: Place, lines: dict[Place, int], wrong_keys: list[Any]) -> Any:
    """Every scalar as its text; the line of every place, and keys that cannot be read."""
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_values(one, (*place, n), lines, wrong_keys) for n, one in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return node.value
    values: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            wrong_keys.append(key)
            continue
        text = key.value
        if canonical(text) in map(canonical, values):
            wrong_keys.append(key)
        lines[(*place, text)] = key.start_mark.line + 1
        values[text] = _values(value, (*place, text), lines, wrong_keys)
    return values


def _malformed(error: ValidationError, lines: Mapping[Place, int], name: str) -> Iterator[Problem]:
    """What the form does not allow: each with its line, and the nearest name that it allows."""
    for fault in error.errors(include_url=False):
        place = tuple(part for part in fault["loc"] if part != "[key]")
        line = _line(lines, place)
        last = str(place[-1]) if place else ""
        if fault["type"] == "extra_forbidden":
            hint = nearest(canonical(last), _known_names(place))
            yield mapping_fault("mapping_name", name, line, found=sayable(last), known=hint)
        elif fault["type"] == "literal_error":
            allowed = fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            found = str(fault["input"])
            hint = nearest(canonical(found), allowed)
            yield mapping_fault("mapping_name", name, line, found=sayable(found), known=hint)
        else:
            yield mapping_fault("mapping_form", name, line, wanted=_expected(fault, last))


def _line(lines: Mapping[Place, int], place: Place) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 0)


def _known_names(place: Place) -> Iterable[str]:
    model = _MODELS.get(str(place[0]), DeclaredSource) if len(place) > 1 else DeclaredSource
    return model.model_fields


def _expected(fault: Any, last: str) -> str:
    if fault["type"] == "missing":
        return f"a line `{last}: ...`"
    words = {
        "string_type": "one text",
        "dict_type": "lines of the form `name: value`",
        "model_type": "lines of the form `name: value`",
        "tuple_type": "a text or a list of texts",
        "list_type": "a list",
        "string_pattern_mismatch": "a year of four digits",
        "too_short": "at least one entry",
    }
    said = str(fault["msg"]).removeprefix("Value error, ")
    return words.get(fault["type"], said)
