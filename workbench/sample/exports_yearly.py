"""The yearly csv tables of Chinese patents: one row an application, publication and grant side by side."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample import texts
from workbench.sample.applications import NEVER
from workbench.sample.calendar import as_dates, year_of
from workbench.sample.chance import Ints
from workbench.sample.chapter import Chapter
from workbench.sample.claims import claims_table
from workbench.sample.classes import ipc_lists
from workbench.sample.parties import Names, applicants, inventor_lists, joined, names_as_found, owners
from workbench.sample.publications import Records, chosen
from workbench.sample.sizes import chapters, chinese_applications_in, world_of
from workbench.sample.words import PARTY_TYPES
from workbench.sample.world import World

HEADERS: Final = (
    "专利名称", "专利类型", "申请人", "申请人类型", "申请人地址", "申请人地区", "申请人城市", "申请人区县",
    "申请号", "申请日", "申请年份", "公开公告号", "公开公告日", "公开公告年份", "授权公告号", "授权公告日",
    "授权公告年份", "IPC分类号", "IPC主分类号", "发明人", "摘要文本", "主权项内容", "当前权利人",
    "当前专利权人地址", "专利权人类型", "统一社会信用代码", "引证次数", "被引证次数", "自引次数", "他引次数",
    "被自引次数", "被他引次数", "家族引证次数", "家族被引证次数",
)  # fmt: skip
_FORMATS: Final = ("%Y-%m-%d", "%Y%m%d", "%Y.%m.%d")
_TYPES: Final = pl.Series(["发明专利", "实用新型", "外观设计"])
_SEPARATOR: Final = "; "


def yearly_table(chapter: Chapter, *, with_texts: bool = True) -> pl.DataFrame:
    """Return the Chinese applications of a chapter under the headers of the yearly tables."""
    first = chapter.records.stage == 0
    records = chosen(chapter.records, first & (chapter.records.member <= kinds.DESIGN))
    apps = chapter.apps[pl.Series(records.app)]
    named = applicants(chapter.world, chapter.family, records)
    owned = owners(records, chapter.law, named)
    parts = [
        _content(chapter, records, with_texts=with_texts),
        _applicant_columns(chapter.world, named),
        _owner_columns(chapter.world, owned),
        _documents(apps, records),
        pl.DataFrame({"发明人": inventor_lists(chapter.world, chapter.family, records.family_row, _SEPARATOR)}),
    ]
    table = pl.concat(parts, how="horizontal")
    nothing = pl.lit(None, dtype=pl.String)
    return table.select(pl.col(name) if name in table.columns else nothing.alias(name) for name in HEADERS)


def _content(chapter: Chapter, records: Records, *, with_texts: bool) -> pl.DataFrame:
    branch = chapter.family.branch[records.family_row]
    topic = texts.topics(chapter.world, records.family, branch)
    title = texts.titles(topic, records.member)
    ipc = ipc_lists(chapter.world, records, branch, _SEPARATOR)
    cited = chapter.cited_counts.join(
        pl.DataFrame({"row": records.family_row}), on="row", how="right", maintain_order="right"
    )
    content = pl.DataFrame(
        {
            "专利名称": title,
            "专利类型": _TYPES.gather(records.member),
            "IPC分类号": ipc,
            "IPC主分类号": ipc.str.split(_SEPARATOR).list.first(),
            "引证次数": cited["stated_cited_count"].fill_null(0).cast(pl.String),
        }
    )
    if not with_texts:
        return content
    claims = claims_table(chapter.world, records, branch, np.arange(len(records)), coverage="first")
    keys = pl.DataFrame({"record": records.record.astype(np.uint32)})
    return content.with_columns(
        texts.abstracts(topic, title, records.member).alias("摘要文本"),
        keys.join(claims, on="record", how="left", maintain_order="left")["text"].alias("主权项内容"),
    )


def _applicant_columns(world: World, named: Names) -> pl.DataFrame:
    table = world.cast.table
    lead = named.entity[:, 0]
    spelled = [
        names_as_found(world, named.entity[:, k], named.form[:, k]) for k in range(named.entity.shape[1])
    ]
    return pl.DataFrame(
        {
            "申请人": joined(spelled, _SEPARATOR),
            "申请人类型": table["kind"].replace_strict(PARTY_TYPES).gather(lead),
            "申请人地址": table["address"].gather(lead),
            "申请人地区": table["province_name"].gather(lead),
            "申请人城市": table["city"].gather(lead),
            "申请人区县": table["district_name"].gather(lead),
            "统一社会信用代码": table["code"].gather(lead),
        }
    )


def _owner_columns(world: World, owned: Ints) -> pl.DataFrame:
    table = world.cast.table
    plain = np.zeros(len(owned), dtype=np.int64)
    return pl.DataFrame(
        {
            "当前权利人": joined([names_as_found(world, owned[:, k], plain) for k in range(3)], _SEPARATOR),
            "当前专利权人地址": table["address"].gather(owned[:, 0]),
            "专利权人类型": table["kind"].replace_strict(PARTY_TYPES).gather(owned[:, 0]),
        }
    )


def _documents(apps: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Return numbers and dates; the style of the dates changes from year to year."""
    filing, first, second = (apps[name].to_numpy() for name in ("filing", "first", "second"))
    examined = records.member == kinds.INVENTION
    grant = np.where(examined, second, first)
    number = pl.select(
        pl.when(pl.Series(examined)).then(apps["second_number"]).otherwise(apps["first_number"])
    ).to_series()
    return pl.DataFrame(
        {
            "申请号": apps["number"],
            "申请日": _dates(filing, filing),
            "申请年份": pl.Series(year_of(filing)).cast(pl.String),
            "公开公告号": apps["first_number"],
            "公开公告日": _dates(first, filing),
            "公开公告年份": pl.Series(year_of(first)).cast(pl.String),
            "授权公告号": number,
            "授权公告日": _dates(grant, filing),
            "授权公告年份": _dates(grant, filing, year_only=True),
        }
    )


