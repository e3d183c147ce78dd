"""A delivery that is one schema of a database: opened for reading, read by the same rules as files.

    address, connection   where it is, without telling anybody; open for reading only
    delivery              which table is which, and all of them taken in
    table, query          one table as batches of text
    faults                what can be wrong with it, in words

In: an address. Out: the snapshot that files of the same content give. Imported by `engines`,
`snapshot` and `cpr_process`; outside, by what takes an address from the user. Door:
`delivery.take_in_database`.
"""
