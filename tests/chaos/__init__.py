"""`make chaos`: commands are killed, starved and crossed, and what lies there afterwards is judged.

    worlds     the projects that commands are given in, and what each leaves when nothing happens
    acts       the commands that are harmed, and those that come next
    harms      how, and at which moment
    inside     sits in every process of a command: counts changes of the disk, harms at one
    attempt    one command harmed, the next one given, a plain run: everything in between judged
    survival   what may lie there, and what may be said
    tried      what was tried: a line each, so that 500 may be tried in several sittings

It is no test of pytest: each attempt is chosen by the seed. `test_judging.py` tests the judge.
"""
