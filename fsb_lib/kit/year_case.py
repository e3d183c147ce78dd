"""The case of a released year: what a secretary takes from the portal, without a command line.

2009/case/2008-117489-orienteringsnotat-2009.docx      both forms, to be edited
          2008-117489-indstilling-2009.docx
          2008-117489-sag-2009.zip                     the agenda kit, with both
          manifest.json
"""

from collections.abc import Sequence
from pathlib import Path

from fsb_lib.base.fixed_zip import packed
from fsb_lib.base.report_files import CASE
from fsb_lib.kit.kit import KitOrder, kit_of
from fsb_lib.kit.reports import method_files, read_chosen
from fsb_lib.kit.stationery import Stationery
from fsb_lib.outputs import manifest


def write_case(
    folder: Path, reports: Sequence[Path], annex: Path, year: int, stationery: Stationery
) -> None:
    """Fill an empty folder with the case of these reports and of the year's annex, if it is there.

    Errors: those of `kit_of` and of `read_chosen`.
    """
    made = kit_of(read_chosen(reports), method_files(annex), KitOrder(year), stationery)
    for name, content in {**made.covers, made.name: packed(made.files)}.items():
        (folder / name).write_bytes(content)
    document = {"status": manifest.MADE, "report": CASE, "year": year}
    manifest.write_manifest(folder, {**document, "outputs": manifest.hashes(folder)})
