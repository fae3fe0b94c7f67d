"""Export files in the form of PatSnap: ``[标]`` headers, lists by `` | ``, status and events in one cell."""

from pathlib import Path
from typing import Final

import polars as pl

from workbench.sample.chapter import Chapter
from workbench.sample.flat import flat
from workbench.sample.sheets import write_sheet
from workbench.sample.words import OFFICES, PARTY_TYPES, district_names, province_names

SHEET: Final = "sheet1"
_SIMPLE: Final = {"in_force": "有效", "pending": "审中", "lapsed": "失效", "not_applicable": "PCT指定期满"}
_STATUSES: Final = {"pct_within_period": "PCT指定期内", "pct_entered_period_expired": "PCT指定期满"}


def patsnap_table(chapter: Chapter) -> pl.DataFrame:
    """Return the records of a chapter under PatSnap's headers; what is missing reads ``-``."""
    rows = flat(chapter)
    table = rows.select(
        *_documents(), *_parties("当前", "owner"), *_parties("原始", "applicant"), *_content(), *_law()
    )
    marked = ("[标]代理机构", "CPC分类号", "引用专利", "被引用专利", "优先权号")
    return table.with_columns(pl.col(marked).fill_null("-"))


def _documents() -> list[pl.Expr]:
    kinds = (
        pl.when(pl.col("patent_type") == "utility_model").then(pl.lit("实用新型"))
        .when(pl.col("patent_type") == "design").then(pl.lit("外观设计"))
        .when(pl.col("stage") == "grant").then(pl.lit("授权发明")).otherwise(pl.lit("发明申请"))
    )  # fmt: skip
    return [
        pl.col("publication_number").alias("公开(公告)号"),
        pl.col("title").alias("标题"),
        pl.col("abstract").alias("摘要"),
        pl.col("application_number").alias("申请号"),
        pl.col("filing_date").alias("申请日"),
        pl.col("publication_date").alias("公开(公告)日"),
        pl.col("grant_date").alias("授权日"),
        pl.col("office").replace_strict(OFFICES).alias("受理局"),
        kinds.alias("专利类型"),
    ]


def _parties(when: str, role: str) -> list[pl.Expr]:
    name = f"{when}申请(专利权)人"
    province, district = (pl.col(f"{role}_{detail}").list.first() for detail in ("province", "district"))
    kinds = pl.col(f"{role}_party_type").list.eval(pl.element().replace_strict(PARTY_TYPES, default=None))
    return [
        _joined(pl.col(f"{role}_group")).alias(f"[标]{name}"),
        _joined(pl.col(f"{role}_name")).alias(name),
        _joined(kinds).alias(f"[标]{name}类型"),
        province.replace_strict(province_names(), default=None, return_dtype=pl.String).alias(f"{name}州/省"),
        pl.col(f"{role}_city").list.first().alias(f"{name}地市"),
        district.replace_strict(district_names(), default=district, return_dtype=pl.String).alias(
            f"{name}区县"
        ),
        _joined(pl.col(f"{role}_address")).alias(f"{name}地址"),
    ]


def _content() -> list[pl.Expr]:
    lists = {
        "发明人": "inventor", "[标]代理机构": "agency", "IPC分类号": "ipc", "CPC分类号": "cpc",
        "LOC分类号": "locarno", "引用专利": "cited", "被引用专利": "citing", "简单同族": "family_members",
    }  # fmt: skip
    return [
        *(_joined(pl.col(column)).alias(heading) for heading, column in lists.items()),
        pl.col("ipc").list.first().alias("IPC主分类号"),
        pl.col("cited").list.len().alias("引用专利数量"),
        pl.col("citing").list.len().alias("被引用专利数量"),
        pl.col("stated_size").alias("简单同族专利申请数量"),
        pl.col("claim_count").alias("权利要求数"),
        pl.col("priority_number").alias("优先权号"),
        pl.col("priority_date").alias("最早优先权日"),
        pl.col("applicant_organization_code").list.first().alias("工商统一社会信用代码"),
    ]


def _law() -> list[pl.Expr]:
    given = pl.col("legal_status").replace_strict(_STATUSES, default=pl.col("legal_status_given"))
    status = pl.concat_str(
        given,
        *(pl.when(pl.col(date).is_not_null()).then(pl.lit(f" | {word}")).otherwise(pl.lit(""))
          for date, word in (("transfer_date", "权利转移"), ("license_date", "许可"), ("pledge_date", "质押"))),
    )  # fmt: skip
    within = pl.col("legal_status") == "pct_within_period"
    simple = pl.when(within).then(pl.lit("PCT指定期内")).otherwise(pl.col("validity").replace_strict(_SIMPLE))
    return [
        status.alias("法律状态/事件"),
        simple.alias("简单法律状态"),
        pl.when(pl.col("validity") == "in_force").then("expiry_date").alias("预估到期日"),
        pl.col("transfer_date").alias("权利转移生效日"),
        pl.col("transfer_from").alias("转让人"),
        pl.col("transfer_to").alias("受让人"),
    ]


def _joined(values: pl.Expr) -> pl.Expr:
    text = values.list.drop_nulls().list.join(" | ")
    return pl.when(text != "").then(text)


def write_patsnap_of(chapter: Chapter, out: Path) -> dict[str, object]:
    """Write the records of a chapter as one PatSnap workbook, numbers as links; return what was written."""
    out.mkdir(parents=True, exist_ok=True)
    table = patsnap_table(chapter)
    link = "https://example.invalid/view/{}"
    path = write_sheet(out / "patsnap_1.xlsx", SHEET, table, links=("公开(公告)号", link))
    return {"files": [path.name], "rows": len(table)}
