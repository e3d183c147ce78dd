"""The figure of the activation rate over time: one panel for all and one for each target group.

    protected tables -> courses -> panels of one size, labels where there is room -> fragment
    trend_figure        course     panels             labels

In: a protected report. Out: a fragment. Imported by `charts` only. Door: `trend`.
"""

from fsb_lib.charts.trend.trend_figure import trend

__all__ = ["trend"]
