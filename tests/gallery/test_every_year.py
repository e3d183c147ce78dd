"""What the notes of a city say that goes through everything, year by year, is so."""

import pytest

from tests.gallery.crowds import City, by_chance, by_hand
from tests.gallery.judged import faults, new

EVERY_YEAR = next(city for city in by_hand() if city.name == "through_everything")


@pytest.mark.parametrize("city", [EVERY_YEAR, *by_chance()], ids=lambda city: city.name)
def test_what_the_notes_say_is_so(city: City) -> None:
    assert new(faults(city)) == []
