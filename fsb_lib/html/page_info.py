"""What the page says around a notebook, from the release that the notebook ended with."""

from typing import Literal, cast

from fsb_lib import wording
from fsb_lib.disclosure.released import Release
from fsb_lib.html.render import PageInfo
from fsb_lib.sender.sender import Sender, default_sender


def page_info(release: Release, sender: Sender | None = None) -> PageInfo:
    """Topic, period, sender (None: the neutral one) and banners."""
    heading = wording.heading(release)
    audience = cast(Literal["committee", "internal"], release.audience)
    return PageInfo(
        topic=heading.topic,
        period=heading.period,
        sender=sender or default_sender(),
        audience=audience,
        synthetic=release.synthetic,
        draft=release.is_draft,
        note_type=heading.note_type,
    )
