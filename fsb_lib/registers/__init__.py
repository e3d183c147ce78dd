"""From delivery to snapshot: the only rooms of the program that read registers.

    delivery --files or database--> texts --intake--> typed rows, faults, persons --> snapshot
                                                                                          |
                                     measures <--Ibis tables-- snapshot, or engines that hold it

After intake no CPR number exists outside the delivery itself. `cpr_process` is the process that
may hold one. What stands here is what all of these rooms use. Imported by `followups`, `run`,
`cli`; never by what draws or hides.
"""
