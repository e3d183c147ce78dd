"""`outputs/index.html`: every report by year and follow-up, and the page of one that failed.

In: what lies in the outputs. Out: pages. Door: `index.write_index`.
"""
