"""What a reader loses when a count is hidden; the suppressor looks for the least loss."""

from math import log

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.cells import Place
from fsb_lib.disclosure.joint import JointModel
from fsb_lib.domain import vocabulary

TOTALS = {vocabulary.TOTAL, "sof_i_alt", "bif_i_alt"}


def loss(model: JointModel, name: str) -> float:
    """Nothing for a count that is not printed; more for totals, headlines and large counts."""
    places = model.printed.get(name, ())
    size = log(1 + model.values[name]) / 10 if places else 0.0
    return size + sum(_of_place(place) for place in places)


def _of_place(place: Place) -> float:
    weights = load("disclosure")["loss"]
    n_totals = sum(code in TOTALS for code in place.codes)
    headline = place.table in load("disclosure")["headlines"]
    return float(1 + weights["total"] * n_totals + weights["headline"] * headline)
