"""A Table in, a plotly Figure out: nothing is computed here but the look."""

from workbench.charts.ranking import draw_ranking
from workbench.charts.years import draw_years

__all__ = ["draw_ranking", "draw_years"]
