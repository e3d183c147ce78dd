"""`registers.yaml` as plain entries: every value a text, every entry with its line.

    tables:
      YDELSE_UDTRAEK: bif_ydelser       # the source's name: the contract's
    columns:
      every_table:
        PERSONNR: cpr
      bif_ydelser:
        YD_KODE: ydelse
    codes:
      bif_ydelser:
        ydelse:
          07: sygedagpenge              # 07 stays 07, and NO stays NO

    sources:                            # other forms than the contract's: see `sources`
      - {file: DREAM.csv, table: bif_ydelser, columns: {PNR: cpr}, weeks: ...}

A name stands once in its place. There are no lists in it but those of the sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from fsb_lib.base.errors import Problem, nearest
from fsb_lib.base.strict_yaml import MOST_BYTES, YamlFault, decoded, tree
from fsb_lib.registers.faults import fatal
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.read_sources import ReadSources, read_sources
from fsb_lib.registers.spelling import canonical

MAPPING: Final = "registers.yaml"
EVERY_TABLE: Final = "every_table"
SOURCES: Final = "sources"
# How deep the entries of each part stand: below the part, the table, the column.
_DEPTHS: Final = {"tables": 0, "columns": 1, "codes": 2}


@dataclass(frozen=True)
class MappingEntry:
    """One renaming: `source` as the file has it, `target` in canonical spelling.

    `part` is tables, columns or codes; `table` and `column` are empty where the part has none.
    """

    part: str
    table: str
    column: str
    source: str
    target: str
    line: int

    @property
    def name(self) -> str:
        """The source's name as it is compared."""
        return canonical(self.source)


def where(line: int = 0) -> str:
    """How messages name a place in the mapping file."""
    return f"{MAPPING}, line {line}" if line else MAPPING


@dataclass(frozen=True)
class MappingParts:
    """What a mapping file says: entries and sources that can be read, and what is wrong.

    `tables_of_wrong` are those that a source is of that cannot be read.
    """

    entries: tuple[MappingEntry, ...] = ()
    sources: tuple[SourceForm, ...] = ()
    tables_of_wrong: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def read_parts(path: Path) -> MappingParts:
    """Reads a mapping file, with everything that is wrong with its form."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        return MappingParts(problems=(fatal("file_not_opened", where(), owner="the sender"),))
    try:
        root = tree(decoded(content))
    except YamlFault as fault:
        return MappingParts(problems=(_unreadable(fault.line, fault.found),))
    if root is None:
        return MappingParts()
    walk = _Walk()
    entries = tuple(walk.entries(root))
    read = read_sources(walk.sources, MAPPING) if walk.sources else ReadSources()
    problems = (*walk.problems, *read.problems)
    return MappingParts(entries, read.forms, read.tables_of_wrong, problems)


def declared_part(path: Path) -> str:
    """The part `sources` of a readable mapping file, as it is written; a draft keeps it."""
    lines = decoded(path.read_bytes()).splitlines()
    starts = [n for n, line in enumerate(lines) if line[:1] not in {"", " ", "#", "-"}]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if canonical(lines[start].partition(":")[0]) == SOURCES:
            return "\n" + "\n".join(lines[start:end]) + "\n"
    return ""


def _unreadable(line: int, found: str) -> Problem:
    return fatal("mapping_unreadable", where(line), found=found)


class _Walk:
    """Goes through the parts of the file, noting what is no part of a mapping."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.sources: Any = None  # the node of that part, which has a form of its own

    def entries(self, root: Any) -> Iterator[MappingEntry]:
        for part, node in self._items(root):
            name = canonical(part.value)
            if name == SOURCES:
                self.sources = node
                continue
            if name not in _DEPTHS:
                self._unknown(part, (*_DEPTHS, SOURCES))
                continue
            yield from self._below(node, name, _DEPTHS[name], ())

    def _below(
        self, node: Any, part: str, depth: int, path: tuple[str, ...]
    ) -> Iterator[MappingEntry]:
        """The entries below a node, with the table and column that lead to them."""
        for key, value in self._items(node):
            if depth:
                yield from self._below(value, part, depth - 1, (*path, canonical(key.value)))
            elif not isinstance(value, yaml.ScalarNode):
                self._malformed(value, "a name of the contract behind the source's name")
            elif not key.value.strip():
                self._malformed(key, "a name before the colon")
            else:
                table, column = (*path, "", "")[:2]
                target = canonical(value.value)
                yield MappingEntry(part, table, column, key.value, target, key.start_mark.line + 1)

    def _items(self, node: Any) -> list[tuple[Any, Any]]:
        """The pairs of a mapping, each name once."""
        if isinstance(node, yaml.ScalarNode) and not node.value.strip():
            return []
        if not isinstance(node, yaml.MappingNode):
            self._malformed(node, "lines of the form `source name: contract name`")
            return []
        pairs: dict[str, tuple[Any, Any]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._malformed(key, "a name before the colon")
            elif canonical(key.value) in pairs:
                line = key.start_mark.line + 1
                name = sayable(key.value)
                self.problems.append(fatal("mapping_twice", where(line), found=name))
            else:
                pairs[canonical(key.value)] = (key, value)
        return list(pairs.values())

    def _malformed(self, node: Any, expected: str) -> None:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            self.problems.append(_unreadable(line, "a list"))
        else:
            self.problems.append(fatal("mapping_form", where(line), wanted=expected))

    def _unknown(self, node: Any, known: Any) -> None:
        place = where(node.start_mark.line + 1)
        found = sayable(node.value)
        hint = nearest(canonical(node.value), known)
        self.problems.append(fatal("mapping_name", place, found=found, known=hint))
