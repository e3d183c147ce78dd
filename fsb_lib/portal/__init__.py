"""`outputs/index.html`: every report by year and follow-up, and the page of one that failed.

In: what lies in the outputs. Out: pages. Imported by `run` and
`publishing`. Doors: `index.index_bytes`, `failure_page.write_failure`.
"""
