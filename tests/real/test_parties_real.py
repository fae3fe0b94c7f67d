"""Applicants and classes of real exports; the export's own columns are read here without a reader."""

import os
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from workbench.corpus import Corpus, Manifest
from workbench.preparation.fields import fields_of
from workbench.preparation.industries import industries_of
from workbench.preparation.parties import unify_parties
from workbench.preparation.party_types import classify_parties, type_of_names
from workbench.preparation.regions import locate_parties

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def data():
    folder = os.environ.get("WORKBENCH_REAL_DATA")
    if not folder:
        pytest.skip("WORKBENCH_REAL_DATA is not set")
    return Path(folder)


def sheet(path):
    return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()


def corpus_of_names(names, groups=None):
    listed = pl.DataFrame({"names": names, "groups": groups if groups is not None else [None] * len(names)})
    rows = listed.cast(pl.String).with_row_index("record").drop_nulls("names")
    rows = rows.with_columns(pl.col("names", "groups").str.replace_all("|", ";", literal=True).str.split(";"))
    position = pl.int_ranges(pl.col("names").list.len())
    rows = rows.with_columns(position=position).explode(
        "names", "position", empty_as_null=False, keep_nulls=False
    )
    name = pl.col("names").str.strip_chars()
    group = pl.col("groups").list.get(pl.col("position"), null_on_oob=True)
    parties = rows.select(
        "record", role=pl.lit("applicant"), position="position", name=name, party=name, group=group
    )
    return Corpus.from_frames({"parties": parties}, Manifest())


def test_tianjin_rows_are_found_in_tianjin(data):
    rows = pl.read_csv(data / "tianjin" / "tianjin_rows.csv", infer_schema=False)
    located = locate_parties(corpus_of_names(rows["applicant"])).polars("parties").collect()
    found = located.group_by("record").agg((pl.col("province") == "120000").any())
    assert found["province"].mean() > 0.97
    named = located.filter(pl.col("name").str.contains("天津"))
    abroad = named.filter(pl.col("province").ne_missing("120000"))["name"].unique().to_list()
    assert all("分公司" in name for name in abroad), abroad


def test_ford_becomes_one_group_and_its_spellings_one_party(data):
    rows = sheet(data / "incopat" / "福特自动驾驶INCO.xlsx")
    corpus = unify_parties(corpus_of_names(rows["申请人"], rows["标准化申请人"]))
    parties = corpus.polars("parties").collect()
    ford = parties.filter(pl.col("name") == "Ford Global Technologies Llc")
    assert ford["group"].unique().to_list() == ["福特汽车"]
    assert parties["party"].n_unique() < parties["name"].n_unique()
    assert parties["name"].n_unique() - parties["party"].n_unique() < 0.05 * parties["name"].n_unique()


def test_types_of_chinese_applicants_are_nearly_all_known(data):
    rows = sheet(data / "incopat" / "10000.xlsx")
    parties = classify_parties(unify_parties(corpus_of_names(rows["申请人"], rows["标准化申请人"])))
    chinese = parties.polars("parties").filter(pl.col("name").str.contains(r"^\p{Han}")).collect()
    assert chinese["party_type"].null_count() / chinese.height < 0.02


def test_the_vendors_marks_agree_with_the_rules(data):
    rows = sheet(data / "incopat" / "10000.xlsx")
    parties = corpus_of_names(rows["申请人"], rows["标准化申请人"]).polars("parties").collect()
    mark = pl.col("group").str.strip_chars("[] ").str.extract(r"-([CE])$")
    marked = parties.with_columns(mark=mark.replace_strict({"C": "company", "E": "university"}, default=None))
    marked = marked.drop_nulls("mark").unique(["name", "mark"])
    kind = type_of_names(marked["name"])
    known = marked.with_columns(kind=kind).drop_nulls("kind")
    assert (known["kind"] == known["mark"]).mean() > 0.95


def test_less_than_half_a_percent_of_real_symbols_has_no_field(data):
    symbols = sheet(data / "incopat" / "10000.xlsx")["IPC主分类"].drop_nulls()
    counted = fields_of(symbols).join(
        symbols.value_counts(name="n").rename({"IPC主分类": "symbol"}), on="symbol"
    )
    assert counted.filter(pl.col("field").is_null())["n"].sum() / counted["n"].sum() < 0.005


def test_derived_industries_agree_with_the_vendors(data):
    rows = sheet(data / "incopat" / "10000.xlsx").with_row_index("record")
    given = rows.select("record", industry=pl.col("新兴产业分类").str.extract_all(r"\d\.\d")).explode(
        "industry"
    )
    meaning = industries_of(rows["IPC主分类"])
    derived = rows.select("record", symbol="IPC主分类").join(meaning, on="symbol")
    agreed = derived.join(given, left_on=["record", "derived"], right_on=["record", "industry"], how="semi")
    assert agreed.height / derived.height > 0.98
