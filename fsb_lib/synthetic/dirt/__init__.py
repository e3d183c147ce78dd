"""Labelled faults for a synthetic city: what real deliveries hold, with the answers.

    fresh_numbers   CPR numbers that the city does not use, and texts that are none
    new_numbers     persons who changed their number, and changes that concern nobody
    spoiled_rows    rows with one fault of each kind
    spellings       dates, numbers, codes and headers in every accepted spelling
    dirty_tables    so many of each kind, all of it as texts, row by row labelled

Faulty rows are added, never put in the place of others, and nothing else changes a figure: a
dirty city measures exactly as the clean one.
"""

from fsb_lib.synthetic.dirt.dirty_tables import DirtyTable, dirty_city

__all__ = ["DirtyTable", "dirty_city"]
