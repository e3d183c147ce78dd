"""Dates under atheris; how to run it is said in atheris_harness."""

from tests.fuzz.atheris_harness import fuzz_text, targets

EXAMPLES = (
    "05-01-2009",
    "5-1-2009",
    "05.01.2009 13.45",
    "2009-01-05T00:00:00.000",
    "20090105",
    "31-12-9999",
    "29-02-2100",
    "NULL",
)

if __name__ == "__main__":
    fuzz_text(targets.check_date, EXAMPLES)
