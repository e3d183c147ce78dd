"""docs/measures.md: every measure with its definition, source and worked example, in Danish.

In: the data files of the measures. Out: the page's text. Imported by `cli`. Door: `measures_md`.
"""
