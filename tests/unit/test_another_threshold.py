"""A corrected year keeps the threshold that its release promised."""

from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.disclosure.editions import Version
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.jobs.plan import Job
from fsb_lib.run.protect_years import refuse_another_threshold

RELEASED = [Version(2009, PublishedFacts(), 5), Version(2010, PublishedFacts(), 8)]


def job(year: int, **parameters: int) -> Job:
    return Job(year, "plan_coverage", Path("n.ipynb"), {"year": year, **parameters}, {})


def test_a_year_with_the_threshold_of_its_release_and_a_new_one_with_any() -> None:
    jobs = [job(2009), job(2010, disclosure_threshold=8), job(2011, disclosure_threshold=3)]
    refuse_another_threshold(jobs, RELEASED)


def test_every_year_with_another_one_is_named_with_what_to_write() -> None:
    jobs = [job(2009, disclosure_threshold=3), job(2010), job(2011)]
    with pytest.raises(InputError) as refused:
        refuse_another_threshold(jobs, RELEASED)
    first, second = map(str, refused.value.problems)
    assert "params/2009.yaml" in first
    assert "Set disclosure_threshold to 5" in first
    assert "params/2010.yaml" in second
    assert "Set disclosure_threshold to 8" in second
