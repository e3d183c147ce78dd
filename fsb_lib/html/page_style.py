"""The look that reports and the index share: colours and type as CSS variables, the stylesheet."""

from importlib.resources import files

from fsb_lib.base.package_data import load
from fsb_lib.sender.font import css_string
from fsb_lib.sender.sender import Sender


def variables(sender: Sender) -> str:
    """The `:root` rule: the colours of data/style.yaml, and the sender's colours and typeface."""
    style = load("style")
    colours = {**style["colours"], "band": sender.band, "accent": sender.accent}
    lines = [f"--{name.replace('_', '-')}:{value}" for name, value in colours.items()]
    family = style["font_stack"]
    lines.append(
        f"--type:{css_string(sender.font)},{family}" if sender.font else f"--type:{family}"
    )
    return f":root{{{';'.join(lines)}}}"


def report_style() -> str:
    """The stylesheet of a report."""
    return _sheet("report.css")


def review_style() -> str:
    """That of a report for reviewers."""
    return _sheet("report.css") + _sheet("review.css")


def annex_style() -> str:
    """That of the annex of a year."""
    return _sheet("report.css") + _sheet("annex.css")


def _sheet(name: str) -> str:
    path = files("fsb_lib").joinpath("templates", "report", name)
    return path.read_text(encoding="utf-8")
