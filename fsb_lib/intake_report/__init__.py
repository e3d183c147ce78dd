"""What a delivery was like, for those who must mend it: in the terminal and as a page.

In: what intake counted. Out: the fault report. Imported by `cli` and `run`. Door:
`command.take_in_and_tell`.
"""
