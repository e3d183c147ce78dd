"""What was published before, in tests that start with nothing."""

from fsb_lib.disclosure.joint import Told

NOTHING = Told()
