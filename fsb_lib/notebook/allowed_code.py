"""What a code cell may do: ask the library, name the answer, show it. All else is refused.

    from fsb_lib import releases, tables            the modules of data/notebooks.yaml
    release = releases.plan_coverage(year)          a name for an answer
    tables.table(release.table("plan_offers"))      their functions, on names, codes and calls
    wording.text(release, "who") + charts.trend(release)

The parameters cell gives names to plain values. So a cell cannot come to the row of a person:
there is no import, file, attribute, builtin, loop or text of its own.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fsb_lib.base.errors import Problem
from fsb_lib.base.package_data import load
from fsb_lib.notebook.source import PARAMETERS, Source, source_of, tags

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_ASKS = "calls of what data/notebooks.yaml lists, on names, codes and such calls"
_VALUES = "`name: type = value` on each line, with a plain value"
_REMEDY = "Count in measures/, word in wording/, draw in charts/, and let the cell ask for it."


def code_problems(source: Source) -> Iterator[Problem]:
    """Everything in the cells of a notebook that it may not do, by cell and line."""
    known = _Known(load("notebooks")["asks"])
    for number, cell in enumerate(source.document["cells"], start=1):
        where = f"{source.path.name}, cell {number}"
        kind = cell.get("cell_type")
        if kind == "code":
            is_first = PARAMETERS in tags(cell)
            refused, expected = (_parameters, _VALUES) if is_first else (_statements, _ASKS)
            for found, line in _refused(source_of(cell), refused, known):
                yield Problem("a cell may only ask the library and show the answer",
                              f"{where}, line {line}", expected, found, _REMEDY)  # fmt: skip
        elif kind != "markdown":
            yield Problem("is neither code nor Markdown", where, "cells of these two kinds",
                          str(kind), "Delete the cell, or change its type.")  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """The functions that may be asked, and what the cells so far have given names to."""

    asks: dict[str, list[str]]
    modules: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def may_ask(self, owner: str, function: str) -> bool:
        if owner in self.modules:
            return function in self.asks[owner]
        return owner in self.names and function in load("notebooks")["of_an_answer"]


_Node = ast.stmt | ast.expr
_Rule = Callable[[ast.stmt, _Known], Iterator[_Node]]


def _refused(code: str, refused: _Rule, known: _Known) -> Iterator[tuple[str, int]]:
    """What is refused, and its line."""
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError) as error:  # a magic or a shell command is none either
        yield "what is not plain Python", getattr(error, "lineno", None) or 1
        return
    for statement in statements:
        for node in refused(statement, known):
            yield _named(node), node.lineno


def _parameters(statement: ast.stmt, known: _Known) -> Iterator[_Node]:
    """`name: type = plain value`, or without the type."""
    match statement:
        case ast.AnnAssign(ast.Name(name), ast.Name(kind), value) if kind in load("notebooks")[
            "types"
        ] and _is_plain(value):
            known.names.add(name)
        case ast.Assign([ast.Name(name)], value) if _is_plain(value):
            known.names.add(name)
        case _:
            yield statement


def _is_plain(value: ast.expr | None) -> bool:
    try:
        ast.literal_eval(value)  # type: ignore[arg-type]  # None is not plain either
    except (ValueError, TypeError):
        return False
    return True


def _statements(statement: ast.stmt, known: _Known) -> Iterator[_Node]:
    match statement:
        case ast.ImportFrom("fsb_lib", names, 0) if all(
            one.name in known.asks and not one.asname for one in names
        ):
            known.modules.update(one.name for one in names)
        case ast.Assign([ast.Name(name)], value) if name not in known.asks:
            yield from _values(value, known)
            known.names.add(name)
        case ast.Expr(value):
            yield from _values(value, known)
        case _:
            yield statement


def _values(value: ast.expr, known: _Known) -> Iterator[_Node]:
    match value:
        case ast.Name(name) if name in known.names:
            return
        case ast.Constant(str(code)) if _CODE.fullmatch(code):
            return
        case ast.BinOp(left, ast.Add(), right):
            yield from _values(left, known)
            yield from _values(right, known)
        case ast.Call(ast.Attribute(ast.Name(owner), function), given, named) if known.may_ask(
            owner, function
        ) and all(one.arg for one in named):
            for each in (*given, *(one.value for one in named)):
                yield from _values(each, known)
        case _:
            yield value


def _named(node: ast.AST) -> str:
    """A name where there is one, else the kind of code; never what is typed."""
    match node:
        case ast.Call(called):
            return f"a call of {_named(called)}"
        case ast.Attribute(value, name):
            return f"{_named(value)}.{name}"
        case ast.Name(name):
            return name
        case ast.Expr(value):
            return _named(value)
        case ast.Constant():
            return "a typed value"
    return f"Python's {type(node).__name__}"
