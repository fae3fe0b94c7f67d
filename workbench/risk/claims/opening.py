"""How a claim opens: its references, its subject, and how the one stands to the other."""

import re
from dataclasses import dataclass
from typing import Final

from workbench.risk.claims.legal_types import Form, en_form, zh_form
from workbench.risk.claims.references import Phrase, reference_phrases
from workbench.risk.claims.subjects import en_category, en_head, zh_category, zh_subject

_HAN = re.compile(r"[\u4e00-\u9fff]")
_EN_BODY = re.compile(
    r"[:;]|\b(?:wherein|comprising|comprises|consisting|including|characteri[sz]ed)\b", re.IGNORECASE
)
_ZH_BODY = re.compile(r"[：；;]|其?特[征徵](?:在于|在於|是)|包括|包含")
_ZONE: Final = 600


@dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of a claim tells, before its parents are looked at."""

    plain: str
    is_chinese: bool
    phrases: tuple[Phrase, ...]
    form: Form


def read_opening(plain: str) -> Opening:
    """Read one claim's references and form."""
    is_chinese = is_chinese_text(plain)
    body = (_ZH_BODY if is_chinese else _EN_BODY).search(plain, 0, _ZONE)
    phrases = tuple(reference_phrases(plain, body.start() if body else _ZONE))
    return Opening(plain, is_chinese, phrases, _form(plain, is_chinese, phrases))


def is_chinese_text(plain: str) -> bool:
    """Tell whether a claim is Chinese: three Chinese characters in its first stretch."""
    return len(_HAN.findall(plain[:400])) >= 3


def _form(plain: str, is_chinese: bool, phrases: tuple[Phrase, ...]) -> Form:
    if phrases:
        return (zh_form if is_chinese else en_form)(plain, phrases[0].start, phrases[0].end)
    if is_chinese:
        subject = zh_subject(plain[:400])
        return Form(subject, zh_category(subject), False, True, subject)
    words = plain[:400]
    return Form(en_head(words), en_category(words), False, True, words)
