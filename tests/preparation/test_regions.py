"""Applicants are found where they are, and the traps of Tianjin's names are not stepped into."""

import pytest

from workbench.errors import WorkbenchError
from workbench.preparation.regions import REGION_COLUMNS, locate_parties
from workbench.reference import regions


def located(corpus_of, **details):
    corpus = corpus_of({"applicants": [{"name": "示例", **details}]})
    return locate_parties(corpus).polars("parties").select(REGION_COLUMNS).collect().row(0, named=True)


def all_located(corpus_of, listed, *columns):
    corpus = corpus_of(*({"applicants": [{"name": "示例", **details}]} for details in listed))
    return locate_parties(corpus).polars("parties").select(columns).collect().rows()


ADDRESSES = [
    ("天津市河北区示例路1号", "120000", "120105"),
    ("河北区示例路1号", "120000", "120105"),
    ("河北省石家庄市长安区", "130000", None),
    ("河北石家庄", "130000", None),
    ("天津市和平区示例路", "120000", "120101"),
    ("辽宁省沈阳市和平区示例街", "210000", None),
    ("沈阳市和平区", "210000", None),
    ("和平区示例路", None, None),
    ("山东省临沂市河东区", "370000", None),
    ("河东区示例路", None, None),
    ("天津市塘沽区示例路", "120000", "120116"),
    ("天津市汉沽区", "120000", "120116"),
    ("天津市大港油田", "120000", "120116"),
    ("天津市宝坻县", "120000", "120115"),
    ("天津市武清县杨村", "120000", "120114"),
    ("天津市宁河县", "120000", "120117"),
    ("天津市静海县", "120000", "120118"),
    ("天津市蓟县", "120000", "120119"),
    ("天津市武清区河西务镇", "120000", "120114"),
    ("天津市示例区和平路", "120000", None),
    ("广西钦州市滨海新区", "450000", None),
    ("天津市西青区中北镇", "120000", "120111"),
    ("天津市中北镇示例路", "120000", "120111"),
    ("北京市朝阳区示例路", "110000", None),
    ("朝阳区示例路", None, None),
    ("北京路1号", None, None),
    ("吉林省吉林市示例路", "220000", None),
    ("青海省海南藏族自治州", "630000", None),
    ("中国台湾台北市", "710000", None),
    ("300 Example Road, Nankai District, Tianjin, China", "120000", "120104"),
    ("Hebei District, Tianjin", "120000", "120105"),
    ("1 Example Street, Shijiazhuang, Hebei, China", "130000", None),
]


def test_an_address_tells_province_and_district(corpus_of):
    found = all_located(
        corpus_of, [{"address": address} for address, _, _ in ADDRESSES], "province", "district"
    )
    assert list(zip((row[0] for row in ADDRESSES), found, strict=True)) == [
        (address, (province, district)) for address, province, district in ADDRESSES
    ]


ZONES = [
    ("天津经济技术开发区示例大街", "teda", "120116"),
    ("天津市西青区华苑产业区示例道", "binhai_hightech", "120111"),
    ("天津市南开区华苑产业区示例道", "binhai_hightech", "120104"),
    ("天津市华苑产业区示例道", "binhai_hightech", None),
    ("天津滨海高新区示例道", "binhai_hightech", None),
    ("天津空港经济区示例道", "airport", "120110"),
    ("天津市滨海新区空港经济区示例道", "airport", "120116"),
    ("天津自贸试验区（东疆保税港区）示例道", "dongjiang", "120116"),
    ("天津市中新生态城示例道", "eco_city", "120116"),
    ("天津市西青经济技术开发区示例道", "xiqing_development", "120111"),
    ("沈阳经济技术开发区示例道", None, None),
]


def test_a_functional_zone_gives_zone_and_the_district_where_it_is_known(corpus_of):
    found = all_located(corpus_of, [{"address": address} for address, _, _ in ZONES], "zone", "district")
    assert list(zip((row[0] for row in ZONES), found, strict=True)) == [
        (address, (zone, district)) for address, zone, district in ZONES
    ]


