"""What kind of applicant: company, university, institute, hospital, government body, individual."""

from functools import cache
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus
from workbench.preparation.names import name_key
from workbench.preparation.parties import HOLDERS
from workbench.reference import facts

PARTY_TYPES: Final = ("company", "university", "institute", "hospital", "government", "individual", "other")

_HAN_PERSON: Final = r"^\p{Han}{2,4}$"
_TRANSLATED_PERSON: Final = r"^[\p{Han}A-Z.]{1,10}(?:[·•・‧∙ ][\p{Han}A-Z.]{1,10}){1,4}$"
_LATIN_PERSON: Final = r"^[\p{L}'’\- ]{2,30},\s*\p{L}[\p{L}'’.\- ]{0,40}$"


def classify_parties(corpus: Corpus) -> Corpus:
    """Fill ``party_type`` of applicants, owners and assignees.

    In order: the type the export gives; suffixes and words of the name (``reference/party_types``);
    2–4 Chinese characters, translated names and "LAST, First" as individuals; a name that is also an
    inventor of the same record; the mark of the vendor's standardised name (福特汽车-C). What none of
    these settles stays null.
    """
    parties = corpus.polars("parties")
    holders = parties.filter(pl.col("role").is_in(HOLDERS))
    named = holders.select("party", "party_type").unique().collect(engine="streaming")
    typed = named.lazy().with_columns(found=_settled_type()).filter(pl.col("party").is_not_null()).collect()
    joined = parties.join(
        typed.lazy(), on=["party", "party_type"], how="left", nulls_equal=True, maintain_order="left"
    )
    as_person = _also_inventors(joined)
    joined = joined.join(
        as_person.lazy(), on=["record", "role", "position"], how="left", maintain_order="left"
    ).with_columns(found=pl.coalesce("found", "person", _marked_type()))
    is_holder = pl.col("role").is_in(HOLDERS)
    settled = joined.with_columns(
        party_type=pl.when(is_holder).then("found").otherwise(pl.lit(None, dtype=pl.String))
    )
    return corpus.with_tables(parties=settled.drop("found", "person"))


def type_of_names(names: pl.Series) -> pl.Series:
    """Return the type that the rules see in each name; null where they see none."""
    frame = pl.DataFrame({"party": names}).lazy()
    return frame.select(_named_type().alias("party_type")).collect()["party_type"]


def _settled_type() -> pl.Expr:
    given = pl.col("party_type").str.strip_chars().replace_strict(_given_types(), default=None)
    named = _named_type()
    is_vague = given.is_in(["other"]) | ((given == "government") & (named == "hospital"))
    return pl.when(is_vague).then(pl.coalesce(named, given)).otherwise(pl.coalesce(given, named))


def _marked_type() -> pl.Expr:
    return pl.col("party_type").replace_strict(_vendor_marks(), default=None)


@cache
def _given_types() -> dict[str, str]:
    found = {
        text: kind for kind, texts in facts("party_types")["given"].items() for text in texts if len(text) > 1
    }
    return found | {kind: kind for kind in PARTY_TYPES}


@cache
def _vendor_marks() -> dict[str, str]:
    return {
        text: kind for kind, texts in facts("party_types")["given"].items() for text in texts if len(text) == 1
    }


def _named_type() -> pl.Expr:
    """Try the rules in order, then the shapes of personal names."""
    compact = pl.col("party").str.normalize("NFKC").str.replace_all(r"\s+", "")
    bare = pl.when(compact.str.ends_with("(有限合伙)").not_()).then(compact.str.replace(r"\([^()]*\)$", ""))
    words = pl.concat_str(pl.lit(" "), name_key(pl.col("party")), pl.lit(" "))
    tried = [
        pl.when(_fits(rule, pl.coalesce(bare, compact), words)).then(pl.lit(rule["type"]))
        for rule in facts("party_types")["rules"]
    ]
    spaced = pl.col("party").str.normalize("NFKC")
    is_person = (
        compact.str.contains(_HAN_PERSON)
        | (spaced.str.contains(_TRANSLATED_PERSON) & spaced.str.contains(r"\p{Han}"))
        | (spaced.str.contains(_LATIN_PERSON) & spaced.str.contains(r"^[\p{Latin}'’., \-]+$"))
    )
    return pl.coalesce(*tried, pl.when(is_person).then(pl.lit("individual")))


def _fits(rule: dict[str, Any], compact: pl.Expr, words: pl.Expr) -> pl.Expr:
    tests = []
    if "ends" in rule:
        endings = "|".join(sorted(map(_literal, rule["ends"]), key=len, reverse=True))
        tests.append(compact.str.contains(f"(?:{endings})$"))
    if "contains" in rule:
        tests.append(compact.str.contains_any(rule["contains"]))
    listed = [f" {word} " for word in (*rule.get("words", ()), *rule.get("phrases", ()))]
    if listed:
        tests.append(words.str.contains_any(listed))
    return pl.any_horizontal(tests)


def _literal(text: str) -> str:
    return text.replace("(", r"\(").replace(")", r"\)")


def _also_inventors(typed: pl.LazyFrame) -> pl.DataFrame:
    """Return the holders without a type that are inventors of the same record."""
    unsettled = typed.filter(pl.col("role").is_in(HOLDERS), pl.col("found").is_null())
    inventors = typed.filter(pl.col("role") == "inventor").select("record", "party").unique()
    found = unsettled.join(inventors, on=["record", "party"], how="semi")
    return found.select("record", "role", "position", person=pl.lit("individual")).collect(engine="streaming")
