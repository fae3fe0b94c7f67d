"""Plainly fictional names: every party, firm or person, carries a mark of fiction.

A reader, and a test, recognises an invented party by one of ``FICTION_MARKS``.
"""

from typing import Final

FICTION_MARKS: Final = (
    "示例", "虚构", "某某", "假想", "Example", "Fictional", "Imaginary", "EXAMPLE", "FICTIONAL", "IMAGINARY",
)  # fmt: skip
"""One of these stands in every name of a party."""

_MARKS: Final = ("示例", "虚构", "某某", "假想")
_MARKS_ENGLISH: Final = ("EXAMPLE", "FICTIONAL", "IMAGINARY", "EXAMPLE")
_FIRST: Final = "星云海天明瑞泰恒远智博创新安达卓越鸿凌启航晨曦磐晟"
_SECOND: Final = "海峰翔宇辰光岚源川洲图锐拓驰翼芯澜舟帆擎晖维域桥"
_BUSINESS: Final = (
    ("智能装备", "INTELLIGENT EQUIPMENT"),
    ("机器人", "ROBOT"),
    ("自动化技术", "AUTOMATION TECHNOLOGY"),
    ("巡检科技", "INSPECTION TECHNOLOGY"),
    ("电力科技", "ELECTRIC POWER TECHNOLOGY"),
    ("检测仪器", "INSTRUMENTS"),
    ("信息技术", "INFORMATION TECHNOLOGY"),
    ("传感技术", "SENSING TECHNOLOGY"),
    ("无人系统", "UNMANNED SYSTEMS"),
    ("特种装备", "SPECIAL EQUIPMENT"),
    ("视觉科技", "VISION TECHNOLOGY"),
    ("能源装备", "ENERGY EQUIPMENT"),
    ("精密机械", "PRECISION MACHINERY"),
    ("轨道装备", "RAIL EQUIPMENT"),
    ("石化工程", "PETROCHEMICAL ENGINEERING"),
    ("管网运维", "PIPELINE SERVICES"),
)
_SIGNS: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬东南西北金木水火土山川日月星"
_PERSON_SIZE: Final = len(_MARKS) * len(_SIGNS) ** 2
_CORES: Final = len(_FIRST) * len(_SECOND) * len(_BUSINESS) * len(_MARKS)
_AGENCIES: Final = ("示例知识产权代理有限公司", "虚构专利代理事务所（普通合伙）", "假想专利商标代理有限公司")


def person(number: int) -> str:
    """Return an invented person: a mark and two signs of the old calendar, four characters in all."""
    mark, first, second = _person_parts(number)
    return _MARKS[mark] + _SIGNS[first] + _SIGNS[second]


def _person_parts(number: int) -> tuple[int, int, int]:
    k = number * 2741 % _PERSON_SIZE
    return k % len(_MARKS), k // len(_MARKS) % len(_SIGNS), k // len(_MARKS) // len(_SIGNS)


def persons() -> list[str]:
    """Return every invented person."""
    return [person(k) for k in range(_PERSON_SIZE)]


def person_in_english(number: int) -> str:
    """Return the romanised form of an invented person."""
    mark, first, second = _person_parts(number)
    return f"{_MARKS_ENGLISH[mark].title()} Person {first:02d}{second:02d}"


def agencies() -> list[str]:
    """Return invented patent agencies of several cities."""
    return [f"{city}{name}" for city in ("天津", "北京", "上海", "深圳", "成都", "武汉") for name in _AGENCIES]


def core(number: int) -> tuple[str, str, str, str, str]:
    """Return mark, word, business of an entity and their English forms; no two numbers below 36,864 agree."""
    k = number * 12347 % _CORES
    mark = k % 4
    word = _FIRST[k // 4 % len(_FIRST)] + _SECOND[k // 4 // len(_FIRST) % len(_SECOND)]
    business = _BUSINESS[k // 4 // len(_FIRST) // len(_SECOND) % len(_BUSINESS)]
    return _MARKS[mark], word, business[0], _MARKS_ENGLISH[mark], business[1]


def short_city(city: str) -> str:
    """Return a city without its suffix."""
    return city.removesuffix("市")


def company(number: int, city: str) -> str:
    """Return a firm's registered name, in one of four habits."""
    mark, word, business, _, _ = core(number)
    town = short_city(city)
    forms = (
        f"{town}{mark}{word}{business}有限公司",
        f"{mark}{word}（{town}）{business}有限公司",
        f"{town}{mark}{word}{business}股份有限公司",
        f"{mark}{word}{business}集团有限公司",
    )
    return forms[(0, 0, 1, 0, 2, 1, 0, 3)[number % 8]]


def former_company(number: int, city: str) -> str:
    """Return the name a firm bore before it was renamed."""
    mark, word, _, _, _ = core(number)
    return f"{short_city(city)}{mark}{word}机电设备厂"


def company_in_english(number: int) -> str:
    """Return the English name a firm uses abroad."""
    _, _, _, mark, business = core(number)
    return f"{mark} {business} {number:05d} CO., LTD."


def careless(name: str) -> str:
    """Return a name with half-width brackets or, if it has none, with a stray blank after its word."""
    if "（" in name:
        return name.replace("（", "(").replace("）", ")")
    end = next(name.index(mark) for mark in _MARKS if mark in name) + 4
    return f"{name[:end]} {name[end:]}".strip()


def organization(number: int, kind: str, city: str) -> str:
    """Return the name of a university, institute, hospital or public body."""
    mark, word, _, _, _ = core(number)
    town = short_city(city)
    forms = {
        "university": (f"{mark}{word}大学", f"{town}{mark}{word}理工大学", f"{mark}{word}职业技术学院"),
        "institute": (
            f"{mark}{word}机器人研究所",
            f"{town}{mark}{word}技术研究院",
            f"{mark}{word}检验检测研究院",
        ),
        "hospital": (f"{town}{mark}{word}医院",) * 3,
        "government": (f"{town}{mark}{word}应急管理局",) * 3,
    }
    return forms[kind][number % 3]


def organization_in_english(number: int, kind: str) -> str:
    """Return the English name of a public body."""
    word = {"university": "UNIVERSITY", "institute": "INSTITUTE", "hospital": "HOSPITAL"}.get(kind, "BUREAU")
    return f"{core(number)[3]} {word} {number:05d}"


def foreign_company(number: int, country: str) -> tuple[str, str]:
    """Return a foreign firm's name as Chinese documents print it, and in English."""
    mark, word, _, english, business = core(number)
    title = f"{english.title()} {business.title()} {number:05d}"
    forms = {
        "US": (f"{mark}{word}机器人公司", f"{title}, Inc."),
        "JP": (f"株式会社{mark}{word}", f"{title} Kabushiki Kaisha"),
        "DE": (f"{mark}{word}工业有限公司", f"{title} GmbH"),
        "KR": (f"{mark}{word}重工业株式会社", f"{title} Co., Ltd."),
        "TW": (f"{mark}{word}科技股份有限公司", f"{title} Corp."),
        "HK": (f"{mark}{word}（香港）有限公司", f"{title} Limited"),
    }
    return forms[country]
