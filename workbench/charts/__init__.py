"""A Table in, a plotly Figure out: nothing is computed here but the look."""

from workbench.charts.alluvial import AlluvialColumns, draw_alluvial
from workbench.charts.card_grid import draw_card_grid
from workbench.charts.flows import draw_flow
from workbench.charts.grids import draw_heatmap, draw_tiles
from workbench.charts.lane_places import LaneColumns
from workbench.charts.lanes import draw_lanes
from workbench.charts.lines import draw_lines, draw_path
from workbench.charts.network import draw_network
from workbench.charts.presence import draw_presence
from workbench.charts.ranking import draw_grouped, draw_ranking, draw_shares
from workbench.charts.series import draw_curve, draw_series
from workbench.charts.years import draw_stacked_years, draw_years

__all__ = [
    "AlluvialColumns",
    "LaneColumns",
    "draw_alluvial",
    "draw_card_grid",
    "draw_curve",
    "draw_flow",
    "draw_grouped",
    "draw_heatmap",
    "draw_lanes",
    "draw_lines",
    "draw_network",
    "draw_path",
    "draw_presence",
    "draw_ranking",
    "draw_series",
    "draw_shares",
    "draw_stacked_years",
    "draw_tiles",
    "draw_years",
]
