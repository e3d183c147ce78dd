"""Which random cities a run tries: the same each time, so that what failed fails again.

`FSB_FUZZ=10` tries ten of each case; `FSB_SEED=2` tries others, to search on.
"""

import os
from random import Random

THOROUGH = "FSB_FUZZ" in os.environ


def seeds_of(case: str, in_a_quick_run: int) -> list[int]:
    """One seed a city, another set for each case."""
    rng = Random(f"{case} {os.environ.get('FSB_SEED', '')}")
    n = int(os.environ.get("FSB_FUZZ", in_a_quick_run))
    return [rng.getrandbits(32) for _ in range(n)]
