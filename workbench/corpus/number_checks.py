"""What an application number says of itself: its type, a PCT entry, whether it can be right."""

from typing import Final

import polars as pl

from workbench.corpus.numbers import (
    RUINED,
    by_frame,
    chinese_key,
    has_right_check_digit,
    is_well_formed,
    normal_applications,
    with_chinese_keys,
)

_TYPES: Final = {
    "1": "invention", "8": "invention", "2": "utility_model", "9": "utility_model", "3": "design",
}  # fmt: skip
_PCT_DIGITS: Final = ("8", "9")
_BODY: Final = pl.col("normal").str.strip_prefix("CN")


def application_number_checks(number: pl.Series) -> pl.DataFrame:
    """Tell all that application numbers say, looking at each once.

    Returns
    -------
    DataFrame
        ``patent_type``, ``is_pct_entry`` and ``number_check``, as :func:`chinese_patent_type`,
        :func:`is_pct_entry` and :func:`check_application_number` give them.
    """
    given = pl.DataFrame({"number": number}).with_columns(office=pl.lit(None, dtype=pl.String))
    steps = with_chinese_keys(normal_applications(given))
    steps = steps.with_columns(type_digit=pl.col("key").str.slice(6, 1))
    return steps.select(
        patent_type=_type_of(pl.col("type_digit")),
        is_pct_entry=pl.col("type_digit").is_in(_PCT_DIGITS),
        number_check=_check(pl.col("key").is_not_null()),
    )


def check_application_number(number: pl.Expr, office: pl.Expr | None = None) -> pl.Expr:
    """Tell whether a Chinese application number can be right; null for null.

    Returns
    -------
    Expr of str
        ``ok`` (well-formed, check digit right or absent), ``wrong_check_digit``, ``malformed``,
        ``ruined_by_spreadsheet`` (``2.0171E+11``) or ``not_checked`` (another office). A bare number is
        taken for Chinese; nine digits that begin with 1, 2 or 3 are a publication number: malformed here.
    """
    return by_frame(
        lambda frame: normal_applications(frame).select(check=_check(is_well_formed(_BODY))),
        "check",
        number=number,
        office=office,
    )


def chinese_patent_type(application_number: pl.Expr) -> pl.Expr:
    """Return invention, utility_model or design from a Chinese number's type digit; null otherwise."""
    return _type_of(_digit_of(application_number))


def is_pct_entry(application_number: pl.Expr) -> pl.Expr:
    """Tell from the type digit whether a Chinese application entered from the PCT; null if not Chinese."""
    return _digit_of(application_number).is_in(_PCT_DIGITS)


def _digit_of(number: pl.Expr) -> pl.Expr:
    return by_frame(
        lambda frame: normal_applications(frame).select(digit=_type_digit()),
        "digit",
        number=number,
        office=None,
    )


def _type_digit() -> pl.Expr:
    return chinese_key(pl.col("body")).str.slice(6, 1)


def _type_of(digit: pl.Expr) -> pl.Expr:
    return digit.replace_strict(_TYPES, default=None, return_dtype=pl.String)


def _check(is_well_formed: pl.Expr) -> pl.Expr:
    normal = pl.col("normal")
    is_foreign = normal.str.contains("^[A-Z]") & ~normal.str.starts_with("CN")
    return (
        pl.when(normal.is_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col("text").str.contains(RUINED))
        .then(pl.lit("ruined_by_spreadsheet"))
        .when(is_foreign)
        .then(pl.lit("not_checked"))
        .when(~is_well_formed)
        .then(pl.lit("malformed"))
        .when(~has_right_check_digit(_BODY))
        .then(pl.lit("wrong_check_digit"))
        .otherwise(pl.lit("ok"))
    )
