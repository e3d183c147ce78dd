"""Two executed notebooks compared: the timings, process ids and random cell ids left out.

A kernel sends its streams every fifth of a second too, wherever a line then ends.
"""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

_VARYING = (
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)?"), "TIME"),
    (re.compile(r"ipykernel_\d+"), "ipykernel_PID"),
    (re.compile(r"0x[0-9a-f]+"), "0xADDRESS"),
)
_TIMES = ("duration", "start_time", "end_time")


def comparable(path: Path) -> list[Any]:
    """The cells of an executed notebook and, last, its metadata."""
    text = path.read_text(encoding="utf-8")
    for pattern, name in _VARYING:
        text = pattern.sub(name, text)
    document = json.loads(text)
    for cell in document["cells"]:
        _untimed(cell["metadata"].get("papermill", {}))
        if {"injected-parameters", "papermill-error-cell-tag"} & set(cell["metadata"]["tags"]):
            cell["id"] = "made by papermill"
        if "outputs" in cell:
            cell["outputs"] = list(_joined(cell["outputs"]))
    _untimed(document["metadata"]["papermill"])
    document["metadata"]["papermill"].pop("output_path")
    return [*document["cells"], document["metadata"]]


def _joined(outputs: list[dict[str, Any]]) -> Iterator[Any]:
    """Neighbouring texts of a stream as one, standard output before standard error."""
    for is_stream, group in groupby(outputs, lambda output: output["output_type"] == "stream"):
        found = list(group)
        if not is_stream:
            yield from found
            continue
        for name in ("stdout", "stderr"):
            text = "".join("".join(one["text"]) for one in found if one["name"] == name)
            if text:
                yield name, text


def _untimed(papermill: dict[str, Any]) -> None:
    for name in _TIMES:
        if name in papermill:
            papermill[name] = papermill[name] is not None
