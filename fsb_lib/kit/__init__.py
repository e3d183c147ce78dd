"""The case of a year: a Word file for each form, and one zip with what goes on an agenda.

    reports -> what the case says -> blocks -> Word files      case_content, case_parts, word_file
            -> with PDF and HTML of notes and annex -> zip     kit

In: reports as they are published. Out: a zip file, or the folder of a case. Imported by `cli` and
`publishing`. Doors: `kit.make_kit`, `year_case.write_case`.
"""
