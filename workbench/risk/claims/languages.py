# ruff: noqa: E501
"""Which language a claim set is written in, and whose practice it follows."""

import re
from typing import Final

from workbench.risk.claims.model import Jurisdiction, Language

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TRADITIONAL: Final = frozenset(
    "請項專權據裝電與為於個種圍範徵兩級機構設備學計製發開關時間應該還進過無線號類數據結處體狀態檢測動"
)
_SIMPLIFIED: Final = frozenset(
    "请项专权据装电与为于个种围范征两级机构设备学计发开关时间应该还进过无线号类数据结处体状态检测动"
)
_OFFICE = re.compile(r"^\s*(CN|ZL|TW|US|EP|WO|DE|GB|FR)(?=[\s\d\-/.])", re.IGNORECASE)
_AMERICAN = re.compile(
    r"\bof (?:any (?:one )?of )?claims? \d|\((?:currently |previously )?(?:amended|presented|original|canceled)\)",
    re.IGNORECASE,
)
_EUROPEAN = re.compile(
    r"\b(?:according to|as claimed in|in accordance with)\b[^.;]{0,40}\bclaims?\b|characteri[sz]ed (?:in that|by)",
    re.IGNORECASE,
)
_PRACTICE: Final[dict[str, Jurisdiction]] = {"CN": "CN", "ZL": "CN", "TW": "TW", "US": "US"}
_SAMPLE: Final = 20_000


def claim_language(text: str) -> Language:
    """Return the language most of the text is written in."""
    sample = text[:_SAMPLE]
    han = _HAN.findall(sample)
    latin = len(re.findall(r"[A-Za-z]{2,}", sample))
    if len(han) <= latin:
        return "en"
    traditional = sum(sign in _TRADITIONAL and sign not in _SIMPLIFIED for sign in han)
    simplified = sum(sign in _SIMPLIFIED and sign not in _TRADITIONAL for sign in han)
    return "zh-Hant" if traditional > simplified else "zh"


def office_practice(document: str) -> Jurisdiction | None:
    """Return whose rules a document's number names; null where it names no office."""
    office = _OFFICE.match(document)
    return _PRACTICE.get(office[1].upper(), "EP") if office else None


def claim_jurisdiction(text: str, language: Language, document: str) -> Jurisdiction:
    """Return whose rules apply: the document's office, else what the language and its habits tell."""
    if practice := office_practice(document):
        return practice
    if language != "en":
        return "CN" if language == "zh" else "TW"
    sample = text[:_SAMPLE]
    return "US" if len(_AMERICAN.findall(sample)) >= len(_EUROPEAN.findall(sample)) else "EP"
