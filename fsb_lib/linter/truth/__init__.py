"""Rules of truth: whether what a page says of its figures is so, in this year and this city.

    said        sentences of a page, and the levels of shown cells
    earlier     one earlier level, told and labelled; no measured year left out; flows by name
    claims      risen, fallen, most, least, and groups that are named
    hidden      what is hidden keeps its place in the lead and its size in a tile
    sums        parts that do not add up to a printed total by rounding
    conditions  sentences of data/lint.yaml that are true only where their condition holds

In: a `Subject`. Out: a `Spot` for each fault. Imported by `lint_page`. Door: `RULES`.
"""

from fsb_lib.linter.truth import claims, conditions, earlier, hidden, sums

RULES = (*earlier.RULES, *claims.RULES, *hidden.RULES, *sums.RULES, *conditions.RULES)
