"""The parts of a query's language in the reader's words: fields, constructs, distances."""

from workbench.labels import Language, has_words, words
from workbench.query.dialect import dialect


def field_words(name: str, language: Language) -> str:
    """Return a canonical field in words; a name the catalogue does not know keeps its own."""
    return words(f"query.field_{name}", language) if has_words(f"query.field_{name}") else name


def construct_words(system: str, construct: str, language: Language) -> str:
    """Return a construct of a dialect in words: ``fields.AD``, ``near.2``, ``values.class``."""
    section, _, name = construct.partition(".")
    if construct == "fields.default":
        return words("query.construct_default", language)
    if section == "fields":
        return words("query.construct_field", language, name=name)
    if section == "operators":
        return words("query.construct_operator", language, name=name.upper())
    if section == "near" and name.isdecimal():
        sign = dialect(system).proximity[int(name)].write.replace("{n}", "n")
        return words("query.construct_near", language, name=sign)
    address = f"query.construct_{section}_{name}"
    return words(address, language) if has_words(address) else construct


def gap_words(told: str, language: Language) -> str:
    """Return a distance in words, from ``=3 word ordered`` as the writer keeps it."""
    number, unit, order = told.split(" ")
    fields = {
        "gap": number.removeprefix("="),
        "unit": words(f"query.unit_{unit}", language),
        "order": words(f"query.{order}", language),
    }
    if number.removeprefix("=") in ("None", "0") and unit != "word":
        return words("query.gap_none", language, **fields)
    key = "query.gap_exact" if number.startswith("=") else "query.gap"
    return words(key, language, **fields)
