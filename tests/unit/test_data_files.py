"""The data files of the package: YAML in which every key stands once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).resolve().parents[2] / "fsb_lib" / "data"


class OnceOnly(yaml.SafeLoader):
    """Safe loading that refuses a key written twice: YAML takes the last and says nothing."""


def _mapping(loader: OnceOnly, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = sorted({str(key) for key in keys if keys.count(key) > 1})
    assert not twice, f"{node.start_mark}: {', '.join(twice)}"
    return loader.construct_mapping(node, deep=True)


OnceOnly.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_key_stands_twice(path: Path) -> None:
    yaml.load(path.read_text(encoding="utf-8"), Loader=OnceOnly)  # noqa: S506 (a SafeLoader)


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(AssertionError, match="a"):
        yaml.load("{a: 1, b: 2, a: 3}", Loader=OnceOnly)  # noqa: S506
