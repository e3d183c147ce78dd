"""`fsb` for notebooks that it refuses: what stands behind the refusal is tested with code that
does anything at all.

    python tests/any_notebook.py run --registers snapshot      as a process: COMMAND
    pytestmark = pytest.mark.usefixtures("any_notebook")       in this process: tests/conftest.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, str(Path(__file__))]

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from fsb_lib import cli
    from fsb_lib.notebook import faults

    faults.cell_problems = lambda _: ()
    cli.main()
