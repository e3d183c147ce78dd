"""A command run as a user runs it: exit code, both streams, and what lies in outputs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fsb_lib import cli


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    said: str
    outputs: Path

    @property
    def pages(self) -> list[str]:
        """Every report page below the outputs."""
        return sorted(
            path.relative_to(self.outputs).as_posix() for path in self.outputs.rglob("*report.html")
        )


def commanded(project: Path, *arguments: str) -> int:
    """The exit code of a command given inside the project's folder, in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(project)
        patched.setattr("sys.argv", ["fsb", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def fsb(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """`fsb(project, "run", "--year", "2009")`, from inside the project's folder."""

    def run(project: Path, *arguments: str) -> Ended:
        code = commanded(project, *arguments)
        said = "".join(capfd.readouterr())
        assert "Traceback" not in said
        return Ended(code, said, project / "outputs")

    return run
