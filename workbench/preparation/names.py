"""Names of firms and people made comparable: spelling, case, width, brackets, legal forms."""

from functools import cache
from typing import Final

import polars as pl

from workbench.reference import facts
from workbench.reference.regions import countries

_CONTROL: Final = "[\\x00-\\x1f\\x7f\u200b\u200c\u200d\ufeff]"
_DIACRITICS: Final = "[\u0300-\u036f]"
_CJK: Final = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_NOT_COUNTRIES: Final = ("CO", "AG", "SA", "SE", "AS", "KG", "LP")
"""Codes of countries that close a firm's name as its legal form."""

_HAN_ORGANIZATION: Final = "公司|大学|学院|医院|研究所|研究院|厂|集团"
_ADDRESS_AFTER_HAN: Final = rf"^(.*(?:{_HAN_ORGANIZATION}))\s+\S*(?:省|市|区|县|路|街|号|村|镇|乡).*$"
_LATIN_ORGANIZATION: Final = (
    r"LLC|L\.L\.C|INC|CORP|CORPORATION|LTD|LIMITED|CO|COMPANY|GMBH|AG|S\.A|SA|B\.V|N\.V|PLC"
    r"|UNIVERSITY|INSTITUTE"
)


@cache
def _country_codes() -> str:
    known = countries()["code"].to_list()
    return "|".join(code for code in known if code not in _NOT_COUNTRIES)


def clean_name(name: pl.Expr) -> pl.Expr:
    """Take control characters, doubled spaces, and a trailing address or country off a name."""
    codes = _country_codes()
    text = name.str.replace_all(_CONTROL, "").str.replace_all("&amp;", "&", literal=True)
    text = text.str.replace_all(r"\s+", " ").str.strip_chars(" ,;")
    text = text.str.replace(rf"\s*[\[(（](?:{codes}|中华民国)[\])）]$", "")
    text = text.str.replace(_ADDRESS_AFTER_HAN, "$1")
    text = text.str.replace(rf"(?i)^(.*\b(?:{_LATIN_ORGANIZATION})\.?)\s*,.*\b\d{{4,}}.*$", "$1")
    return text.str.replace(rf"^(.*(?i:\b(?:{_LATIN_ORGANIZATION})\b\.?))\s*,(?:.*,)?\s*(?:{codes})$", "$1")


def country_in_name(name: pl.Expr) -> pl.Expr:
    """Return the country code that a vendor writes after a name: ``FORD MOTOR CO [US]``, ``…Ltd.,CN``."""
    codes = _country_codes()
    bracketed = name.str.extract(rf"[\[(（]({codes})[\])）]\s*$")
    return pl.coalesce(
        bracketed, name.str.extract(rf"(?i:\b(?:{_LATIN_ORGANIZATION})\b\.?)\s*,(?:.*,)?\s*({codes})$")
    )


def name_key(name: pl.Expr) -> pl.Expr:
    """Return what two spellings of one name share.

    Width, case, accents, spaces, punctuation and brackets are evened out, and the spellings of one
    legal form (``Company Limited``, ``CO., LTD.``) become one; different legal forms stay different.
    """
    text = _even_letters(clean_name(name))
    text = text.str.replace_all("&", " AND ", literal=True).str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ")
    text = text.str.replace_all(rf"({_CJK}) +", "$1").str.replace_all(rf" +({_CJK})", "$1")
    padded = pl.concat_str(pl.lit(" "), text.str.strip_chars(), pl.lit(" "))
    found, given = _spellings()
    for _ in range(2):  # neighbours share a space: the second pass takes those the first stepped over
        padded = padded.str.replace_many(found, given, leftmost=True)
    key = padded.str.strip_chars()
    return pl.when(key == "").then(name).otherwise(key)


def bare_name(key: pl.Expr) -> pl.Expr:
    """Take the legal forms off the end of a key, for comparing likeness; never for merging."""
    latin, han = _legal_forms()
    text = key
    for _ in range(2):
        text = text.str.replace(rf" (?:{latin})$", "").str.replace(rf"(?:{han})$", "")
    return pl.when(text.str.len_chars() < 2).then(key).otherwise(text)


def _even_letters(name: pl.Expr) -> pl.Expr:
    text = name.str.normalize("NFKD").str.replace_all(_DIACRITICS, "").str.normalize("NFC").str.to_uppercase()
    han = facts("legal_forms")["spellings_han"]
    pairs = [(form.upper(), short) for short, forms in han.items() for form in forms]
    return text.str.replace_many([form for form, _ in pairs], [short for _, short in pairs], leftmost=True)


@cache
def _spellings() -> tuple[list[str], list[str]]:
    pairs = [
        (f" {form} ", f" {short} ")
        for short, forms in facts("legal_forms")["spellings"].items()
        for form in forms
    ]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return [form for form, _ in pairs], [short for _, short in pairs]


@cache
def _legal_forms() -> tuple[str, str]:
    known = facts("legal_forms")
    latin = sorted((form.replace("&", "AND") for form in known["latin"]), key=len, reverse=True)
    han = sorted((form.strip("()") for form in known["han"]), key=len, reverse=True)
    return "|".join(latin), "|".join(han)
