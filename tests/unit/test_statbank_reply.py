"""The reply of FOLK1E: read strictly, checked in itself."""

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.domain.city_population import Quarter
from fsb_lib.statbank.reply import persons_in
from tests.statbank_stand_in import HEADINGS, made_up_reply

QUARTER = Quarter(2014, 4)
WHOLE = made_up_reply().decode("utf-8-sig")


def faults(text: str | bytes) -> str:
    reply = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as raised:
        persons_in(reply, QUARTER)
    return str(raised.value)


def test_persons_are_read_by_sex_age_and_origin_without_the_totals() -> None:
    reply = made_up_reply(
        persons=lambda one: one.age if (one.sex, one.origin) == ("2", "35") else 0
    )
    persons = persons_in(reply, QUARTER)
    assert len(persons) == 2 * 126 * 5
    assert persons["2", "17", "35"] == 17
    assert persons["1", "17", "35"] == 0
    assert sum(persons.values()) == sum(range(126))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_a_byte_order_mark_and_either_line_end_are_read(mark: bytes, line_end: str) -> None:
    reply = mark + WHOLE.replace("\r\n", line_end).encode()
    assert sum(persons_in(reply, QUARTER).values()) == 1260


def test_the_order_of_lines_means_nothing() -> None:
    first, *lines = WHOLE.split("\r\n")[:-1]
    assert persons_in("\n".join([first, *reversed(lines)]).encode(), QUARTER)


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("the headings are others", HEADINGS, HEADINGS.replace("HERKOMST", "IELAND")),
        ("the headings are others", HEADINGS, HEADINGS.replace(";", ",")),
        ("a line is cut off", "101;1;18;24;2014K4;1", "101;1;18;24;2014K4"),
        ("another area", "101;1;18;24;2014K4;1\r", "147;1;18;24;2014K4;1\r"),
        ("another quarter", "101;1;18;24;2014K4;1\r", "101;1;18;24;2014K3;1\r"),
        ("an unknown sex", "101;1;18;24;2014K4;1\r", "101;M;18;24;2014K4;1\r"),
        ("an unknown age", "101;1;18;24;2014K4;1\r", "101;1;18-19;24;2014K4;1\r"),
        ("an unknown age", "101;1;18;24;2014K4;1\r", "101;1;018;24;2014K4;1\r"),
        ("an unknown origin", "101;1;18;24;2014K4;1\r", "101;1;18;99;2014K4;1\r"),
        # ".." is the StatBank's mark for a figure that is not published.
        ("a count that is no whole number", "101;1;18;24;2014K4;1\r", "101;1;18;24;2014K4;..\r"),
        ("a count that is no whole number", "101;1;18;24;2014K4;1\r", "101;1;18;24;2014K4;-1\r"),
        ("a count that is no whole number", "101;1;18;24;2014K4;1\r", "101;1;18;24;2014K4;1,0\r"),
        ("a count that is no whole number", "101;1;18;24;2014K4;1\r", "101;1;18;24;2014K4;１\r"),
        ("lines are missing", "101;1;18;24;2014K4;1\r\n", ""),
        ("lines stand twice", "101;1;18;24;2014K4;1\r\n", "101;1;18;24;2014K4;1\r\n" * 2),
        ("totals differ from their parts", "101;1;18;24;2014K4;1\r", "101;1;18;24;2014K4;2\r"),
        ("totals differ from their parts", "TOT;2014K4;1260\r", "TOT;2014K4;1261\r"),
    ],
)
def test_a_reply_of_another_form_is_refused(what: str, old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    told = faults(WHOLE.replace(old, new))
    assert what in told
    assert "FOLK1E 2014K4" in told


@pytest.mark.parametrize("length", range(0, len(WHOLE), 997))
def test_a_reply_cut_off_anywhere_is_refused(length: int) -> None:
    assert faults(WHOLE[:length])


def test_a_reply_in_another_encoding_is_refused() -> None:
    assert "not UTF-8" in faults(WHOLE.encode("cp1252"))


def test_all_faults_are_told_at_once() -> None:
    told = faults(WHOLE.replace(";24;", ";99;").replace("101;2;", "101;K;"))
    assert "an unknown sex" in told
    assert "an unknown origin" in told


def test_a_reply_of_another_quarter_is_not_taken_for_this_one() -> None:
    assert "another quarter" in faults(made_up_reply("2014K3"))
