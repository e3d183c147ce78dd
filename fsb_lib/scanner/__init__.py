"""Looks for CPR numbers in everything that is about to leave: by their look, and by their hash.

    bytes of a file -> the texts that a reader of it could see -> spellings of numbers -> hits

A hit says which file and where in it, never the number. In: files, and the hashed numbers of a
delivery where there are any. Out: hits, or a text without numbers. Imported by all rooms that
write or tell something. Doors: `scan.scan_paths`, `spellings.without_numbers`.
"""
