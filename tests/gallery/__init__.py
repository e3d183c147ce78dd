"""A gallery of hard cities: nobody, one person, all hidden, exactly on target, every year.

    cities.yaml, chance -> registers -> measured -> protected -> notes -> rules of the linter
                                                                      -> gallery.html

`make gallery` writes the notes and one page that shows what all of them say side by side. Tests
judge the texts of all, and look at the worst in Chromium. Cells run in this process and no PDF
or workbook is written: a note takes half a second.
"""
