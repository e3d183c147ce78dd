"""The agenda kit: one zip with a year's reports and a cover text to edit.

In: published reports. Out: a zip file. Imported by `cli`. Door: `kit.make_kit`.
"""
