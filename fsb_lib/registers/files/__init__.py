"""Delivered files as batches of texts: text files, workbooks, Parquet, packed or not.

In: a path. Out: rows of texts with their line numbers, or all that is fatally wrong with the file.
"""
