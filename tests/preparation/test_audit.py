"""The certificate: shares, grade and consequences, counted again by hand."""

from datetime import date

import pytest

from workbench.corpus import Corpus, Manifest
from workbench.labels import topic
from workbench.preparation.audit import _MATTERS, CORE, FURTHER, FieldFill, audit, grade_of
from workbench.preparation.completeness import FIELDS


@pytest.fixture
def corpus(tables_of):
    day = date(2020, 1, 1)
    return tables_of(
        Manifest(cut_off=day),
        publications=(
            "record application publication_number title publication_date",
            (0, 0, "CN112345678A", "一种示例", day),
            (1, 0, "CN112345678B", "一种示例", day),
            (2, 2, "US11111111B2", None, day),
            (3, 3, None, "A", None),
        ),
        applications=(
            "application application_number validity legal_status number_check filing_date",
            (0, "CN201910000001", "in_force", "granted", "ok", day),
            (2, "US16123456", "unknown", None, "not_checked", None),
            (3, "CN1", None, None, "malformed", None),
        ),
        families=(
            "application scheme family",
            (0, "simple", "CN112345678A"),
            (2, "simple", "CN112345678A"),
            (2, "inpadoc", "EP1"),
            (3, "simple", None),
        ),
        parties=(
            "record role name province country_region district",
            (0, "applicant", "甲公司", "120000", "CN", None),
            (0, "applicant", "乙公司", None, None, None),
            (2, "applicant", "Example Inc", None, "US", None),
            (2, "inventor", "A", None, None, None),
        ),
        sources=("record outcome", (0, "kept"), (0, "duplicate"), (1, "kept")),
        rejects=("file row reason", ("a.csv", 9, "no_number")),
    )


def test_records_are_counted_by_publication_application_and_family(corpus):
    assert audit(corpus).records == {"publications": 4, "applications": 3, "families": 1}


def test_shares_are_taken_over_records_or_applications(corpus):
    shares = {name: fill.filled_share for name, fill in audit(corpus).fields.items()}
    assert shares["publication_number"] == 0.75
    assert shares["title"] == 0.75
    assert shares["applicant"] == 0.5
    assert shares["inventor"] == 0.25
    assert shares["region"] == 0.5
    assert shares["district"] == 0
    assert shares["filing_date"] == pytest.approx(1 / 3, abs=1e-4)
    assert shares["validity"] == pytest.approx(1 / 3, abs=1e-4)
    assert shares["family"] == pytest.approx(2 / 3, abs=1e-4)


def test_faults_are_counted(corpus):
    assert audit(corpus).faults == {
        "rejects": 1, "duplicates": 1, "conflicts": 0, "numbers": 1, "unresolved_families": 1,
    }  # fmt: skip


def test_json_has_the_promised_shape(corpus):
    told = audit(corpus).to_json("zh")
    assert {"records", "fields", "grade", "consequences"} <= set(told)
    assert told["fields"]["title"] == {"filled_share": 0.75}
    assert told["grade"] == "E"
    assert "缺少引证文献：技术路线、主路径和引证影响力分析为空。" in told["consequences"]
    english = audit(corpus).to_json("en")["consequences"]
    assert "No cited documents: the technology route, main paths and citation impact will be empty." in english


def test_text_tells_the_grade_and_every_field(corpus):
    text = audit(corpus).to_text("zh")
    assert "等级：E" in text
    assert "标题：75.0%" in text


def test_what_is_there_has_no_consequence(corpus):
    keys = {(entry.key, entry.fields.get("field")) for entry in audit(corpus).consequences}
    assert ("missing", "district") in keys
    assert ("partial", "filing_date") in keys
    assert ("partial", "publication_date") in keys
    assert not any(field in ("application_number", "publication_number") for _, field in keys)


def filled(core, further=1.0):
    return {
        **{name: FieldFill(filled=round(core * 100), total=100) for name in CORE},
        **{name: FieldFill(filled=round(further * 100), total=100) for name in FURTHER},
    }


@pytest.mark.parametrize(
    ("core", "further", "faults", "grade"),
    [
        (1.0, 1.0, 0.0, "A"), (0.98, 0.8, 0.02, "A"), (0.98, 0.8, 0.03, "B"), (0.97, 1.0, 0.0, "B"),
        (1.0, 0.5, 0.0, "C"), (0.8, 1.0, 0.0, "C"), (0.5, 1.0, 0.0, "D"), (0.49, 1.0, 0.0, "E"),
        (0.1, 0.0, 0.5, "E"),
    ],
)  # fmt: skip
def test_the_grade_follows_the_rule_it_states(core, further, faults, grade):
    assert grade_of(filled(core, further), faults) == grade


def test_one_thin_core_field_decides_the_grade():
    fields = filled(1.0) | {"applicant": FieldFill(filled=40, total=100)}
    assert grade_of(fields) == "E"


def test_an_empty_corpus_gets_the_lowest_grade():
    certificate = audit(Corpus.from_frames({}, Manifest()))
    assert certificate.grade == "E"
    assert certificate.records == {"publications": 0, "applications": 0, "families": 0}


def test_every_field_has_a_name_and_every_field_that_matters_an_effect():
    names = {name for fields in FIELDS.values() for name in fields}
    assert {f"field_{name}" for name in names} <= set(topic("audit"))
    assert {f"effect_{name}" for name in _MATTERS} <= set(topic("audit"))
