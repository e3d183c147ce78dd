"""What an attacker can compute from published counts; shares no code with the disclosure gate.

FACTS.json -> Facts -> System of whole-number rows -> Interval of each hidden cell -> Finding
form.py       facts.py  constraints.py                attack.py                      verdicts.py
"""
