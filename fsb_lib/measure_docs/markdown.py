"""Pieces of Markdown as GitHub, GitLab and JupyterLab show it."""

from collections.abc import Iterable, Sequence


def grid(heading: Sequence[str], rows: Iterable[Sequence[str]], n_figures: int = 0) -> str:
    """A table of cells; the last `n_figures` columns are figures and stand to the right.

    A line end or a bar within a cell would break the table and is taken out.

    | Målgruppe    | Borgere |
    |---|---:|
    | Handicappede | 97      |
    """
    lines = [heading, *rows]
    drawn = [f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines]
    rule = "|" + "---|" * (len(heading) - n_figures) + "---:|" * n_figures
    return "\n".join([drawn[0], rule, *drawn[1:]])


def link_to_heading(heading: str) -> str:
    """A link to a heading of the same page, by the anchor that such viewers give it."""
    kept = "".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -_")
    return f"[{heading}](#{kept.replace(' ', '-')})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
