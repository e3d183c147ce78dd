"""Which counts add up to which, as everybody knows who knows the definitions.

    names of counts -> declared        what the declaration of each table says
                    -> across_tables   what ties tables and registers   -> relations
                    -> over_time       what ties days and years

In: names of counts. Out: `Sum`s over names, without any value. Imported by `disclosure`; who
asks for a pattern says with `sum_of_counts.Measured` what one delivery gave.
Doors: `relations.relations`, `relations.same_count`; `sum_of_counts.Sum`.
"""
