"""Words that vendors print for coded values, as far as the sample needs them."""

from functools import cache
from typing import Final

from workbench.sample.places import ELSEWHERE, TIANJIN

OFFICES: Final = {
    "CN": "中国", "WO": "世界知识产权组织", "US": "美国", "EP": "欧洲专利局",
    "JP": "日本", "KR": "韩国", "TW": "中国台湾",
}  # fmt: skip
COUNTRIES: Final = {
    "CN": "中国", "US": "美国", "JP": "日本", "DE": "德国", "KR": "韩国", "TW": "中国台湾", "HK": "中国香港",
}  # fmt: skip
PARTY_TYPES: Final = {
    "company": "企业", "university": "大专院校", "institute": "科研单位", "individual": "个人",
    "hospital": "机关团体",
    "government": "机关团体",
}  # fmt: skip


@cache
def province_names() -> dict[str, str]:
    """Return code → name of the provinces used."""
    return {p.province: p.province_name for p in (*TIANJIN, *ELSEWHERE) if p.province and p.province_name}


@cache
def district_names() -> dict[str, str]:
    """Return code → name of the districts of Tianjin."""
    return {p.district: p.district_name for p in TIANJIN if p.district and p.district_name}
