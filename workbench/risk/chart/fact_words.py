"""The facts of a chart in words, and back into what the program keeps: nothing lost, older files read too."""

import re
from functools import cache
from typing import Any, Final

from workbench.labels import LANGUAGES, Language, topic, value_words, words
from workbench.risk.chart.gaps import Gap

_ANOMALY: Final = re.compile(r"(\d+): ([a-z_]+)(?: (.*))?", re.DOTALL)
_KIND: Final = "anomaly_"


def anomaly_words(told: str, language: Language) -> str:
    """Return an oddity of a claim set in words; whatever could not be read back stays as it is."""
    found = _ANOMALY.fullmatch(told)
    if found is None or found[2] not in _kinds(language):
        return told
    detail = f" {found[3]}" if found[3] else ""
    kind = _kinds(language)[found[2]]
    text = words("risk_charts.anomaly_told", language, claim=found[1], kind=kind) + detail
    return text if anomaly_code(text) == told else told


def anomaly_code(text: str) -> str:
    """Return what the program keeps of an oddity told in words of either language, or by code."""
    for language in LANGUAGES:
        for kind, spelled in _longest_first(language):
            found = _told_pattern(language, spelled).fullmatch(text)
            if found is not None:
                return f"{found[1]}: {kind} {found[2] or ''}".strip()
    return text


@cache
def _kinds(language: Language) -> dict[str, str]:
    known = topic("claims")
    return {
        key.removeprefix(_KIND): told[language] for key, told in known.items() if key.startswith(_KIND)
    }  # fmt: skip


@cache
def _longest_first(language: Language) -> list[tuple[str, str]]:
    """Return the kinds with their words: one that begins like another is tried before it."""
    return sorted(_kinds(language).items(), key=lambda pair: -len(pair[1]))


@cache
def _told_pattern(language: Language, spelled: str) -> re.Pattern[str]:
    template = words("risk_charts.anomaly_told", language, claim="\0", kind=spelled)
    return re.compile(re.escape(template).replace(re.escape("\0"), r"(\d+)") + r"(?: (.*))?", re.DOTALL)


def jurisdiction_words(code: str, language: Language) -> str:
    """Return a jurisdiction in words."""
    return value_words("chart_jurisdiction", code, language)


def jurisdiction_code(text: str) -> str:
    """Return the code of a jurisdiction told in words of either language, or by code."""
    known: dict[str, Any] = topic("values")["chart_jurisdiction"]
    spelled = {known[code][language]: code for code in known for language in LANGUAGES}
    return spelled.get(text, text)


def gap_detail(gap: Gap, language: Language) -> str:
    """Return the detail of a gap in words."""
    if gap.kind == "claim_anomaly":
        return anomaly_words(gap.detail, language)
    if gap.kind in ("bar_undecided", "bar_without_effect"):
        separator = words("risk_charts.list_sign", language)
        return separator.join(value_words("equivalence_bar", bar, language) for bar in gap.detail.split(", "))
    return gap.detail
