"""A snapshot opened, wherever its tables lie: the only way from registers to measures.

In: a snapshot folder, or one that stands for an engine. Out: a `Snapshot` of pseudonymised tables.
Door: `open.open_snapshot`.
"""
