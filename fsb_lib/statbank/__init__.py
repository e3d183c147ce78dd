"""Danmarks Statistik's StatBank: fetches the population that a profile is compared with.

The only part of the program that uses the network, on an analyst's command. Reports read the
committed snapshot, data/population.yaml.

    client  one POST, its faults     reply     CSV -> counts, checked
    snapshot  counts -> YAML         fetching  the job behind `fsb population`
"""
