"""The whole chain on a small corpus: everything settled, twice the same, decisions last."""

from datetime import date

import pytest

from workbench.corpus import Corpus
from workbench.preparation.prepare import prepare


@pytest.fixture
def raw(tables_of):
    name = "天津示例科技有限公司"
    return tables_of(
        publications=(
            "record application publication_number office kind_code",
            (0, 0, "CN112345678A", "CN", "A"),
            (1, 0, "CN112345678B", "CN", "B"),
            (2, 2, "WO2020000001A1", "WO", "A1"),
        ),
        applications=(
            "application application_number office patent_type filing_date legal_status_given validity",
            (0, "CN201910000001", "CN", "invention", date(2019, 1, 2), "授权", "有效"),
            (2, "PCT/CN2019/100001", "WO", "pct", date(2019, 6, 2), None, None),
        ),
        priorities=("application priority_number priority_date", (2, "CN201910000001", date(2019, 1, 2))),
        parties=(
            "record role position name address",
            (0, "applicant", 0, name, "天津市西青区示例路1号"),
            (1, "applicant", 0, name, None),
            (2, "applicant", 0, name, None),
        ),
        classifications=(
            "record scheme symbol position is_main origin",
            *((record, "ipc", "H04L27/26", 0, True, "given") for record in range(3)),
        ),
    )


def test_preparation_settles_status_term_family_and_fields(raw):
    corpus = prepare(raw)
    applications = {
        row["application"]: row for row in corpus.polars("applications").collect().iter_rows(named=True)
    }
    assert applications[0]["validity"] == "in_force"
    assert applications[0]["expiry_date"] == date(2039, 1, 2)
    assert applications[2]["validity"] == "not_applicable"
    families = corpus.polars("families").collect()
    assert families["family"].to_list() == ["CN112345678A", "CN112345678A"]
    assert "wipo35" in corpus.polars("classifications").collect()["scheme"].to_list()
    assert corpus.manifest.is_prepared
    assert {"legal_status", "expiry_terms", "families"} <= set(corpus.manifest.rules)


def test_preparing_a_saved_corpus_again_changes_nothing(raw, tmp_path):
    once = Corpus.open(prepare(raw).save(tmp_path / "once"))
    again = Corpus.open(prepare(once).save(tmp_path / "again"))
    for name in once.tables:
        assert again.polars(name).collect().equals(once.polars(name).collect()), name
    assert again.manifest.rules == once.manifest.rules


def test_rows_and_keys_survive_preparation(raw):
    prepared = prepare(raw)
    for name in ("publications", "applications", "priorities", "parties"):
        assert prepared.polars(name).collect().height == raw.polars(name).collect().height, name
