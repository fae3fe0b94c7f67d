"""What vendors call the kinds of patents, in the corpus's own words."""

from typing import Final

import polars as pl

from workbench.corpus.numbers import by_frame

_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "invention": (
        "发明", "发明专利", "发明申请", "发明授权", "发明公开", "发明公布", "发明专利申请", "授权发明",
        "发明公布授权", "发明公开授权", "中国发明专利", "中国发明申请", "中国发明授权", "发明申请公开", "i",
        "patent for invention(1)", "invention", "patent of invention", "patent application",
        "granted patent", "utility", "utility patent",
    ),
    "utility_model": (
        "实用新型", "实用新型专利", "中国实用新型", "授权实用新型", "新型", "utility model",
        "limited patent", "u", "utility model(2)",
    ),
    "design": (
        "外观设计", "外观设计专利", "外观", "外观专利", "中国外观设计", "design", "design patent",
        "design right", "d",
    ),
    "pct": ("pct", "pct发明", "pct申请", "pct application"),
}  # fmt: skip
_BY_SPELLING: Final = {spelling: kind for kind, found in _SPELLINGS.items() for spelling in found}

_DESIGN_KINDS: Final = {
    "CN": ("S", "D"),
    "US": ("S",),
    "JP": ("S",),
    "KR": ("S",),
    "CA": ("S",),
    "TW": ("S", "D"),
    "EM": ("S",),
}
_UTILITY_MODEL_OFFICES: Final = (
    "CN", "DE", "JP", "KR", "TW", "AT", "ES", "FR", "IT", "BR", "RU", "TR", "PL", "CZ", "SK", "UA", "FI",
    "DK",
)  # fmt: skip


def patent_type(given: pl.Expr, office: pl.Expr, kind: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return invention / utility_model / design / pct / other, or null where nothing tells.

    An international application is ``pct`` whatever it is called; the vendor's word comes next, the
    kind code (WIPO ST.16 as each office uses it) last. American numbers tell by their letters: ``USD``
    a design, ``USPP`` a plant.
    """
    kinds = {"given": given, "office": office, "kind": kind, "number": number.str.slice(0, 4)}
    return by_frame(_with_type, "type", **kinds)


def _with_type(frame: pl.DataFrame) -> pl.DataFrame:
    """Judge each different combination once: there are few."""
    names = ["given", "office", "kind", "number"]
    kinds = frame.select(names).unique()
    judged = kinds.with_columns(type=_judged(*(pl.col(name) for name in names)))
    return frame.join(judged, on=names, how="left", maintain_order="left", nulls_equal=True)


def _judged(given: pl.Expr, office: pl.Expr, kind: pl.Expr, number: pl.Expr) -> pl.Expr:
    told = given.str.strip_chars().str.to_lowercase().replace_strict(_BY_SPELLING, default=None)
    letter = kind.str.slice(0, 1)
    return (
        pl.when(office == "WO")
        .then(pl.lit("pct"))
        .when(number.str.starts_with("USD"))
        .then(pl.lit("design"))
        .when(number.str.starts_with("USPP"))
        .then(pl.lit("other"))
        .when(told.is_not_null() & _says_more(told, letter))
        .then(told)
        .otherwise(_by_kind(office, letter))
        .fill_null(told)
    )


def _says_more(told: pl.Expr, letter: pl.Expr) -> pl.Expr:
    """'Granted patent' does not tell a design from an invention where the kind code does."""
    return ~((told == "invention") & letter.is_in(["S", "D", "U", "Y"]))


def _by_kind(office: pl.Expr, letter: pl.Expr) -> pl.Expr:
    design = pl.any_horizontal(
        (office == code) & letter.is_in(list(letters)) for code, letters in _DESIGN_KINDS.items()
    )
    model = office.is_in(list(_UTILITY_MODEL_OFFICES)) & letter.is_in(["U", "Y"])
    return (
        pl.when(design)
        .then(pl.lit("design"))
        .when(model)
        .then(pl.lit("utility_model"))
        .when((office == "US") & letter.is_in(["P"]))
        .then(pl.lit("other"))
        .when(letter.is_in(["A", "B", "C", "T"]) | ((office == "US") & (letter == "E")))
        .then(pl.lit("invention"))
        .otherwise(None)
    )
