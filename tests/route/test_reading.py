"""Networks from every form they come in."""

import zipfile
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from workbench.corpus import Corpus, Manifest
from workbench.errors import WorkbenchError
from workbench.route.corpus_network import corpus_network
from workbench.route.network import date_numbers, is_against
from workbench.route.reading import ReadingOptions, read_network

PAJEK = """% a comment
*NETWORK example
*Vertices 4
1 "first paper" 0.1 0.2 0.5
2 second
% another
 3 "third"
*ARCS :1 "cites"
1 2 1
 2 3
*arcslist
1 3 4
*Edges
"""


def arcs_of(network):
    names = network.names.to_list()
    return [(names[t], names[h]) for t, h in zip(network.cited, network.citing, strict=True)]


def fault_of(call):
    with pytest.raises(WorkbenchError) as caught:
        call()
    return caught.value.key


def test_pajek_sections_are_read_in_any_case_with_comments_and_quoted_labels(net):
    network = read_network(net(PAJEK))
    assert arcs_of(network) == [("1", "2"), ("2", "3"), ("1", "3"), ("1", "4")]
    assert network.shown_labels().to_list() == ["first paper", "second", "third", "4"]


def test_partitions_and_vectors_of_a_project_are_passed_over(net):
    more = "*Partition years\n*Vertices 4\n1999\n2000\n2001\n2002\n*Vector v\n*Vertices 4\n0.5\n0.5\n0.5\n0.5\n"
    assert arcs_of(read_network(net(PAJEK + more, "project.paj"))) == arcs_of(read_network(net(PAJEK)))


def test_edges_are_taken_as_they_stand_and_told(net):
    network = read_network(net("*vertices 2\n*edges\n2 1\n"))
    assert arcs_of(network) == [("2", "1")]
    assert [remark.key for remark in network.remarks] == ["edges_as_arcs"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "route_no_vertices"),
        ("*arcs\n1 2\n", "route_bad_line"),
        ("*vertices two\n", "route_bad_line"),
        ("*vertices 99999999999\n", "route_bad_line"),
        ("*vertices 2\n*arcs\n1 3\n", "route_bad_line"),
        ("*vertices 2\n*arcs\n1\n", "route_bad_line"),
        ("*vertices 2\n*arcs\n1 x\n", "route_bad_line"),
        ("*vertices 2\n*matrix\n0 1\n1 0\n", "route_bad_line"),
        ('*vertices 2\n7 "far"\n', "route_bad_line"),
        ("not pajek at all\n", "route_bad_line"),
    ],
)
def test_a_malformed_pajek_file_is_refused_with_its_line(net, text, fault):
    assert fault_of(lambda: read_network(net(text))) == fault


def zipped(tmp_path, **members):
    path = tmp_path / "nets.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def test_a_zip_whose_networks_differ_needs_a_member(tmp_path):
    path = zipped(tmp_path, a__net="*vertices 2\n*arcs\n1 2\n", b__net="*vertices 2\n*arcs\n2 1\n")
    assert fault_of(lambda: read_network(path)) == "route_several_networks"
    assert arcs_of(read_network(path, ReadingOptions(member="b.net"))) == [("2", "1")]
    assert fault_of(lambda: read_network(path, ReadingOptions(member="c.net"))) == "route_no_member"


def test_a_zip_whose_networks_are_the_same_needs_none(tmp_path):
    twice = '*vertices 2\n1 "with a label"\n*arcs\n1 2\n1 2\n'
    path = zipped(
        tmp_path, a__net="*vertices 2\n*arcslist\n1 2\n", b__paj=twice, year__clu="*vertices 2\n1999\n2001\n"
    )
    network = read_network(path, ReadingOptions(dates="year.clu"))
    assert [remark.key for remark in network.remarks] == ["same_networks"]
    assert network.dates.tolist() == [19990000, 20010000]


def test_the_networks_of_a_project_are_told_apart_by_name(net):
    path = net("*Network one\n*Vertices 2\n*Arcs\n1 2\n*Network two\n*Vertices 2\n*Arcs\n2 1\n", "two.paj")
    assert fault_of(lambda: read_network(path)) == "route_several_networks"
    assert arcs_of(read_network(path, ReadingOptions(member="two"))) == [("2", "1")]


def test_in_a_table_the_first_column_cites_the_second_unless_named(edges):
    path = edges("CN2A,CN1A", "CN3A,CN2A")
    assert arcs_of(read_network(path)) == [("CN1A", "CN2A"), ("CN2A", "CN3A")]
    named = ReadingOptions(citing="cited", cited="citing")
    assert arcs_of(read_network(path, named)) == arcs_of(read_network(path, ReadingOptions(reverse=True)))


def test_rows_without_both_ends_are_counted_not_drawn(edges):
    network = read_network(edges("A,B", "A,", " ,B", "C,A"))
    assert arcs_of(network) == [("B", "A"), ("A", "C")]
    assert network.incomplete == 2


@pytest.mark.parametrize("values", [[5, 3, 900], [5, 3, 10**15]])
def test_a_parquet_of_whole_numbers_is_read_without_text(tmp_path, values):
    path = tmp_path / "edges.parquet"
    pl.DataFrame({"citing": values[1:], "cited": values[:-1]}).write_parquet(path)
    assert arcs_of(read_network(path)) == [(str(cited), str(citing)) for cited, citing in pairwise(values)]


