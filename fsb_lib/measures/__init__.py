"""What is counted: the measures of definitions D4-D6, each written once as Ibis expressions.

Every function takes tables and days and gives `MeasuredTable`s, with numerator, denominator,
population and date together. Nothing here is protected yet: layer 3 does that.
"""
