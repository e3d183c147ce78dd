"""tables.xlsx: the released tables of a report as a workbook, the same bytes each time.

In: released tables and the page's links. Out: the workbook's bytes.
Door: `workbook.workbook_bytes`.
"""
