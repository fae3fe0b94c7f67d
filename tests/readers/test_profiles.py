"""Every profile that comes with the workbench holds together."""

import re
from datetime import date
from pathlib import Path

import pytest

from workbench.labels import value_words
from workbench.readers.office import OFFICE_READERS
from workbench.readers.profile import NUMBERS, Profile, canonical_columns, plain_header, vendor_profiles
from workbench.readers.tabular import read_tabular


def test_every_source_has_words():
    named = [profile.name for profile in vendor_profiles()]
    named += [name for name, _, _ in OFFICE_READERS if name != "unsupported"]
    assert [name for name in named if value_words("source", name, "zh") == name] == []


@pytest.mark.parametrize("profile", vendor_profiles(), ids=lambda profile: profile.name)
def test_a_profile_knows_a_number_and_its_own_marks(profile: Profile):
    assert any(number in profile.columns for number in NUMBERS)
    assert all(profile.is_known(mark) for mark in profile.sniff)
    assert profile.level in (None, "publication", "application", "family")
    assert profile.title


def test_names_are_unique():
    names = [profile.name for profile in vendor_profiles()]
    assert len(set(names)) == len(names) >= 15


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公开（公告）号", "公开(公告)号"),
        ("标题 (中文)", "\ufeff标题（中文）"),
        ("Publication Number", "publication_number"),
        ("专利\n类型", "专利类型"),
    ],
)
def test_headers_are_compared_without_width_spaces_and_case(one: str, other: str):
    assert plain_header(one) == plain_header(other)


GUIDE = Path(__file__).parents[2] / "docs" / "readers.md"


def test_the_guide_names_every_source_and_every_column():
    text = GUIDE.read_text(encoding="utf-8")
    assert [profile.name for profile in vendor_profiles() if f"`{profile.name}`" not in text] == []
    assert [column for column in sorted(canonical_columns()) if f"`{column}`" not in text] == []


def test_the_profile_of_the_guide_reads_its_table(tmp_path: Path):
    example = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]
    assert len(example.splitlines()) <= 30
    profile = tmp_path / "mine.toml"
    profile.write_text(example, encoding="utf-8")
    table = tmp_path / "list.csv"
    table.write_text("公开号码,题目,单位,申请时间,状态\nCN1A,泵,甲|乙,03/04/2020,有权\n", encoding="utf-8")
    (intake,) = read_tabular(table, profile=profile)
    row = intake.frame.collect().row(0, named=True)
    assert (row["filing_date"], row["legal_status"]) == (date(2020, 4, 3), "授权")
    assert (row["applicant"], intake.source) == (["甲", "乙"], "本市清单")


SERVICES = {
    "cnipa_pss": {
        "申请号": "CN202211224208.2", "名称": "泵", "主分类号": "F04B1/00", "分类号": "F04B1/00;F04B9/00",
        "申请（专利权）人": "示例泵业有限公司;示例大学", "公开（公告）号": "CN115958995A",
        "公开（公告）日": "2023.04.14", "国省代码": "天津;12", "专利同族": "CN115958995A;CN115958995B",
        "专利引证": "CN111111111A",
        "法律状态": "公开;实质审查的生效", "最新法律状态": "实质审查的生效", "专利权状态": "在审",
        "主权项": "一种泵。",
    },
    "orbit": {
        "Publication numbers": "US9145048", "Title": "Pump", "Current assignees": "EXAMPLE PUMPS",
        "1st application date": "2010-01-02", "1st publication date": "2012-01-01", "IPC": "F04B1/00",
        "CPC": "F04B1/00", "Legal status": "GRANTED", "Questel unique family ID (FAN)": "12345",
    },
}  # fmt: skip


@pytest.mark.parametrize("source", SERVICES)
@pytest.mark.parametrize("banner", ["", "检索式：名称=泵\n\n", "Export,2024-01-01\n"])
def test_lists_of_other_services_are_known_below_a_banner(tmp_path: Path, source: str, banner: str):
    row = SERVICES[source]
    table = tmp_path / "list.csv"
    table.write_text(f"{banner}{','.join(row)}\n{','.join(row.values())}\n", encoding="gb18030")
    (intake,) = read_tabular(table)
    assert (intake.source, intake.rows_read) == (source, 1)
    found = intake.frame.collect().row(0, named=True)
    if source == "orbit":
        assert (found["filing_date"], found["ipc"]) == (date(2010, 1, 2), ["F04B1/00"])
    else:
        assert (found["legal_status"], found["cited"]) == ("实质审查的生效", ["CN111111111A"])
        assert found["family_simple_members"] == ["CN115958995A", "CN115958995B"]
