"""The papermill engine `fsb`: a notebook's cells run in the very process that asks for it.

    papermill --engine fsb notebooks/plan_coverage.ipynb out.ipynb -f params/2010.yaml

No kernel process and no sockets; the executed notebook is what a kernel gives. papermill and
nbclient do all but running the cell. papermill loads this module at its own import, so what
costs time is imported with the first notebook.
"""

from pathlib import Path
from typing import Any

from nbclient.client import timestamp
from nbclient.exceptions import (
    CellExecutionComplete,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager

from fsb_lib.base.errors import Problem, UsageError

NAME = "fsb"


class FsbEngine(Engine):  # type: ignore[misc]
    """Given to papermill by the entry point `papermill.engine`."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **given: Any
    ) -> Any:
        """Run the notebook of `nb_man` in this process; the kernel's name is of no account.

        Errors: UsageError for a notebook in another language, or the second of a process;
        InputError for a parameter that it does not know, at which papermill itself only warns.
        """
        from fsb_lib.notebook.source import refuse_unknown_parameters  # noqa: PLC0415 (see below)

        language = nb_man.nb.metadata.get("kernelspec", {}).get("language", "python")
        if language != "python":
            raise UsageError(
                Problem("the engine runs Python only", kernel_name, "python", language,
                        "Leave `--engine fsb` out.")
            )  # fmt: skip
        refuse_unknown_parameters(nb_man.nb, Path(str(given.get("input_path"))).name)
        options = {name: given.get(name) for name in ("stdout_file", "stderr_file", "log_output")}
        limit = given.get("execution_timeout") or given.get("timeout")
        return InProcessClient(nb_man, timeout=limit, **options).execute()


class InProcessClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client with a shell in the place of its kernel."""

    def execute(self, **_: Any) -> Any:
        """The executed notebook. It stops at the first cell that fails, as papermill's does."""
        from fsb_lib.notebook.cell_shell import cell_shell  # noqa: PLC0415 (papermill's start)

        self.reset_execution_trackers()
        with cell_shell() as self._shell:
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = self._shell.language
            self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        """Run one cell and put into it what a kernel would have sent.

        Errors: CellExecutionError, CellTimeoutError and DeadKernelError as nbclient has them.
        """
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        tags = cell.metadata.get("tags", [])
        if self.skip_cells_with_tag in tags:
            return cell
        if self._shell.has_exited:
            raise DeadKernelError("Kernel died")
        cell.metadata["execution"] = {}
        cell.outputs = []
        self.clear_before_next_output = False
        self.code_cells_executed += 1
        limit = self._get_timeout(cell)
        ran = self._shell.run(cell.source, limit)
        if ran.took_too_long:
            what = "Cell execution timed out"
            raise CellTimeoutError.error_from_timeout_and_cell(what, limit, cell)
        self._fill(cell, cell_index, ran.messages)
        if ran.error and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, ran.error)
        return cell

    def _fill(self, cell: Any, cell_index: int, messages: Any) -> None:
        for message in messages:
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                cell.metadata["execution"]["shell.execute_reply"] = timestamp(message)
