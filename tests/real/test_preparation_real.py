"""Numbers, statuses and families of real exports, compared with what their vendors say."""

import os
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from workbench.corpus import Corpus, Manifest
from workbench.corpus.number_checks import check_application_number
from workbench.corpus.numbers import (
    application_key,
    kind_of,
    normal_application_number,
    normal_publication_number,
    office_of,
)
from workbench.preparation.families import merge_families
from workbench.preparation.status import canonical_status, settle_status
from workbench.readers.read import ReadOptions, read_into

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def data():
    folder = os.environ.get("WORKBENCH_REAL_DATA")
    if not folder:
        pytest.skip("WORKBENCH_REAL_DATA is not set")
    return Path(folder)


@pytest.fixture(scope="module")
def incopat(data):
    return fastexcel.read_excel(data / "incopat" / "10000.xlsx").load_sheet(0, dtypes="string").to_polars()


def test_every_chinese_application_number_of_the_export_passes_the_check(incopat):
    numbers = incopat.filter(pl.col("申请号").str.starts_with("CN"))
    outcomes = numbers.select(check_application_number(pl.col("申请号"))).to_series()
    assert numbers.height > 6000
    assert outcomes.unique().to_list() == ["ok"]


def test_dropping_the_check_digit_keeps_the_application(incopat):
    number = pl.col("申请号")
    keys = incopat.select(
        one=application_key(number), other=application_key(number.str.replace(r"(^CN\d{12})\.[\dX]$", "${1}"))
    )
    assert keys["one"].equals(keys["other"], null_equal=True)
    assert keys["one"].n_unique() == incopat["申请号"].n_unique()


def test_publication_numbers_stay_as_the_vendor_writes_them(incopat):
    number = pl.col("公开（公告）号")
    found = incopat.select(
        found=number, normal=normal_publication_number(number), office=office_of(number), kind=kind_of(number)
    )
    changed = found.filter(pl.col("found") != pl.col("normal")).select("found", "normal")
    assert changed.rows() == []
    assert found["office"].null_count() == found["kind"].null_count() == 0


def test_every_status_of_the_export_is_known_and_agrees_with_its_validity(incopat):
    rows = incopat.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("application"),
        pl.col("公开（公告）号").str.head(2).alias("office"),
        pl.col("当前法律状态").alias("legal_status_given"),
        pl.col("专利有效性").alias("validity"),
    )
    settled = settle_status(Corpus.from_frames({"applications": rows}, Manifest()))
    assert not any(notice.key == "status_words_unknown" for notice in settled.manifest.notices)
    validity = settled.polars("applications").select("validity", "validity_given").unique().collect()
    assert set(validity.iter_rows()) == {
        ("in_force", "有效"), ("pending", "审中"), ("lapsed", "失效"),
        ("not_applicable", "PCT-有效期内"), ("not_applicable", "PCT-有效期满"),
    }  # fmt: skip


def test_the_office_s_own_and_standard_forms_of_an_application_number_agree(data):
    for own, standard in (("200910190429.0", "102009000190429"), ("85100312", "101985000000312")):
        assert any(standard in path.name for path in (data / "office_xml").iterdir())
        frame = pl.DataFrame({"n": [own, standard], "o": ["CN", "CN"]})
        normal = frame.select(normal_application_number(pl.col("n"), pl.col("o"))).to_series()
        assert frame.with_columns(n=normal).select(application_key(pl.col("n"))).to_series().n_unique() == 1


@pytest.mark.parametrize("name", ["Coronavirus-MERS-patents.jsonl", "Coronavirus-SARS-treatment.jsonl.gz"])
def test_derived_families_agree_with_the_sizes_that_lens_states(data, tmp_path, name):
    """Members of a simple family state one size, and no derived family has more members than that."""
    read_into(tmp_path, [data / "lens" / name], ReadOptions(), Manifest())
    families = merge_families(Corpus.open(tmp_path)).polars("families").collect()
    sizes = families.filter(pl.col("scheme") == "simple").select("application", "stated_size")
    derived = families.filter(pl.col("scheme") == "derived").join(sizes, on="application")
    groups = derived.group_by("family").agg(pl.len(), pl.col("stated_size").unique().alias("sizes"))
    assert groups.filter(pl.col("len") > 1).height > 40
    assert groups.filter(pl.col("sizes").list.len() > 1).is_empty()


def test_events_of_the_export_never_pass_for_a_status(incopat):
    known = incopat["当前法律状态"].unique().to_frame()
    assert known.select(canonical_status(pl.col("当前法律状态"))).to_series().null_count() == 0
