"""What is counted: the measures of docs/definitions.md, each written once as Ibis expressions.

    registers -> persons on a day -> measurement -> counts by group -> measured tables
                 populations         measurement    counting           a module for each question

Every function takes tables and days and gives `MeasuredTable`s, with numerator, denominator,
population and date together. Nothing here is protected yet: `disclosure` does that.

In: a snapshot's tables as Ibis expressions. Out: `MeasuredTable`s. Imported by `followups` only.
Doors: the measure functions of each module; `measurement.Measurements` for what several ask.
"""
