"""The engine without a kernel gives what a kernel gives: every kind of output and of error."""

import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.iorw import read_yaml_file

from fsb_lib.base.errors import InputError
from fsb_lib.base.project import PACKAGE
from fsb_lib.notebook.execution import execute
from fsb_lib.notebook.source import refuse_unknown_parameters, tags
from fsb_lib.params import parse_year_file
from tests.executed_alike import comparable

# A kernel hears what a process below it writes a moment later than what Python says, so no cell
# here says anything after such a process has written.
VALUES = r"""
1 + 1
print('a'); print('b', end='')
import sys; print('x'); print('y', file=sys.stderr); print('z')
import os; print('before'); _code = os.system('echo below')
print('before', flush=True); os.system('echo below >&2')
!echo bang
from IPython.display import display, HTML, Markdown, clear_output, update_display
display(HTML('<b>x</b>')); print('between'); display({'a': 1}, metadata={'text/plain': {'k': 1}})
Markdown('# h')
h = display('one', display_id='me'); h
update_display('two', display_id='me')
print('gone'); clear_output(); print('kept')
print('gone'); clear_output(wait=True); print('kept')
import asyncio; await asyncio.sleep(0.01); 'awaited'
import pandas as pd; pd.DataFrame({'a': [1, 2]})
import matplotlib.pyplot as plt; plt.plot([1, 2]);
%matplotlib inline
fig, ax = plt.subplots(); ax.plot([3, 1]); fig
import warnings; warnings.warn('careful')
import logging; logging.warning('logged')
_1, In[1], Out[1], __name__, get_ipython().__class__.__name__
x = 5; None
b'bytes', '\x1b[31mred', {3: (1, 2)}
class M:\n    _repr_mimebundle_ = lambda *_, **k: ({'application/x+json': {3: (1, 2)}}, {})\nM()
import pickle\nclass P: pass\npickle.loads(pickle.dumps(P())).__class__
def f():\n    import inspect; return inspect.getsource(f)\nf()
from subprocess import run; done = run(['echo', 'sub'])
sys.stdout.isatty(), sys.stdout.encoding, os.environ['TERM'], os.environ['MPLBACKEND']
list?
""".strip().splitlines()  # fmt: skip
ERRORS = r"""
1 +
1 / 0
def g(n):\n    return 1 / n\ng(0)
try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('two') from error
import json; json.loads('{')
%nosuch
raise KeyboardInterrupt
raise ExceptionGroup('g', [ValueError(1)])
class B:\n    def __repr__(self): raise ValueError('no')\nB()
class R:\n    def _repr_html_(self): raise ValueError('no')\nR()
async def h(): raise ValueError('a')\nawait h()
from fsb_lib.base.errors import InputError, Problem; raise InputError([Problem('a', 'b')])
import sys; sys.exit('bad')
""".strip().splitlines()
RUN = """
import sys, papermill
from papermill.engines import papermill_engines
from fsb_lib.notebook.papermill_engine import NAME, FsbEngine
papermill_engines.register(NAME, FsbEngine)
try:
    papermill.execute_notebook(*sys.argv[1:3], engine_name=sys.argv[3], progress_bar=False)
except Exception as error:
    print(type(error).__name__)
"""


