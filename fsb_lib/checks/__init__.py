"""What can be checked without making a report: project, machine, finished pages, files to send.

In: folders. Out: problems, all at once. Imported by `cli`, and by `run` for the pages of a report.
Doors: one for each command, `check_project.refuse_faults` (`fsb check`), `doctor.equipment`
(`fsb doctor`), `lint_pages.lint_paths` (`fsb lint`), `scan_files.refuse_hits` (`fsb scan`).
"""
