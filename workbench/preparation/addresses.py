"""Where an address or a firm's name says it is: expressions on text, without any other knowledge."""

from functools import cache
from typing import Final

import polars as pl

from workbench.reference import regions
from workbench.reference.regions import TIANJIN

_FULL_NAME: Final = r"(?:省|市|区|州|盟|地区)$"
_STREET_AFTER: Final = r"^[区县镇乡街路村道]"
_BARE_DISTRICTS: Final = ("西青", "东丽", "津南", "北辰", "武清", "宝坻", "宁河", "静海", "蓟州")
"""Names that after 天津 mean the district even without 区; 和平, 河东, 河西, 河北 may be roads."""

_ORGANIZATION: Final = (
    r"(?:公司|厂|集团|合作社|大学|学院|学校|医院|研究院|研究所|设计院"
    r"|中心|局|所|院|社|银行|事务所)(?:\([^)]*\))?$"
)
_SUPERIOR: Final = r"^(?:国网|\p{Han}{2,6}部|\p{Han}{0,6}科学院|国家\p{Han}{1,6}局)"
_JAPANESE: Final = r"株式会社|有限会社|北海道"
_STATES: Final = (
    "AR", "AZ", "CA", "CO", "DE", "ID", "IL", "IN", "KY", "LA", "MA", "MD", "MN", "MO", "MT", "PA", "SC",
)  # fmt: skip
"""States of the USA whose letters are some country's code too."""


def even_address(address: pl.Expr) -> pl.Expr:
    """Make width and spaces even; take 中国 and a postcode off the front of a Chinese address."""
    text = address.str.normalize("NFKC")
    han = (
        text.str.replace_all(r"\s+", "").str.replace(r"^\d{6}", "").str.replace("^(?:中华人民共和国|中国)", "")
    )
    return pl.when(text.str.contains(r"\p{Han}")).then(han).otherwise(text.str.to_uppercase())


def postcode_in(address: pl.Expr) -> pl.Expr:
    """Return a Chinese postcode that opens the address, or closes an English one before the country."""
    text = address.str.normalize("NFKC")
    return pl.coalesce(
        text.str.extract(r"^\s*(\d{6})(?:\D|$)"),
        text.str.extract(r"(?i)\b(\d{6})\b[ ,]*(?:P\.? ?R\.? ?)?(?:CHINA|CN)\b"),
    )


def leading_place(text: pl.Expr) -> pl.Expr:
    """Return the province, city or unmistakable district with which an even address begins.

    A short name counts only where no 区, 县, 路 … follows: 朝阳区 is not 朝阳, 北京路 not 北京.
    """
    found = text.str.extract(_places_pattern())
    rest = _after(text, found)
    is_street = found.str.contains(_FULL_NAME).not_() & rest.str.contains(_STREET_AFTER)
    return pl.when(is_street.not_()).then(found)


def second_place(text: pl.Expr, first: pl.Expr) -> pl.Expr:
    """Return the place that follows the first: 沈阳市 in 辽宁省沈阳市."""
    return leading_place(_after(text, first).str.replace("^[省市]", ""))


def _after(text: pl.Expr, start: pl.Expr) -> pl.Expr:
    return text.str.slice(start.str.len_chars())


def province_of(place: pl.Expr) -> pl.Expr:
    """Return the province code of a known place."""
    return place.replace_strict(_place_map("province"), default=None)


def city_of(place: pl.Expr) -> pl.Expr:
    """Return the city of a known place; null for a province."""
    return place.replace_strict(_place_map("city"), default=None)


def district_of(place: pl.Expr) -> pl.Expr:
    """Return the district of a place name that only Tianjin has."""
    return place.replace_strict(_place_map("district"), default=None)


@cache
def _place_map(column: str) -> dict[str, str]:
    known = regions.places().drop_nulls(column)
    return dict(zip(known["text"], known[column], strict=True))


@cache
def _places_pattern() -> str:
    return rf"^({'|'.join(regions.places()['text'])})"


def english_province(text: pl.Expr) -> pl.Expr:
    """Return the province that an English text names: ``TIANJIN``, or a city such as ``SHENZHEN``.

    ``HEBEI DISTRICT`` is a district of Tianjin and not Hebei.
    """
    names = _english_places()
    upper = text.str.to_uppercase().str.replace_all(_english_districts_pattern(), " ")
    found = upper.str.extract(rf"(?:^|[^A-Z])({'|'.join(names)})(?:[^A-Z]|$)")
    return found.replace_strict(names, default=None)


@cache
def _english_places() -> dict[str, str]:
    known = regions.cities().drop_nulls("name_en").select(name=pl.col("name_en"), code="province")
    known = known.filter(pl.col("name").str.len_chars() > 4)
    mainland = regions.provinces().filter(pl.col("code") < "700000").select(name=pl.col("name_en"), code="code")
    pairs = pl.concat([mainland, known]).unique("name", keep="first", maintain_order=True)
    return {name.upper(): code for name, code in pairs.iter_rows()}


