"""Every channel of a published report, read back from its bytes and held to results.json.

    page, notebook, csv_files, workbook, pdf, json_files   one kind of file each: `judged`
    annex, case                                            what the reports of a year share
    packed_file                                            workbooks, documents and zips, unpacked
    seen_tables, drawn_marks, drawn_words, numbers         what stands in them
    tellable                                               what all of them are held to

In: a `Publication`. Out: findings, and hidden counts that a channel tells. Imported by `auditor`
only. Door: `reading.read`.
"""
