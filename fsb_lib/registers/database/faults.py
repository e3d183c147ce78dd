"""What can be wrong with a database as a delivery, in words.

As of files: no value from a row. And none of the address: host, user and password stay unsaid,
and so does what the database itself answers, which repeats them.
"""

from collections.abc import Mapping

from fsb_lib.base.errors import Problem

_ADDRESS = "postgresql://, mssql:// or duckdb:///, then user, host and database, ?schema=NAME"
_KEEP_APART = "keep it in a file (--registers @FILE) or a variable (--registers env:NAME)"

# kind: what is wrong; what was expected; what to do.
_FAULTS: Mapping[str, tuple[str, str, str]] = {
    "address": (
        "the address of the database cannot be read",
        _ADDRESS,
        "check it; write signs such as @ / # ? in a name or password as %40 %2F %23 %3F",
    ),
    "two_schemas": (
        "more than one schema or mapping file is named",
        "one ?schema=NAME, and at most one mapping=FILE",
        "keep the right one",
    ),
    "address_file": (
        "the file with the address of the database cannot be read",
        "a text file that holds nothing else",
        "check its name and your right to read it",
    ),
    "address_file_open": (
        "others may read the file with the database's password",
        "a file that only its owner may read",
        "chmod 600 on the file",
    ),
    "variable_name": (
        "no name of an environment variable after env:",
        "env:NAME, or env: alone for FSB_REGISTERS_URL",
        _KEEP_APART,
    ),
    "variable_missing": (
        "the environment variable is not set",
        "a variable that holds the address of the database",
        "set it in the shell that starts the command",
    ),
    "driver": (
        "the program that reaches this kind of database is not installed",
        "{driver}",
        "run `make databases` in the project's folder{more}",
    ),
    "no_answer": (
        "the database does not answer",
        "a database server at the address",
        "check host and port, and that the network lets you through; try again later",
    ),
    "login": (
        "the database refuses the login",
        "a user who may connect, with the right password",
        "check user and password with the database's administrator",
    ),
    "no_database": (
        "there is no such database on the server",
        "a database that the user may open",
        "check the name behind the host in the address",
    ),
    "connection": (
        "the database cannot be opened",
        "an address that works in the database's own client",
        "try the same address there; ask the database's administrator",
    ),
    "file_missing": (
        "there is no such DuckDB file",
        "duckdb:///, then the file's whole path",
        "check the path",
    ),
    "file_not_opened": (
        "the DuckDB file cannot be opened",
        "a DuckDB file that you may read and nobody is writing to",
        "close other programs that use it, and check that it is DuckDB's",
    ),
    "no_schema": (
        "there is no such schema, or you may not use it",
        "a schema with the register tables",
        "name it with ?schema=NAME, or ask for the right to use it",
    ),
    "no_tables": (
        "a schema without register tables",
        "tables or views such as bif_ydelser and sof_sager",
        "name the right one with ?schema=NAME, or ask for the right to read them",
    ),
    "table_missing": (
        "a required table is missing",
        "a table or view `{table}` in the schema",
        "ask {owner} for it, or for the right to read it",
    ),
    "two_tables": (
        "two tables for one",
        "one table or view for each of the contract's",
        "give the right one alone, e.g. in a schema of views",
    ),
    "column_missing": (
        "required column missing: {column}",
        "the columns {columns}",
        "ask {owner} for the column, or make a view with the contract's names",
    ),
    "column_twice": (
        "the column {column} is there more than once",
        "each column once",
        "make a view with the right one; the program does not choose between them",
    ),
    "column_type": (
        "the column {column} is of a type that is not read",
        "text, number, date or timestamp",
        "make a view that gives it as text",
    ),
    "not_readable": (
        "the table may not be read",
        "the right to SELECT",
        "ask the database's administrator for it",
    ),
    "broken_off": (
        "the database stopped answering while the table was read",
        "every row of the table",
        "try again; ask the database's administrator when it happens again",
    ),
    "text_unreadable": (
        "the table holds text that is not in the database's encoding",
        "text that can be read as UTF-8",
        "ask {owner} to correct the text in the table",
    ),
    "mojibake": (
        "Danish letters are destroyed: text was read in a wrong encoding when it was loaded",
        "text loaded once, in the encoding it was written in",
        "ask {owner} to load the table again from the original",
    ),
    "no_rows": (
        "a required table without rows",
        "at least one row",
        "ask {owner} for the extract again",
    ),
}


# What is wrong with the tables, which a fault report tells their owner; the rest is between the
# reader and the database.
_ABOUT_TABLES = frozenset(
    {
        "no_tables",
        "table_missing",
        "two_tables",
        "column_missing",
        "column_twice",
        "column_type",
        "not_readable",
        "broken_off",
        "text_unreadable",
        "mojibake",
        "no_rows",
    }
)


def database_fault(kind: str, where: str, *, found: str = "", **words: str) -> Problem:
    """A fault that stops a delivery from a database."""
    what, expected, remedy = (text.format(**words) for text in _FAULTS[kind])
    told_as = f"database_{kind}" if kind in _ABOUT_TABLES else ""
    return Problem(what, where, expected, found, remedy, told_as)
