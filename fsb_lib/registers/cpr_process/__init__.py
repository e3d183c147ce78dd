"""The process that may hold CPR numbers, and how the rest of the program asks it.

    ensure_snapshot      asks: starts the process, and raises here what went wrong there
    process, tasks       answers: one request, one task
    workspace_snapshots  which snapshots are there already, and making those that are not
    own_code             what of the program they are made by

In: a request as JSON. Out: an answer as JSON, never a row. Imported by `intake_report`, `run`,
`cli` and `releases`. Door: `ensure_snapshot`.
"""
