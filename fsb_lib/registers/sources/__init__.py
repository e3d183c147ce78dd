"""Sources of real systems, declared in `registers.yaml` and reshaped to tables of the contract.

    file -> columns -> keep_only -> events -> leave_out -> pair_rows, weeks -> dates, constants,
            combine, derive, codes, leave_out -> the rows that a contract file would have held

One module per verb: a pure function from rows to rows. `reshaping` is the only place that knows
their order. What comes out is judged row by row like any other table.
"""
