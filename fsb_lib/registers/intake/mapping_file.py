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

A name stands once in its place. There are no lists in it.
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
from fsb_lib.registers.spelling import canonical

MAPPING: Final = "registers.yaml"
EVERY_TABLE: Final = "every_table"
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


def read_entries(path: Path) -> tuple[list[MappingEntry], list[Problem]]:
    """The entries that can be read, and everything that is wrong with the file's form."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        return [], [fatal("file_not_opened", where(), owner="the sender")]
    try:
        root = tree(decoded(content))
    except YamlFault as fault:
        return [], [_unreadable(fault.line, fault.found)]
    walk = _Walk()
    return list(walk.entries(root)) if root else [], walk.problems


def _unreadable(line: int, found: str) -> Problem:
    return fatal("mapping_unreadable", where(line), found=found)


class _Walk:
    """Goes through the parts of the file, noting what is no part of a mapping."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def entries(self, root: Any) -> Iterator[MappingEntry]:
        for part, node in self._items(root):
            if canonical(part.value) not in _DEPTHS:
                self._unknown(part, _DEPTHS)
                continue
            name = canonical(part.value)
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
