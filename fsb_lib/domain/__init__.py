"""The words of the field: days, code lists, the register contract, CPR numbers, targets.

In: the data files of the package. Out: values and pure functions on them. Opens nothing else;
every room above may import it.
"""
