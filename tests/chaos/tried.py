"""What was tried, a line each: `.chaos/<seed>-<hash of the program and of these files>.jsonl`.

So 500 attempts may be made in several sittings; another program begins anew.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from fsb_lib.outputs.program_version import program_files
from tests.chaos.attempt import Chosen, Tried

HERE = Path(__file__).parent


class Record:
    """The attempts of a seed that lie in a file."""

    def __init__(self, folder: Path, seed: int) -> None:
        made = sha256(program_files().encode())
        for path in sorted(HERE.glob("*.py")):
            made.update(path.read_bytes())
        self.path = folder / f"{seed}-{made.hexdigest()[:8]}.jsonl"

    def read(self) -> list[Tried]:
        """Every attempt, as it was written; a last line that was cut off is tried again."""
        return list(self._lines()) if self.path.is_file() else []

    def add(self, one: Tried) -> None:
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(one.as_document()) + "\n")

    def _lines(self) -> Iterator[Tried]:
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                said = json.loads(line)
            except ValueError:
                continue
            yield Tried(Chosen(**said["chosen"]), said["struck"], tuple(said["faults"]))


def summary(found: Iterable[Tried], seed: int) -> str:
    """`survived 60 of 60 tried ...`, by act and by harm."""
    tried = list(found)
    lines = []
    for what in ("act", "harm"):
        n_all = Counter(getattr(one.chosen, what) for one in tried)
        n_bad = Counter(getattr(one.chosen, what) for one in tried if one.faults)
        told = (f"{name} {n - n_bad[name]} of {n}" for name, n in sorted(n_all.items()))
        lines.append(f"  {what}: {'; '.join(told)}")
    n_survived, n_struck = (
        sum(not one.faults for one in tried),
        sum(one.struck for one in tried),
    )
    lines.append(
        f"survived {n_survived} of {len(tried)} tried, {n_struck} of which met something; "
        f"seed {seed}"
    )
    return "\n".join(lines)


def told(one: Tried) -> str:
    """An attempt that was not survived, and how to see it again."""
    chosen = one.chosen
    head = f"{chosen.number}: {chosen.act}, {chosen.harm} at {chosen.at:.3f}, then {chosen.then}"
    return "\n".join([head, *(f"    {fault}" for fault in one.faults)])
