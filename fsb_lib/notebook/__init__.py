"""Running one notebook: its source checked, its cells run in this process, its values read back.

In: a notebook and its parameters. Out: the executed notebook, its `Release`, and a copy fit to be
published. Knows IPython's inner names, and no other room does. Doors:
`faults.refuse_faulty_notebooks`, `source.read_source`, `execution.execute`,
`executed.released_values`.
"""
