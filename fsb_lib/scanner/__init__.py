"""Looks for CPR numbers in everything that is about to leave: by their look, and by their hash.

    bytes of a file -> the texts that a reader of it could see -> spellings of numbers -> findings

A finding says which file and where in it, never the number.
"""