def leading_country(text: pl.Expr) -> pl.Expr:
    """Return the country with which a Chinese address begins, or an English one ends."""
    names = _country_names()
    han = [name for name in names if not name.isascii()]
    latin = [name for name in names if name.isascii()]
    first = text.str.extract(rf"^({'|'.join(han)})").replace_strict(names, default=None)
    last = text.str.extract(rf"[,\s(]({'|'.join(latin)})\)?\.?$").replace_strict(names, default=None)
    return pl.coalesce(first, last)


@cache
def _country_names() -> dict[str, str]:
    known = regions.country_names().join(regions.countries().filter(pl.col("kind") == "country"), on="code")
    known = known.sort(pl.col("text").str.len_chars(), "text", descending=[True, False])
    listed = known.filter(
        pl.col("text").is_in(_STATES).not_(), pl.col("text").str.contains(".", literal=True).not_()
    )
    return dict(listed.select("text", "code").iter_rows())


def tianjin_district(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return district and confidence that the text of a Tianjin address gives.

    In order: a district written out, a former county or district, a functional zone whose land is in
    one district, a district's name without 区 behind 天津, a street or park.
    """
    explicit = _first_of(text, regions.district_names(), "district")
    former = _first_of(text, regions.tianjin_places("former"), "district")
    zone = tianjin_zone(text).replace_strict(_zone_districts(), default=None)
    bare = text.str.extract(rf"^天津市?({'|'.join(_BARE_DISTRICTS)})").replace_strict(
        _bare_districts(), default=None
    )
    street = _first_of(text, regions.tianjin_places("street"), "district")
    english = text.str.extract(_english_districts_pattern()).replace_strict(_english_districts(), default=None)
    found = [(explicit, 0.95), (english, 0.9), (former, 0.9), (zone, 0.8), (bare, 0.8), (street, 0.7)]
    confidence = pl.coalesce(*(pl.when(value.is_not_null()).then(pl.lit(sure)) for value, sure in found))
    return pl.coalesce(*(value for value, _ in found)), confidence


def tianjin_zone(text: pl.Expr) -> pl.Expr:
    """Return the functional zone that the text of a Tianjin address names."""
    return _first_of(text, regions.zone_aliases(), "zone")


def _first_of(text: pl.Expr, known: pl.DataFrame, column: str) -> pl.Expr:
    pattern = "|".join(known["text"].str.replace_all(r"[()]", r"\$0"))
    return text.str.extract(f"({pattern})").replace_strict(
        dict(zip(known["text"], known[column], strict=True)), default=None
    )


@cache
def _zone_districts() -> dict[str, str]:
    known = regions.zones().drop_nulls("administrative")
    return dict(zip(known["zone"], known["administrative"], strict=True))


@cache
def _english_districts() -> dict[str, str]:
    known = regions.districts(TIANJIN)
    return {name.split()[0].upper(): code for name, code in known.select("name_en", "code").iter_rows()}


@cache
def _english_districts_pattern() -> str:
    return rf"(?:^|[^A-Z])({'|'.join(_english_districts())})\s+(?:DISTRICT|DIST|NEW AREA|COUNTY)(?:[^A-Z]|$)"


@cache
def _bare_districts() -> dict[str, str]:
    known = regions.districts(TIANJIN)
    named = dict(zip(known["short_zh"], known["code"], strict=True))
    return {name: named[name] for name in _BARE_DISTRICTS}


def place_in_name(name: pl.Expr) -> pl.Expr:
    """Return the province that an organisation's name tells; people's and Japanese names tell none.

    In order: a known seat (河北工业大学 is in 天津), the place of a branch, a place in brackets, a place
    at the beginning or behind the superior body (国网天津市电力公司), an English place name. A clue, not a
    proof.
    """
    text = name.str.normalize("NFKC").str.replace_all(r"\s+", "").str.replace("^中国", "")
    seats = regions.known_seats()
    seat = name.str.normalize("NFKC").replace_strict(
        dict(seats.select("name", "province").iter_rows()), default=None
    )
    branch = province_of(leading_place(text.str.extract(r"公司([^公司]{2,8})分公司$")))
    bracket = province_of(leading_place(text.str.extract(r"\((\p{Han}{2,8})\)")))
    lead = pl.coalesce(
        province_of(leading_place(text)), province_of(leading_place(text.str.replace(_SUPERIOR, "")))
    )
    is_ours = text.str.contains(_ORGANIZATION) & text.str.contains(_JAPANESE).not_()
    latin = pl.when(name.str.contains(r"\p{Han}").not_()).then(english_province(name))
    return pl.coalesce(seat, pl.when(is_ours).then(pl.coalesce(branch, bracket, lead)), latin)
