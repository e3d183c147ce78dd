"""What an attacker can compute from published counts; shares no code with the disclosure gate.

FACTS.json -> Facts -> System of whole-number rows -> Interval of each hidden cell -> AuditedCell
form.py       facts.py  constraints.py                attack.py                      verdicts.py

In: a facts document (docs/interface.md, section 5). Out: what is left of each hidden count.
Imported by `auditor`, and by `cli` for `fsb audit`; imports nothing but `base`. Doors:
`form.facts_from`, `verdicts.audit`.
"""
