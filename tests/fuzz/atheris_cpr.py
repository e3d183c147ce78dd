"""CPR numbers under atheris; how to run it is said in atheris_harness."""

from tests.fuzz.atheris_harness import fuzz_text, targets

EXAMPLES = (
    "020180-1234",
    "201801234.0",
    "'620180K234",
    "2,01801E+08",
    "02 01 80\u20131234",
    "null",
    "\uff10201801234",
)

if __name__ == "__main__":
    fuzz_text(targets.check_number, EXAMPLES)
