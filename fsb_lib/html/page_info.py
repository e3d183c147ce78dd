"""What the page says around a notebook, from the release that the notebook ended with."""

from typing import Literal, cast

from fsb_lib import wording
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.html.render import PageInfo
from fsb_lib.sender.sender import Sender, default_sender


def page_info(protected: ProtectedReport, sender: Sender | None = None) -> PageInfo:
    """Topic, period, sender (None: the neutral one) and banners."""
    heading = wording.heading(protected)
    audience = cast(Literal["committee", "internal"], protected.audience)
    return PageInfo(
        topic=heading.topic,
        period=heading.period,
        sender=sender or default_sender(),
        audience=audience,
        synthetic=protected.synthetic,
        draft=protected.is_draft,
        note_type=heading.note_type,
    )
