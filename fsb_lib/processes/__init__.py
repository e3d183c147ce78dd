"""Where the processes of a run come from: forked from warm ones, in an environment of their own.

In: an order as plain values. Out: a process that carries it out and ends with the run. Imported
by `run` and `publishing` only. Door: `process_source.process_source`. How it works: README.md.
"""
