"""The page as PDF/UA-1 and PDF/A-3a, the same bytes each time.

In: the page's HTML and the files it carries. Out: the PDF's bytes. Imported where a report is
made. Door: `write.pdf_bytes`.
"""
