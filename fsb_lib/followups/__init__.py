"""Which tables answer the question of each follow-up, measured and then protected.

    question -> answers -> measure_report -> protect_year -> prepared
                           unprotected       protected       kept for the notebooks of a run

In: a snapshot's tables and a year's parameters. Out: `Answer` (unprotected), then one
`ProtectedReport` for each report, protected together with the others of its year. Imported by
`releases`, `run`, `ledger`, `publishing`. Doors: `measure_report.Measuring`,
`protect_year.committee`.
"""
