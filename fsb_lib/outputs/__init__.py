"""The outputs folder: locked, written to whole, described by manifests, checked for CPR numbers.

In: finished report folders. Out: published ones, what they hold, and why one is to be made again.
Imported by all rooms that write something a person reads. Doors: `folder.open_outputs`,
`manifest`, `cpr_check`.
"""
