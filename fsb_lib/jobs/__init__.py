"""Plain values of a run: which reports, with which settings, and what became of them.

In: year files and wishes. Out: a `Plan` of jobs. Starts nothing. Door: `plan.make_plan`.
"""
