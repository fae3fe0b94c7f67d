"""One decomposition table serves the topic database and the route alike."""

from pathlib import Path

from workbench.query.decomposition import read_decomposition
from workbench.runs.routing import open_route

ROOT = Path(__file__).parents[2]


def test_a_table_of_queries_gives_the_route_its_branches():
    table = ROOT / "datasets" / "search" / "decomposition.csv"
    route = open_route(exports=str(ROOT / "datasets" / "sample"), branches=str(table))
    assert route.groups.kind == "branch"
    assert set(route.groups.names.drop_nulls()) == {
        branch.name for branch in read_decomposition(table).branches
    }
