"""What an executed notebook gives: the released values, and a copy fit to be published.

The values themselves are the positive end marker. A notebook that ended without them failed,
even if no cell raised.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.file_forms import refuse_newer
from fsb_lib.disclosure.protected import REPORT_MIME, ProtectedReport, report_from_json

_RUN_TRACES = ("execution", "papermill", "ExecuteTime")


def protected_report(notebook: NotebookNode, name: str) -> ProtectedReport:
    """The one release that the notebook displayed.

    Errors: ReportError when it displayed none or several, or a cell ended in an error;
    NewerFormError.
    """
    outputs = list(_outputs(notebook))
    if any(output["output_type"] == "error" for output in outputs):
        raise ReportError(
            Problem("a cell ended in an error", name, remedy="Run the notebook in JupyterLab.")
        )
    found = [
        output["data"][REPORT_MIME] for output in outputs if REPORT_MIME in output.get("data", {})
    ]
    if len(found) != 1:
        raise ReportError(
            Problem(
                "the notebook did not end with its released values",
                name,
                "one cell, the last, that displays the release",
                f"{len(found)}",
                "Let the last cell hold `release` alone.",
            )
        )
    refuse_newer(found[0], "released values", name)
    try:
        return report_from_json(found[0])
    except (TypeError, KeyError, ValueError):
        raise ReportError(
            Problem("the released values were written by another version of the program", name,
                    remedy="Make the report again (fsb run --year YEAR; a released year: "
                    "--correction), or use the version that its manifest.json names.")
        ) from None  # fmt: skip


def _outputs(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        yield from cell.get("outputs", ())


def publishable(
    notebook: NotebookNode, names_for_paths: Mapping[str, str], private: tuple[str, ...]
) -> bytes:
    """The executed notebook as bytes, without timings and without paths of this machine.

    `names_for_paths` says what stands for a path that was a parameter. The same values give the
    same bytes.
    Errors: ReportError when one of the `private` folders is named anywhere in it.
    """
    clean: Any = copy.deepcopy(notebook)
    papermill = clean.metadata.get("papermill", {})
    clean.metadata["papermill"] = {"parameters": dict(papermill.get("parameters", {}))}
    for cell in clean.cells:
        for trace in _RUN_TRACES:
            cell.metadata.pop(trace, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = "injected-parameters"
    clean = nbformat.from_dict(_renamed(clean, names_for_paths))  # type: ignore[no-untyped-call]
    text: str = nbformat.writes(clean) + "\n"  # type: ignore[no-untyped-call]
    if any(f"{folder}/" in text for folder in private if len(folder) > 1):
        raise ReportError(
            Problem("the executed notebook names a folder of this machine", "notebook.ipynb",
                    remedy="Let no cell show a path.")
        )  # fmt: skip
    return text.encode("utf-8")


def _renamed(value: Any, names_for_paths: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, names_for_paths) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names_for_paths) for item in value]
    if isinstance(value, str):
        for path, name in names_for_paths.items():
            value = value.replace(path, name)
    return value
