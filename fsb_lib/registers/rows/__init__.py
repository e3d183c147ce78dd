"""Typed rows: what the texts of any source become before anybody is linked.

In: batches of texts from `files` or a database. Out: rows of whole numbers, each with the fault
that it shows by itself, in memory or on disk. Imported by `intake` and `database`. Doors:
`typing_rules.RowTyper`, `row_store.RowStore`.
"""
