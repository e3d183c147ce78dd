"""`make gallery`: notes of hard cities, and gallery.html that shows them side by side."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.gallery.crowds import City, by_chance, by_hand
from tests.gallery.judged import judged, known
from tests.gallery.notes import page, protected_jointly
from tests.gallery.side_by_side import Note, side_by_side

FOLDER = Path(__file__).parents[2] / "gallery"


def made(city: City) -> Iterator[Note]:
    """The notes of a city as `fsb run` would make them, judged."""
    for protected in protected_jointly(city):
        shown = page(protected)
        yield Note(city, protected, shown, tuple(judged(city, protected, shown)))


def say(*words: str) -> None:
    """A line of standard output."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Write the gallery; ends with 1 when a rule found what nobody has listed."""
    notes = []
    for city in (*by_hand(), *by_chance()):
        say(city.name)
        for note in made(city):
            path = FOLDER / note.place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(note.page.content)
            notes.append(note)
    (FOLDER / "gallery.html").write_text(side_by_side(notes), encoding="utf-8")
    found = {fault.kind for note in notes for fault in note.faults}
    for fault in sorted(found - known()):
        say("new:", *fault)
    for fault in sorted(known() - found):
        say("not found here; mended? then out of not_yet.yaml:", *fault)
    say(f"{len(notes)} notes: {FOLDER / 'gallery.html'}")
    return 1 if found - known() else 0


if __name__ == "__main__":
    sys.exit(main())
