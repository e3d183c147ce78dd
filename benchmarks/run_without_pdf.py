"""`fsb run` as on a machine without WeasyPrint: reports without report.pdf, which papermill and
nbconvert do not make either.

    python -m benchmarks.run_without_pdf --registers SNAPSHOT ...     as `fsb run`
    python -m benchmarks.run_without_pdf 5 making                     one of its warm processes
"""

import sys
from typing import Any

_NAME = "benchmarks.run_without_pdf"


def main() -> None:
    """The command, or a warm process when it was started as that."""
    hidden: dict[str, Any] = {"weasyprint": None}
    sys.modules.update(hidden)  # importing it fails, as where it is not installed
    from fsb_lib.processes import fork_server, process_source  # noqa: PLC0415 (not before it is)

    if sys.argv[1:2] and sys.argv[1].isdigit():
        sys.exit(fork_server.main(*sys.argv[1:]))
    from fsb_lib.cli import main as command  # noqa: PLC0415 (not in the warm process)

    process_source.WARM = _NAME
    command(["run", *sys.argv[1:]])


if __name__ == "__main__":
    main()