def write(path: Path, sources: list[str], last: str) -> Path:
    """A notebook of these cells; all but the last may fail."""
    cells = [new_markdown_cell("# En notebook", id="title")]
    for number, source in enumerate(sources):
        cell = new_code_cell(source.replace("\\n", "\n"), id=f"cell-{number}")
        cells.append(cell)
        cell.metadata["tags"] = ["raises-exception"] if source in ERRORS else []
    cells += [new_code_cell(last, id="last"), new_code_cell("'never reached'", id="never")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def executed(engine: str, source: Path) -> tuple[Path, str]:
    """The notebook that an engine writes, and the error that papermill raised."""
    out = source.with_name(f"{engine}.ipynb")
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(source), str(out), engine],
        capture_output=True, text=True, check=True, cwd=source.parent,
        env={"PATH": "/usr/bin:/bin", "HOME": str(source.parent),
             "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    return out, done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("sources", [VALUES, ERRORS], ids=["values", "errors"])
def test_executed_notebook_is_that_of_a_kernel(tmp_path: Path, sources: list[str]) -> None:
    source = write(tmp_path / "source.ipynb", sources, "raise ValueError('the end')")
    (kernel, raised), (ours, raised_too) = executed("nbclient", source), executed("fsb", source)
    assert raised == raised_too == "PapermillExecutionError"
    expected = comparable(kernel)
    for one, other in zip(expected, comparable(ours), strict=True):
        assert other == one
    last, never = expected[-3:-1]
    assert [output["evalue"] for output in last["outputs"]] == ["the end"]
    assert (never["id"], never["outputs"]) == ("never", [])


def test_plain_papermill_finds_the_engine_by_its_entry_point(tmp_path: Path) -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["entry-points"]["papermill.engine"]
    installed = tmp_path / "installed" / "fsb_engine-0.dist-info"
    installed.mkdir(parents=True)
    lines = [f"{name} = {target}" for name, target in declared.items()]
    (installed / "entry_points.txt").write_text("\n".join(["[papermill.engine]", *lines]))
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: fsb-engine\nVersion: 0\n")
    source = write(tmp_path / "source.ipynb", ["import os; os.getppid()"], "'done'")
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "fsb", str(source), "out.ipynb"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path),
             "PYTHONPATH": f"{installed.parent}:{PACKAGE.parent}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert [cell.execution_count for cell in cells[1:]] == [1, 2, 3]


def test_process_runs_one_notebook_only(tmp_path: Path) -> None:
    source = write(tmp_path / "source.ipynb", ["1"], "2")
    twice = RUN + "\npapermill.execute_notebook(*sys.argv[1:3], engine_name='fsb')"
    done = subprocess.run(
        [sys.executable, "-c", twice, str(source), str(tmp_path / "out.ipynb"), "fsb"],
        capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    assert "this process has run a notebook already" in done.stderr


NOTEBOOKS = sorted((PACKAGE.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_misspelt_parameter_stops_the_notebook_in_the_words_of_a_year_file(
    path: Path, tmp_path: Path
) -> None:
    given = {"yaer": 2011, "disclosure_treshold": 7, "year": 2010}
    with pytest.raises(InputError) as refused:
        execute(path, tmp_path / "out.ipynb", given, tmp_path, 60)
    with pytest.raises(InputError) as of_a_file:
        parse_year_file("yaer: 2011\ndisclosure_treshold: 7\nyear: 2010\n", path.name)
    assert set(refused.value.problems) == set(of_a_file.value.problems)
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_year_file_may_be_given_whole(path: Path, tmp_path: Path) -> None:
    """Also what other reports are measured by, and the list of reports."""
    for whole in (PACKAGE.parent / "params").glob("*.yaml"):
        given = read_yaml_file(str(whole))  # as papermill -f reads it
        made = papermill.execute_notebook(path, tmp_path / "out.ipynb", given, prepare_only=True)
        tagged = [cell for cell in made.cells if "injected-parameters" in tags(cell)]
        assert [name for cell in tagged for name in given if f"{name} = " in cell.source] == [
            *given
        ]
        refuse_unknown_parameters(made, path.name)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("audience", "comittee", "comittee"), ("audiense", "committee", "Did you mean `audience`?")],
)
def test_papermill_stops_at_an_audience_that_is_misspelt(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    command = [sys.executable, "-m", "papermill", "--engine", "fsb", "--no-progress-bar",
               "-p", name, value, str(NOTEBOOKS[0]), str(tmp_path / "out.ipynb")]  # fmt: skip
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert said in done.stderr
