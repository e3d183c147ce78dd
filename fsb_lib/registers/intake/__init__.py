"""From texts to a snapshot: reads, types, judges, links, and writes all or nothing.

In: a delivery. Out: a snapshot folder and what was met. Imported by `database`, `snapshot` and
`cpr_process`, in which it runs. Door: `take_in`.
"""
