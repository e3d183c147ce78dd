"""Header and separator under atheris; how to run it is said in atheris_harness."""

from tests.fuzz.atheris_harness import fuzz_text, targets

EXAMPLES = (
    "cpr;maalgruppe;fra;til\n",
    'Titel, 1;2\r\n\r\n"CPR","M\u00e5lgruppe","Fra","til"\r\n',
    "cpr\tfra\ttil\r",
    '"cpr;"fra""\n',
)

if __name__ == "__main__":
    fuzz_text(targets.check_header, EXAMPLES)
