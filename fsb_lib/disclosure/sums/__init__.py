"""Which counts add up to which, as everybody knows who knows the definitions.

    names of counts -> declared        what the declaration of each table says
                    -> across_tables   what ties tables, days and registers     -> relations

In: names of counts. Out: `Sum`s over names, without any value. Imported by `disclosure` only.
Doors: `relations.relations`, `relations.same_count`; `sum_of_counts.Sum`.
"""
