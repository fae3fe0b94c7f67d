"""Where applicants and owners are: country or region, province, city, district, functional zone."""

from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.preparation import addresses
from workbench.preparation.names import country_in_name, name_key
from workbench.preparation.notices import with_notice
from workbench.preparation.parties import HOLDERS
from workbench.preparation.roster import read_roster
from workbench.reference import regions
from workbench.reference.regions import TIANJIN

REGION_METHODS: Final = ("given", "roster", "address", "organization_code", "postcode", "name")
REGION_COLUMNS: Final = (
    "country_region", "province", "city", "district", "zone", "region_method", "region_confidence",
)  # fmt: skip

_TOLD_BY: Final = (
    "name", "country_region", "province", "city", "district", "zone", "address", "postcode",
    "organization_code", "region_method", "region_confidence",
)  # fmt: skip
_COUNTRY_PROVINCES: Final = {"TW": "710000", "HK": "810000", "MO": "820000"}
_MUNICIPALITIES: Final = {"110000": "北京市", "120000": "天津市", "310000": "上海市", "500000": "重庆市"}
_LEGACY_CODES: Final = {"66": "460000", "85": "500000"}
"""Two-digit codes of the old national list that GB/T 2260 does not have."""

_ABOLISHED: Final = {
    "120107": "120116", "120108": "120116", "120109": "120116", "120221": "120117", "120222": "120114",
    "120223": "120118", "120224": "120115", "120225": "120119",
}  # fmt: skip


def locate_parties(corpus: Corpus, roster: Path | None = None) -> Corpus:
    """Fill the places of applicants, owners and assignees, with method and confidence.

    In order, each filling only what the one before left open: columns of the export; the roster (by
    credit code or name, former names too); the address; the district code inside the credit code; the
    postcode; the firm's name (province only). The publishing office never tells a place. The method and
    the confidence are those of the finest place found.

    Parameters
    ----------
    corpus : Corpus
        Any; run again, it starts from what the export gave.
    roster : path, optional
        xlsx or csv, see :func:`workbench.preparation.roster.read_roster`.

    Raises
    ------
    WorkbenchError
        If the roster cannot be read or names unknown districts.
    """
    firms = None if roster is None else read_roster(roster)
    parties = corpus.polars("parties")
    is_holder = pl.col("role").is_in(HOLDERS)
    told = parties.filter(is_holder).select(_TOLD_BY).unique().collect(engine="streaming")
    found = located(told, firms)
    kept = [name for name in parties.collect_schema().names() if name not in REGION_COLUMNS]
    keys = [name for name in _TOLD_BY if told[name].null_count() < told.height] or ["name"]
    found = found.select(*keys, *(f"found_{name}" for name in REGION_COLUMNS))
    joined = parties.join(found.lazy(), on=keys, how="left", nulls_equal=True, maintain_order="left")
    placed = joined.select(
        *kept,
        *(pl.when(is_holder).then(f"found_{name}").otherwise(name).alias(name) for name in REGION_COLUMNS),
    )
    return _with_share(corpus.with_tables(parties=placed))


def _with_share(corpus: Corpus) -> Corpus:
    holders = corpus.polars("parties").filter(pl.col("role").is_in(HOLDERS))
    counted = holders.select(
        parties=pl.len(), without_country=pl.col("country_region").null_count(), without_province=(
            pl.col("province").is_null() & pl.col("country_region").fill_null("CN").eq("CN")
        ).sum(),
    ).collect(engine="streaming")  # fmt: skip
    return with_notice(corpus, "parties_without_region", **counted.row(0, named=True))


def located(told: pl.DataFrame, firms: pl.DataFrame | None) -> pl.DataFrame:
    """Return ``told`` with a ``found_`` column for every region column."""
    frame = told.lazy().with_columns(pl.col(name).alias(f"found_{name}") for name in REGION_COLUMNS)
    for step in (_as_given, _by_address, _by_organization_code, _by_postcode, _by_name):
        if step is _by_address and firms is not None:
            frame = _by_roster(frame, firms)
        frame = step(frame)
    return frame.with_columns(_municipality(), _country_of_province()).collect()


