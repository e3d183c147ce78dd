"""The YAML that people write: one reader for three files, with bounds on what it reads."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from fsb_lib.base import strict_yaml
from fsb_lib.base.errors import FsbError
from fsb_lib.base.project import find_project
from fsb_lib.jobs.plan import Wish, read_years
from fsb_lib.registers.intake.mapping import read_mapping
from fsb_lib.sender.sender import read_sender

ROOT = Path(__file__).resolve().parents[2]
YEAR_FILES = sorted((ROOT / "params").glob("*.yaml"))
SOON = 20  # seconds on a busy machine; what has no bound takes minutes, or all memory


def value(text: str) -> Any:
    return strict_yaml.parsed(f"a: {text}", "x.yaml")["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010", 2010), ("-3", -3), ("+4", 4), ("0", 0), ("2.5", 2.5), (".5", 0.5), ("2.", 2.0),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("1.5e3", 1500.0), ("-.inf", float("-inf")),
    ],
)  # fmt: skip
def test_what_a_plain_text_stands_for(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "text",
    ["33:29", "1:30", "190:20:30", "yes", "no", "on", "off", "Yes", "NO", "y", "07", "010", "0o17",
     "0x1F", "0b1", "1_000", "1e3", "2010-11-15", "2010-11-15T12:30:00Z", "<<", "=", "TRUe",
     "1.2.3", "2008-117489", "9" * 5_000],
)  # fmt: skip
def test_what_is_no_word_or_number_stays_the_text_that_it_is(text: str) -> None:
    assert value(text) == text


@pytest.mark.parametrize("text", ["2010", "true", "null", "2.5", "~"])
@pytest.mark.parametrize("form", ["'{}'", '"{}"', "|-\n  {}"])
def test_what_is_quoted_is_a_text(text: str, form: str) -> None:
    assert value(form.format(text)) == text


def test_names_are_texts_and_a_text_without_names_is_nothing() -> None:
    assert strict_yaml.parsed("2010: a\non: b\nnull: c\n", "x") == {
        "2010": "a", "on": "b", "null": "c",
    }  # fmt: skip
    assert strict_yaml.parsed("# nothing\n", "x") is None


class _Papermill(yaml.SafeLoader):
    """PyYAML's own reading, with dates as texts, as papermill has them."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("path", YEAR_FILES, ids=lambda path: path.name)
def test_year_files_say_what_they_always_said(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = strict_yaml.parsed(text, path.name)
    assert found == yaml.load(text, Loader=_Papermill)  # noqa: S506 (a SafeLoader)
    assert isinstance(found["year"], int)
    assert isinstance(found["memo"]["date"], str)


# --- the same bounds in all three files ----------------------------------------------------------


def year_file(root: Path, text: str) -> str:
    (root / "params" / "2010.yaml").write_text(text, encoding="utf-8")
    return _refused(lambda: read_years(Wish(years=(2010,)), find_project(root)))


def sender_file(root: Path, text: str) -> str:
    (root / "sender.yaml").write_text(text, encoding="utf-8")
    return _refused(lambda: read_sender(find_project(root)))


def mapping_file(root: Path, text: str) -> str:
    (root / "registers.yaml").write_text(text, encoding="utf-8")
    return "\n".join(map(str, read_mapping(root / "registers.yaml").problems))


def _refused(read: Callable[[], object]) -> str:
    with pytest.raises(FsbError) as raised:
        read()
    return "\n".join(map(str, raised.value.problems))


FILES: dict[str, Callable[[Path, str], str]] = {
    "2010.yaml line {}": year_file,
    "sender.yaml line {}": sender_file,
    "registers.yaml, line {}": mapping_file,
}
LAUGHS = "".join(
    f"{name}: &{name} [{', '.join([before] * 9)}]\n"
    for before, name in zip(["lol", *(f"*l{n}" for n in range(9))], [f"l{n}" for n in range(10)],
                            strict=True)
)  # fmt: skip
REFUSED = {
    "a depth bomb": ("a: 1\nb: " + "{a: " * 40_000, 2, "levels"),
    "a depth bomb of lists": ("a: 1\nb: " + "[" * 100_000, 2, "levels"),
    "a billion laughs": ("tables:\n" + LAUGHS, 2, "anchor"),
    "an alias of itself": ("tables: &a\n  b: *a\n", 1, "anchor"),
    "an alias of nothing": ("tables:\n  b: *a\n", 2, "alias"),
    "a tag": ("tables:\n  b: !!python/object/apply:os.system ['true']\n", 2, "tag"),
    "a name twice": ("tables:\n  a: x\n  b: y\n  a: z\n", 4, "twice"),
    "two documents": ("tables:\n---\ncodes:\n", 2, "document"),
    "no YAML": ("tables:\n  a: b: c\n", 2, ""),
    "a sign that is none": ("tables:\n  a: b\x07\n", 2, ""),
    "very many lines": ("tables:\n" + "  a:\n" * 50_000, 20_000 // 2, "names and values"),
}


@pytest.mark.parametrize("where", FILES)
@pytest.mark.parametrize("why", REFUSED)
def test_hostile_file_is_refused_soon_with_file_and_line(
    tmp_path: Path, why: str, where: str
) -> None:
    text, line, says = REFUSED[why]
    start = time.monotonic()
    told = FILES[where](_project(tmp_path), text)
    assert time.monotonic() - start < SOON
    assert told.startswith(f"{where.format(line)}: ")
    assert says in told


@pytest.mark.parametrize("where", FILES)
def test_file_that_is_too_large_is_refused_by_name(tmp_path: Path, where: str) -> None:
    told = FILES[where](_project(tmp_path), "#" * strict_yaml.MOST_BYTES + "\n")
    assert told.startswith(f"{where.partition('.yaml')[0]}.yaml: ")
    assert "more than 256 KB" in told


def test_text_of_any_size_is_not_read_to_its_end(tmp_path: Path) -> None:
    root = _project(tmp_path)
    with (root / "sender.yaml").open("wb") as file:
        file.truncate(1 << 40)  # a hole, which takes no room
    told = _refused(lambda: read_sender(find_project(root)))
    assert "cannot be read" in told


def test_number_of_minutes_is_no_number_in_a_year_file(tmp_path: Path) -> None:
    told = year_file(_project(tmp_path), "year: 2010\nmax_gap_days: 33:29\n")
    assert "2010.yaml: max_gap_days" in told
    assert "`33:29` (text)" in told


@pytest.mark.parametrize("word", ["33:29", "on", "NO", "2010-11-15"])
def test_word_of_yaml_is_a_name_like_any_in_the_sender(tmp_path: Path, word: str) -> None:
    root = _project(tmp_path)
    (root / "sender.yaml").write_text(f"name: {word}\n", encoding="utf-8")
    assert read_sender(find_project(root)).name == word


def test_code_like_a_time_is_a_code(tmp_path: Path) -> None:
    path = tmp_path / "registers.yaml"
    path.write_text(
        "codes:\n  sof_sager:\n    maalgruppe:\n      33:29: handicappede\n", encoding="utf-8"
    )
    mapping = read_mapping(path)
    assert not mapping.problems
    assert [entry.source for entry in mapping.entries] == ["33:29"]
    assert [entry.line for entry in mapping.entries] == [4]


def _project(tmp_path: Path) -> Path:
    for name in ("notebooks", "params"):
        (tmp_path / name).mkdir()
    return tmp_path
