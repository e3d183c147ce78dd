"""The annex of a year as something to make: which reports it holds parts of, and where they lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import METHOD


@dataclass(frozen=True)
class AnnexJob:
    """The annex of one year's reports, by the folder that each of them lies in.

    `below` is where drafts lie that are not to take the place of released reports.
    """

    year: int
    folders: Mapping[str, Path]
    below: str = ""
    report: ClassVar[str] = METHOD

    @property
    def folder(self) -> str:
        """Where the annex lies below the outputs: `2009/method`."""
        return "/".join(filter(None, (self.below, str(self.year), METHOD)))

    @property
    def label(self) -> str:
        return f"{self.year} {METHOD}"

    @property
    def topic(self) -> str:
        return str(load("annex")["topic"])