OTHER_SOURCES = [
    ({"province": "天津;12"}, ("CN", "120000", None, "given")),
    ({"province": "12"}, ("CN", "120000", None, "given")),
    ({"province": "Tianjin"}, ("CN", "120000", None, "given")),
    ({"province": "66"}, ("CN", "460000", None, "given")),
    ({"province": "天津市", "district": "西青"}, ("CN", "120000", "120111", "given")),
    ({"province": "天津市", "district": "塘沽区"}, ("CN", "120000", "120116", "given")),
    ({"province": "120000", "district": "120225"}, ("CN", "120000", "120119", "given")),
    ({"city": "沈阳市", "district": "和平区"}, ("CN", "210000", "和平区", "given")),
    ({"country_region": "中国", "province": "江苏"}, ("CN", "320000", None, "given")),
    ({"country_region": "中国台湾"}, ("TW", "710000", None, "given")),
    ({"country_region": "美国"}, ("US", None, None, "given")),
    ({"country_region": "欧洲专利局(EPO)"}, ("EP", None, None, "given")),
    ({"name": "ACME CO [DE]"}, ("DE", None, None, "given")),
    ({"organization_code": "91120116MA05ABCD12"}, ("CN", "120000", "120116", "organization_code")),
    ({"organization_code": "91120222MA05ABCD12"}, ("CN", "120000", "120114", "organization_code")),
    ({"country_region": "CN", "postcode": "301700"}, ("CN", "120000", "120114", "postcode")),
    ({"country_region": "CN", "postcode": "300384"}, ("CN", "120000", None, "postcode")),
    ({"postcode": "301700"}, (None, None, None, None)),
    ({"name": "示例（天津）科技有限公司"}, ("CN", "120000", None, "name")),
    ({"name": "天津示例厂"}, ("CN", "120000", None, "name")),
    ({"name": "示例(天津)科技有限公司佛山分公司"}, ("CN", "440000", None, "name")),
    ({"name": "河北工业大学"}, ("CN", "120000", None, "name")),
    ({"name": "Tianjin Example University"}, ("CN", "120000", None, "name")),
    ({"name": "北海道示例大学"}, (None, None, None, None)),
    ({"name": "天津子"}, (None, None, None, None)),
    ({"name": "示例汽车公司"}, (None, None, None, None)),
    ({"name": "国网天津市电力公司"}, ("CN", "120000", None, "name")),
    ({"name": "中国科学院深圳示例研究院"}, ("CN", "440000", None, "name")),
]


def test_other_sources_in_their_order(corpus_of):
    columns = ("country_region", "province", "district", "region_method")
    found = all_located(corpus_of, [details for details, _ in OTHER_SOURCES], *columns)
    assert list(zip((row[0] for row in OTHER_SOURCES), found, strict=True)) == OTHER_SOURCES


def test_a_foreign_holder_gets_no_chinese_place(corpus_of):
    found = located(corpus_of, country_region="美国", address="天津市和平区示例路")
    assert (found["country_region"], found["province"]) == ("US", None)


def test_the_publishing_office_tells_no_place(corpus_of):
    assert located(corpus_of, name="Example Corp")["country_region"] is None


def test_what_the_export_gives_goes_before_the_address(corpus_of):
    found = located(corpus_of, province="北京", address="天津市和平区示例路")
    assert (found["province"], found["district"], found["region_confidence"]) == ("110000", None, 1.0)


def test_confidence_falls_from_the_export_to_the_name(corpus_of):
    told = [
        {"province": "天津"},
        {"address": "天津市和平区"},
        {"country_region": "CN", "postcode": "301700"},
        {"name": "天津示例厂"},
    ]
    sure = [found[0] for found in all_located(corpus_of, told, "region_confidence")]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 4


def test_locating_twice_changes_nothing(corpus_of):
    corpus = corpus_of(
        {"applicants": [{"name": "示例", "province": "天津;12", "address": "西青区示例路"}]},
        {"applicants": [{"name": "天津示例厂"}, {"name": "示例", "address": "台湾台南市"}]},
        {"owners": [{"name": "示例", "address": "300450 天津市塘沽区"}]},
    )
    once = locate_parties(corpus)
    twice = locate_parties(once)
    assert once.polars("parties").collect().equals(twice.polars("parties").collect())


