"""What every room may use: errors as values, the project's folders, data files, plain zip files.

In: paths and texts. Out: an `FsbError` with its problems, or the content. Imports no other room.
"""
