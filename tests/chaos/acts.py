"""The commands that are harmed, each in its world, and the commands that come next."""

from dataclasses import dataclass
from typing import Final

REGISTERS: Final = ("--registers", "delivery")
PLAIN: Final = ("run", *REGISTERS)


@dataclass(frozen=True)
class Act:
    """A command that is harmed.

    `roles` are the processes whose changes of the disk count; `weight` says how often it is tried
    beside others. `plain` is the run that comes last. What is done in one piece is `repeated` only
    now and then: else it must lie there as before, or as it was to be.
    """

    name: str
    world: str
    words: tuple[str, ...]
    roles: tuple[str, ...] = ("command",)
    weight: int = 1
    plain: tuple[str, ...] = PLAIN
    repeated: bool = True


OF_2009: Final = ("run", "--year", "2009", *REGISTERS)
OF_2010: Final = ("run", "--year", "2010", *REGISTERS)
BY: Final = ("--by", "NN", "--reason", "fejl")
RUN_ROLES: Final = ("command", "reports")
ACTS: Final = (
    Act("first run", "empty", PLAIN, ("command", "intake", "reports")),
    Act("run", "changed", OF_2010, RUN_ROLES, 2),
    Act("release", "standing", ("release", "2010", "--by", "NN"), RUN_ROLES, 3, OF_2010, False),
    Act("correction", "mended", (*OF_2009, "--correction"), RUN_ROLES, 1, OF_2009),
    Act("its release", "corrected", ("release", "2009", *BY), RUN_ROLES, 2, OF_2009, False),
    Act("withdrawal", "standing", ("release", "2009", "--withdraw", *BY), weight=3, plain=OF_2010,
        repeated=False),
    Act("restore", "damaged", ("ledger", "--restore"), weight=2, plain=OF_2009),
    Act("kit", "standing", ("kit", "2009", "--to", "kit.zip"), weight=3, plain=OF_2009),
    Act("intake", "standing", ("intake", "delivery", "snap"), ("command", "intake"), 3, OF_2009),
    Act("intake elsewhere", "standing", ("intake", "delivery", "{elsewhere}/snap"), ("intake",),
        plain=OF_2009),
)  # fmt: skip
SET_UP_WORDS: Final = (".make/python",)
SET_UP: Final = Act("set-up", "clone", SET_UP_WORDS, ("venv",), plain=SET_UP_WORDS)

# What may come next, besides the act's own plain run, and the act again.
NEXT: Final[dict[str, tuple[str, ...]]] = {
    "ledger": ("ledger",),
    "kit": ("kit", "2009", "--to", "{beside}/next.zip"),
    "verify": ("verify", "outputs"),
    "restore": ("ledger", "--restore"),
    "audit": ("audit", "--outputs", "outputs"),
}
