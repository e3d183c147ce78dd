"""Records of several lines on one line each: as the parser itself reads quotes, sign by sign."""

import random
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.csv
import pytest

from fsb_lib.registers.files.one_line_records import OneLineRecords

SIGNS = 'aa;;""\n\r'
LONG = 1 << 20


def passed(text: str, draw: random.Random, longest: int = LONG) -> tuple[str, OneLineRecords]:
    """The text in blocks of any size, mended; with every record of several lines called bad."""
    records = OneLineRecords(b";", lambda _: True, longest)
    blocks = list(in_blocks(text.encode(), draw))
    return b"".join(records.passed(iter(blocks))).decode(), records


def in_blocks(text: bytes, draw: random.Random) -> Iterator[bytes]:
    while text:
        size = draw.randrange(1, 12)
        yield text[:size]
        text = text[size:]


def by_hand(text: str) -> tuple[str, bool]:
    """The same, one sign after the other: a quote opens at the start of a field alone."""
    made, is_start, is_inside, place = "", True, False, 0
    while place < len(text):
        sign = text[place]
        if is_inside and sign == '"':
            if text[place + 1 : place + 2] == '"':
                made, place = made + sign, place + 1
            else:
                is_inside = False
        elif is_inside:
            sign = "\x0b" if sign in "\r\n" else sign
        elif sign == '"' and is_start:
            is_inside = True
        made, is_start, place = made + sign, not is_inside and sign in ";\r\n", place + 1
    return made, is_inside


TEXTS = ["".join(random.Random(seed).choices(SIGNS, k=1 + seed % 40)) for seed in range(3_000)]


def test_breaks_inside_quotes_are_another_space_and_no_other_sign_changes() -> None:
    for seed, text in enumerate(TEXTS):
        found, records = passed(text, random.Random(seed))
        made, is_open = by_hand(text)
        assert bool(records.open_at) == is_open, repr(text)
        assert made.startswith(found) if is_open else found == made, repr(text)


def test_the_parser_reads_it_as_it_reads_records_of_several_lines() -> None:
    for seed, text in enumerate(TEXTS[:1_000]):
        found, records = passed(text, random.Random(seed))
        if not records.open_at:
            as_before = parsed(text, newlines_in_values=True)
            with_spaces = [
                [cell.replace("\n", "\x0b").replace("\r", "\x0b") for cell in row]
                for row in as_before
            ]
            assert parsed(found, newlines_in_values=False) == with_spaces, repr(text)


def parsed(text: str, *, newlines_in_values: bool) -> list[list[str]]:
    """Rows of two fields as the parser reads them."""
    table = pyarrow.csv.read_csv(
        pa.BufferReader(text.encode() + b"\n;\n"),
        read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=["0", "1"]),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=";",
            newlines_in_values=newlines_in_values,
            ignore_empty_lines=False,
            invalid_row_handler=lambda _: "skip",
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={"0": pa.string(), "1": pa.string()}, strings_can_be_null=False
        ),
    )
    return [list(row.values()) for row in table.to_pylist()]


@pytest.mark.parametrize("seed", range(5))
def test_records_and_their_lines_are_counted(seed: int) -> None:
    draw = random.Random(seed)
    lines = {2: 3, 7: 2, 20: 4}
    text = "".join(
        f'{n};"' + "\r\n".join("x;y" for _ in range(lines[n])) + '"\r\n'
        if n in lines
        else f"{n};\r\n"
        for n in range(1, 30)
    )
    _, records = passed(text, draw)
    assert records.bad == sorted(lines.items())
    assert records.n_inside == sum(n - 1 for n in lines.values())


JUDGED = {
    'a;"to\nlinjer"\nb;"to\n;linjer"\n': ['b;"to\n;linjer"'],
    'a;"to ""\n2"" ;\nlinjer"\n': ['a;"to ""\n2"" ;\nlinjer"'],
    '5" a;"to\nlinjer"\n': [],  # a quote inside a plain field is a sign like others
    '"a"b;"to\nlinjer"\n': ['"a"b;"to\nlinjer"'],  # a field goes on behind its quote
}


@pytest.mark.parametrize("text", JUDGED)
def test_only_a_record_that_may_be_none_is_judged(text: str) -> None:
    judged: list[str] = []
    records = OneLineRecords(b";", lambda record: bool(judged.append(record)), LONG)
    list(records.passed(iter([text.encode()])))
    assert judged == JUDGED[text]


def test_a_record_longer_than_any_can_be_ends_the_text() -> None:
    text = 'a;b\nc;"' + "x;y\n" * 50
    found, records = passed(text, random.Random(1), longest=40)
    assert (found, records.open_at) == ("a;b\n", 2)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
def test_no_more_than_a_record_is_held(line_break: str) -> None:
    text = f'a;"b{line_break}c"{line_break}' * 50
    found, records = passed(text, random.Random(2), longest=40)
    assert (found, records.open_at) == by_hand_closed(text)


def by_hand_closed(text: str) -> tuple[str, int]:
    made, is_open = by_hand(text)
    return made, int(is_open)
