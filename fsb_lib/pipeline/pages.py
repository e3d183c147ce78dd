"""The small pages around the reports, filled from templates: the index and the error page."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from fsb_lib.package_data import load
from fsb_lib.pipeline.typeface import font_faces


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("fsb_lib", "templates/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled(template: str, **values: Any) -> str:
    """A template as a finished page; every value is escaped."""
    shared = {
        "words": load("pages"),
        "skip": load("page")["page"]["skip"],
        "sender": load("sender"),
        "font_faces": "" if load("sender")["font"] else font_faces(),
    }
    return _environment().get_template(template).render(**shared, **values)
