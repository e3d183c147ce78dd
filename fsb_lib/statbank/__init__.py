"""Danmarks Statistik's StatBank: fetches the population that a profile is compared with.

The only part of the program that uses the network, on an analyst's command. Reports read the
committed snapshot, data/population.yaml.

    client  one POST, its faults     reply     CSV -> counts, checked
    snapshot  counts -> YAML         fetching  the job behind `fsb population`

In: quarters. Out: a new data/population.yaml, or the old one and what was wrong. Imported by `cli`.
Door: `fetching.fetch_population`.
"""
