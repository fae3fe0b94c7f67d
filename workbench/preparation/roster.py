"""A roster of firms: former names, credit code, district, functional zone."""

from functools import cache
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from workbench.errors import WorkbenchError, raise_faults
from workbench.preparation.names import name_key
from workbench.reference import regions
from workbench.reference.regions import TIANJIN

ROSTER_COLUMNS: Final = {
    "firm": ("企业名称", "单位名称", "名称", "企业", "firm", "name", "company"),
    "former_names": ("曾用名", "曾用名称", "原名称", "former_names", "former names", "former name"),
    "organization_code": ("统一社会信用代码", "信用代码", "组织机构代码", "USCC", "organization_code"),
    "district": ("所属区", "行政区", "区", "区县", "所在区", "district"),
    "zone": ("功能区", "园区", "开发区", "zone"),
}
"""Column → headings that name it."""

_SEPARATORS: Final = r"[;；,，、|/\n]+"


def read_roster(path: Path) -> pl.DataFrame:
    """Read a roster from xlsx or csv.

    Returns
    -------
    DataFrame
        ``key`` (comparable name, one row for each present or former name), ``organization_code``,
        ``district`` (code), ``zone`` (key).

    Raises
    ------
    WorkbenchError
        If the file cannot be read, has no column of firms, or names unknown districts or zones.
    """
    found = _read_table(path)
    headings = {heading.strip(): heading for heading in found.columns}
    chosen = {
        column: next((headings[name] for name in names if name in headings), None)
        for column, names in ROSTER_COLUMNS.items()
    }
    if chosen["firm"] is None:
        looked_for, headers = "、".join(ROSTER_COLUMNS["firm"]), "、".join(found.columns)
        raise WorkbenchError("roster_without_firms", file=path.name, looked_for=looked_for, found=headers)
    nothing = pl.lit(None, dtype=pl.String)
    rows = found.select(
        (pl.col(heading).str.strip_chars().replace("", None) if heading else nothing).alias(column)
        for column, heading in chosen.items()
    )
    return roster_keys(rows.with_row_index("row", offset=2), file=path.name, sheet=path.stem)


def _read_table(path: Path) -> pl.DataFrame:
    try:
        if path.suffix.lower() in (".csv", ".txt"):
            return pl.read_csv(path, infer_schema=False, encoding=_encoding(path))
        return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
    except (OSError, fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise WorkbenchError("cannot_read", file=str(path), cause=str(error)) from error


def _encoding(path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def roster_keys(rows: pl.DataFrame, *, file: str, sheet: str) -> pl.DataFrame:
    """Check the rows of a roster (with ``row``) and give each present and former name its own row.

    Raises
    ------
    WorkbenchError
        If districts or zones are unknown; all of them are named, with their rows.
    """
    districts, zones = _district_codes(), _zone_keys()
    coded = rows.with_columns(
        district_code=pl.col("district").replace_strict(districts, default=None),
        zone_key=pl.col("zone").replace_strict(zones, default=None),
    )
    _refuse_unknown(
        coded, "district", "district_code", "、".join(regions.district_names()["text"]), file, sheet
    )
    _refuse_unknown(coded, "zone", "zone_key", "、".join(regions.zones()["name_zh"]), file, sheet)
    former = pl.col("former_names").fill_null("").str.replace_all(_SEPARATORS, ";").str.split(";")
    named = coded.with_columns(name=pl.concat_list(pl.concat_list("firm"), former))
    named = named.explode("name", empty_as_null=False, keep_nulls=False)
    named = named.filter(pl.col("name").str.strip_chars() != "").select(
        key=name_key(pl.col("name")),
        organization_code=pl.col("organization_code").str.to_uppercase(),
        district="district_code",
        zone="zone_key",
    )
    return named.unique("key", keep="first", maintain_order=True)


def _refuse_unknown(coded: pl.DataFrame, column: str, code: str, allowed: str, file: str, sheet: str) -> None:
    wrong = coded.filter(pl.col(column).is_not_null(), pl.col(code).is_null())
    raise_faults(
        [
            WorkbenchError(
                "bad_decision",
                file=file,
                sheet=sheet,
                row=row,
                column=ROSTER_COLUMNS[column][0],
                found=found,
                allowed=allowed,
            )
            for row, found in wrong.select("row", column).iter_rows()
        ]
    )


@cache
def _district_codes() -> dict[str, str]:
    known = regions.districts(TIANJIN)
    short = {text.strip(): code for text, code in known.select("short_zh", "code").iter_rows()}
    former = dict(regions.tianjin_places("former").iter_rows())
    full = dict(known.select("name_zh", "code").iter_rows())
    english = dict(known.select("name_en", "code").iter_rows())
    return former | short | english | {code: code for code in known["code"]} | full


@cache
def _zone_keys() -> dict[str, str]:
    aliases = dict(regions.zone_aliases().iter_rows())
    named = dict(regions.zones().select("name_en", "zone").iter_rows())
    return aliases | named | {key: key for key in regions.zones()["zone"]}