def test_inventors_are_left_alone(corpus_of):
    corpus = locate_parties(corpus_of({"inventors": [{"name": "张三", "address": "天津市和平区"}]}))
    assert corpus.polars("parties").collect()["province"].to_list() == [None]


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "名录.csv"
    path.write_text(
        "企业名称,曾用名,统一社会信用代码,所属区,功能区\n"
        "示例新能源（天津）有限公司,示例电池有限公司；示例电源厂,91120116MA05ABCD12,滨海新区,泰达\n"
        "示例检测有限公司,,,和平区,\n",
        encoding="utf-8-sig",
    )
    return path


@pytest.mark.parametrize(
    "details",
    [
        {"name": "示例新能源(天津)有限公司"},
        {"name": "示例电源厂"},
        {"name": "另一名称", "organization_code": "91120116MA05ABCD12"},
    ],
)
def test_a_roster_finds_firms_by_name_former_name_or_code(corpus_of, roster, details):
    corpus = locate_parties(corpus_of({"applicants": [details]}), roster)
    found = corpus.polars("parties").collect().row(0, named=True)
    assert (found["province"], found["district"], found["zone"]) == ("120000", "120116", "teda")
    assert found["region_method"] == "roster"


def test_a_roster_goes_before_the_address_but_not_before_the_export(corpus_of, roster):
    corpus = corpus_of(
        {"applicants": [{"name": "示例检测有限公司", "address": "天津市西青区"}]},
        {"applicants": [{"name": "示例检测有限公司", "province": "天津", "district": "西青区"}]},
    )
    found = locate_parties(corpus, roster).polars("parties").collect()
    assert found["district"].to_list() == ["120101", "120111"]


def test_an_unknown_district_in_the_roster_names_the_row(tmp_path, corpus_of):
    path = tmp_path / "roster.csv"
    path.write_text("企业名称,所属区\n示例甲厂,和平区\n示例乙厂,海淀区\n", encoding="gb18030")
    with pytest.raises(WorkbenchError) as caught:
        locate_parties(corpus_of({"applicants": ["示例甲厂"]}), path)
    assert caught.value.key == "bad_decision"
    assert (caught.value.fields["row"], caught.value.fields["found"]) == (3, "海淀区")


def test_a_roster_without_firms_is_refused(tmp_path, corpus_of):
    path = tmp_path / "roster.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(WorkbenchError) as caught:
        locate_parties(corpus_of({"applicants": ["示例甲厂"]}), path)
    assert caught.value.key == "roster_without_firms"


def test_the_reference_has_34_provinces_and_16_districts_each_on_its_own_tile():
    for units, count in ((regions.provinces(), 34), (regions.districts(), 16)):
        assert units.height == count
        assert units.select("tile_column", "tile_row").is_unique().all()
        assert units["code"].is_unique().all()


def test_a_zone_that_every_city_has_is_tianjins_only_in_tianjin(corpus_of):
    places = [("四川省", "成都市", "高新区"), (None, None, "高新区"), ("天津市", None, "高新区")]
    rows = [{"province": p, "city": c, "district": d} for p, c, d in places]
    found = all_located(corpus_of, rows, "zone")
    assert [zone is not None for (zone,) in found] == [False, False, True]


def test_every_zone_names_districts_that_exist():
    zones, codes = regions.zones(), set(regions.districts()["code"])
    assert set(zones["functional"]) | set(zones["administrative"].drop_nulls()) <= codes
    assert regions.zone_aliases()["text"].is_unique().all()


def test_taiwan_hong_kong_and_macao_are_named_as_parts_of_china():
    named = dict(regions.countries().select("code", "name_zh").iter_rows())
    assert [named[code] for code in ("TW", "HK", "MO")] == ["中国台湾", "中国香港", "中国澳门"]
