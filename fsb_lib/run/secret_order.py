"""The key of the secret orders, read at the edge of a run and handed on as a value.

    real registers        derived from the key of the pseudonyms, in the process that may hold it
    synthetic registers   a constant, so that a report is the same everywhere

It is written nowhere: who has it can undo what the order is for (`disclosure/keyed_order.py`).
"""

from collections.abc import Iterable
from pathlib import Path

from fsb_lib.base.errors import FsbError
from fsb_lib.disclosure.keyed_order import SYNTHETIC, OrderKey
from fsb_lib.disclosure.protected import COMMITTEE
from fsb_lib.followups.protect_year import Answer
from fsb_lib.registers.cpr_process.ensure_snapshot import order_key_apart


def key_of_orders(answers: Iterable[Answer | FsbError], audience: str, work: Path) -> OrderKey:
    """The key for what was measured; internal reports hide nothing and ask for none.

    Raises InputError when the registers are real and no key is named.
    """
    real = any(isinstance(one, Answer) and not one.synthetic for one in answers)
    return order_key_apart(work) if real and audience == COMMITTEE else SYNTHETIC
