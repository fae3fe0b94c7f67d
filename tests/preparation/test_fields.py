"""IPC symbols lead to the WIPO fields that the concordance says."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.preparation.fields import assign_fields, fields_of
from workbench.reference.fields import wipo_fields, wipo_prefixes
from workbench.reference.prefixes import expand_prefixes

PROBES = {
    "H04N23/60": "2", "H04N25/70": "2", "H04N1/00": "3", "H04N21/43": "4", "H04N5/225": "2", "G06V10/82": "6",
    "G16Y10/00": "6", "G06Q10/06": "7", "H10F30/00": "8", "H01L21/02": "8", "A61K8/00": "14", "A61K40/10": "13",
    "A61K31/00": "16", "G01N33/50": "11", "G01N21/00": "10", "B01D53/00": "24", "B01D61/00": "23",
    "E01F8/00": "24", "E01F1/00": "35", "C13B10/00": "18", "C13B5/00": "29", "B64U10/00": "32", "H04L9/40": "4",
    "H04W4/00": "4", "B60W50/14": "32", "C12N15/00": "15",
}  # fmt: skip


@pytest.mark.parametrize(("symbol", "field"), PROBES.items())
def test_a_symbol_falls_into_its_field(symbol, field):
    assert fields_of(pl.Series([symbol]))["field"].to_list() == [field]


def test_the_concordance_has_35_fields_in_five_sectors_and_no_prefix_twice():
    assert wipo_fields()["field"].to_list() == [str(number) for number in range(1, 36)]
    assert wipo_fields()["sector"].n_unique() == 5
    assert wipo_prefixes()["prefix"].is_unique().all()
    assert wipo_prefixes().height == 771


def test_subclasses_split_by_main_group_are_never_whole():
    split = wipo_prefixes().filter(pl.col("prefix").str.contains("/"))["prefix"].str.slice(0, 4).unique()
    assert set(split) == {"A61K", "B01D", "C13B", "E01F", "G01N", "H04N"}
    assert not set(split) & set(wipo_prefixes()["prefix"])


@given(st.sampled_from(sorted(wipo_prefixes()["prefix"])))
def test_every_prefix_leads_to_its_own_field(prefix):
    symbol = f"{prefix}00" if prefix.endswith("/") else f"{prefix.ljust(4, 'B')}1/00"
    expected = wipo_prefixes().filter(pl.col("prefix") == prefix)["field"].item()
    assert fields_of(pl.Series([symbol]))["field"].item() == expected


def fields_in(corpus):
    rows = assign_fields(corpus).polars("classifications").filter(pl.col("scheme") == "wipo35").collect()
    return rows.select("record", "symbol", "is_main", "origin").rows()


def test_a_record_has_each_field_once_and_its_main_symbol_first(corpus_of):
    corpus = corpus_of({"ipc": ["G06V10/82", "H04N5/225", "G06V20/00"]})
    assert fields_in(corpus) == [(0, "6", True, "derived"), (0, "2", False, "derived")]


def test_assigning_twice_changes_nothing(corpus_of):
    once = assign_fields(corpus_of({"ipc": ["G06V10/82"]}, {"ipc": ["H04W4/00"]}))
    twice = assign_fields(once)
    assert once.polars("classifications").collect().equals(twice.polars("classifications").collect())


def test_symbols_of_no_field_are_counted(corpus_of):
    corpus = assign_fields(corpus_of({"ipc": ["G06V10/82", "Z99Z1/00"]}))
    (notice,) = [notice for notice in corpus.manifest.notices if notice.key == "symbols_without_field"]
    assert notice.fields == {"symbols": 1, "total": 2}


def test_a_corpus_without_classes_gets_no_fields(corpus_of):
    assert fields_in(corpus_of({"applicants": ["示例公司"]})) == []


def test_the_short_notation_of_prefixes_is_written_out():
    assert expand_prefixes("A61:BC H04N(5/ 7/16) H10") == ["A61B", "A61C", "H04N5/", "H04N7/16", "H10"]
    with pytest.raises(ValueError, match="rubbish"):
        expand_prefixes("A61:B rubbish")
