"""Fatal faults of what is not whole, or not what it says: sections 10 and 11 of the contract.

kind: what is wrong; what was expected; what to do.
"""

from collections.abc import Mapping
from typing import Final

WHOLENESS: Final[Mapping[str, tuple[str, str, str]]] = {
    "file_near": (
        "a file that is not read looks like the table {table}",
        "every file of a known table read: `{table}.csv` (also .txt, .tsv, .xlsx, .parquet, .gz)",
        "{hint}if it is the table, name it `{table}.csv` or list it in registers.yaml, "
        "tables: {{{lines}}}; if it is not, move it out of the folder",
    ),
    "lines_lost": (
        "some lines of the file are in no record",
        "every line in a record",
        "ask {owner} for the file without line breaks inside fields",
    ),
    "swallowed": (
        "rows are swallowed by a quote: they would be lost without a word",
        'fields with quotes written "so ""quoted"" inside"',
        "ask {owner} for an extract without the free text column, or with its quotes doubled",
    ),
    "open_quote": (
        "a quote is opened and never closed",
        "quotes in pairs, doubled inside a field",
        "ask {owner} for an extract without the free text column, or with its quotes doubled",
    ),
    "end_line": (
        "the last line is no row",
        "rows to the end, or a total line (I alt, Total, Antal r\u00e6kker)",
        "look at the line: delete it if it is a remark; if it is a row, or the file was being "
        "written when it was copied, fetch it again",
    ),
    "fields_differ": (
        "the header and the rows have different numbers of fields",
        "a field in every row for each name in the header",
        "look at the header's end; ask {owner} for an extract whose rows fit its header",
    ),
    "own_count": (
        "the file says how many rows it has, and another number is there",
        "as many rows as the file says",
        "ask {owner} for the whole extract; rows are missing, or the count is of something else",
    ),
    "sheet_left_out": (
        "a sheet that is not read holds CPR numbers",
        "all rows on visible sheets with one header: the same names in the same order",
        "give the sheet the same header, or delete it if it is no part of the extract",
    ),
    "formula_empty": (
        "the column {column} holds formulas that were never calculated",
        "dates; a date that is not known is not an open end",
        "open the file in Excel, let it calculate and save it, or ask {owner} for values",
    ),
    "half_converted": (
        "the dates in {column} are half converted: day and month are swapped in some",
        "dates written in one way",
        "ask {owner} for the file as it was written; an American Excel has opened and saved it",
    ),
    "shifted": (
        "the dates in {column} are midnights in UTC: each is one day early",
        "days, or moments that name their zone (2008-12-31T23:00:00Z)",
        "ask {owner} for dates without a time, or with Z or an offset",
    ),
    "number_rounded": (
        "the column {column} is of 4-byte floats, which cannot hold ten digits: "
        "its numbers are rounded to other people's",
        "CPR numbers as text",
        "ask {owner} for the column as text",
    ),
    "header_again": (
        "a second header with other names, or in another order, stands among the rows",
        "one header for all rows",
        "two files were put together: deliver each by itself, both listed in registers.yaml",
    ),
    "other_separator": (
        "the fields are separated by something else than semicolon, comma or tab",
        "semicolon, comma or tab between the fields",
        "ask {owner} for CSV with semicolons, or replace the separator",
    ),
    "two_encodings": (
        "the file is in two encodings: two files were put together",
        "one encoding from end to end",
        "deliver each part as a file of its own, both listed in registers.yaml",
    ),
    "code_page": (
        "the file is in a DOS code page (850): its Danish letters would become other signs",
        "UTF-8, cp1252, ISO-8859-1, or UTF-16 with a byte order mark",
        "ask {owner} to export the file again as UTF-8",
    ),
    "fault_share_shown": (
        "too many faulty rows",
        "at most {most} of the rows faulty",
        "send this to {said}",
    ),
    "codes_unknown": (
        "too many faulty rows",
        "codes of the contract: {codes}",
        "the rows may be right: ask {owner} what the codes mean and translate them in "
        'registers.yaml, codes: {{{table}: {{{column}: {{"THEIR CODE": ours}}}}}}',
    ),
    "codes_unknown_there": (
        "too many faulty rows",
        "codes of the contract: {codes}",
        "the rows may be right: ask {owner} what the codes mean, and make a view of {table} that "
        "translates {column}",
    ),
    "foreign_names": (
        "no table is recognised by its name",
        "files named as the tables are, or a file registers.yaml that says which is which",
        "write registers.yaml beside the files, tables: {{{lines}}}; "
        "the form stands in docs/register-contract.md, section 8",
    ),
}
