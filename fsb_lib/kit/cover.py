"""The cover of a case: a Word file that a secretary edits, with every figure computed.

reports -> CaseContent -> blocks, in the order of the form -> the form, filled
           case_content   case_parts                         word_file
"""

from collections.abc import Sequence

from fsb_lib.base.package_data import load
from fsb_lib.kit.case_content import CaseAnnex, content_of
from fsb_lib.kit.case_parts import blocks_of, running_line, title_of
from fsb_lib.kit.reports import Chosen
from fsb_lib.kit.stationery import Stationery
from fsb_lib.kit.word_file import WordProperties, word_bytes


def cover_bytes(
    chosen: Sequence[Chosen], form: str, stationery: Stationery, *, has_method: bool
) -> bytes:
    """The .docx of reports of one year, in the order of the annexes. Same reports, same bytes."""
    annexes = [CaseAnnex(one.protected, one.page, one.control_code) for one in chosen]
    content = content_of(annexes, stationery.sender, has_method=has_method)
    about = WordProperties(
        title=title_of(content, form),
        kind=load("cover")["forms"][form]["kind"],
        author=content.sender,
        head=running_line(content, form),
    )
    return word_bytes(blocks_of(content, form), stationery.forms[form], about)
