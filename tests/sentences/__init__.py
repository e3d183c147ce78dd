"""Cases in which every sentence of every report is said, and what a sentence must be like.

A new template in data/wording/ is demanded by tests/unit/test_every_sentence.py at once: add a
case that says it to the `cases()` of a `cases_*.py`, or a new such module, which is found by its
name. A case is a release made of measured tables by hand, through the gate.
"""
