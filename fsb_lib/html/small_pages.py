"""The small pages around the reports, filled from templates: the index and the error page."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from fsb_lib.base.package_data import load
from fsb_lib.html.page_style import variables
from fsb_lib.sender.sender import Sender


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("fsb_lib", "templates/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled(template: str, sender: Sender, **values: Any) -> str:
    """A template as a finished page from that sender; every value is escaped."""
    shared = {
        "words": load("pages"),
        "skip": load("page")["page"]["skip"],
        "sender": sender,
        "font_faces": sender.font_faces,
        "variables": variables(sender),
    }
    return _environment().get_template(template).render(**shared, **values)
