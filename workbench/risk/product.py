"""A product as a list of features. What stands in it is a trade secret: it is never printed by itself."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import WorkbenchError
from workbench.files import plain_text
from workbench.tables.editable import checked_file

if TYPE_CHECKING:
    import polars as pl

_NAMES: Final = {
    "feature": ("feature", "features", "text", "description", "特征", "产品特征", "技术特征", "内容", "描述"),
    "key": ("key", "id", "number", "编号", "序号", "特征号"),
    "evidence": ("evidence", "source", "证据", "出处", "来源"),
    "name": ("name", "product", "产品", "产品名称", "名称"),
    "markets": ("markets", "market", "市场", "目标市场", "地域"),
    "date": ("date", "launch_date", "日期", "上市日期", "实施日期"),
    "sold_since": ("sold_since", "first_sale", "首次销售", "首次公开销售"),
    "classes": ("classes", "ipc", "cpc", "分类号"),
    "query": ("query", "检索式"),
    "components": ("components", "组分", "其他组分"),
}


@dataclass(frozen=True)
class ProductFeature:
    """One feature of the product, and where its evidence lies."""

    key: str
    text: str = field(repr=False)
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True)
class Product:
    """What is to be made, used, offered, sold or imported: where and when.

    Attributes
    ----------
    markets : tuple of str
        ST.3 codes of the offices whose rights matter.
    date : datetime.date or None
        When the acts begin or began.
    sold_since : date or None
        When the product, as it is, was first open to the public.
    """

    name: str
    features: tuple[ProductFeature, ...] = field(repr=False)
    markets: tuple[str, ...] = ()
    date: datetime.date | None = None
    sold_since: datetime.date | None = None
    classes: tuple[str, ...] = ()
    query: str = ""

    @property
    def text(self) -> str:
        """Return all features, one a line."""
        return "\n".join(feature.text for feature in self.features)


def read_product(path: Path) -> Product:
    """Read a product from text (one feature a line), YAML, csv or xlsx.

    YAML has ``name``, ``markets``, ``date``, ``features`` (texts, or ``{id, text, evidence}``). The first sheet
    of an xlsx lists the features under 特征 / feature; a second sheet may hold the rest as two columns.

    Raises
    ------
    WorkbenchError
        If the file is missing or unreadable, or holds no feature. The error never repeats the features.
    """
    checked_file(path)
    reading = {
        ".csv": _from_csv,
        ".xlsx": _from_workbook,
        ".xls": _from_workbook,
        ".yaml": _from_yaml,
        ".yml": _from_yaml,
    }
    told = reading.get(path.suffix.lower(), _from_text)(path)
    features = tuple(_feature(place, given) for place, given in enumerate(told.pop("feature", ()), start=1))
    if not any(feature.text for feature in features):
        raise WorkbenchError("product_without_features", file=str(path))
    return Product(
        name=str(told.get("name") or path.stem),
        features=tuple(feature for feature in features if feature.text),
        markets=tuple(market.upper() for market in _listed(told.get("markets"))),
        date=_date(told.get("date"), path),
        sold_since=_date(told.get("sold_since"), path),
        classes=_listed(told.get("classes")),
        query=str(told.get("query") or ""),
    )


def _feature(place: int, given: Any) -> ProductFeature:
    if not isinstance(given, dict):
        return ProductFeature(f"P{place}", str(given).strip())
    told = _named(given)
    key, text = told.get("key") or f"P{place}", told.get("feature") or ""
    return ProductFeature(str(key), str(text).strip(), str(told.get("evidence") or ""))


def _named(given: dict[str, Any]) -> dict[str, Any]:
    """Return the values under our own names, whatever language the headings are in."""
    known = {spelling: name for name, spellings in _NAMES.items() for spelling in spellings}
    plain = {str(head).strip().lower(): value for head, value in given.items()}
    return {known[head]: value for head, value in plain.items() if head in known}


def _from_text(path: Path) -> dict[str, Any]:
    lines = (line.strip().lstrip("-*•").strip() for line in plain_text(path).splitlines())
    return {"feature": [line for line in lines if line]}


def _from_yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise WorkbenchError("product_unreadable", file=str(path), place=place) from None
    if isinstance(told, list):
        return {"feature": told}
    if not isinstance(told, dict):
        raise WorkbenchError("product_unreadable", file=str(path), place="1:1")
    named = _named(told)
    listed = named.get("feature")
    return {**named, "feature": listed if isinstance(listed, list) else str(listed or "").splitlines()}


def _from_csv(path: Path) -> dict[str, Any]:
    import polars as pl

    lines = "\n".join(_from_text(path)["feature"]).encode()
    try:
        rows = pl.read_csv(lines, infer_schema=False, truncate_ragged_lines=True)
    except pl.exceptions.PolarsError:
        raise WorkbenchError("product_without_features", file=str(path)) from None
    return {"feature": _rows(rows, path)}


_HEADING: Final = 6
"""A longer heading may be a feature, which no message repeats."""


def _rows(rows: "pl.DataFrame", path: Path) -> list[dict[str, Any]]:
    """Return the rows of a sheet that has a column of features."""
    if not any(str(head).strip().lower() in _NAMES["feature"] for head in rows.columns):
        shown = (head if len(head) <= _HEADING else f"…（{len(head)}）" for head in rows.columns)
        raise WorkbenchError("product_column_missing", file=str(path), found="、".join(shown))
    return rows.to_dicts()


def _from_workbook(path: Path) -> dict[str, Any]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheets = [book.load_sheet(name, dtypes="string").to_polars() for name in book.sheet_names[:2]]
    except (OSError, fastexcel.FastExcelError):
        raise WorkbenchError("product_no_workbook", file=str(path), size=path.stat().st_size) from None
    told: dict[str, Any] = {"feature": _rows(sheets[0], path)} if sheets else {}
    if len(sheets) == 2 and sheets[1].width >= 2:
        rows = [tuple(sheets[1].columns[:2]), *sheets[1].select(sheets[1].columns[:2]).rows()]
        told = {**_named({str(name): value for name, value in rows}), **told}
    return told


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value if isinstance(value, list) else re.split(r"[,;，；、]", str(value))
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _date(value: Any, path: Path) -> datetime.date | None:
    if value is None or value == "":
        return None
    try:
        return datetime.date.fromisoformat(str(value).strip()[:10].replace("/", "-").replace(".", "-"))
    except ValueError:
        raise WorkbenchError(
            "malformed_option", option=path.name, expected="YYYY-MM-DD", found=str(value)
        ) from None
