"""Leaks planted into the files of a published report, one place at a time."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf

from fsb_lib.auditor.channels.pdf_marked import glyphs
from fsb_lib.auditor.publication import NOTEBOOK_VALUES, Publication

TABLE = "match_by_target_group"


def changed(publication: Publication, name: str, change: Callable[[bytes], bytes]) -> Publication:
    """The report with one file changed, of its own or, `method/...`, of the annex; the change must
    change something."""
    where = "annex" if name.startswith("method/") else "files"
    name = name.removeprefix("method/")
    files = getattr(publication, where)
    before = files.get(name, b"")
    after = change(before)
    assert after != before
    return replace(publication, **{where: {**files, name: after}})


def replaced(publication: Publication, name: str, old: str, new: str) -> Publication:
    """With the first place of a text changed."""
    return changed(publication, name, lambda content: _once(content, old.encode(), new.encode()))


def _once(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new, 1)


def in_json(publication: Publication, name: str, change: Callable[[Any], None]) -> Publication:
    def rewritten(content: bytes) -> bytes:
        document = json.loads(content)
        change(document)
        return json.dumps(document).encode()

    return changed(publication, name, rewritten)


def first_mark(html: bytes, new: str) -> bytes:
    """The first hidden cell of the table of match groups shows something."""
    start = html.index(f'data-table="{TABLE}"'.encode())
    found = re.compile(rb'<td[^>]*><span[^>]*class="fsb-mark"[^>]*>\.\..*?</td>', re.DOTALL).search(
        html, start
    )
    assert found
    return html[: found.start()] + f"<td>{new}</td>".encode() + html[found.end() :]


def carried(document: Any) -> Any:
    """The values in an executed notebook."""
    for cell in document["cells"]:
        for output in cell.get("outputs", ()):
            if NOTEBOOK_VALUES in output.get("data", {}):
                return output["data"][NOTEBOOK_VALUES]
    raise AssertionError


def first_hidden(table: Any) -> Any:
    return next(
        cell for row in table["rows"] for cell in row["cells"] if cell["status"] == "suppressed"
    )


def in_workbook(content: bytes, member: str, old: str, new: str) -> bytes:
    """One member of the packed file changed or, without an old text, added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            is_it = name == member or (member == "a sheet" and old.encode() in data)
            if is_it and old:
                data = _once(data, old.encode(), new.encode())
                member = name
            after.writestr(name, data)
        if not old:
            after.writestr(member, new)
    return made.getvalue()


def in_pdf(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(made)
    return made.getvalue()


def show_mark(pdf: pikepdf.Pdf, wanted: int) -> bool:
    """The mark ".." that is drawn as so manieth is drawn as "4"; False when there is none."""
    met = 0
    for page in pdf.pages:
        instructions = list(pikepdf.parse_content_stream(page))
        letters: dict[int, str] = {}
        for place, instruction in enumerate(instructions):
            if str(instruction.operator) == "Tf":
                font = page.Resources.Font[str(instruction.operands[0])]
                letters = glyphs(font.ToUnicode.read_bytes())
            elif str(instruction.operator) == "TJ" and _text(instruction, letters) == "..":
                met += 1
                if met == wanted:
                    four = next(code for code, text in letters.items() if text == "4")
                    strings = pikepdf.Array([pikepdf.String(four.to_bytes(2, "big"))])
                    instructions[place] = pikepdf.ContentStreamInstruction(
                        [strings], instruction.operator
                    )
                    content = pikepdf.unparse_content_stream(instructions)
                    page.Contents = pdf.make_stream(content)
                    return True
    return False


def _text(instruction: Any, letters: dict[int, str]) -> str:
    strings = instruction.operands[0]
    packed = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
    return "".join(letters[int.from_bytes(packed[at : at + 2])] for at in range(0, len(packed), 2))
