"""The exceptions of fsb_lib, each with the exit code that the command line gives it.

    FsbError
    +-- InputError       1  the delivery, a parameter file or a notebook is at fault
    +-- NewerFormError   1  a file was written by a newer version of the program
    +-- UsageError       2  the command was used wrongly
    +-- ReportError      3  a report failed or was refused by a check

Every message follows one pattern: what is wrong, where, what was expected, what was found
(never a value from a row about a person) and what to do. All problems of one input are
collected and raised together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

T = TypeVar("T")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in the order a reader asks about it.

    `kind` names a fault that pages explain in Danish; empty when there is only the message.
    """

    what: str
    where: str
    expected: str = ""
    found: str = ""
    remedy: str = ""
    kind: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}"]
        lines += [
            f"  {name:<9} {text}"
            for name, text in (
                ("expected:", self.expected),
                ("found:", self.found),
                ("to do:", self.remedy),
            )
            if text
        ]
        return "\n".join(lines)


class FsbError(Exception):
    """Base of every error that a user may see; holds one or more problems."""

    exit_code = 3

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class InputError(FsbError):
    """What came in is at fault; the message says how to mend it."""

    exit_code = 1


class NewerFormError(FsbError):
    """What this program does not know the form of. No InputError: nothing that does without a
    damaged file may go on without this one."""

    exit_code = 1


class UsageError(FsbError):
    """The command was asked for something it does not offer."""

    exit_code = 2


class ReportError(FsbError):
    """A report failed while it was made, or a check refused it."""

    exit_code = 3


def every(make: Callable[[T], Made], items: Iterable[T]) -> tuple[Made, ...]:
    """What is made of each item.

    Errors: when an FsbError is met, the one of the highest exit code with the problems of all.
    """
    made: list[Made] = []
    errors: list[FsbError] = []
    for item in items:
        try:
            made.append(make(item))
        except FsbError as error:
            errors.append(error)
    if errors:
        worst = max(errors, key=lambda error: error.exit_code)
        raise type(worst)([problem for error in errors for problem in error.problems])
    return tuple(made)


def nearest(name: str, known: Iterable[str]) -> str:
    """`Did you mean ...?` for a misspelt name, or the list of known names."""
    choices = sorted(known)
    close = get_close_matches(name, choices, n=1)
    return f"Did you mean `{close[0]}`?" if close else "Known names: " + ", ".join(choices) + "."
