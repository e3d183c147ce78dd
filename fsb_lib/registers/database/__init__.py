"""A delivery that is one schema of a database: opened for reading, read by the same rules as files.

In: an address. Out: what `intake` has of files. Door: `intake.take_in_database`.
"""
