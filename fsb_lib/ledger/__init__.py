"""What was ever published, and what is private about it: ledger, proofs, what is known already.

In: outputs and the private work folder. Out: facts that the protection of a year starts from.
Imported by `run` and `publishing`. Door: `ledger.read_ledger`.
"""
