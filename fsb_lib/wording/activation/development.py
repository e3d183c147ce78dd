"""How the rate has moved since earlier measurements: since the last, and since the baseline."""

from fsb_lib.disclosure.protected import Cell, ProtectedReport
from fsb_lib.domain.periods import BASELINE_YEAR, previous_measurement
from fsb_lib.domain.vocabulary import TOTAL
from fsb_lib.wording import earlier, values
from fsb_lib.wording.values import fill, settings_of

REPORT = "activation_measurement"


def since_last(protected: ProtectedReport) -> list[str]:
    """The rate against the measurement before."""
    return _since(protected, previous_measurement(protected.year))


def since_baseline(protected: ProtectedReport) -> list[str]:
    """The rate against the baseline, where that is not the measurement before."""
    if protected.year <= BASELINE_YEAR or previous_measurement(protected.year) == BASELINE_YEAR:
        return []
    return _since(protected, BASELINE_YEAR)


def baseline(protected: ProtectedReport) -> Cell | None:
    """The rate of the baseline year; None in that year itself and before it."""
    return None if protected.year <= BASELINE_YEAR else rate_of(protected, BASELINE_YEAR)


def trend_headline(protected: ProtectedReport) -> str:
    """What the figure of measurements shows."""
    text, words = values.sentences(REPORT)["headlines"], settings_of(protected)
    now, first = rate_of(protected, protected.year), baseline(protected)
    if not now.shown:
        return fill(text["trend_hidden"], words)
    if first is None or not first.shown:
        return fill(text["trend_single"], words, {"rate": values.rate(now)})
    levels = {"first": values.rate(first), "rate": values.rate(now)}
    return fill(text["trend"], words, levels, {"first_year": str(BASELINE_YEAR)})


def rate_of(protected: ProtectedReport, year: int) -> Cell:
    """The rate of a measurement, as this report prints it."""
    return protected.table("activation_trend_by_target_group").cell("rate", str(year), TOTAL)


def _since(protected: ProtectedReport, year: int | None) -> list[str]:
    if year is None:
        return []
    now, before = rate_of(protected, protected.year), rate_of(protected, year)
    text, month = values.sentences(REPORT)["since"], values.measured_in(year)
    absent_now, absent_before = (not (one.shown or values.hidden([one])) for one in (now, before))
    if before.shown and absent_now:
        return [fill(text["nobody_now"], {"since": month, "first": values.rate(before)})]
    if absent_before:
        return [fill(text["nobody_ever" if absent_now else "nobody_before"], {"since": month})]
    return earlier.rate_changed(text, month, now, before)
