"""`fsb run`: plan, take in, look what is unchanged, measure, protect, make, publish.

In: a request. Out: reports in the outputs folder, and an `Outcome`. Imported by `cli`; `publishing`
makes its pages with the same processes. Door: `run_command.run_reports`, which reads like the run.
"""
