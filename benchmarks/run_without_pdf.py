"""`fsb run` as on a machine without Pango: reports without report.pdf, which papermill and
nbconvert do not make either.

    python benchmarks/run_without_pdf.py --registers SNAPSHOT ...     as `fsb run`
    python -m benchmarks.run_without_pdf 5                            its warm process
"""

import sys

from fsb_lib.pipeline import pdf_engine, process_source, warm

_NAME = "benchmarks.run_without_pdf"


def main() -> None:
    """The command, or the warm process when it was started as that."""
    if sys.argv[1:2] and sys.argv[1].isdigit():
        pdf_engine._missing = "the benchmark leaves it out"
        sys.exit(warm.main())
    from fsb_lib.cli import main as command  # noqa: PLC0415 (not in the warm process)

    process_source.WARM = _NAME
    command(["run", *sys.argv[1:]])


if __name__ == "__main__":
    main()
