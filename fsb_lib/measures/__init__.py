"""What is counted: the measures of docs/definitions.md, each population an Ibis expression.

    registers -> everybody on all days -> one query of all groupings -> counts -> measured tables
      days         populations              measurement, counting               a module for each
                   measurements                                                 question

A measure names a `Grouping` of the population and makes a `MeasuredTable` of its counts, with
numerator, denominator, population and date together. Nothing here is protected yet:
`disclosure` does that.

In: a snapshot's tables as Ibis expressions. Out: `MeasuredTable`s. Imported by `followups` only.
Doors: the measure functions of each module; `measurements.Measurements` for what is counted.
"""
