"""Whole samples on disk: reproducible, complete, refused when they should be."""

import hashlib
import tomllib
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from lxml import etree

from workbench.corpus import TABLES, Corpus
from workbench.errors import WorkbenchError
from workbench.sample import is_invented, write_sample
from workbench.sample.bundle import write_bundle
from workbench.sample.exports_yearly import HEADERS

DATASETS = Path(__file__).parents[2] / "datasets"


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "small"
    write_sample(400, 5, out)
    return out


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(sample, tmp_path):
    write_sample(400, 5, tmp_path / "again")
    assert hashes(tmp_path / "again") == hashes(sample)
    write_sample(400, 6, tmp_path / "other", only=["incopat"])
    name = "exports/incopat/incopat_1.xlsx"
    assert hashes(tmp_path / "other")[name] != hashes(sample)[name]


def test_the_corpus_has_all_tables_and_says_that_it_is_a_sample(sample):
    corpus = Corpus.open(sample / "corpus")
    assert corpus.manifest.is_sample
    assert corpus.manifest.is_prepared
    assert corpus.manifest.database == "示例数据"
    for name, schema in TABLES.items():
        assert corpus.polars(name).collect_schema() == pl.Schema(schema)
    assert corpus.manifest.counts["publications"] == 400
    keys = corpus.polars("publications").select("record", "application").collect()
    assert keys["record"].to_list() == list(range(400))
    smallest = keys.group_by("application").agg(pl.col("record").min())
    assert (smallest["application"] == smallest["record"]).all()


def test_tables_are_sorted_by_their_key(sample):
    corpus = Corpus.open(sample / "corpus")
    for name, schema in TABLES.items():
        key = next(column for column in schema if column in ("record", "application") or name in ("rejects",))
        assert corpus.polars(name).select(key).collect().to_series().is_sorted()


def test_exports_are_there_in_every_form(sample):
    exports = sample / "exports"
    book = fastexcel.read_excel(exports / "incopat" / "incopat_1.xlsx")
    headers = book.load_sheet(0, dtypes="string").to_polars().columns
    agencies = book.load_sheet(0, dtypes="string").to_polars()["代理机构"]
    assert {"--", "-", "无"} <= set(agencies)
    assert {"链接到incoPat", "申请人国家/地区", "中国申请人区县", "引证专利", "新兴产业分类"} <= set(headers)
    patsnap = (
        fastexcel.read_excel(exports / "patsnap" / "patsnap_1.xlsx").load_sheet(0, dtypes="string").to_polars()
    )
    assert "[标]当前申请(专利权)人" in patsnap.columns
    assert patsnap["IPC分类号"].str.contains(" | ", literal=True).any()
    yearly = sorted((exports / "yearly").iterdir())
    assert yearly[-1].read_bytes().startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(yearly[-1], infer_schema=False).columns == list(HEADERS)


def test_cnipa_packages_are_zips_in_zips_with_valid_xml(sample):
    found = sorted((sample / "exports" / "cnipa" / "CN-PA-TXTS-10").rglob("*.zip"))
    with zipfile.ZipFile(found[0]) as outer:
        assert "INDEX.XML" in outer.namelist()
        inner_name = next(name for name in outer.namelist() if name.endswith(".ZIP"))
        with outer.open(inner_name) as file, zipfile.ZipFile(file) as inner:
            document = next(name for name in inner.namelist() if name != "INDEX.XML")
            root = etree.fromstring(inner.read(document))
    space = {"b": "http://www.sipo.gov.cn/XMLSchema/business"}
    assert etree.QName(root).localname == "PatentDocumentAndRelated"
    assert root.get("country") == "CN"
    assert root.findall("b:Claims/b:Claim", space)
    assert root.findall(".//b:Applicant", space)


def test_truth_names_every_damage(sample):
    damage = pl.read_parquet(sample / "truth" / "damage.parquet")
    assert (damage["true_value"] != damage["written"]).all()
    documents = pl.read_parquet(sample / "truth" / "documents")
    assert len(documents) == 400
    entities = pl.read_parquet(sample / "truth" / "entities.parquet")
    assert set(documents["entity"]) <= set(entities["entity"])


def test_everything_written_is_marked_as_invented(sample, tmp_path):
    assert all(is_invented(path) for path in (sample / "exports").rglob("*") if path.is_file())
    stranger = tmp_path / "stranger.xlsx"
    stranger.write_bytes(b"not a workbook")
    assert not is_invented(stranger)
    moved = tmp_path / "moved.xlsx"
    moved.write_bytes((sample / "exports" / "incopat" / "incopat_1.xlsx").read_bytes())
    assert is_invented(moved)


def test_an_existing_folder_is_refused_and_untouched(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(WorkbenchError) as refused:
        write_sample(50, 1, tmp_path / "out", only=["roster"])
    assert refused.value.key == "output_exists"
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(("records", "only", "key"), [(0, None, "sample_size"), (10**8, None, "sample_size"),
                                                      (50, ["corpse"], "sample_part")])  # fmt: skip
def test_impossible_wishes_are_refused_by_name(tmp_path, records, only, key):
    with pytest.raises(WorkbenchError) as refused:
        write_sample(records, 1, tmp_path / "out", only=only)
    assert refused.value.key == key
    assert not (tmp_path / "out").exists()


def test_the_bundled_sample_is_the_one_of_the_registry_and_can_be_made_anew(tmp_path):
    registry = tomllib.loads((DATASETS / "registry.toml").read_text(encoding="utf-8"))["file"]
    stated = {entry["file"]: entry["sha256"] for entry in registry}
    assert {name: hashlib.sha256((DATASETS / name).read_bytes()).hexdigest() for name in stated} == stated
    assert all(entry["invented"] for entry in registry)
    assert write_bundle(tmp_path) == stated
