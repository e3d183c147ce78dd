"""The glossary's last column names things that exist."""

import importlib
from pathlib import Path

import pytest

from fsb_lib.domain import contract, vocabulary

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| term")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_code_of_a_term_exists(row: list[str]) -> None:
    name = row[-1].strip("`")
    if ": " in name:
        code_list, code = name.split(": ")
        assert code in vocabulary.codes(code_list)
    elif name not in {table.name for table in contract.TABLES}:
        assert exists(name)


def exists(dotted: str) -> bool:
    module, _, attribute = dotted.rpartition(".")
    try:
        importlib.import_module(f"fsb_lib.{dotted}")
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(f"fsb_lib.{module}"), attribute)
    return True
