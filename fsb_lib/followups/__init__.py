"""One module per follow-up: which tables answer its question, measured and then protected.

In: a snapshot's tables and a year's parameters. Out: `Answer` (unprotected), then one `Release`
for each report, protected together with the others of its year. Imported by `releases`, `run`,
`publishing`. Door: `measure_report`, `protect_year`.
"""
