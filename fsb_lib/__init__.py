"""Follow-ups on the joint strategy of Copenhagen's employment and social administrations.

One direction of travel: delivery -> snapshot -> populations and measures -> released tables
-> notebook -> report. Nothing flows back. See docs/decisions.md for the layers.
"""

__version__ = "0.1.0"
