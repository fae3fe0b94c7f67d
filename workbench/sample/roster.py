"""The roster of Tianjin's firms (企业名录): names, former names, credit codes, district, functional zone."""

from pathlib import Path
from typing import Final

import polars as pl

from workbench.reference import facts
from workbench.reference.regions import TIANJIN
from workbench.sample.cast import Cast
from workbench.sample.sheets import write_sheet
from workbench.sample.words import district_names

SHEET: Final = "企业名录"
_SEATS: Final = {"binhai_hightech": "120104", None: "120101"}
"""Districts of those whose address does not tell one, by zone: the roster knows better."""


def roster_districts(cast: Cast) -> pl.DataFrame:
    """Return ``entity`` and ``roster_district`` of the parties of Tianjin."""
    local = cast.table.filter(pl.col("province") == TIANJIN)
    seat = pl.col("zone").replace_strict(_SEATS, default="120116")
    return local.select("entity", roster_district=pl.coalesce("district", seat))


def roster_table(cast: Cast) -> pl.DataFrame:
    """Return the roster, one row per organisation of Tianjin, headings as in practice."""
    zones = {key: zone["zh"] for key, zone in facts("zones")["zones"].items()}
    local = cast.table.join(roster_districts(cast), on="entity").filter(pl.col("code").is_not_null())
    return local.sort("entity").select(
        pl.col("name").alias("企业名称"),
        pl.col("former").alias("曾用名"),
        pl.col("code").alias("统一社会信用代码"),
        pl.col("roster_district").replace_strict(district_names()).alias("所属区"),
        pl.col("zone").replace_strict(zones, default=None).alias("功能区"),
        pl.lit("示例数据").alias("备注"),
    )


def write_roster(cast: Cast, path: Path) -> Path:
    """Write the roster as xlsx; return the path."""
    return write_sheet(path, SHEET, roster_table(cast))
