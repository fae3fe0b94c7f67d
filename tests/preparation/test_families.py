"""Families: the vendor's where given, shared priorities otherwise, nothing where neither is told."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus import TABLES, Corpus, Manifest
from workbench.preparation.families import merge_families


def corpus_of(tables_of, numbers, **tables):
    """One application with one publication for each number; a pair is (publication, application number)."""
    pairs = [(n, None) if isinstance(n, str) else n for n in numbers]
    publications = [
        {"record": i, "application": i, "publication_number": number} for i, (number, _) in enumerate(pairs)
    ]
    applications = [{"application": i, "application_number": own} for i, (_, own) in enumerate(pairs)]
    return tables_of(publications=publications, applications=applications, **tables)


def families_of(corpus, scheme):
    frame = merge_families(corpus).polars("families").filter(scheme=scheme).collect()
    return dict(frame.select("application", "family").iter_rows())


def priority(application, *numbers):
    return [{"application": application, "priority_number": number} for number in numbers]


def stated(application, members, family=None, scheme="simple", size=None):
    return {
        "application": application, "scheme": scheme, "family": family, "outside_members": members,
        "stated_size": size,
    }  # fmt: skip


def test_members_lists_of_the_vendor_tie_applications_into_one_family(tables_of):
    corpus = corpus_of(
        tables_of,
        ["CN112345678A", "US20200000001A1", "EP3000001A1"],
        families=[stated(0, ["US 2020/0000001 A1", "JP2020000001A"]), stated(2, ["WO2020000009A1"])],
    )
    assert families_of(corpus, "simple") == {
        0: "CN112345678A", 1: "CN112345678A", 2: "EP3000001A1"
    }  # fmt: skip
    rows = merge_families(corpus).polars("families").collect()
    outside = dict(rows.select("application", "outside_members").iter_rows())
    assert outside == {0: ["JP2020000001A"], 1: ["JP2020000001A"], 2: ["WO2020000009A1"]}


def test_a_chain_of_shared_members_is_one_family(tables_of):
    corpus = corpus_of(
        tables_of,
        ["CN112345678A", "EP3000001A1", "JP2020000001A"],
        families=[
            stated(0, ["US20200000001A1"]),
            stated(1, ["US20200000001A1", "KR1020200000001A"]),
            stated(2, ["KR1020200000001A"]),
        ],
    )
    assert set(families_of(corpus, "simple").values()) == {"CN112345678A"}


def test_the_smallest_member_names_the_family_even_from_outside(tables_of):
    corpus = corpus_of(tables_of, ["US20200000001A1"], families=[stated(0, ["CN112345678A"])])
    assert families_of(corpus, "simple") == {0: "CN112345678A"}


def test_a_family_name_of_the_vendor_ties_applications(tables_of):
    corpus = corpus_of(
        tables_of,
        ["CN112345678A", "EP3000001A1", "US11111111B2"],
        families=[
            stated(0, None, "2018-57954J"),
            stated(1, None, "2018-57954J"),
            stated(2, None, "2018-99999J"),
        ],
    )
    found = families_of(corpus, "simple")
    assert found[0] == found[1] != found[2]


def test_records_without_a_number_keep_the_name_of_the_vendor(tables_of):
    corpus = tables_of(
        publications=[{"record": 0, "application": 0, "publication_number": None}],
        applications=[{"application": 0, "application_number": None}],
        families=[stated(0, None, "201857954J", "vendor")],
    )
    assert families_of(corpus, "vendor") == {0: "201857954J"}


def test_schemes_are_kept_apart(tables_of):
    corpus = corpus_of(
        tables_of,
        ["CN112345678A", "EP3000001A1"],
        families=[
            stated(0, []), stated(1, []),
            stated(0, ["EP3000001A1"], scheme="inpadoc"), stated(1, ["CN112345678A"], scheme="inpadoc"),
        ],
    )  # fmt: skip
    assert set(families_of(corpus, "inpadoc").values()) == {"CN112345678A"}


def test_identical_priorities_make_a_family(tables_of):
    corpus = corpus_of(
        tables_of,
        ["CN112345678A", "EP3000001A1", "JP2020000001A"],
        priorities=[
            *priority(0, "US 201962800001 P", "US 201962800002 P"),
            *priority(1, "US201962800002P", "US62/800,001"),
            *priority(2, "US 201962800001 P"),
        ],
    )
    assert families_of(corpus, "derived") == {0: "CN112345678A", 1: "CN112345678A", 2: "JP2020000001A"}


def test_the_first_filing_is_its_own_priority(tables_of):
    corpus = corpus_of(
        tables_of,
        [
            ("CN112345678A", "CN201910000001.1"),
            ("US20200000001A1", "US16123456"),
            ("CN112345679A", "CN201910000002"),
        ],
        priorities=priority(1, "CN 201910000001 A"),
    )
    assert families_of(corpus, "derived") == {0: "CN112345678A", 1: "CN112345678A", 2: "CN112345679A"}


def test_without_priority_data_nothing_is_derived_and_the_count_is_told(tables_of):
    corpus = corpus_of(tables_of, [("CN112345678A", "CN201910000001.1"), ("CN112345679A", "CN201910000002")])
    merged = merge_families(corpus)
    assert merged.polars("families").collect().is_empty()
    notice = next(n for n in merged.manifest.notices if n.key == "families_unresolved")
    assert notice.fields == {"count": 2, "applications": 2}


def test_a_file_without_priorities_stays_unresolved_beside_one_that_has_them(tables_of):
    corpus = corpus_of(
        tables_of,
        [("CN112345678A", "CN201910000001"), ("EP3000001A1", "EP20160067"), ("CN112345679A", "CN201910000002")],
        priorities=priority(1, "US16123456"),
        sources=("record file", (0, "lens.csv"), (1, "lens.csv"), (2, "incopat.xlsx")),
    )
    assert families_of(corpus, "derived") == {0: "CN112345678A", 1: "EP3000001A1"}


def test_a_priority_known_by_its_date_alone_resolves_nothing(tables_of):
    corpus = corpus_of(
        tables_of,
        [("CN112345678A", "CN201910000001.1"), ("EP3000001A1", "EP20160067")],
        priorities=[*priority(0, None), *priority(1, "US16123456")],
    )
    assert families_of(corpus, "derived") == {1: "EP3000001A1"}


def test_ruined_numbers_never_tie_applications(tables_of):
    corpus = corpus_of(
        tables_of,
        [("CN112345678A", "2.0171E+11"), ("CN112345679A", "2.0171E+11"), ("EP3000001A1", "EP20160067")],
        priorities=[*priority(2, "US16123456")],
    )
    assert families_of(corpus, "derived") == {2: "EP3000001A1"}


def test_stated_families_come_before_derived_ones(tables_of):
    corpus = corpus_of(
        tables_of,
        [("CN112345678A", "CN201910000001"), ("EP3000001A1", "EP20160067")],
        families=[stated(0, ["JP2020000001A"])],
        priorities=[*priority(0, "US16123456"), *priority(1, "US16123456")],
    )
    assert families_of(corpus, "derived") == {1: "EP3000001A1"}
    assert families_of(corpus, "simple") == {0: "CN112345678A"}


def test_a_stated_size_alone_makes_no_family_but_is_kept(tables_of):
    corpus = corpus_of(tables_of, ["CN112345678A"], families=[stated(0, None, size=7)])
    row = merge_families(corpus).polars("families").collect().row(0, named=True)
    assert (row["family"], row["stated_size"]) == (None, 7)


def test_publications_of_one_application_share_its_family(tables_of):
    corpus = tables_of(
        publications=[
            {"record": 0, "application": 0, "publication_number": "CN112345678A"},
            {"record": 1, "application": 0, "publication_number": "CN112345678B"},
            {"record": 2, "application": 2, "publication_number": "EP3000001A1"},
        ],
        applications=[
            {"application": 0, "application_number": None},
            {"application": 2, "application_number": None},
        ],
        families=[stated(2, ["CN112345678B"])],
    )
    assert families_of(corpus, "simple") == {0: "CN112345678A", 2: "CN112345678A"}


def test_merging_twice_gives_the_same(tables_of):
    corpus = corpus_of(
        tables_of,
        ["CN112345678A", "US20200000001A1", ("EP3000001A1", "EP20160067")],
        families=[stated(0, ["US20200000001A1", "JP2020000001A"], size=3)],
        priorities=priority(2, "US16123456"),
    )
    once = merge_families(corpus)
    assert merge_families(once).polars("families").collect().equals(once.polars("families").collect())


@settings(max_examples=15)
@given(st.lists(st.lists(st.integers(0, 12), max_size=3), min_size=1, max_size=9))
def test_stated_families_are_the_connected_components(lists):
    numbers = [f"CN{100000000 + i}A" for i in range(len(lists))]
    members = [[f"US{20200000000 + node}A1" for node in nodes] for nodes in lists]
    frames = {
        "publications": [
            {"record": i, "application": i, "publication_number": n} for i, n in enumerate(numbers)
        ],
        "applications": [{"application": i} for i in range(len(lists))],
        "families": [stated(i, found, numbers[i]) for i, found in enumerate(members)],
    }
    corpus = Corpus.from_frames(
        {n: pl.DataFrame(rows, schema={c: TABLES[n][c] for c in rows[0]}) for n, rows in frames.items()},
        Manifest(),
    )
    found = families_of(corpus, "simple")
    reach = np.eye(len(lists), dtype=bool)
    for i, one in enumerate(lists):
        for j, other in enumerate(lists):
            reach[i, j] |= bool(set(one) & set(other))
    reach = np.linalg.matrix_power(reach.astype(int), len(lists)) > 0
    for i in range(len(lists)):
        for j in range(len(lists)):
            assert (found[i] == found[j]) == reach[i, j]


@pytest.mark.parametrize("table", ["families", "priorities"])
def test_an_empty_corpus_is_taken(table):
    merged = merge_families(Corpus.from_frames({}, Manifest()))
    assert merged.polars(table).collect().is_empty()