def test_tables_of_other_separators_and_encodings_are_read(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_bytes("施引;被引\n专利乙;专利甲\n".encode("gb18030"))
    assert arcs_of(read_network(path)) == [("专利甲", "专利乙")]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"", "route_empty_file"),
        ("a.csv", b"only\none\n", "route_edge_columns"),
        ("a.parquet", b"not parquet", "cannot_read"),
        ("a.zip", b"not a zip", "cannot_read"),
        ("a.docx", b"x", "route_unknown_form"),
    ],
)
def test_a_file_that_is_no_network_is_refused(tmp_path, name, content, fault):
    path = tmp_path / name
    path.write_bytes(content)
    assert fault_of(lambda: read_network(path)) == fault


def test_missing_files_and_columns_are_refused(edges, tmp_path):
    assert fault_of(lambda: read_network(tmp_path / "nowhere.csv")) == "no_such_file"
    path = edges("A,B")
    assert fault_of(lambda: read_network(path, ReadingOptions(citing="x", cited="y"))) == "route_edge_columns"
    assert fault_of(lambda: read_network(path, ReadingOptions(citing="x"))) == "malformed_option"
    assert fault_of(lambda: read_network(path, ReadingOptions(dates="x"))) == "route_edge_columns"


def test_a_column_dates_the_side_for_which_it_is_one_date_each(edges):
    path = edges("B,A,1998", "C,A,1998", "C,B,2001", heading="citing,cited,year")
    network = read_network(path, ReadingOptions(dates="year"))
    dates = dict(zip(network.names, network.dates.tolist(), strict=True))
    assert dates == {"A": 19980000, "B": 20010000, "C": 0}
    assert network.remarks[-1].key == "dates_of_cited"


def test_two_columns_date_both_sides(edges):
    path = edges("B,A,2001-05-01,1998", heading="citing,cited,late,early")
    network = read_network(path, ReadingOptions(dates="late,early"))
    assert dict(zip(network.names, network.dates.tolist(), strict=True)) == {"A": 19980000, "B": 20010501}


def test_a_file_of_dates_meets_documents_by_their_number(edges):
    path, dates = edges("B,A"), edges("A,1998.5.3", "Z,2000", heading="n,d", name="dates.csv")
    network = read_network(path, ReadingOptions(dates=str(dates)))
    assert dict(zip(network.names, network.dates.tolist(), strict=True)) == {"A": 19980503, "B": 0}
    other = edges("Y,1998", heading="n,d", name="other.csv")
    assert fault_of(lambda: read_network(path, ReadingOptions(dates=str(other)))) == "route_dates_meet_nothing"


def test_dates_of_any_writing_become_numbers():
    given = ["1998", "19980503", "1998-05", "1998/5/3", "1998年5月3日", "n/a", None, "0"]
    expected = [19980000, 19980503, 19980500, 19980503, 19980503, 0, 0, 0]
    assert date_numbers(pl.Series(given)).to_list() == expected
    assert date_numbers(pl.Series([1998, None])).to_list() == [19980000, 0]


def test_dates_are_compared_as_far_as_both_are_known():
    cited = np.array([20010000, 20010601, 20010601, 20010601, 20010601, 0], dtype=np.int32)
    citing = np.array([20000000, 20010500, 20010000, 20010601, 20010531, 20000101], dtype=np.int32)
    assert is_against(cited, citing).tolist() == [True, True, False, False, True, False]


def corpus():
    frames = {
        "publications": pl.DataFrame(
            {
                "record": [0, 1, 2, 3],
                "publication_number": ["CN100000001A", "CN100000001B", "EP0971217B1", "WO2000040934A1"],
                "application": [0, 0, 2, 3],
                "title": ["one", "one", "two", None],
            }
        ),
        "applications": pl.DataFrame(
            {
                "application": [0, 2, 3],
                "application_number": ["CN200710000001", "EP97100000", None],
                "filing_date": ["2007-01-02", "1997-03-04", None],
                "priority_date": [None, "1996-03-04", None],
            }
        ).with_columns(pl.col("filing_date", "priority_date").str.to_date()),
        "families": pl.DataFrame(
            {"application": [2, 3], "scheme": ["simple", "simple"], "family": ["F1", "F1"]}
        ),
        "citations": pl.DataFrame(
            {
                "record": [0, 1, 1, 2, 0],
                "direction": ["cited", "cited", "cited", "citing", "cited"],
                "document": ["EP971217B1", "WO0040934A1", "US1234567A", "CN100000001", None],
                "is_npl": [False, False, False, False, True],
            }
        ),
    }
    return Corpus.from_frames(frames, Manifest())


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (
            "publication",
            {("EP0971217B1", "CN100000001A"), ("WO2000040934A1", "CN100000001B")},
        ),
        ("application", {("EP97100000", "CN200710000001"), ("WO2000040934A1", "CN200710000001")}),
        ("family", {("F1", "CN200710000001")}),
    ],
)
def test_a_corpus_gives_its_network_at_each_level_whatever_the_spelling(level, expected):
    network = corpus_network(corpus(), level)
    assert set(arcs_of(network)) == expected
    (remark,) = network.remarks
    assert remark.fields["total"] == 4


def test_documents_of_a_corpus_are_dated_by_their_earliest_priority():
    network = corpus_network(corpus(), "family")
    assert dict(zip(network.names, network.dates.tolist(), strict=True)) == {
        "CN200710000001": 20070102,
        "F1": 19960304,
    }
