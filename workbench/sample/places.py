"""Where invented parties sit: all districts of Tianjin, its functional zones, the traps, and elsewhere.

District codes are those of GB/T 2260; roads are invented. ``district`` is the administrative reading of
the address as written (none where it tells none); ``zone`` the functional zone it names, if any, a key of
the reference of zones. All zones here count to 滨海新区 in the functional reading.
"""

from dataclasses import dataclass
from typing import Final

_ROADS: Final = ("示例路", "虚构大道", "某某街", "假想道", "样本路", "示例一支路", "虚构二街", "某某环路")


@dataclass(frozen=True)
class Place:
    """A kind of address: where it is and how it is written."""

    country: str
    province: str | None
    province_name: str | None
    city: str | None
    district_name: str | None
    district: str | None
    zone: str | None
    pattern: str
    postcode: str
    weight: float

    def address(self, number: int) -> str:
        """Return an invented address of this kind."""
        road = _ROADS[number % len(_ROADS)]
        return self.pattern.format(road=road, number=1 + number * 7 % 388)


def _tianjin(
    weight: float, district: str | None, name: str | None, postcode: str, pattern: str, zone: str | None = None
) -> Place:
    return Place("CN", "120000", "天津市", "天津市", name, district, zone, pattern, postcode, weight)


def _elsewhere(weight: float, code: str, province: str, city: str, district: str, postcode: str) -> Place:
    head = city if province == city else province + city
    pattern = f"{head}{district}{{road}}{{number}}号"
    return Place("CN", code, province, city, district, None, None, pattern, postcode, weight)


def _abroad(weight: float, country: str, pattern: str, province: str | None = None) -> Place:
    return Place(country, province, None, None, None, None, None, pattern, "", weight)


TIANJIN: Final[tuple[Place, ...]] = (
    _tianjin(2, "120101", "和平区", "300041", "天津市和平区{road}{number}号"),
    _tianjin(2, "120102", "河东区", "300171", "天津市河东区{road}{number}号"),
    _tianjin(2, "120103", "河西区", "300202", "天津市河西区{road}{number}号"),
    _tianjin(7, "120104", "南开区", "300072", "天津市南开区{road}{number}号"),
    _tianjin(2, "120105", "河北区", "300143", "天津市河北区{road}{number}号"),
    _tianjin(2, "120106", "红桥区", "300131", "天津市红桥区{road}{number}号"),
    _tianjin(5, "120110", "东丽区", "300300", "天津市东丽区{road}{number}号"),
    _tianjin(7, "120111", "西青区", "300380", "天津市西青区{road}{number}号"),
    _tianjin(5, "120112", "津南区", "300350", "天津市津南区{road}{number}号"),
    _tianjin(5, "120113", "北辰区", "300400", "天津市北辰区{road}{number}号"),
    _tianjin(4, "120114", "武清区", "301700", "天津市武清区{road}{number}号"),
    _tianjin(3, "120115", "宝坻区", "301800", "天津市宝坻区{road}{number}号"),
    _tianjin(7, "120116", "滨海新区", "300450", "天津市滨海新区{road}{number}号"),
    _tianjin(2, "120117", "宁河区", "301500", "天津市宁河区{road}{number}号"),
    _tianjin(3, "120118", "静海区", "301600", "天津市静海区{road}{number}号"),
    _tianjin(2, "120119", "蓟州区", "301900", "天津市蓟州区{road}{number}号"),
    # functional zones
    _tianjin(4, "120116", "滨海新区", "300457", "天津经济技术开发区{road}{number}号", "teda"),
    _tianjin(2, "120116", "滨海新区", "300457", "天津市滨海新区泰达{road}{number}号", "teda"),
    _tianjin(3, "120110", "东丽区", "300308", "天津市东丽区空港经济区{road}{number}号", "airport"),
    _tianjin(3, "120111", "西青区", "300384", "天津市西青区华苑产业区{road}{number}号", "binhai_hightech"),
    _tianjin(2, None, None, "300384", "天津滨海高新区华苑产业区{road}{number}号", "binhai_hightech"),
    _tianjin(1, "120116", "滨海新区", "300463", "天津自贸试验区（东疆保税港区）{road}{number}号", "dongjiang"),
    _tianjin(1, "120116", "滨海新区", "300467", "天津市滨海新区中新天津生态城{road}{number}号", "eco_city"),
    # former counties and districts, an address that tells no district
    _tianjin(1.5, "120116", "滨海新区", "300450", "天津市塘沽区{road}{number}号"),
    _tianjin(0.7, "120116", "滨海新区", "300480", "天津市汉沽区{road}{number}号"),
    _tianjin(0.7, "120116", "滨海新区", "300270", "天津市大港区{road}{number}号"),
    _tianjin(0.7, "120119", "蓟州区", "301900", "天津市蓟县{road}{number}号"),
    _tianjin(0.7, "120118", "静海区", "301600", "天津市静海县{road}{number}号"),
    _tianjin(1, None, None, "300000", "天津市示例信箱{number}分箱"),
)

