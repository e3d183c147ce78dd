"""A drawing of a page as a picture, for files that cannot hold the drawing itself.

In: the HTML of a page. Out: its drawings with their text alternatives, and PNG bytes. Imported by
`kit`, which puts a picture into a case, and by `auditor`, which holds it to the page. Doors:
`drawn_picture.drawings_in`, `drawn_picture.png`.
"""
