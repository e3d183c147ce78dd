"""Merging two categories moves everybody of the first into the second, in every count."""

from fsb_lib.run.merging import merged_counts


def test_counts_of_both_categories_become_one() -> None:
    counts = {
        "focus@2009-11-15": 20,
        "focus@2009-11-15/age:18-24": 3,
        "focus@2009-11-15/age:18-24/activated": 1,
        "focus@2009-11-15/age:25-29": 7,
        "focus@2009-11-15/age:25-29/activated": 2,
        "focus@2009-11-15/age:18-29": 10,
    }
    assert merged_counts(counts, "age:", ("18-24", "25-29")) == {
        **counts,
        "focus@2009-11-15/age:18-24": 0,
        "focus@2009-11-15/age:18-24/activated": 0,
        "focus@2009-11-15/age:25-29": 10,
        "focus@2009-11-15/age:25-29/activated": 3,
    }
