"""The result of an audit: what was tried and found, without a name or a value of a cell.

Much of it speaks from the truth (witnesses, insiders, what was told before), so it is private: a
released page says only that its year passed.
"""

import json
from dataclasses import dataclass
from typing import Any

from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.insiders import Insiders
from fsb_lib.auditor.release_attack import Tightest
from fsb_lib.auditor.self_test import SelfTest

NO_INSIDERS = Insiders(0, 0, 0)
NO_SELF_TEST = SelfTest(0, 0, ())


@dataclass(frozen=True)
class AuditResult:
    """`passed` when nothing was found; `told_before`: cells that earlier releases gave away."""

    threshold: int
    n_reports: int
    n_earlier_releases: int
    n_cells: int
    n_hidden: int
    n_hidden_earlier: int
    n_differences: int
    n_relations: int
    tightest: Tightest | None
    n_witnesses: int
    told_before: int
    findings: tuple[Finding, ...]
    insiders: Insiders = NO_INSIDERS
    self_test: SelfTest = NO_SELF_TEST

    @property
    def passed(self) -> bool:
        return not self.findings

    def as_json(self) -> str:
        return json.dumps(self._document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _document(self) -> dict[str, Any]:
        tightest = self.tightest and {
            "n_values": self.tightest.n_values,
            "population": self.tightest.population,
        }
        return {
            "passed": self.passed,
            "threshold": self.threshold,
            "reports": self.n_reports,
            "earlier_releases": self.n_earlier_releases,
            "cells": self.n_cells,
            "hidden": self.n_hidden,
            "hidden_in_earlier_releases": self.n_hidden_earlier,
            "differences": self.n_differences,
            "relations": self.n_relations,
            "tightest": tightest,
            "witnesses": self.n_witnesses,
            "told_before": self.told_before,
            "insiders": {
                "alone": self.insiders.n_alone,
                "who_learn": self.insiders.n_who_learn,
                "learnt": self.insiders.n_learnt,
            },
            "self_test": {
                "shown": self.self_test.n_shown,
                "noticed": self.self_test.n_noticed,
                "not_needed": list(self.self_test.not_needed),
            },
            "findings": [one.as_json() for one in self.findings],
        }
