"""From texts to a snapshot: names the tables, reads, links, and writes all or nothing.

    delivery, mapping, mapping_file   which file is which table, what its names stand for
    read_table                        one file -> typed rows (`rows`)
    judged_table, identities,         the faults that only the whole delivery shows; one person
    number_changes, linking           per last number
    pseudonyms                        the key, and what stands in the place of a number
    kept_rows, write_snapshot         sorted, each once, as Parquet
    take_in, summary                  all of it, and what was met

In: a delivery. Out: a snapshot folder and what was met. `database`, `snapshot` and `cpr_process`
run it; others import `summary` and the key's name only. Door: `take_in`.
"""
