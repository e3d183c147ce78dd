"""What can be checked without making a report: project, machine, finished pages, files to send.

In: folders. Out: problems, all at once. Imported by `cli`, and by `run` for the pages of a report.
"""
