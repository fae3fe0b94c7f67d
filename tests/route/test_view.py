"""What the analyst sees: roadmap, outlook, what a page prints, and figures that are their tables."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

import workbench.route as tables
from workbench import charts
from workbench.labels import LANGUAGES
from workbench.route import Route
from workbench.route.cards import told_means
from workbench.route.printed import _PRINTED, printed_columns
from workbench.route.roadmap import period_names, roadmap_proposals

DATASETS = Path(__file__).parents[2] / "datasets"


def test_every_printed_column_is_one_of_its_table(planted):
    route, _, _ = planted
    titled = {"key_route_documents": "main_path_documents", "local_path_documents": "main_path_documents"}
    for name, columns in _PRINTED.items():
        table = getattr(tables, titled.get(name, name))(route)
        assert set(columns) <= set(table.frame.columns), name
        assert printed_columns(tables.titled(table, name)) == columns


def test_the_roadmap_proposes_the_planted_stations_and_the_key_patents(planted):
    route, path, _ = planted
    proposed = roadmap_proposals(route)
    stations = proposed.filter(pl.col("roadmap_basis").is_in(["main_path", "both"]))["document"]
    assert len(set(path) & set(stations)) >= len(path) - 2
    key = tables.key_patents(route).frame["document"]
    assert set(key) <= set(proposed["document"])
    table = tables.technology_roadmap(route)
    assert table.frame.height == proposed.height
    assert table.frame["period"].null_count() == 0
    assert len(table.records(0, "document")) == 1


def test_what_the_analyst_decides_is_what_is_drawn(planted, tmp_path):
    route, _, _ = planted
    place = tmp_path / "路线图.xlsx"
    before = tables.technology_roadmap(route, place)
    book = openpyxl.load_workbook(place)
    page = book["路线图"]
    first, second = page["B3"].value, page["B4"].value
    page["A3"], page["C4"], page["D4"], page["E4"] = "否", "自定分支", 1985, "自定标签"
    page.delete_rows(5)
    book.save(place)
    after = tables.technology_roadmap(route, place)
    assert first not in set(after.frame["document"])
    (row,) = after.frame.filter(pl.col("document") == second).to_dicts()
    assert (row["branch"], row["document_year"], row["roadmap_label"]) == ("自定分支", 1985, "自定标签")
    assert after.frame.height == before.frame.height - 2
    assert {item.reason: item.count for item in after.left_out} == {"roadmap_not_kept": 1, "roadmap_deleted": 1}
    figure = charts.draw_card_grid(
        after, language="zh", row="branch", column="period", name="document", text="roadmap_label"
    )
    told = [note.text for note in figure.layout.annotations]
    assert "自定分支" in told
    assert f"<b>{second}</b><br>自定标签" in told


def test_years_outside_the_periods_make_periods_of_their_own():
    years = pl.Series([1990, 2003, 2008, 2020, None])
    assert period_names(years, [(2000, 2004), (2005, 2009)]) == [
        "1990–1999", "2000–2004", "2005–2009", "2010–2020", None,
    ]  # fmt: skip
    assert period_names(pl.Series([2001, 2003]), []) == ["2001–2003", "2001–2003"]


def test_the_outlook_quotes_a_recent_document_of_each_branch_that_does_not_shrink(planted):
    route, _, _ = planted
    outlook, trends = tables.route_outlook(route).frame, tables.branch_trends(route).frame
    kept = trends.filter(pl.col("trend").is_in(["emerging", "growing", "steady"]))
    assert outlook["branch"].to_list() == kept["branch"].head(10).to_list()
    assert outlook["recent_count"].to_list() == kept["recent_count"].head(10).to_list()
    known = outlook.filter(pl.col("document").is_not_null())
    assert known["problem"].str.contains("问题").all()
    assert known["means"].str.contains("包括").all()


def test_what_a_document_does_not_state_is_not_invented(planted):
    route, _, _ = planted
    titles = route.corpus.polars("publications").select("record", abstract=pl.lit("一种装置。")).collect()
    bare = route.corpus.with_tables(
        publications=route.corpus.polars("publications").drop("abstract").join(titles.lazy(), on="record")
    )
    told = told_means(Route.of(bare), Route.of(bare).documents["node"].head(5).to_numpy())
    assert told.null_count().row(0) == (5, 5, 5)


def test_means_are_told_from_the_clause_that_begins_with_them(corpus_of):
    bare = corpus_of({"number": "CN1A"}, {"number": "US1A"}, {"number": "CN2A"})
    abstracts = pl.Series(
        [
            "本发明涉及机器人，公开了一种采用磁吸附的机器人，包括底盘和云台。可巡检。",
            "A robot comprising a chassis and a camera. It climbs.",
            "本发明涉及巡检，公开了一种机器人。",
        ]
    )
    publications = bare.polars("publications").with_columns(abstract=pl.lit(abstracts)).collect()
    route = Route.of(bare.with_tables(publications=publications), level="application", basis="citations")
    told = told_means(route, route.documents["node"].to_numpy())
    assert told["means"].to_list() == ["包括底盘和云台", "comprising a chassis and a camera", None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_path_drawn_is_the_path_of_the_table(planted, language):
    route, _, _ = planted
    stations, links = tables.main_path_documents(route), tables.main_path_links(route)
    figure = charts.draw_lanes(stations, links, language=language)
    (marks,) = (trace for trace in figure.data if trace.mode == "markers")
    drawn = [int(mark.split("|")[0]) for mark in marks.customdata if mark]
    assert len(drawn) > 10
    years = stations.frame["document_year"].to_list()
    assert [x for x, mark in zip(marks.x, marks.customdata, strict=True) if mark] == [
        years[row] for row in drawn
    ]
    shares = [share for trace in figure.data if trace.mode == "lines" for share in trace.meta]
    assert sorted(shares) == sorted(links.frame["link_share"].to_list())


def test_the_alluvial_drawn_is_the_flows_of_the_table(planted):
    route, _, _ = planted
    blocks, flows = tables.branch_periods(route), tables.branch_flows(route)
    figure = charts.draw_alluvial(blocks, flows, language="zh")
    assert [trace.meta for trace in figure.data if trace.fill == "toself"] == flows.frame[
        "flow_count"
    ].to_list()
    assert len(figure.layout.shapes) == blocks.frame.filter(pl.col("document_count") > 0).height


def test_the_bundled_decomposition_table_gives_each_patent_its_planted_branch(planted):
    route, _, branches = planted
    table = tables.read_branch_table(DATASETS / "sample_branches.xlsx")
    found = Route.of(route.corpus, branch_table=table)
    documents = found.documents["document"]
    pairs = [(branches.get(name), own) for name, own in zip(documents, found.groups.names, strict=True)]
    known = [(truth, own) for truth, own in pairs if truth is not None]
    assert sum(truth == own for truth, own in known) / len(known) > 0.98
