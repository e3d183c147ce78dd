"""Whole text files under atheris; how to run it is said in atheris_harness."""

import tempfile
from pathlib import Path

from tests.fuzz.atheris_harness import fuzz_bytes, targets

HEADER = b"cpr;maalgruppe;fra;til\n"
EXAMPLES = (
    HEADER + b"020180-1234;handicappede;01-01-2009;\n",
    b"\xef\xbb\xbfTitel\r\n" + HEADER + b'"1";"a\nb";"";""\r\n\r\n;;;\r\nI alt;1',
    HEADER.decode().encode("utf-16"),
    HEADER + b"1;2;3\n1;2;3;4;5\n1;2;3;4\nTotal: 3\n",
    b"cpr,maalgruppe,fra,til\r1,\xe5,,\r",
)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sof_sager.csv"
        fuzz_bytes(lambda raw: targets.check_table(raw, path), EXAMPLES)
