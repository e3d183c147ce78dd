"""What a report's process tells, read back; a notebook could tell anything."""

import pickle

import pytest

from fsb_lib.base.errors import Problem
from fsb_lib.jobs.outcome import PAGE, Failure, end_message, read_message, step_message

FAILURE = Failure(PAGE, (Problem("øde\ud800", "2009", kind="a"), Problem("b", "c")), 3, "trace")


def test_messages_are_read_back_as_they_were_told() -> None:
    told = read_message(end_message(FAILURE))
    assert told == FAILURE
    assert isinstance(told, Failure)
    assert told.trace == "trace"
    assert read_message(end_message(None)) is None
    assert read_message(step_message(PAGE)) == PAGE


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"1",
        b"{}",
        b'{"step": 1}',
        b'{"failure": {}}',
        b'{"failure": {"problems": [{"what": "a"}]}}',
        b'{"failure": {"problems": [], "step": "page", "exit_code": 3, "more": 1}}',
        b"[" * 100_000,
        pickle.dumps(PAGE),
    ],
)
def test_anything_else_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match="no message of a report"):
        read_message(message)
