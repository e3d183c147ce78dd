"""The YAML that people write by hand: year files, `sender.yaml`, `registers.yaml`. Read one way.

    2010   2.5   true   null               a number, a decimal number, yes or no, nothing
    "2010"                                 text
    yes  on  NO  07  33:29  2010-11-15     text, as it is written

Lines `name: value`, each name once, and lists. No anchors, aliases, tags or second documents, and
neither long nor deep: reading ends within seconds, whatever a file holds. `tree` gives the nodes,
each with its line; `parsed` gives their values.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

from fsb_lib.base.errors import InputError, Problem

MOST_BYTES: Final = 1 << 18
MOST_NODES: Final = 20_000  # names and values: two seconds
DEEPEST: Final = 8  # lists and groups that may stand in each other

# What a text without quotes stands for: as in YAML 1.2, but 07 and 0x1F stay texts. At most as
# many digits as a number here may have: Python refuses to read thousands.
_TYPED: Final[Mapping[str, Callable[[str], Any]]] = {
    r"|~|null|Null|NULL": lambda _: None,
    r"true|True|TRUE": lambda _: True,
    r"false|False|FALSE": lambda _: False,
    r"[-+]?(0|[1-9][0-9]{0,17})": int,
    r"[-+]?([0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})([eE][-+]?[0-9]{1,3})?": float,
    r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)": lambda text: float(text.replace(".", "")),
}


class YamlFault(Exception):  # noqa: N818 (what it is, not what it is like)
    """Why a text is not read. `line` counts from 1, and is 0 where no line is at fault.

    `found` names what YAML allows and is not read here, or is `no YAML`; then the message says
    what the parser met.
    """

    def __init__(self, found: str, line: int, said: str = "") -> None:
        super().__init__(said or f"{found} is not read")
        self.found = found
        self.line = line


def decoded(content: bytes) -> str:
    """The bytes of a file as text, with a byte order mark or without. Raises YamlFault."""
    if len(content) > MOST_BYTES:
        raise YamlFault(f"more than {MOST_BYTES >> 10} KB", 0)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise YamlFault("text that is not UTF-8", 0) from None


def tree(text: str) -> yaml.Node | None:
    """The nodes of a text, every scalar as it is written; None for a text that says nothing.

    Raises YamlFault.
    """
    if len(text) > MOST_BYTES:
        raise YamlFault(f"more than {MOST_BYTES >> 10} KB", 0)
    try:
        return _PlainYaml(text).get_single_node()
    except yaml.composer.ComposerError as error:
        raise YamlFault("a second document (---)", _line(error, text), str(error.problem)) from None
    except yaml.YAMLError as error:
        said = getattr(error, "problem", None) or "is not readable as YAML"
        raise YamlFault("no YAML", _line(error, text), said) from None


def parsed(text: str, where: str) -> Any:
    """The text as values. `where` is the file's name in messages.

    Errors: InputError with the line of what is not YAML or not read, or of a key that stands
    twice.
    """
    try:
        root = tree(text)
        return None if root is None else _value(root)
    except YamlFault as fault:
        raise InputError(_problem(fault, where)) from None


class _PlainYaml(yaml.BaseLoader):
    """Composes nodes, and stops at the first thing that is not read, before anything is built."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._deeper = DEEPEST
        self._more = MOST_NODES

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        self._refuse(event, event.start_mark.line + 1)
        self._more -= 1
        self._deeper -= 1
        node = super().compose_node(parent, index)
        self._deeper += 1
        return node

    def _refuse(self, event: Any, line: int) -> None:
        if event.anchor is not None:  # an alias has one, too
            raise YamlFault("an anchor or an alias (& or *)", line)
        if event.tag is not None:
            raise YamlFault("a tag (!)", line)
        if isinstance(event, yaml.CollectionStartEvent) and not self._deeper:
            raise YamlFault(f"more than {DEEPEST} levels", line)
        if not self._more:
            raise YamlFault(f"more than {MOST_NODES} names and values", line)


def _line(error: yaml.YAMLError, text: str) -> int:
    """Where the text stops being YAML; 0 when that is not known."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position) + 1
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 0


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(each) for each in node.value]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name or name in values:
            said = f"the key `{name}` stands twice or is no name"
            raise YamlFault("a key twice", key.start_mark.line + 1, said)
        values[name] = _value(value)
    return values


def _scalar(node: yaml.ScalarNode) -> Any:
    if node.style is None:  # neither in quotes nor a block of text
        for form, typed in _TYPED.items():
            if re.fullmatch(form, node.value):
                return typed(node.value)
    return node.value


def _problem(fault: YamlFault, where: str) -> Problem:
    return Problem(
        str(fault),
        f"{where} line {fault.line}" if fault.line else where,
        "each key once, `name: value` on a line of its own",
        "",
        "Mend the line and run the command again.",
    )
