"""Which counts add up to which, as everybody knows who knows the definitions.

    names of counts -> cubes of a population -> sums between known and latent counts
                       people, followups        relations

In: names of counts. Out: `Sum`s over names, without any value. Imported by `disclosure` only.
Doors: `relations.relations`, `relations.same_count`.
"""
