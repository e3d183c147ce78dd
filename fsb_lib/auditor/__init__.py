"""The independent auditor: what the finished bytes of published reports give away together.

    files of a report -> published tables -> named counts -> facts and relations -> attack
    publication.py       published.py        naming.py       release_facts.py       attacking.py
                         channels/                           relations.py

It shares nothing with what hides counts but the names of docs/cells.md. What it knows of how
counts add up stands in data/auditor/, written from the definitions alone.
"""