def _dates(days: Ints, filing: Ints, *, year_only: bool = False) -> pl.Series:
    dates = as_dates(days, NEVER)
    if year_only:
        return dates.dt.year().cast(pl.String)
    style = pl.Series(year_of(filing) % len(_FORMATS))
    first, second, third = (dates.dt.strftime(form) for form in _FORMATS)
    return first.zip_with(style == 0, second.zip_with(style == 1, third))


def write_yearly_csv(out: Path, records: int, seed: int, *, with_texts: bool = True) -> dict[str, object]:
    """Write so many applications as yearly csv tables (utf-8 with BOM), one file a filing year.

    Parameters
    ----------
    out : path
        Folder of the files ``2020年.csv`` …; made if missing.
    records : int
        Rows in all.
    seed : int
        Seed of the sample.
    with_texts : bool
        Whether abstracts and first claims are written; they make up most of the bytes.

    Returns
    -------
    dict
        ``files`` and ``rows``.
    """
    world = world_of(records, seed, count=chinese_applications_in)
    return write_yearly_of(world, out, records, with_texts=with_texts)


def write_yearly_of(
    world: World,
    out: Path,
    records: int | None = None,
    *,
    publications: int | None = None,
    with_texts: bool = True,
) -> dict[str, object]:
    """Write the Chinese applications of a world (see :func:`write_yearly_csv`).

    ``records`` bounds the rows, ``publications`` the records of the world they are taken from.
    """
    out.mkdir(parents=True, exist_ok=True)
    files: set[str] = set()
    rows = 0
    for chapter in chapters(world, publications):
        table = yearly_table(chapter, with_texts=with_texts)
        table = table if records is None else table.head(records - rows)
        rows += len(table)
        for (year,), part in table.partition_by("申请年份", as_dict=True).items():
            name = f"{year}年.csv"
            _append(out / name, part, is_new=name not in files)
            files.add(name)
    return {"files": sorted(files), "rows": rows}


def _append(path: Path, part: pl.DataFrame, *, is_new: bool) -> None:
    with path.open("wb" if is_new else "ab") as file:
        part.write_csv(file, include_bom=is_new, include_header=is_new)
