"""Export files in the form of incoPat: new headers, several batches with an overlap and a gap."""

from pathlib import Path
from typing import Final

import polars as pl

from workbench.sample import technology as tech
from workbench.sample.chapter import Chapter
from workbench.sample.dirt import Ledger, damaged, with_missing_marks
from workbench.sample.flat import flat
from workbench.sample.law import STATUSES, VALIDITY_WORDS
from workbench.sample.sheets import write_sheet
from workbench.sample.sizes import publications_in, total, world_of
from workbench.sample.words import COUNTRIES, OFFICES, PARTY_TYPES, district_names, province_names
from workbench.sample.world import World

SHEET: Final = "下载的著录项1"
OVERLAP: Final = 40
_MARKED: Final = ("CPC", "洛迦诺分类号", "代理机构", "引证专利", "引证科技文献", "优先权号", "转让人")
GAP: Final = 25
LARGEST: Final = 50_000


def incopat_table(chapter: Chapter) -> pl.DataFrame:
    """Return the records of a chapter under incoPat's headers, lists joined by ``; ``."""
    rows = flat(chapter)
    serial = (pl.int_range(pl.len()) + 1).alias("序号")
    return rows.select(
        serial, *_texts(), *_parties(), *_documents(), *_content(), *_family_and_law(), *_deals()
    )


def _texts() -> list[pl.Expr]:
    is_chinese = pl.col("title_language") == "zh"
    return [
        pl.when(is_chinese).then("title").alias("标题 (中文)"),
        pl.col("title_en").alias("标题 (英文)"),
        pl.when(is_chinese).then("abstract").alias("摘要 (中文)"),
        pl.when(~is_chinese).then("abstract").alias("摘要 (英文)"),
    ]


def _parties() -> list[pl.Expr]:
    bracketed = pl.col("applicant_group").list.eval(pl.concat_str(pl.lit("["), pl.element(), pl.lit("]")))
    return [
        _joined("applicant_name").alias("申请人"),
        _joined(bracketed).alias("标准化申请人"),
        pl.col("applicant_name").list.first().alias("第一申请人"),
        _translated("applicant_party_type", PARTY_TYPES).alias("申请人类型"),
        _translated("applicant_country_region", COUNTRIES).alias("申请人国家/地区"),
        _joined("applicant_address").alias("申请人地址"),
        _first_of("applicant_province", province_names()).alias("中国申请人省市"),
        pl.col("applicant_city").list.first().alias("中国申请人地市"),
        _first_of("applicant_district", district_names(), keep=True).alias("中国申请人区县"),
        pl.col("applicant_organization_code").list.first().alias("工商统一社会信用代码"),
        _joined("owner_name").alias("当前权利人"),
        _joined("owner_group").alias("标准化当前权利人"),
        _joined("owner_address").alias("当前专利权人地址"),
    ]


def _documents() -> list[pl.Expr]:
    kinds = (
        pl.when(pl.col("patent_type") == "utility_model")
        .then(pl.lit("实用新型"))
        .when(pl.col("patent_type") == "design")
        .then(pl.lit("外观设计"))
        .when(pl.col("stage") == "grant")
        .then(pl.lit("发明授权"))
        .otherwise(pl.lit("发明申请"))
    )
    return [
        pl.col("publication_number").alias("公开（公告）号"),
        pl.col("publication_date").alias("公开（公告）日"),
        _application_number().alias("申请号"),
        pl.col("filing_date").alias("申请日"),
        kinds.alias("公开类型"),
        kinds.alias("专利类型"),
        pl.col("office").replace_strict(OFFICES).alias("公开国别"),
        pl.concat_str(pl.lit("到incoPat中查看\r\n"), "publication_number").alias("链接到incoPat"),
        pl.col("kind_code").alias("文献种类代码"),
    ]


def _content() -> list[pl.Expr]:
    industries = {branch.zh: branch.sei for branch in tech.BRANCHES}
    return [
        pl.col("first_claim").alias("首项权利要求"),
        pl.col("claim_count").alias("权利要求数量"),
        pl.col("ipc").list.first().alias("IPC主分类"),
        _joined("ipc").alias("IPC"),
        _joined("cpc").alias("CPC"),
        _joined("locarno").alias("洛迦诺分类号"),
        _joined("nic").alias("国民经济分类"),
        pl.col("branch:sample").list.first().replace_strict(industries).alias("新兴产业分类"),
        _joined("inventor").alias("发明(设计)人"),
        pl.col("inventor").list.first().alias("第一发明人"),
        _joined("agency").alias("代理机构"),
        _joined("cited").alias("引证专利"),
        _joined("citing").alias("被引证专利"),
        pl.col("cited").list.len().alias("引证次数"),
        pl.col("citing").list.len().alias("被引证次数"),
        _joined("literature").alias("引证科技文献"),
    ]


