"""Looks at a finished page as a careful reader would: what automatic checkers do not see.

    bytes of a page (+ the released values beside it) -> rules -> findings with place and remedy

A rule is a small function; what it says and how to mend its fault stands in data/lint.yaml.
Nothing here opens a file: checks/lint_pages.py reads, `lint` judges.
"""
