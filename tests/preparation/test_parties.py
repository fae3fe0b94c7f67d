"""Spellings are one party, likeness is only a suggestion, and names tell what kind of holder they are."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.preparation.likeness import suggest_merges
from workbench.preparation.names import bare_name, clean_name, country_in_name, name_key
from workbench.preparation.parties import unify_parties
from workbench.preparation.party_types import classify_parties, type_of_names


def keys(*names):
    return pl.DataFrame({"name": names}).select(name_key(pl.col("name"))).to_series().to_list()


def applicants(corpus, *columns):
    rows = corpus.polars("parties").filter(pl.col("role") == "applicant").select(*columns).collect()
    return rows.to_series().to_list() if len(columns) == 1 else rows.rows()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME Co., Ltd.", "Acme Company Limited"),
        ("Acme CO LTD", "ＡＣＭＥ　ＣＯ．，ＬＴＤ"),
        ("示例科技（天津）有限公司", "示例科技(天津)有限公司"),
        ("示例 科技 有限公司", "示例科技有限公司"),
        ("LG 示例株式会社", "LG示例株式會社"),
        ("Beispiel Aktiengesellschaft", "BEISPIEL AG"),
        ("Exemple S.A.S.", "Exemple SAS"),
        ("Société Exemple", "Societe Exemple"),
        ("Foo & Bar Inc", "Foo and Bar Incorporated"),
        ("示例科技股份有限公司 桃园市大园区圣德北路68号 (中华民国)", "示例科技股份有限公司"),
        ("Acme Motor Co [US]", "ACME MOTOR CO"),
        ("Acme Technology Co. Ltd.,Beijing,100034,CN", "Acme Technology Co. Ltd."),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    first, second = keys(one, other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Inc", "Acme LLC"),
        ("示例有限公司", "示例有限责任公司"),
        ("示例（天津）有限公司", "示例（上海）有限公司"),
        ("示例第一研究所", "示例第二研究所"),
    ],
)
def test_different_firms_keep_different_keys(one, other):
    first, second = keys(one, other)
    assert first != second


@given(st.text(max_size=40))
def test_a_key_is_never_empty_and_stays_itself(name):
    (key,) = keys(name)
    assert key or not name
    assert keys(key.lower())[0] == keys(key)[0] or not key.isascii()


def test_the_most_frequent_spelling_is_shown_and_ties_fall_to_the_alphabet(corpus_of):
    corpus = corpus_of(
        {"applicants": ["Acme Co., Ltd."]},
        {"applicants": ["ACME CO LTD"]},
        {"applicants": ["Acme Co., Ltd."]},
        {"applicants": ["示例（天津）公司"]},
        {"applicants": ["示例(天津)公司"]},
    )
    assert applicants(unify_parties(corpus), "party") == ["Acme Co., Ltd."] * 3 + ["示例(天津)公司"] * 2


def test_names_stay_as_found_and_unifying_twice_changes_nothing(corpus_of):
    corpus = corpus_of({"applicants": ["ACME LTD", {"name": "Acme Limited", "group": "[示例集团-C]"}]})
    once = unify_parties(corpus)
    twice = unify_parties(once)
    assert applicants(once, "name") == ["ACME LTD", "Acme Limited"]
    assert once.polars("parties").collect().equals(twice.polars("parties").collect())


def test_a_vendors_standard_name_becomes_the_group_without_its_mark(corpus_of):
    corpus = corpus_of(
        {"applicants": [{"name": "Example Motor Company", "group": "[示例汽车-C]"}]},
        {"applicants": ["EXAMPLE MOTOR CO"]},
    )
    assert applicants(unify_parties(corpus), "group") == ["示例汽车", "示例汽车"]


def test_a_standard_name_that_only_repeats_the_name_does_not_split_the_party(corpus_of):
    corpus = corpus_of(
        {"applicants": [{"name": "Acme Aktiengesellschaft", "group": "[Acme Aktiengesellschaft]"}]},
        {"applicants": [{"name": "Acme AG", "group": "[Acme AG]"}]},
        {"applicants": [{"name": "Acme AG", "group": "[Acme AG]"}]},
    )
    assert set(applicants(unify_parties(corpus), "party", "group")) == {("Acme AG", "Acme AG")}


def test_the_first_applicant_stays_first(corpus_of):
    corpus = corpus_of({"applicants": ["乙公司", "甲公司"]})
    assert applicants(unify_parties(corpus), "position", "party") == [(0, "乙公司"), (1, "甲公司")]


TYPES = {
    "示例大学": "university",
    "示例大学资产经营有限公司": "company",
    "示例大学第一附属医院": "hospital",
    "示例省示例医院有限公司": "company",
    "中国科学院示例研究所": "institute",
    "示例科学院": "institute",
    "中国科学院大学": "university",
    "北方示例研究所(天津)": "institute",
    "示例职业技术学院": "university",
    "中国人民解放军12345部队": "government",
    "示例市公安局": "government",
    "示例县农业技术推广中心": "government",
    "示例技术中心": "institute",
    "示例专业合作社": "company",
    "示例机械厂": "company",
    "示例株式会社": "company",
    "示例创业投资中心(有限合伙)": "company",
    "张三": "individual",
    "欧阳示例": "individual",
    "保罗 B 示例": "individual",
    "示·例": "individual",
    "Doe, John": "individual",
    "Example University": "university",
    "Massachusetts Institute of Technology": "university",
    "Example Institute": "institute",
    "Example Hospital": "hospital",
    "The General Hospital Corporation": "hospital",
    "Example Gesellschaft mit beschränkter Haftung": "company",
    "Acme L.L.C.": "company",
    "Acme, Inc.": "company",
    "Secretary of the Example Navy": "government",
    "Tomahawk": None,
}


def test_a_name_tells_its_type():
    assert dict(zip(TYPES, type_of_names(pl.Series(list(TYPES))), strict=True)) == TYPES


def test_the_type_the_export_gives_wins_and_is_translated(corpus_of):
    corpus = corpus_of(
        {
            "applicants": [
                {"name": "示例实验中心", "party_type": "大专院校"},
                {"name": "示例医院", "party_type": "机关团体"},
                {"name": "示例银行", "party_type": "其他"},
            ]
        }
    )
    assert applicants(classify_parties(corpus), "party_type") == ["university", "hospital", "company"]


def test_an_applicant_who_invented_the_same_patent_is_a_person(corpus_of):
    corpus = corpus_of(
        {"applicants": ["John Q Example"], "inventors": ["JOHN Q EXAMPLE"]},
        {"applicants": ["John Q Example"], "inventors": ["Jane Other"]},
    )
    typed = classify_parties(unify_parties(corpus))
    assert applicants(typed, "party_type") == ["individual", None]


def test_the_vendors_mark_settles_what_the_name_does_not(corpus_of):
    corpus = corpus_of({"applicants": [{"name": "Tomahawk", "group": "[示例机器-C]"}]})
    typed = classify_parties(unify_parties(corpus))
    assert applicants(typed, "party_type", "group") == [("company", "示例机器")]
    assert applicants(classify_parties(typed), "party_type") == ["company"]


def test_inventors_have_no_holder_type(corpus_of):
    corpus = classify_parties(corpus_of({"applicants": ["示例公司"], "inventors": ["张三"]}))
    kinds = corpus.polars("parties").filter(pl.col("role") == "inventor").collect()["party_type"]
    assert kinds.to_list() == [None]


def test_similar_names_are_suggested_and_never_merged(corpus_of):
    corpus = corpus_of(
        {"applicants": ["Acme Global Technologies LLC"]},
        {"applicants": ["Acme Global Technologies LLC"]},
        {"applicants": ["Acme Global Techonologies LLC"]},
        {"applicants": ["示例科技有限公司"]},
        {"applicants": ["示例科技有限责任公司"]},
        {"applicants": ["完全无关机械厂"]},
    )
    unified = classify_parties(unify_parties(corpus))
    found = suggest_merges(unified)
    assert found.select("party", "similar").rows() == [
        ("示例科技有限公司", "示例科技有限责任公司"),
        ("Acme Global Technologies LLC", "Acme Global Techonologies LLC"),
    ]
    assert found["party_count"].to_list() == [1, 2]
    assert len(set(applicants(unified, "party"))) == 5


def test_numbered_institutes_are_not_suggested(corpus_of):
    corpus = corpus_of(
        {"applicants": ["示例电子集团第十四研究所"]}, {"applicants": ["示例电子集团第十五研究所"]}
    )
    assert suggest_merges(corpus).is_empty()


def test_a_corpus_of_one_name_suggests_nothing(corpus_of):
    assert suggest_merges(corpus_of({"applicants": ["示例公司"]})).is_empty()


def test_the_country_behind_a_name_is_read_and_a_legal_form_is_not_a_country():
    names = pl.DataFrame(
        {"name": ["ACME MOTOR CO [US]", "Acme Co. Ltd.,CN", "ACME AG", "Acme Corp, Oy", "Acme & Co"]}
    )
    assert names.select(country_in_name(pl.col("name"))).to_series().to_list() == ["US", "CN", None, None, None]


def test_bare_names_lose_their_legal_form_only():
    names = pl.DataFrame({"name": ["ACME CO LTD", "示例股份有限公司", "INC"]})
    assert names.select(bare_name(pl.col("name"))).to_series().to_list() == ["ACME", "示例", "INC"]


def test_control_characters_and_entities_leave_a_name():
    names = pl.DataFrame({"name": ["\x7fAcme &amp; Sons\u200b", "  示例  公司 ; "]})
    assert names.select(clean_name(pl.col("name"))).to_series().to_list() == ["Acme & Sons", "示例 公司"]


def test_a_bucket_in_a_names_place_is_no_party_and_stays_as_found(corpus_of):
    corpus = unify_parties(
        corpus_of(
            {"applicants": [{"name": "INDIVIDUALS", "group": "INDIVIDUALS"}]},
            {"applicants": ["个人", "(IND)", "示例个人用品有限公司"]},
            {"applicants": [{"name": "示例甲", "group": "Unknown"}]},
        )
    )
    assert applicants(corpus, "name", "party", "group") == [
        ("INDIVIDUALS", None, None),
        ("个人", None, None),
        ("(IND)", None, None),
        ("示例个人用品有限公司", "示例个人用品有限公司", None),
        ("示例甲", "示例甲", None),
    ]
    (told,) = [notice for notice in corpus.manifest.notices if notice.key == "unnamed_parties"]
    assert told.fields["rows"] == 3
    assert classify_parties(corpus).polars("parties").collect().height == 5
