"""Delivered files as batches of texts: text files, workbooks, Parquet, packed or not.

In: a path. Out: rows of texts with their line numbers, or all that is fatally wrong with the file.
Imported by `rows`, `intake` and `database`. Doors: `text_table.TextTable`, `sheet.SheetTable`,
`parquet_table.ParquetTable`, each a `cells.TableSource`.
"""
