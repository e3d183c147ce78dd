"""The documents made of the data files: every measure in Danish, every table and name of a count.

In: the data files of measures and tables. Out: the text of docs/measures.md, docs/tables.md and
docs/cells.md. Imported by `cli`. Doors: `measures_md`, `tables_md`, `cells_md`.
"""
