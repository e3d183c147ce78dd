"""What was ever published, held against what lies there: ledger, proofs, recovery, restoring.

    ledger, ledger_files, older_form   the chain of releases and withdrawals, and its private copy
    remembered, released_files         what the private area knows of outputs, and their bytes
    differences                        the outputs compared with the ledger
    intent, recovery, restore          what was interrupted, finished; what was changed, put back
    opened                             the door for every command that writes or reads outputs
    already_public, private_proof      what the protection of a year starts from

In: outputs and the private work folder. Out: outputs that may be believed. Imported by `run`,
`publishing` and `cli`. Door: `opened`.
"""
