"""What the notes of hard cities say is so. In two files, since a file is one worker's."""

import pytest

from tests.gallery.crowds import City, by_hand
from tests.gallery.judged import faults, new
from tests.gallery.test_every_year import EVERY_YEAR

CITIES = tuple(city for city in by_hand() if city != EVERY_YEAR)


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.name)
def test_what_the_notes_say_is_so(city: City) -> None:
    assert new(faults(city)) == []
