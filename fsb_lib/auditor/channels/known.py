"""What every channel of a report is held to: tables, their words, and numbers it may tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from fsb_lib.auditor.channels.explaining import explained_by
from fsb_lib.auditor.channels.grid import Labels, labels_of
from fsb_lib.auditor.channels.numbers import Explained
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published import Table, tables


@dataclass(frozen=True)
class Known:
    """The published tables by id, their labels, and the explained numbers."""

    tables: Mapping[str, Table]
    labels: Mapping[str, Labels]
    explained: Explained

    @classmethod
    def of(cls, publication: Publication) -> "Known":
        """Errors: UnreadableError."""
        published = tables(publication)
        return cls(
            {table.id: table for table in published},
            labels_of(publication),
            explained_by(publication, published),
        )
