"""What a case is written on: who it is from, and the Word forms in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.project import Project
from fsb_lib.kit.word_form import own_forms, read_forms
from fsb_lib.sender.sender import Sender, default_sender, read_sender


@dataclass(frozen=True)
class Stationery:
    """The sender, and the content of each Word form by its name."""

    sender: Sender
    forms: Mapping[str, bytes]


def read_stationery(project: Project) -> Stationery:
    """The project's; the program's own where it has none.

    Errors: InputError with every fault of sender.yaml or of the city's forms beside it.
    """
    return Stationery(read_sender(project), read_forms(Path(project.root)))


def default_stationery() -> Stationery:
    """The program's own, which names no city but in its text."""
    return Stationery(default_sender(), own_forms())
