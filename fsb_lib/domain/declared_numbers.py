"""The declared numbers of tables and figures: `A3`, in whichever file of whichever year.

data/numbers.yaml    plan_coverage:  plan_offers: {table: P1, figure: P1}
"""

from fsb_lib.base.package_data import load


def table_number(report: str, table_id: str) -> str:
    """The number of a report's table; empty for one that has none, which `fsb check` refuses."""
    return _number(report, table_id, "table")


def figure_number(report: str, table_id: str) -> str:
    """The number of the figure that draws this table; empty where none does."""
    return _number(report, table_id, "figure")


def _number(report: str, table_id: str, kind: str) -> str:
    number: str = load("numbers").get(report, {}).get(table_id, {}).get(kind, "")
    return number
