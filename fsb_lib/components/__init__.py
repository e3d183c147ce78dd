"""What a page is built of: pieces of HTML with their text, answers and key figures, text widths.

In: Danish texts. Out: fragments that a notebook displays. Computes no figure.
Imported by `charts`, `wording`, `tables` and the rooms of pages. Doors: `fragment`, `page_parts`,
`table_layout`.
"""
