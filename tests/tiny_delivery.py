"""Deliveries small enough to be drawn: a faultless one, and tables put in its place."""

from collections.abc import Mapping
from itertools import count, islice
from pathlib import Path
from textwrap import dedent

from fsb_lib.domain.contract import TABLES
from fsb_lib.registers.intake.summary import IntakeSummary
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.synthetic.files.dirty_writer import Dress

# Every table of a dirty delivery as `;` text in UTF-8: what a simple reader of tables can take.
PLAIN: Mapping[str, Dress] = {register.name: Dress() for register in TABLES}
KEY = b"a key for tests, of enough bytes."

FAULTLESS: Mapping[str, str] = {
    "bif_ydelser": """
        cpr;ydelse;fra;til
        020180-1234;kontanthjaelp;01-01-2009;
        """,
    "bif_matchvurderinger": """
        cpr;system;kode;vurderet
        020180-1234;match5;4;01-01-2009
        """,
    "bif_indsatser": """
        cpr;indsats;fra;til
        020180-1234;virksomhedspraktik;01-10-2009;31-12-2009
        """,
    "bif_jobplaner": """
        cpr;godkendt;slut
        020180-1234;01-02-2009;
        """,
    "sof_sager": """
        cpr;maalgruppe;fra;til
        020180-1234;handicappede;01-01-2009;
        """,
    "sof_handleplaner": """
        cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut
        020180-1234;01-03-2009;accepteret;01-04-2009;N;
        """,
    "personer": """
        cpr;herkomst
        020180-1234;dansk
        """,
}

# The tables by which freshness is judged, with starts in both months before 15 January 2009.
FRESH: Mapping[str, str] = {
    "bif_ydelser": """
        cpr;ydelse;fra;til
        020180-1234;kontanthjaelp;01-12-2008;31-12-2008
        020180-1234;kontanthjaelp;01-01-2009;
        """,
    "bif_matchvurderinger": """
        cpr;system;kode;vurderet
        020180-1234;match5;4;01-12-2008
        020180-1234;match5;4;01-01-2009
        """,
    "sof_sager": """
        cpr;maalgruppe;fra;til
        020180-1234;handicappede;01-12-2008;31-12-2008
        020180-1234;handicappede;01-01-2009;
        """,
}

# A faultless row of each optional table.
OPTIONAL: Mapping[str, str] = {
    "cpr_skift": """
        gammelt_cpr;nyt_cpr;dato
        030480-1235;020180-1234;01-02-2009
        """,
    "bif_afgange": """
        cpr;udfald;dato
        020180-1234;andet;01-12-2009
        """,
    "samarbejde": """
        cpr;ordning;koordinator;fra;til
        020180-1234;kontaktmodel;SOF;01-06-2009;
        """,
}

# A faultless row of each table, to be varied by a number, so that a few faults stay few.
_GOOD_ROWS = {
    "bif_ydelser": "{cpr};kontanthjaelp;01-01-2009;",
    "bif_matchvurderinger": "{cpr};match5;4;01-01-2009",
    "bif_indsatser": "{cpr};mentor;01-01-2009;",
    "bif_jobplaner": "{cpr};01-01-2009;",
    "sof_sager": "{cpr};handicappede;01-01-2009;",
    "sof_handleplaner": "{cpr};01-03-2009;;;;",
    "personer": "{cpr};dansk",
    "cpr_skift": "{cpr};020180-1234;01-01-2009",
    "cpr_skift;ejer": "{cpr};020180-1234;01-01-2009;",
    "bif_afgange": "{cpr};andet;01-01-2009",
    "samarbejde": "{cpr};kontaktmodel;SOF;01-01-2009;",
}
# The last of the good rows, where a table is tried with dates of several years: it reaches to them.
_LATE_ROWS = {"bif_matchvurderinger": "{cpr};match3;2;01-12-2014"}
_N_LATE = 5
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def text(drawn: str) -> str:
    """A drawn table as the text of a file, with a line break at its end."""
    return dedent(drawn).strip("\n").rstrip(" ") + "\n"


def fails_mod11(number: str) -> bool:
    digits = [int(sign) for sign in number if sign.isdigit()]
    return sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11 != 0


def numbers(n: int) -> list[str]:
    """Numbers of persons who cannot be: they fail modulus 11. None occurs in a drawn table."""
    candidates = (f"030475-{serial:04d}" for serial in count(1000))
    return list(islice(filter(fails_mod11, candidates), n))


def among_good_rows(table: str, drawn: str, n: int = 400) -> str:
    """The drawn table with `n` faultless rows below."""
    start = text(drawn)
    kind = f"{table};ejer" if "ejer" in start.split("\n", 1)[0] else table
    late = _LATE_ROWS.get(kind, _GOOD_ROWS[kind])
    form = [_GOOD_ROWS[kind]] * (n - _N_LATE) + [late] * min(_N_LATE, n)
    return start + "".join(
        row.format(cpr=cpr) + "\n" for row, cpr in zip(form, numbers(n), strict=True)
    )


def write(folder: Path, **tables: str | bytes | None) -> Path:
    """The faultless delivery in a new folder, with these tables in place (None: left out)."""
    folder.mkdir()
    (folder / "SYNTETISK").write_text("test\n", encoding="utf-8")
    for name, content in {**FAULTLESS, **tables}.items():
        if isinstance(content, bytes):
            (folder / f"{name}.csv").write_bytes(content)
        elif content is not None:
            (folder / f"{name}.csv").write_text(text(content), encoding="utf-8")
    return folder


def taken_in(tmp_path: Path, **tables: str | bytes | None) -> IntakeSummary:
    """What intake says of the faultless delivery with these tables in place."""
    return take_in(write(tmp_path / "delivery", **tables), tmp_path / "snapshot", KEY)


def counts(summary: IntakeSummary, table: str) -> dict[str, int]:
    """Rows of one table by kind."""
    return next(dict(one.rows) for one in summary.quality if one.table == table)


def dropped(summary: IntakeSummary, table: str) -> dict[str, int]:
    """Rows of one table by fault, and duplicates."""
    notes = ("rows_read", "rows_kept", "cpr_padded", "cpr_replacement", "cpr_replacement_letters")
    rows = counts(summary, table)
    return {kind: n for kind, n in rows.items() if kind not in (*notes, "cpr_mod11_failed")}


def key_file(folder: Path) -> Path:
    """The key in a file of its owner alone."""
    path = folder / "key"
    path.write_bytes(KEY)
    path.chmod(0o600)
    return path


def table_bytes(snapshot: Path) -> dict[str, bytes]:
    """The files of a snapshot's tables: the same registers give the same bytes."""
    return {path.name: path.read_bytes() for path in snapshot.glob("*.parquet")}
