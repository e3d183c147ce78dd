"""Whatever number the wording works out, the auditor can work out as well: else a release of a
city that nobody thought of is refused for its own page.

The reports are those of the boundaries (tests/sentences), and others with figures drawn over the
whole range of each derived sentence. Their texts are judged as those of a page.
"""

import os
from collections.abc import Iterator
from html import escape
from random import Random

import pytest

from fsb_lib import params
from fsb_lib.auditor.channels.page import judged
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.findings import IN_TEXTS
from fsb_lib.components.fragment import Fragment
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.periods import Period
from fsb_lib.run.asked_auditor import as_published
from tests.sentences import (
    cases_activation,
    cases_cooperation,
    cases_outcomes,
    cases_plans,
    cases_profile,
)
from tests.sentences.cases import releases
from tests.sentences.saying import told

# Their manifests would say the case number, or of which release they are.
NOT_BY_THEMSELVES = ("activation: with a memo", "common: ")
CASES = [name for name in releases() if not name.startswith(NOT_BY_THEMSELVES)]
N_DRAWN = 400 if "FSB_FUZZ" in os.environ else 40


def html_of(release: ProtectedReport) -> Iterator[str]:
    """Everything that the wording says of a release, as a page has it."""
    for _, value in told(release):
        yield value.html if isinstance(value, Fragment) else f"<p>{escape(value)}</p>"


def unexplained(release: ProtectedReport) -> list[str]:
    parameters = params.read(year=release.year, profile_basis=basis_of(release))
    tellable = Tellable.of(as_published(release, parameters))
    page = f"<html><body><main>{''.join(html_of(release))}</main></body></html>"
    findings, _ = judged(page, "page", tellable)
    return [str(one) for one in findings if one.kind in IN_TEXTS]


def basis_of(release: ProtectedReport) -> str:
    described = (table.when for table in release.tables if table.id == "profile_sex")
    return "during_period" if isinstance(next(described, None), Period) else "on_reference_date"


@pytest.mark.parametrize("name", CASES)
def test_every_boundary_is_explained(name: str) -> None:
    assert unexplained(releases()[name]) == []


# --- figures over the whole range ----------------------------------------------------------------


def share_of(rng: Random, whole: int) -> tuple[int, int]:
    """Any share, its ends more often than others."""
    part = rng.choice((0, whole, rng.randint(0, whole), rng.randint(0, whole)))
    return part, whole


def cooperation(rng: Random) -> ProtectedReport:
    sizes = (12, 40, 70, 94, 494, rng.randint(0, 900))
    schemes = {name: share_of(rng, rng.choice(sizes)) for name in cases_cooperation.SCHEMES}
    return cases_cooperation.at(rng.choice((2014, 2015)), **schemes)


def activation(rng: Random) -> ProtectedReport:
    sizes = (rng.randint(5, 900), rng.randint(5, 300), rng.randint(5, 3000))
    year = rng.choice((2007, 2008, 2009, 2010, 2011, 2014))
    return cases_activation.at(*(share_of(rng, size) for size in sizes), year=year)


def plans(rng: Random) -> ProtectedReport:
    offers = [rng.randint(0, 1500) for _ in range(rng.randint(1, 5))]
    cumulative = [sum(offers[: n + 1]) for n in range(len(offers))]
    there = rng.randint(1, 4000)
    return cases_plans.at(
        *cumulative,
        at_cutoff=rng.randint(0, cumulative[-1]),
        states=[rng.randint(0, 400) for _ in cases_plans.STATES],
        both=share_of(rng, there),
        coverage=share_of(rng, there),
        registered=share_of(rng, there + rng.randint(0, 3000)),
    )


def outcomes(rng: Random) -> ProtectedReport:
    states = {state: rng.choice((0, rng.randint(0, 2000))) for state in cases_outcomes.BASE}
    return cases_outcomes.at(rng.randint(0, 90), rng.choice((0, rng.randint(5, 90))), **states)


def profile(rng: Random) -> ProtectedReport:
    focus, in_class = rng.randint(0, 4500), rng.randint(6000, 12000)
    facts = {
        name: {code: rng.choice((0, rng.randint(0, 900))) for code in codes}
        for name, codes in (
            ("sex", cases_profile.SEX),
            ("age", cases_profile.AGE),
            ("duration", cases_profile.DURATION),
            ("origin", cases_profile.ORIGIN),
        )
    }
    return cases_profile.at(
        rng.choice((2007, 2009, 2014)),
        during=rng.random() < 0.5,
        size=(focus, focus + rng.randint(0, 1500)),
        of_class=share_of(rng, in_class),
        focus=(focus, in_class),
        several=rng.randint(0, 300),
        **facts,
    )


@pytest.mark.parametrize("draw", [cooperation, activation, plans, outcomes, profile])
def test_every_figure_of_the_range_is_explained(draw) -> None:
    rng = Random(f"{draw.__name__} 1")
    for _ in range(N_DRAWN):
        assert unexplained(draw(rng)) == []
