"""The process that may hold CPR numbers, and how the rest of the program asks it.

In: a request as JSON. Out: an answer as JSON, never a row. Door: `ensure_snapshot`.
"""
