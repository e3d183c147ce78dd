"""What the notebooks compute and draw, in one plain Python process: no notebook, no page.

    python benchmarks/bare_script.py SNAPSHOT 2009 2010 REPORT ...

Runs the code of the notebooks' cells as one script would, and asks every value that a cell ends
with for its form on the page, so that every figure is drawn and every table made. Nothing
is hidden: only a run makes what a committee may see.
"""

import ast
import json
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]


def main(snapshot: str, *asked: str) -> None:
    """Every report of every year; years and reports may be mixed."""
    years = [word for word in asked if word.isdigit()]
    reports = [word for word in asked if not word.isdigit()]
    for year in years:
        given = yaml.safe_load((ROOT / "params" / f"{year}.yaml").read_text(encoding="utf-8"))
        given["memo"]["date"] = given["memo"]["date"].isoformat()
        for report in reports:
            made = run(report, {**given, "snapshot": snapshot, "audience": "internal"})
            sys.stdout.write(f"{year} {report}: {made} bytes\n")


def run(report: str, given: dict[str, Any]) -> int:
    """How many bytes of tables, figures and sentences a report's cells gave."""
    path = ROOT / "notebooks" / f"{report}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {"__name__": "bare"}
    made = 0
    for cell in cells:
        if cell["cell_type"] == "code":
            made += drawn(valued("".join(cell["source"]), names))
            if "parameters" in cell["metadata"].get("tags", ()):
                names.update(given)
    return made


def valued(source: str, names: dict[str, Any]) -> Any:
    """Run the lines of a cell; the value of the last."""
    lines = ast.parse(source)
    last = lines.body.pop() if isinstance(lines.body[-1], ast.Expr) else None
    exec(compile(lines, "cell", "exec"), names)  # noqa: S102 (our own notebooks)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307


def drawn(value: Any) -> int:
    """The size of a value's form on the page."""
    for form in ("_repr_mimebundle_", "_repr_html_"):
        if hasattr(value, form):
            return len(str(getattr(value, form)()))
    return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
