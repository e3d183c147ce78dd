"""The activation measurement: its change since the measurement before, and its definitions."""

from fractions import Fraction

from fsb_lib.disclosure.protected import ProtectedReport
from tests.sentences.cases_activation import BY_DEFINITION, FIFTHS, Since, at

TWENTY = {"disclosure_threshold": 20}


def points(tenths: int) -> Fraction:
    """Tenths of a percentage point."""
    return Fraction(tenths, 1000)


def since(**changed: object) -> ProtectedReport:
    """2010, in which these things changed since 2009."""
    return at(*FIFTHS, year=2010, since=Since(**changed))  # type: ignore[arg-type]


def defined(**levels: tuple[tuple[int, int], tuple[int, int]]) -> ProtectedReport:
    """2010, in which these definitions have other levels in 2009 and 2010."""
    given = {
        (year, name): pair
        for name, pairs in levels.items()
        for year, pair in zip(("2009", "2010"), pairs, strict=True)
    }
    return at(*FIFTHS, year=2010, definitions=given)


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    return {**_effects(), **_movements(), **_definitions()}


def _effects() -> dict[str, ProtectedReport]:
    return {
        "mix and rate together up": since(mix=points(10), rate=points(24)),
        "mix and rate together down": since(mix=points(-10), rate=points(-24)),
        "rate up, mix against": since(mix=points(-10), rate=points(24)),
        "rate down, mix against": since(mix=points(10), rate=points(-24)),
        "mix and rate cancel": since(mix=points(10), rate=points(-10)),
        "only rate, up": since(rate=points(24)),
        "only rate, down": since(rate=points(-24)),
        "only mix, up": since(mix=points(10)),
        "only mix, down": since(mix=points(-10)),
        "one point up": since(rate=points(10)),
        "nothing changed": since(),
        "too little to show": since(rate=Fraction(1, 10000)),
        "nobody on one of the days": since(mix=None, rate=None),
        "effects hidden": since(rate=points(24), before=(3, 3357)),
    }


def _movements() -> dict[str, ProtectedReport]:
    return {
        "nobody stayed": since(stayed=(0, 0, 0)),
        "nobody entered": since(entered=(0, 0)),
        "nobody left": since(left=(0, 0)),
        "none of them activated": since(stayed=(5, 0, 0), entered=(5, 0), left=(5, 0)),
        "those who entered more often": since(entered=(600, 400), left=(1000, 400)),
        "those who entered less often": since(entered=(600, 60), left=(1000, 400)),
        "those who entered as often": since(entered=(600, 60), left=(1000, 100)),
        "stayed hidden": since(stayed=(2000, 400, 4)),
        "every movement hidden": since(stayed=(4, 0, 0), entered=(3, 0), left=(2, 0)),
    }


def _definitions() -> dict[str, ProtectedReport]:
    low, high = (1000, 5000), (2000, 5000)
    same = dict.fromkeys(BY_DEFINITION, (low, high))
    return {
        "every definition rises alike": defined(**same),
        "every definition falls alike": defined(**dict.fromkeys(BY_DEFINITION, (high, low))),
        "definitions rise differently": defined(**{**same, "match3": (low, (2100, 5000))}),
        "definitions fall differently": defined(
            **{**dict.fromkeys(BY_DEFINITION, (high, low)), "match3": (high, (900, 5000))}
        ),
        "one definition falls": defined(**{**same, "match5": (high, low)}),
        "one definition stays": defined(**{**same, "match5": (low, low)}),
        "the report's own falls": defined(**{**same, "this_report": (high, low)}),
        "the report's own stays": defined(**{**same, "this_report": (low, low)}),
        "no definition moves": defined(**dict.fromkeys(BY_DEFINITION, (low, low))),
        "one definition hidden": defined(**{**same, "as_printed": (low, (3, 5000))}),
        "one definition without anybody": defined(**{**same, "as_printed": (low, (0, 0))}),
        "every definition hidden": defined(**dict.fromkeys(BY_DEFINITION, (low, (3, 5000)))),
        "nobody by any definition": defined(**dict.fromkeys(BY_DEFINITION, (low, (0, 0)))),
        "definitions of the first year": at(
            *FIFTHS, year=2007, definitions={("2007", "match3"): (1100, 2600)}
        ),
        "definitions of the first year, one hidden": at(
            *FIFTHS, year=2007, definitions={("2007", "match3"): (3, 2600)}
        ),
        "definitions of the first year, one without anybody": at(
            *FIFTHS, year=2007, definitions={("2007", "match3"): (0, 0)}
        ),
    }
