"""`fsb release`: drafts audited, made once more with their certificate, recorded, put in place.

In: the drafts of a year. Out: published reports and a line in the ledger, or nothing changed.
Imported by `cli`. Door: `publish_year.release_year`.
"""
