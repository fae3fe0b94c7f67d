"""Tables of the landscape report, counted again from the raw cells of the export with pandas alone.

The rule, as the report and docs/methods.md state it: the unit is the application; A and B of one application
are one; a document without an application number stands alone; what an application has once (dates, applicant,
class) is taken from its earliest publication that tells it; the applicant is the first, the class the main one.
"""

import csv
import re
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.acceptance.outputs import WORKBENCH, result_table, table_notes

pytestmark = pytest.mark.real

OFFICES = {
    "US": "美国", "EP": "欧洲专利局", "WO": "世界知识产权组织", "AU": "澳大利亚", "CA": "加拿大",
    "IL": "以色列", "SG": "新加坡", "JP": "日本", "MX": "墨西哥", "HK": "中国香港", "ES": "西班牙",
    "KR": "韩国", "DE": "德国", "DK": "丹麦", "NZ": "新西兰", "CN": "中国",
}  # fmt: skip
LEGAL_FORMS = {
    "company": "co", "corporation": "corp", "aktiengesellschaft": "ag", "limited": "ltd", "incorporated": "inc",
}  # fmt: skip


def _per_application(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per application: each column from the earliest publication that tells it."""
    return rows.sort_values("published", kind="stable").groupby("application", sort=False).first()


def _counts(values: pd.Series) -> dict[Any, int]:
    return {value: int(count) for value, count in values.dropna().value_counts().items()}


def _reported(out: Path, number: str, key: str, value: str) -> dict[Any, int]:
    table = result_table(out, number)
    return dict(zip(table[key], table[value], strict=True))


def _expected(reported: dict[Any, int], recounted: dict[Any, int]) -> dict[Any, int]:
    """Return the recount of the rows that are reported; a year without a filing counts 0."""
    return {key: recounted.get(key, 0) for key in reported}


def _left_out(out: Path, number: str, reason: str) -> int:
    found = re.search(rf"{reason} ([\d,]+) 件", table_notes(out, number))
    return int(found[1].replace(",", "")) if found else 0


# ----------------------------------------------------------------------------------- incoPat, 7,552 rows


@pytest.fixture(scope="module")
def ford(ford_export: Path) -> pd.DataFrame:
    rows = pd.read_excel(ford_export, dtype=object, engine="openpyxl")
    alone = "row " + rows["序号"].astype(str)
    return pd.DataFrame(
        {
            "application": rows["申请号"].where(rows["申请号"].notna(), alone),
            "published": pd.to_datetime(rows["公开（公告）日"].map(str, na_action="ignore"), format="mixed"),
            "filed": pd.to_datetime(rows["申请日"].map(str, na_action="ignore"), format="mixed"),
            "office": rows["公开国别"],
            "kind": rows["专利类型"],
            "subclass": rows["IPC主分类"].str.strip().str[:4],
            "applicants": rows["申请人"].str.split(";"),
            "standard": rows["标准化申请人"].str.strip("[]").str.split(";"),
        }
    )


@pytest.fixture(scope="module")
def ford_applications(ford: pd.DataFrame) -> pd.DataFrame:
    return _per_application(ford)


def test_ford_applications_are_counted_once(ford_run: Path, ford_applications: pd.DataFrame) -> None:
    base = _reported(ford_run, "1-1", "项目", "数量")
    assert base["读入的文献记录"] == 7552
    assert base["归并后的计数单位"] == len(ford_applications) == 7547


def test_ford_filings_by_year(ford_run: Path, ford_applications: pd.DataFrame) -> None:
    years = ford_applications["filed"].dt.year
    reported = _reported(ford_run, "2-1", "申请年", "申请量")
    assert len(reported) >= 30
    assert reported == _expected(reported, _counts(years))
    assert _left_out(ford_run, "2-1", "缺少日期") == years.isna().sum()
    assert _left_out(ford_run, "2-1", "早于统计起始年") == (years < min(reported)).sum()


def test_ford_publications_by_year(ford_run: Path, ford_applications: pd.DataFrame) -> None:
    years = ford_applications["published"].dt.year
    reported = _reported(ford_run, "2-2", "公开年", "公开量")
    assert len(reported) >= 30
    assert reported == _expected(reported, _counts(years))
    assert _left_out(ford_run, "2-2", "早于统计起始年") == (years < min(reported)).sum()


def test_ford_patent_types(ford_run: Path, ford_applications: pd.DataFrame) -> None:
    kinds = ford_applications["kind"].replace({"发明申请": "发明", "发明授权": "发明"})
    abroad = ford_applications["office"] == "世界知识产权组织"
    assert _reported(ford_run, "2-3", "专利类型", "申请量") == _counts(kinds.mask(abroad, "PCT 国际申请"))


def test_ford_top_applicants(ford_run: Path, ford: pd.DataFrame, ford_applications: pd.DataFrame) -> None:
    groups = _groups(ford)
    first = ford_applications["applicants"].dropna().map(lambda names: groups[_spelled_alike(names[0])])
    reported = _reported(ford_run, "3-1", "申请人", "申请量")
    assert list(reported.values()) == first.value_counts().head(20).tolist()
    assert reported == _expected(reported, _counts(first))


def test_ford_offices(ford_run: Path, ford_applications: pd.DataFrame) -> None:
    recounted = _counts(ford_applications["office"])
    reported = _reported(ford_run, "5-1", "国家/地区", "专利数量")
    assert list(reported.values()) == sorted(recounted.values(), reverse=True)[:20]
    assert reported == _expected(reported, recounted)


def test_ford_subclasses(ford_run: Path, ford_applications: pd.DataFrame) -> None:
    recounted = _counts(ford_applications["subclass"])
    reported = _reported(ford_run, "6-1", "IPC 小类", "申请量")
    assert list(reported.values()) == sorted(recounted.values(), reverse=True)[:20]
    assert reported == _expected(reported, recounted)
    assert _left_out(ford_run, "6-1", "缺少分类号") == ford_applications["subclass"].isna().sum()


def _groups(ford: pd.DataFrame) -> dict[str, str]:
    """Return the vendor's standard name that goes most often with each name, legal forms spelled alike."""
    told = ford.dropna(subset="applicants").explode(["applicants", "standard"])
    standard = told["standard"].str.strip().str.replace(r"-[CE]$", "", regex=True, case=False)
    pairs = pd.DataFrame({"name": told["applicants"].map(_spelled_alike), "standard": standard})
    chosen = pairs.groupby("name")["standard"].agg(lambda names: names.value_counts().index[0])
    return {name: found if _is_short(found, name) else _display(pairs, name) for name, found in chosen.items()}


def _spelled_alike(name: str) -> str:
    words = re.sub(r"[^\w\s()]", "", name.lower()).split()
    return " ".join(LEGAL_FORMS.get(word, word) for word in words)


def _is_short(standard: str, name: str) -> bool:
    """Tell whether the vendor standardised a name rather than repeat it."""
    return _spelled_alike(standard) != name


def _display(pairs: pd.DataFrame, name: str) -> str:
    return str(pairs.loc[pairs["name"] == name, "standard"].value_counts().index[0])


# -------------------------------------------------------------------- Patentics, 7,805 Chinese documents


@pytest.fixture(scope="module")
def chinese(chinese_export: Path) -> pd.DataFrame:
    return _per_application(_patentics(chinese_export))


def test_chinese_filings_by_year(chinese_run: Path, chinese: pd.DataFrame) -> None:
    years = chinese["filed"].dt.year
    reported = _reported(chinese_run, "2-1", "申请年", "申请量")
    assert sum(reported.values()) + _left_out(chinese_run, "2-1", "早于统计起始年") == len(chinese) == 7805
    assert reported == _expected(reported, _counts(years))


def test_chinese_publications_by_year(chinese_run: Path, chinese: pd.DataFrame) -> None:
    reported = _reported(chinese_run, "2-2", "公开年", "公开量")
    assert reported == _expected(reported, _counts(chinese["published"].dt.year))


def test_chinese_patent_types(chinese_run: Path, chinese: pd.DataFrame) -> None:
    kinds = chinese["number"].str[-1].map({"A": "发明", "U": "实用新型", "Y": "实用新型"})
    assert _reported(chinese_run, "2-3", "专利类型", "申请量") == _counts(kinds)


def test_chinese_subclasses(chinese_run: Path, chinese: pd.DataFrame) -> None:
    recounted = _counts(chinese["subclass"])
    reported = _reported(chinese_run, "6-1", "IPC 小类", "申请量")
    assert list(reported.values()) == sorted(recounted.values(), reverse=True)[:20]
    assert reported == _expected(reported, recounted)


def test_chinese_applicants_that_file_alone(chinese_run: Path, chinese: pd.DataFrame) -> None:
    """Standard names are listed in no order, so only those that never stand beside another are sure."""
    listed = chinese["standards"].dropna()
    together = set(listed[listed.map(len) > 1].explode())
    alone = {name: count for name, count in _counts(listed.str[0]).items() if name not in together}
    reported = _reported(chinese_run, "3-1", "申请人", "申请量")
    sure = reported.keys() & alone.keys()
    assert len(sure) >= 5
    assert {name: reported[name] for name in sure} == {name: alone[name] for name in sure}


def test_an_applicant_whose_name_is_a_standard_name_is_counted_under_it(
    chinese_export: Path, chinese: pd.DataFrame, tmp_path: Path
) -> None:
    corpus, parties = tmp_path / "corpus", tmp_path / "parties.csv"
    for command in (["read", chinese_export, "--out", corpus], ["export", corpus, "parties", "--out", parties]):
        subprocess.run([WORKBENCH, *command], check=True, capture_output=True, timeout=300)
    found = pd.read_csv(parties, dtype=str).query("role == 'applicant'")
    standards = set(chinese["standards"].dropna().explode())
    own = found[found["name"].isin(standards)]
    assert len(own) > 1000
    elsewhere = own[own["group"].fillna(own["name"]) != own["name"]]
    assert elsewhere[["name", "group"]].drop_duplicates().to_dict("records") == []


def test_chinese_validity(chinese_run: Path, chinese: pd.DataFrame) -> None:
    lapsed = dict.fromkeys(["无效", "撤回", "驳回"], "失效")
    states = chinese["status"].replace({"公开": "审中", **lapsed})
    assert _reported(chinese_run, "7-1", "有效性", "专利数量") == _counts(states)


# --------------------------------------------------- Patentics, 3,567 rows of many offices, A and B apart


@pytest.fixture(scope="module")
def waymo(waymo_export: Path) -> pd.DataFrame:
    return _per_application(_patentics(waymo_export))


def _patentics(export: Path) -> pd.DataFrame:
    with export.open(encoding="utf-8-sig", newline="") as lines:
        heading, *rows = csv.reader(lines)
    told = pd.DataFrame([row[: len(heading)] for row in rows], columns=heading).replace("", None)
    return pd.DataFrame(
        {
            "application": told["申请号"].map(_one_spelling),
            "published": pd.to_datetime(told["公开日"]),
            "filed": pd.to_datetime(told["申请日"]),
            "office": told["公开号"].str[:2].map(OFFICES),
            "standards": told["标准化申请人"].str.split(r"\s*\|\s*", regex=True),
            "subclass": told["国际主分类"].str.extract(r"^([A-H]\d\d[A-Z])")[0],
            "status": told["法律状态"],
            "number": told["公开号"],
        }
    ).drop_duplicates("number")


def _one_spelling(number: str) -> str:
    """Return one spelling for the ways in which Patentics writes one application number."""
    patterns = {
        r"PCT/US(\d{4})/(\d+)": "PCT",  # PCT/US2022/024199
        r"WO(\d{4})US(\d+)": "PCT",  # WO2022US24199
        r"(EP|HK)20(\d\d)0(\d{6})": "",  # EP20220162671
        r"(EP|HK)20(\d\d)(\d{6})\d": "",  # EP20178897666, with its check digit
        r"(EP|HK)(\d\d)(\d{6})\dA?": "",  # EP178247201A, with its check digit
        r"(CA)20\d\d(\d{7})F?": "",  # CA20183086809
        r"(CA)0?(\d+)[AF]?": "",  # CA3086809A
        r"(AU)20(\d\d)0(\d{6})": "",  # AU20210204033
        r"(AU)20(\d\d)(\d{6})A": "",  # AU2021204033A
    }
    for pattern, lead in patterns.items():
        found = re.fullmatch(pattern, number)
        if found:
            return " ".join([lead, *(part.lstrip("0") for part in found.groups())])
    return number


def test_no_document_is_two_applications(waymo_export: Path) -> None:
    """A and B of one publication number are one application in the recount itself."""
    rows = _patentics(waymo_export)
    document = rows["number"].str.replace(r"[A-Z]\d?$", "", regex=True)
    assert rows.groupby(document)["application"].nunique().max() == 1


def test_waymo_applications_are_counted_once(waymo_run: Path, waymo: pd.DataFrame) -> None:
    assert _reported(waymo_run, "1-1", "项目", "数量")["归并后的计数单位"] == len(waymo)


def test_waymo_filings_by_year(waymo_run: Path, waymo: pd.DataFrame) -> None:
    reported = _reported(waymo_run, "2-1", "申请年", "申请量")
    assert reported == _expected(reported, _counts(waymo["filed"].dt.year))


def test_waymo_offices(waymo_run: Path, waymo: pd.DataFrame) -> None:
    assert _reported(waymo_run, "5-1", "国家/地区", "专利数量") == _counts(waymo["office"])


def test_waymo_subclasses(waymo_run: Path, waymo_export: Path) -> None:
    """Classes are those of the earliest publication, also where it has none (search reports, A4)."""
    rows = _patentics(waymo_export).sort_values("published", kind="stable")
    reported = _reported(waymo_run, "6-1", "IPC 小类", "申请量")
    assert reported == _expected(reported, _counts(rows.drop_duplicates("application")["subclass"]))
