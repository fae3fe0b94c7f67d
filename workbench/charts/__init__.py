"""A Table in, a plotly Figure out: nothing is computed here but the look."""

from workbench.charts.flows import draw_flow
from workbench.charts.grids import draw_heatmap, draw_tiles
from workbench.charts.lines import draw_lines, draw_path
from workbench.charts.network import draw_network
from workbench.charts.ranking import draw_grouped, draw_ranking, draw_shares
from workbench.charts.years import draw_stacked_years, draw_years

__all__ = [
    "draw_flow",
    "draw_grouped",
    "draw_heatmap",
    "draw_lines",
    "draw_network",
    "draw_path",
    "draw_ranking",
    "draw_shares",
    "draw_stacked_years",
    "draw_tiles",
    "draw_years",
]