ELSEWHERE: Final[tuple[Place, ...]] = (
    _elsewhere(11, "110000", "北京市", "北京市", "海淀区", "100080"),
    _elsewhere(3, "110000", "北京市", "北京市", "昌平区", "102200"),
    _elsewhere(8, "310000", "上海市", "上海市", "浦东新区", "200120"),
    _elsewhere(8, "440000", "广东省", "深圳市", "南山区", "518000"),
    _elsewhere(4, "440000", "广东省", "广州市", "黄埔区", "510700"),
    _elsewhere(6, "320000", "江苏省", "苏州市", "吴中区", "215000"),
    _elsewhere(4, "320000", "江苏省", "南京市", "江宁区", "211100"),
    _elsewhere(6, "330000", "浙江省", "杭州市", "余杭区", "311100"),
    _elsewhere(3, "340000", "安徽省", "合肥市", "蜀山区", "230031"),
    _elsewhere(3, "370000", "山东省", "青岛市", "黄岛区", "266500"),
    _elsewhere(2, "370000", "山东省", "临沂市", "河东区", "276000"),  # not 河东区 of Tianjin
    _elsewhere(3, "420000", "湖北省", "武汉市", "洪山区", "430070"),
    _elsewhere(2, "430000", "湖南省", "长沙市", "岳麓区", "410000"),
    _elsewhere(2, "410000", "河南省", "郑州市", "中原区", "450000"),
    _elsewhere(3, "130000", "河北省", "石家庄市", "长安区", "050000"),  # not 河北区 of Tianjin
    _elsewhere(1, "130000", "河北省", "唐山市", "路北区", "063000"),
    _elsewhere(2, "210000", "辽宁省", "沈阳市", "和平区", "110000"),  # not 和平区 of Tianjin
    _elsewhere(1, "210000", "辽宁省", "大连市", "甘井子区", "116000"),
    _elsewhere(1, "220000", "吉林省", "长春市", "朝阳区", "130000"),
    _elsewhere(2, "230000", "黑龙江省", "哈尔滨市", "南岗区", "150000"),
    _elsewhere(3, "510000", "四川省", "成都市", "高新区", "610000"),
    _elsewhere(2, "610000", "陕西省", "西安市", "雁塔区", "710000"),
    _elsewhere(1, "500000", "重庆市", "重庆市", "渝北区", "401120"),
    _elsewhere(2, "350000", "福建省", "福州市", "鼓楼区", "350000"),
    _elsewhere(1, "360000", "江西省", "南昌市", "青山湖区", "330000"),
    _elsewhere(1, "140000", "山西省", "太原市", "小店区", "030000"),
    _elsewhere(0.6, "150000", "内蒙古自治区", "呼和浩特市", "赛罕区", "010000"),
    _elsewhere(0.6, "450000", "广西壮族自治区", "南宁市", "青秀区", "530000"),
    _elsewhere(0.6, "530000", "云南省", "昆明市", "盘龙区", "650000"),
    _elsewhere(0.6, "520000", "贵州省", "贵阳市", "观山湖区", "550000"),
    _elsewhere(0.4, "620000", "甘肃省", "兰州市", "城关区", "730000"),
    _elsewhere(0.3, "650000", "新疆维吾尔自治区", "乌鲁木齐市", "新市区", "830000"),
)

ABROAD: Final[tuple[Place, ...]] = (
    _abroad(36, "US", "{number} Example Avenue, Sampleton, California, US"),
    _abroad(26, "JP", "日本示例县虚构市某某町{number}番地"),
    _abroad(15, "DE", "Musterstrasse {number}, 00000 Beispielstadt, DE"),
    _abroad(12, "KR", "韩国示例道虚构市某某路{number}"),
    _abroad(7, "TW", "中国台湾示例市虚构路{number}号", "710000"),
    _abroad(4, "HK", "中国香港示例区虚构道{number}号", "810000"),
)
