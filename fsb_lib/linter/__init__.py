"""Looks at a finished page as a careful reader would: what automatic checkers do not see.

    bytes of a page (+ the protected tables beside it) -> rules -> remarks with place and remedy

A rule is a small function; what it says and how to mend its fault stands in data/lint.yaml.

    structure, language, tables, figures, links, offline    rules of any page
    numbers_told, tables_and_files, small_counts            rules of a page with its tables
    truth                                                   whether its sentences are so
    parsed_page, drawing, tokens                            what the rules look at
    allowed_numbers, written_numbers                        numbers that a report may say

In: a `Subject`. Out: a `Remark` for each fault. Imported by `checks`, which reads the files, and by
`processes`; opens no file itself. Door: `lint_page.lint`.
"""
