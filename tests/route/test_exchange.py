"""What is written for other programs reads back as the same network."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.route.cleaning import clean
from workbench.route.exchange import arcs_table, network_graph, nodes_table, write_network
from workbench.route.main_path import SearchPlan, find_main_path
from workbench.route.network import CitationNetwork
from workbench.route.reading import ReadingOptions, read_network
from workbench.route.weighing import weigh

DIAMOND = (("A", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("D", "E"))
SIGNS = st.characters(codec="utf-8", exclude_categories=("Cs",))


def network(pairs, labels=None, dates=None, isolated=()):
    names = [*dict.fromkeys(name for pair in pairs for name in pair), *isolated]
    place = {name: at for at, name in enumerate(names)}
    cited, citing = (np.array([place[pair[end]] for pair in pairs], dtype=np.int32) for end in (0, 1))
    return CitationNetwork(
        cited,
        citing,
        pl.Series("name", names, dtype=pl.String),
        None if labels is None else pl.Series("label", [labels.get(name, name) for name in names]),
        None if dates is None else np.array([dates.get(name, 0) for name in names], dtype=np.int32),
    )


def weighed(*args, **kwargs):
    weighing = weigh(clean(network(*args, **kwargs)).network)
    return weighing, find_main_path(weighing, SearchPlan())


def arcs(read):
    return {(read.names[int(u)], read.names[int(v)]) for u, v in zip(read.cited, read.citing, strict=True)}


@st.composite
def numbered_networks(draw):
    size = draw(st.integers(2, 8))
    every = [(str(u), str(v)) for u in range(1, size + 1) for v in range(u + 1, size + 1)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    labels = {str(at): draw(st.text(SIGNS, max_size=6)) for at in range(1, size + 1)}
    return size, pairs, labels


@given(numbered_networks())
def test_pajek_reads_back_with_the_same_arcs_and_labels(tmp_path_factory, drawn):
    size, pairs, labels = drawn
    names = [str(at) for at in range(1, size + 1)]
    ends = [np.array([int(pair[end]) - 1 for pair in pairs], dtype=np.int32) for end in (0, 1)]
    told = pl.Series("label", [labels[name] for name in names], dtype=pl.String)
    weighing = weigh(clean(CitationNetwork(*ends, pl.Series("name", names), told)).network)
    out = tmp_path_factory.mktemp("net") / "n.net"
    write_network(weighing, out)
    read = read_network(out)
    assert arcs(read) == set(pairs)
    assert read.names.to_list() == names
    plain = [label for label in labels.values() if label.isalnum()]
    assert set(plain) <= set(read.labels)


def test_pajek_keeps_document_numbers_and_titles(tmp_path):
    weighing, path = weighed(DIAMOND, labels={"A": 'the "first"', "B": "two\nlines"}, isolated=("Z",))
    write_network(weighing, tmp_path / "n.net", path)
    read = read_network(tmp_path / "n.net")
    assert read.labels.to_list() == ["A the ’first’", "B two lines", "C", "D", "E", "Z"]
    assert read.arc_count == len(DIAMOND)


def test_csv_reads_back_with_its_dates(tmp_path):
    dates = {"A": 19980503, "B": 19990000, "C": 19990500, "D": 20010101, "E": 20020101}
    weighing, path = weighed(DIAMOND, dates=dates, labels={"A": "标题, 一"})
    assert write_network(weighing, tmp_path / "n.csv", path) == len(DIAMOND)
    read = read_network(tmp_path / "n.csv", ReadingOptions(dates="citing_date,cited_date"))
    assert arcs(read) == set(DIAMOND)
    assert dict(zip(read.names, read.dates.tolist(), strict=True)) == dates
    assert "标题, 一" in pl.read_csv(tmp_path / "n.csv")["cited_label"].to_list()


@pytest.mark.parametrize(("ending", "read"), [(".gexf", nx.read_gexf), (".graphml", nx.read_graphml)])
def test_gexf_and_graphml_read_back_equal_to_the_graph(tmp_path, ending, read):
    weighing, path = weighed(
        DIAMOND, labels={"A": "一种 <a> & \x00装置"}, dates={"A": 19980503}, isolated=("Z",)
    )
    out = tmp_path / f"n{ending}"
    write_network(weighing, out, path)
    found, graph = read(out), network_graph(weighing, path)
    assert dict(found.nodes(data="label")) == dict(graph.nodes(data="label"))
    assert dict(found.nodes(data="on_path")) == dict(graph.nodes(data="on_path"))
    assert found.nodes["A"]["date"] == 19980503
    assert {(u, v): d["weight"] for u, v, d in found.edges(data=True)} == pytest.approx(
        {(u, v): d["weight"] for u, v, d in graph.edges(data=True)}
    )
    again = tmp_path / f"again{ending}"
    write_network(weighing, again, path)
    assert again.read_bytes() == out.read_bytes()


def test_the_graph_carries_weights_dates_and_the_path():
    weighing, path = weighed(DIAMOND, dates={"A": 19980503})
    graph = network_graph(weighing, path)
    assert graph.edges["D", "E"] == {"weight": 1.0, "on_path": True}
    assert graph.nodes["A"] == {"label": "A", "on_path": True, "date": 19980503}
    assert nodes_table(weighing)["on_path"].sum() == 0
    assert arcs_table(weighing, path)["on_path"].all()


def test_an_unknown_ending_and_a_folder_that_is_not_there_are_refused(tmp_path):
    weighing, _ = weighed(DIAMOND)
    with pytest.raises(WorkbenchError) as fault:
        write_network(weighing, tmp_path / "n.xls")
    assert fault.value.key == "unknown_format"
    with pytest.raises(WorkbenchError) as fault:
        write_network(weighing, tmp_path / "nowhere" / "n.net")
    assert fault.value.key == "cannot_write"
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_what_the_reader_reads(edges, route, tmp_path):
    for ending in (".net", ".gexf", ".graphml", ".csv"):
        route("export", edges("B,A", "C,A", "D,B", "D,C"), "--out", tmp_path / f"n{ending}")
        assert (tmp_path / f"n{ending}").stat().st_size > 50
    assert read_network(tmp_path / "n.net").arc_count == 4
