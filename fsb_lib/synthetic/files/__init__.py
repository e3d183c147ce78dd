"""A synthetic city written as a delivery: plain text files, or dirty ones in many forms.

In: a city. Out: a folder that the register contract describes, marked as synthetic. Imported by
`cli` and `registers.cpr_process`. Doors: `delivery_writer.write_delivery`,
`dirty_writer.write_dirty_delivery`.
"""
