"""One module per question: from the snapshot's tables to the measured tables that answer it.

Still values that only the disclosure gate may see; `releases` takes them through it.
"""
