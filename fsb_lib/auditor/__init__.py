"""The independent auditor: what the finished bytes of published reports give away together.

    files of a report -> published tables -> named counts -> facts, relations   -> attack
    publication       published_tables    naming          facts_document        release_attack
                      channels/                           relations, merged_facts

In: reports as files, the facts of earlier releases, the suppressor's witnesses. Out: an
`AuditResult`. Imported by `publishing`. Door: `release_audit.audit_release`.

It shares nothing with what hides counts but the names of docs/cells.md, and imports nothing of
the linter or of what draws pages. What it knows of how counts add up stands in data/auditor/,
written from the definitions alone.
"""
