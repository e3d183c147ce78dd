"""The projects in which commands are given, and what each leaves when nothing happens to it.

    empty      a delivery, no outputs
    standing   2009 released, 2010 drafted, a kit
    changed    standing, with 2010's year file changed since     mended    with 2009's
    corrected  mended, with the drafts of the correction         damaged   a released page changed
    clone      what `make` needs to set up

Small, and real: every one is made by the commands themselves, which are measured on the way.
"""

import compileall
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic

from tests.chaos.acts import ACTS, PLAIN, SET_UP, Act
from tests.chaos.place import Place, Said

ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("inside.py")
PERSONS = "600"
GIVEN = frozenset({"work", "delivery", "params", "notebooks", ".make", ".venv"})
CHANGED = 'memo: {case_number: "2010-7"}\n'
LEFT_OUT = (".fsb.lock", ".fsb-half.")  # the latter goes with a later write
Tree = dict[str, str]


@dataclass(frozen=True)
class Undisturbed:
    """What an act does when nothing happens: its time, the changes of the disk in one process by
    role, and what lies there before, after it, and after the plain run that follows."""

    seconds: float
    n_changes: dict[str, int]
    before: Tree
    after: Tree
    last: Tree


def tree(place: Place) -> Tree:
    """Every file that is neither given nor private, by its name: the hash of its bytes."""
    found = {}
    for folder, prefix in ((place.root, ""), (place.elsewhere, "elsewhere/")):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            is_kept = path.is_file() and not path.name.startswith(LEFT_OUT)
            if is_kept and name.partition("/")[0] not in GIVEN:
                found[prefix + name] = sha256(path.read_bytes()).hexdigest()
    return found


class Worlds:
    """All worlds below one folder, each made once and copied for every attempt."""

    def __init__(self, folder: Path, other_disk: Path) -> None:
        self.folder, self.other_disk = folder, other_disk
        self.program = folder / "program"
        self.undisturbed: dict[str, Undisturbed] = {}
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "fsb_lib", self.program / "fsb_lib", ignore=kept)
        shutil.copy(INSIDE, self.program / "sitecustomize.py")
        compileall.compile_dir(self.program, quiet=1)  # once, not in every process of every attempt

    def make(self, acts: Iterable[Act], n_jobs: int) -> None:
        """Make the worlds one from another, and measure the acts."""
        self._empty()
        self._clone()
        standing = self._measured(ACTS[0], keep="standing")
        _year_file(standing, 2009)
        _done(standing.give(PLAIN))
        _done(standing.give(("release", "2009", "--by", "NN")))
        _done(standing.give(PLAIN))  # what is released changed what is told: settled
        _done(standing.give(("kit", "2009", "--form", "indstilling", "--to", "kit.zip")))
        _year_file(self._copied("standing", "changed"), 2010, CHANGED)
        _year_file(self._copied("standing", "mended"), 2009, CHANGED)
        _damage(self._copied("standing", "damaged").root / "outputs/2009/plan_coverage")
        self._measured(_named("correction"), keep="corrected")
        left = [act for act in acts if act.name not in self.undisturbed]
        with ThreadPoolExecutor(n_jobs) as pool:
            list(pool.map(self._measured, left))

    @contextmanager
    def copy(self, world: str, name: str) -> Iterator[Place]:
        """A world of one's own, gone afterwards."""
        place = self._copied(world, f"attempts/{name}/project")
        try:
            yield place
        finally:
            place.remove()

    def _measured(self, act: Act, keep: str = "") -> Place:
        """Carry an act out undisturbed, and the plain run; the project afterwards, if kept."""
        place = self._copied(act.world, keep or f"attempts/measured {act.name}/project")
        counted = place.beside / "counted"
        counted.mkdir()
        before, start = tree(place), monotonic()
        _done(place.ordered("", "count", 0).give(act.words))
        seconds, after = monotonic() - start, tree(place)
        n_changes = {role: _most(counted, role) for role in act.roles}
        _done(place.give(act.plain))
        found = Undisturbed(seconds, n_changes, before, after, tree(place))
        self.undisturbed[act.name] = found
        if not keep:
            place.remove()
        return place

    def _copied(self, world: str, name: str) -> Place:
        root = self.folder / name
        shutil.copytree(self.folder / world, root)
        return self._place(root)

    def _place(self, root: Path) -> Place:
        other = self.other_disk / root.relative_to(self.folder)
        place = Place(root, self.program, other)
        place.make_folders()
        return place

    def _empty(self) -> None:
        root = self.folder / "empty"
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        (root / "params").mkdir()
        place = self._place(root)
        _year_file(place, 2010)
        _done(place.give(("synth", "delivery", "--persons", PERSONS)))
        _done(place.give(("intake", "delivery", "{beside}/snap")))  # which makes the key

    def _clone(self) -> None:
        (self.folder / "clone").mkdir()
        for name in ("Makefile", "pyproject.toml", "requirements.lock"):
            shutil.copy(ROOT / name, self.folder / "clone")


def _named(name: str) -> Act:
    return next(act for act in (*ACTS, SET_UP) if act.name == name)


def _year_file(place: Place, year: int, more: str = "") -> None:
    text = f"year: {year}\nreports: [plan_coverage, cooperation_status]\n{more}"
    (place.root / "params" / f"{year}.yaml").write_text(text, encoding="utf-8")


def _damage(report: Path) -> None:
    page = report / "report.html"
    page.write_text(page.read_text(encoding="utf-8") + "<!-- -->\n", encoding="utf-8")


def _most(counted: Path, role: str) -> int:
    """The most changes that one process of the role made."""
    return max((int(path.read_text()) for path in counted.glob(f"{role}-*")), default=0)


def _done(said: Said) -> None:
    if said.code:
        raise SystemExit(f"{said.text}\na command that nothing happens to ended with {said.code}")
