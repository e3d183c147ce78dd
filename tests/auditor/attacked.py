"""What the auditor finds of tiny reports, in a few words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fsb_lib.audit.facts import Facts
from fsb_lib.audit.form import facts_from
from fsb_lib.auditor.facts_document import definitions_of, facts_of, gathered
from fsb_lib.auditor.merged_facts import merged
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.release_attack import Parts


def facts(*publications: Publication) -> dict[str, Any]:
    """The facts document of reports that are released together."""
    return facts_of(gathered(publications), definitions_of(publications))


def read(document: Mapping[str, Any]) -> Facts:
    return facts_from(json.dumps(document), "facts")


def intervals(*releases: Sequence[Publication]) -> dict[str, tuple[int, int | None]]:
    """The interval that all releases together leave to each hidden printed cell."""
    parts = Parts.of(read(merged(*(facts(*one) for one in releases))))
    found = ((name, parts.outcome(name).interval) for name in parts.printed)
    return {name: (one.low, one.high) for name, one in found if one is not None}


def small_differences(*releases: Sequence[Publication]) -> dict[str, tuple[int, int | None]]:
    """The differences that are proved to be small counts."""
    parts = Parts.of(read(merged(*(facts(*one) for one in releases))))
    found = ((name, parts.small_difference(name)) for name in parts.differences)
    return {n: (o.interval.low, o.interval.high) for n, o in found if o and o.interval}
