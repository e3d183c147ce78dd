"""Coverage-guided fuzzing of one check of `targets`, when atheris is installed.

    python -m tests.fuzz.atheris_cpr -max_total_time=180
    python -m tests.fuzz.atheris_dates -max_total_time=180
    python -m tests.fuzz.atheris_dialect -max_total_time=180
    python -m tests.fuzz.atheris_text_table -max_total_time=180

A case that is found is written to the current folder as `crash-...`: mend the reader, and keep
the case in test_found_cases.py. `make test` installs atheris on Linux on x86_64.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["fsb_lib"]):
    from tests.fuzz import targets

__all__ = ["fuzz_bytes", "fuzz_text", "targets"]


def fuzz_text(check: Callable[[str], None], examples: Iterable[str]) -> None:
    """Tries texts until the time is up, beginning with the examples."""
    fuzz_bytes(lambda raw: check(raw.decode("utf-8", "ignore")), [one.encode() for one in examples])


def fuzz_bytes(check: Callable[[bytes], None], examples: Iterable[bytes]) -> None:
    """Tries bytes until the time is up, beginning with the examples."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, example in enumerate(examples):
            Path(corpus, f"example-{number}").write_bytes(example)
        atheris.Setup([*sys.argv, corpus], check)
        atheris.Fuzz()
