"""A second reading of the definitions, in plain Python, that shares no code with the program."""
