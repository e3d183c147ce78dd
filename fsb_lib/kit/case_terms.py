"""The words of a case that a member of the committee may not know, each explained.

"... i matchgruppe 2 og 3 ..."  ->  Matchgruppe: Jobcentrets vurdering af, ...
"""

from collections.abc import Mapping
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain.definitions import measure
from fsb_lib.kit.blocks import TextBlock


def terms_in(said: str) -> list[TextBlock]:
    """The terms that a text uses, and those that these are explained by, in the order of the
    data."""
    used = [
        _explained(term)
        for term in load("cover")["terms"]["list"]
        if any(word in said.lower() for word in term["words"])
    ]
    also = " ".join(f"{block.label} {block.text}" for block in used)
    return used if also in said else terms_in(f"{said} {also}")


def _explained(term: Mapping[str, Any]) -> TextBlock:
    """A definition may begin with its term, which is then not told twice."""
    name = term["term"]
    text: str = measure(term["measure"]).definition if "measure" in term else term["text"]
    if text.startswith(f"{name} "):
        return TextBlock(text.removeprefix(f"{name} "), "Begreb", label=name)
    return TextBlock(text, "Begreb", label=f"{name}:")
