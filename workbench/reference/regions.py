"""Countries, provinces, cities, the districts of Tianjin and its functional zones."""

from functools import cache
from typing import Final

import polars as pl

from workbench.reference import facts, table

TIANJIN: Final = "120000"
UNIQUE_DISTRICTS_EXCEPT: Final = ("和平区", "河东区", "滨海新区")
"""District names of Tianjin that other cities have too: they need 天津 beside them."""

_TILE: Final = (pl.col("tile_column").cast(pl.Int64), pl.col("tile_row").cast(pl.Int64))
_CITY_ENDINGS: Final = r"(市|地区|盟|新区|林区)$"


@cache
def provinces() -> pl.DataFrame:
    """Return the 34 provincial units.

    Returns
    -------
    DataFrame, shape (34, 7)
        ``code`` (GB/T 2260, six digits), ``name_zh``, ``name_en``, ``short_zh``, ``short_en``,
        ``tile_column`` and ``tile_row`` (place in the tile grid, from 0).
    """
    return _units("province").drop("province")


@cache
def districts(province: str = TIANJIN) -> pl.DataFrame:
    """Return the districts of a province, in the shape of :func:`provinces`; only Tianjin's are known."""
    return _units("district").filter(pl.col("province") == province).drop("province")


def _units(level: str) -> pl.DataFrame:
    return table("regions").filter(pl.col("level") == level).drop("level").with_columns(*_TILE)


@cache
def cities() -> pl.DataFrame:
    """Return cities of prefecture level: ``code``, ``province``, ``name_zh``, ``name_en``, ``aliases``."""
    province = pl.col("code").str.slice(0, 2) + "0000"
    return table("cities").with_columns(
        province.alias("province"), pl.col("aliases").fill_null("").str.split(" ").list.drop_nulls()
    )


@cache
def places() -> pl.DataFrame:
    """Return every name with which a Chinese address or firm name may begin.

    Returns
    -------
    DataFrame
        ``text``, ``province``, ``city`` (null for a province) and ``district`` (only for district names
        that Tianjin alone has, such as 河北区, which must not be read as 河北省); longest text first.
    """
    found = pl.concat([_place_districts(), _place_provinces(), _place_cities()], how="diagonal_relaxed")
    named = found.filter(pl.col("text").str.len_chars() >= 2)
    return named.unique("text", keep="first", maintain_order=True).sort(
        pl.col("text").str.len_chars(), descending=True, maintain_order=True
    )


def _place_districts() -> pl.DataFrame:
    named = districts().filter(pl.col("name_zh").is_in(UNIQUE_DISTRICTS_EXCEPT).not_())
    return named.select(
        pl.col("name_zh").alias("text"), pl.lit(TIANJIN).alias("province"), pl.col("code").alias("district")
    )


def _place_provinces() -> pl.DataFrame:
    known = provinces()
    short = known["short_zh"].str.strip_prefix("中国")
    full = pl.concat([known["name_zh"], known["short_zh"], short, _former_names(short)])
    return pl.DataFrame({"text": full, "province": pl.concat([known["code"]] * 4)})


def _former_names(short: pl.Series) -> pl.Series:
    return short + pl.Series(["特别行政区" if name in ("香港", "澳门") else "省" for name in short])


def _place_cities() -> pl.DataFrame:
    known = cities()
    full = known.select(pl.col("name_zh").alias("text"), "province", pl.col("name_zh").alias("city"))
    short = full.with_columns(pl.col("text").str.replace(_CITY_ENDINGS, ""))
    other = known.select(pl.col("aliases").alias("text"), "province", pl.col("name_zh").alias("city"))
    other = other.explode("text", empty_as_null=False, keep_nulls=False)
    return pl.concat([full, short, other, other.with_columns(pl.col("text").str.strip_suffix("市"))])


@cache
def zones() -> pl.DataFrame:
    """Return the functional zones of Tianjin.

    Returns
    -------
    DataFrame
        ``zone`` (key), ``name_zh``, ``name_en``, ``administrative`` (行政区: district on whose land it
        lies; null where it lies in several) and ``functional`` (功能区: district whose statistics its
        firms enter).
    """
    found = [
        (key, zone["zh"], zone["en"], zone.get("administrative"), zone["functional"])
        for key, zone in facts("zones")["zones"].items()
    ]
    names = ["zone", "name_zh", "name_en", "administrative", "functional"]
    return pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row")


@cache
def zone_aliases() -> pl.DataFrame:
    """Return ``text`` → ``zone``: full names, aliases; longest text first."""
    found = [
        (text, key)
        for key, zone in facts("zones")["zones"].items()
        for text in dict.fromkeys((zone["zh"], *zone["aliases"]))
    ]
    frame = pl.DataFrame(found, schema={"text": pl.String, "zone": pl.String}, orient="row")
    return frame.sort(pl.col("text").str.len_chars(), descending=True, maintain_order=True)


@cache
def district_names() -> pl.DataFrame:
    """Return ``text`` → ``district`` for the names of Tianjin's districts as written in addresses."""
    named = districts()
    return pl.DataFrame({"text": named["name_zh"], "district": named["code"]})


@cache
def tianjin_places(kind: str) -> pl.DataFrame:
    """Return ``text`` → ``district`` of one kind: ``former`` names, ``street`` or park, ``postcode`` prefix."""
    chosen = table("tianjin_places").filter(pl.col("kind") == kind).drop("kind")
    return chosen.sort(pl.col("text").str.len_chars(), descending=True, maintain_order=True)


@cache
def postcode_provinces() -> pl.DataFrame:
    """Return ``prefix`` (two digits of a Chinese postcode) → ``province``."""
    return table("postcodes")


@cache
def countries() -> pl.DataFrame:
    """Return ``code`` (ST.3, ISO 3166-1), ``kind`` (country / office / former), ``name_zh``, ``name_en``."""
    return table("countries").drop("aliases")


@cache
def country_names() -> pl.DataFrame:
    """Return every spelling of a country or office, upper-cased: ``text`` → ``code``."""
    listed = table("countries").with_columns(pl.col("aliases").fill_null("").str.split("|"))
    spellings = pl.concat_list("code", "name_zh", "name_en", "aliases")
    found = listed.select(spellings.alias("text"), "code").explode(
        "text", empty_as_null=False, keep_nulls=False
    )
    found = found.with_columns(pl.col("text").str.to_uppercase()).filter(pl.col("text") != "")
    return found.unique("text", keep="first", maintain_order=True)


@cache
def known_seats() -> pl.DataFrame:
    """Return ``name`` → ``province`` of institutions whose name tells no place, or another than theirs."""
    return table("seats")
