"""A synthetic city written as a delivery: plain text files, or dirty ones in many forms.

In: a city. Out: a folder that the register contract describes, marked as synthetic.
"""
