"""Plan, run, render, publish: the only part of the program that writes reports (L6).

year files --plan--> jobs --worker process each--> staging folder --publish--> outputs/
                                                                                 |
                                                   index.html <--index-----------+
"""
