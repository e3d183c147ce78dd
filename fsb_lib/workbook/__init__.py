"""tables.xlsx: the protected tables of a report as a workbook, the same bytes each time.

In: protected tables and the page's links. Out: the workbook's bytes.
Imported where a report is made. Door: `workbook.workbook_bytes`.
"""