def _family_and_law() -> list[pl.Expr]:
    validity = pl.col("legal_status").replace_strict(dict(zip(STATUSES, VALIDITY_WORDS, strict=True)))
    return [
        _joined("family_members").alias("简单同族"),
        pl.col("stated_size").alias("简单同族个数"),
        pl.col("family").alias("简单同族ID"),
        pl.col("priority_number").alias("优先权号"),
        pl.col("priority_date").alias("优先权日"),
        pl.col("priority_office").replace_strict(OFFICES, default=None).alias("优先权国别"),
        pl.col("legal_status_given").alias("当前法律状态"),
        validity.alias("专利有效性"),
        pl.col("grant_date").alias("授权公告日"),
        pl.when(pl.col("validity") == "in_force").then("expiry_date").alias("预估到期日"),
    ]


def _deals() -> list[pl.Expr]:
    headings = {
        "transfer": {"date": "转让执行日", "from": "转让人", "to": "受让人"},
        "license": {"date": "许可合同备案日期", "from": "许可人", "to": "被许可人"},
        "pledge": {"from": "出质人", "to": "质权人"},
    }
    return [
        pl.col(f"{event}_{part}").alias(heading)
        for event, parts in headings.items()
        for part, heading in parts.items()
    ]


def _application_number() -> pl.Expr:
    """Write international applications as incoPat does: ``WOCN22122372`` for PCT/CN2022/122372."""
    number = pl.col("application_number")
    return number.str.replace(r"^PCT/([A-Z]{2})\d\d(\d\d)/(\d+)$", "WO${1}${2}${3}")


def _joined(column: str | pl.Expr) -> pl.Expr:
    """Join a list by incoPat's separator; an empty list is an empty cell."""
    values = pl.col(column) if isinstance(column, str) else column
    text = values.list.drop_nulls().list.join("; ")
    return pl.when(text != "").then(text)


def _translated(column: str, words: dict[str, str]) -> pl.Expr:
    return _joined(pl.col(column).list.eval(pl.element().replace_strict(words, default=None)))


def _first_of(column: str, words: dict[str, str], *, keep: bool = False) -> pl.Expr:
    first = pl.col(column).list.first()
    return first.replace_strict(words, default=first if keep else None, return_dtype=pl.String)


def write_incopat(
    out: Path, records: int, seed: int, *, batch: int = 10_000, ledger: Ledger | None = None, dirty: bool = True
) -> dict[str, object]:
    """Write about ``records`` rows as incoPat xlsx batches into a folder.

    Parameters
    ----------
    out : path
        Folder of the files ``incopat_1.xlsx`` …; made if missing.
    records : int
        Rows in all, before overlaps and the gap.
    seed : int
        Seed of the sample.
    batch : int
        Rows a file; each repeats the last ``OVERLAP`` rows of the one before it.
    ledger : Ledger, optional
        Where damage is noted.
    dirty : bool
        Whether to damage cells, repeat rows and leave a gap.

    Returns
    -------
    dict
        ``files``, ``rows`` written, ``missing`` publication numbers (the gap), ``repeated`` rows.
    """
    chapter = whole(world_of(records, seed), records)
    return write_incopat_of(chapter, out, batch=batch, ledger=ledger, dirty=dirty)


def whole(world: World, records: int) -> Chapter:
    """Return all records of a small world, or about so many spread evenly over a large one."""
    stride = max(1.0, total(world, publications_in) / (1.005 * records))
    return Chapter(world, 0, world.families, 0, records, stride if stride > 1.01 else 1)


def write_incopat_of(
    chapter: Chapter, out: Path, *, batch: int, ledger: Ledger | None = None, dirty: bool = True
) -> dict[str, object]:
    """Write the records of a chapter as incoPat batches (see :func:`write_incopat`)."""
    out.mkdir(parents=True, exist_ok=True)
    table = incopat_table(chapter)
    ledger = ledger if ledger is not None else Ledger()
    if dirty:
        headers = {"publication": "公开（公告）号", "application": "申请号", "ipc": "IPC"}
        key = chapter.records.record
        table = damaged(table, chapter.world.chance, headers, key, ledger)
        table = with_missing_marks(table, chapter.world.chance, _MARKED, key)
    missing = table[batch : batch + GAP] if dirty and len(table) > 2 * batch else table[:0]
    files, written = [], 0
    for number, part in enumerate(_batches(table, batch, dirty, len(missing)), start=1):
        files.append(write_sheet(out / f"incopat_{number}.xlsx", SHEET, part))
        written += len(part)
    return {
        "files": [file.name for file in files],
        "rows": written,
        "missing": missing["公开（公告）号"].to_list(),
        "repeated": written - (len(table) - len(missing)),
    }


def _batches(table: pl.DataFrame, batch: int, dirty: bool, gap: int) -> list[pl.DataFrame]:
    """Cut a table into batches; dirty ones repeat rows, and the second one misses its first ``gap``."""
    parts = []
    for start in range(0, len(table), batch):
        low = start + gap if start == batch else start
        low = max(0, low - OVERLAP) if dirty and start not in (0, batch) else low
        part = table[low : start + batch]
        parts.append(pl.concat([part, part[7 : 7 + 3]]) if dirty else part)
    return parts
