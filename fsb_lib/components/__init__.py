"""What a page is built of: pieces of HTML with their text, answers and key figures, text widths.

In: Danish texts. Out: fragments that a notebook displays. Computes no figure.
"""