def _municipality() -> pl.Expr:
    named = pl.col("found_province").replace_strict(_MUNICIPALITIES, default=None)
    return pl.coalesce("found_city", named).alias("found_city")


def _country_of_province() -> pl.Expr:
    codes = {province: country for country, province in _COUNTRY_PROVINCES.items()}
    country = pl.col("found_province").replace_strict(codes, default="CN")
    implied = pl.when(pl.col("found_province").is_not_null()).then(country)
    return pl.coalesce(implied, "found_country_region").alias("found_country_region")


# --- what the export gives -------------------------------------------------------------------------


def _as_given(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Even out the export's own columns; what an earlier run derived is derived anew."""
    by_name = pl.col("region_method").eq_missing("name")
    is_derived = pl.col("region_method").is_not_null() & (pl.col("region_method") != "given")
    country = pl.when(by_name.not_()).then("country_region")
    province = pl.when(by_name.not_()).then("province")
    district = pl.when(is_derived.not_()).then("district")
    evened = frame.with_columns(
        found_country_region=pl.coalesce(_country_code(country), country_in_name(pl.col("name"))),
        found_province=pl.coalesce(_province_code(province), _province_code(country)),
        found_city=pl.when(by_name.not_()).then(_city_name(pl.col("city"))),
    )
    known = pl.coalesce(
        "found_province",
        addresses.province_of(pl.col("found_city")),
        _province_of_country(),
        addresses.province_of(addresses.leading_place(district)),
        pl.when(district.str.contains(r"^120\d{3}$")).then(pl.lit(TIANJIN)),
    )
    placed = evened.with_columns(found_province=known)
    named_zone = addresses.tianjin_zone(pl.lit("天津") + district)  # 高新区 alone is every city's
    placed = placed.with_columns(
        found_district=_district_code(district, pl.col("found_province")),
        found_zone=pl.when(is_derived.not_()).then(
            pl.coalesce("zone", pl.when(pl.col("found_province") == TIANJIN).then(named_zone))
        ),
    )
    return _mark_given(placed)


def _province_of_country() -> pl.Expr:
    return pl.col("found_country_region").replace_strict(_COUNTRY_PROVINCES, default=None)


def _mark_given(placed: pl.LazyFrame) -> pl.LazyFrame:
    has_any = pl.any_horizontal(
        pl.col(f"found_{name}").is_not_null()
        for name in ("country_region", "province", "city", "district", "zone")
    )
    was = pl.when(pl.col("region_method").eq_missing("name").not_()).then("region_method")
    sure = pl.when(was.is_not_null()).then("region_confidence").otherwise(1.0)
    return placed.with_columns(
        found_region_method=pl.when(has_any).then(was.fill_null("given")),
        found_region_confidence=pl.when(has_any).then(sure).cast(pl.Float32),
    )


def _country_code(text: pl.Expr) -> pl.Expr:
    names = dict(regions.country_names().iter_rows())
    even = text.str.normalize("NFKC").str.strip_chars().str.to_uppercase()
    inner = even.str.extract(r"^(.+?)\s*[(;,]").str.strip_chars()
    coded = even.str.extract(r"^([A-Z]{2})$")
    return pl.coalesce(
        even.replace_strict(names, default=None), inner.replace_strict(names, default=None), coded
    )


def _province_code(text: pl.Expr) -> pl.Expr:
    """Return the code for 天津市, 天津, Tianjin, 120000, CN12 or ``天津;12``."""
    even = text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.strip_prefix("中国")
    codes = {code: code for code in regions.provinces()["code"]}
    short = {code[:2]: code for code in codes if code < "700000"} | _LEGACY_CODES
    english = even.str.to_uppercase().replace_strict(_english_provinces(), default=None)
    six = (even.str.extract(r"(?:^|\D)(\d{2})\d{4}(?:\D|$)") + "0000").replace_strict(codes, default=None)
    two = even.str.extract(r"(?:^|[^\d])(\d{2})(?:\D|$)").replace_strict(short, default=None)
    return pl.coalesce(addresses.province_of(addresses.leading_place(even)), english, six, two)


@cache
def _english_provinces() -> dict[str, str]:
    known = regions.provinces()
    return {name.upper(): code for name, code in known.select("short_en", "code").iter_rows()}


def _city_name(text: pl.Expr) -> pl.Expr:
    even = text.str.normalize("NFKC").str.strip_chars().replace("", None)
    place = addresses.leading_place(even)
    municipality = addresses.province_of(place).replace_strict(_MUNICIPALITIES, default=None)
    return pl.coalesce(addresses.city_of(place), municipality, even)


def _district_code(text: pl.Expr, province: pl.Expr) -> pl.Expr:
    """Return the code of a Tianjin district; a district elsewhere keeps its name."""
    even = text.str.normalize("NFKC").str.strip_chars().replace("", None)
    found, _ = addresses.tianjin_district(pl.lit("天津市") + even.str.replace("^天津市?", ""))
    short = (even + "区").replace_strict(dict(regions.district_names().iter_rows()), default=None)
    codes = {code: code for code in regions.districts(TIANJIN)["code"]} | _ABOLISHED
    ours = pl.coalesce(even.replace_strict(codes, default=None), found, short)
    is_zone = addresses.tianjin_zone(pl.lit("天津") + even).is_not_null()
    elsewhere = pl.when(is_zone.not_()).then(even)
    return pl.when(province == TIANJIN).then(pl.coalesce(ours, elsewhere)).otherwise(even)


# --- what others tell --------------------------------------------------------------------------------


def _fill(frame: pl.LazyFrame, method: str, confidence: pl.Expr, **found: pl.Expr) -> pl.LazyFrame:
    """Fill open places; the method is noted where the province or something finer was filled."""
    staged = frame.with_columns(value.alias(f"new_{name}") for name, value in found.items())
    is_new = pl.any_horizontal(
        pl.col(f"found_{name}").is_null() & pl.col(f"new_{name}").is_not_null()
        for name in found
        if name != "city"
    )
    filled = staged.with_columns(
        *(pl.coalesce(f"found_{name}", f"new_{name}").alias(f"found_{name}") for name in found),
        found_region_method=pl.when(is_new).then(pl.lit(method)).otherwise("found_region_method"),
        found_region_confidence=pl.when(is_new)
        .then(confidence.cast(pl.Float32))
        .otherwise("found_region_confidence"),
    )
    return filled.drop(f"new_{name}" for name in found)


def _is_open() -> pl.Expr:
    """Tell the rows whose country is unknown or China: only they may get a Chinese place."""
    return pl.col("found_country_region").fill_null("CN").is_in(["CN", *_COUNTRY_PROVINCES])


def _in_tianjin(province: pl.Expr) -> pl.Expr:
    return province.fill_null("") == TIANJIN


def _by_roster(frame: pl.LazyFrame, firms: pl.DataFrame) -> pl.LazyFrame:
    coded = firms.drop_nulls("organization_code").unique("organization_code", keep="first", maintain_order=True)
    named = firms.lazy().select("key", by_name="district", zone_by_name="zone")
    by_code = coded.lazy().select("organization_code", by_code="district", zone_by_code="zone")
    joined = (
        frame.with_columns(key=name_key(pl.col("name")))
        .join(named.with_columns(is_named=pl.lit(True)), on="key", how="left")
        .join(by_code.with_columns(is_coded=pl.lit(True)), on="organization_code", how="left")
    )
    listed = pl.any_horizontal("is_named", "is_coded").fill_null(False)
    agrees = listed & _is_open() & _in_tianjin(pl.col("found_province").fill_null(TIANJIN))
    filled = _fill(
        joined,
        "roster",
        pl.lit(0.95),
        province=pl.when(agrees).then(pl.lit(TIANJIN)),
        district=pl.when(agrees).then(pl.coalesce("by_code", "by_name")),
        zone=pl.when(agrees).then(pl.coalesce("zone_by_code", "zone_by_name")),
    )
    return filled.drop("key", "by_name", "zone_by_name", "by_code", "zone_by_code", "is_named", "is_coded")


def _by_address(frame: pl.LazyFrame) -> pl.LazyFrame:
    read = frame.with_columns(text=addresses.even_address(pl.col("address")))
    read = read.with_columns(
        abroad=addresses.leading_country(pl.col("text")), place=addresses.leading_place(pl.col("text"))
    )
    read = _fill(read, "address", pl.lit(0.9), country_region=pl.col("abroad")).with_columns(
        next_place=addresses.second_place(pl.col("text"), pl.col("place")),
        english=pl.when(pl.col("text").str.contains(r"\p{Han}").not_()).then(
            addresses.english_province(pl.col("text"))
        ),
    )
    province = pl.coalesce(addresses.province_of(pl.col("place")), "english")
    follows = addresses.province_of(pl.col("next_place")) == province
    city = pl.coalesce(
        addresses.city_of(pl.col("place")), pl.when(follows).then(addresses.city_of(pl.col("next_place")))
    )
    agrees = pl.coalesce("found_province", province) == province
    placed = _fill(
        read,
        "address",
        pl.lit(0.9),
        province=pl.when(_is_open()).then(pl.coalesce(province, _province_of_country())),
        city=pl.when(_is_open() & agrees).then(city),
    )
    return _tianjin_by_address(placed).drop("text", "abroad", "place", "next_place", "english")


def _tianjin_by_address(placed: pl.LazyFrame) -> pl.LazyFrame:
    """Read district and zone, unless the address itself begins with another province."""
    here = addresses.province_of(pl.col("place")).fill_null(TIANJIN) == TIANJIN
    ours = _in_tianjin(pl.col("found_province")) & here
    district, confidence = addresses.tianjin_district(pl.col("text"))
    unmistakable = pl.coalesce(addresses.district_of(pl.col("place")), district)
    return _fill(
        placed,
        "address",
        confidence.fill_null(0.8),
        district=pl.when(ours).then(unmistakable),
        zone=pl.when(ours).then(addresses.tianjin_zone(pl.col("text"))),
    )


def _by_organization_code(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Read the place of registration: digits 3–8 of the unified social credit code."""
    code = pl.col("organization_code").str.to_uppercase().str.extract(r"^[0-9A-Z]{2}(\d{6})[0-9A-Z]{10}$")
    provinces = {known[:2]: known for known in regions.provinces()["code"]}
    province = code.str.slice(0, 2).replace_strict(provinces, default=None)
    ours = {known: known for known in regions.districts(TIANJIN)["code"]} | _ABOLISHED
    agrees = _is_open() & (pl.coalesce("found_province", province) == province)
    return _fill(
        frame,
        "organization_code",
        pl.lit(0.7),
        province=pl.when(agrees).then(province),
        district=pl.when(agrees).then(code.replace_strict(ours, default=None)),
    )


def _by_postcode(frame: pl.LazyFrame) -> pl.LazyFrame:
    code = pl.coalesce(pl.col("postcode"), addresses.postcode_in(pl.col("address"))).str.extract(r"^(\d{6})$")
    provinces = dict(regions.postcode_provinces().iter_rows())
    province = code.str.slice(0, 2).replace_strict(provinces, default=None)
    prefixes = dict(regions.tianjin_places("postcode").iter_rows())
    tried = [code.str.slice(0, length).replace_strict(prefixes, default=None) for length in (5, 4)]
    several = [code for code, district in prefixes.items() if district is None]
    district = pl.when(code.is_in(several).not_()).then(pl.coalesce(*tried))
    is_chinese = pl.col("found_country_region").fill_null("") == "CN"
    may_be = is_chinese | pl.col("address").str.contains(r"\p{Han}").fill_null(False)
    agrees = may_be & _is_open() & (pl.coalesce("found_province", province) == province)
    return _fill(
        frame,
        "postcode",
        pl.lit(0.5),
        province=pl.when(agrees).then(province),
        district=pl.when(agrees & _in_tianjin(province)).then(district),
    )


def _by_name(frame: pl.LazyFrame) -> pl.LazyFrame:
    is_unplaced = pl.col("found_province").is_null() & _is_open()
    return _fill(
        frame, "name", pl.lit(0.4), province=pl.when(is_unplaced).then(addresses.place_in_name(pl.col("name")))
    )
