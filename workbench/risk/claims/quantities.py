"""Numbers and ranges with their units, as a claim states them, and how two of them lie to each other."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from workbench.risk.claims.model import NumericRange
from workbench.risk.claims.patterns import any_of
from workbench.risk.claims.references import without_references

Relation = Literal["contains", "overlaps", "disjoint", "incomparable"]

_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,12})?(?:(?:×|x|\*)10\^?-?\d{1,2}|[eE]-?\d{1,2})?"
_LOWER: Final[tuple[tuple[str, bool, bool], ...]] = (
    (
        any_of(
            "大于等于 大於等於 不小于 不少于 不低于 不小於 不低於 ≥ >= no_less_than not_less_than"
            " greater_than_or_equal_to equal_to_or_greater_than equal_to_or_more_than"
        ),
        True,
        False,
    ),
    (any_of("至少为? at_least a_minimum_of"), True, True),
    (
        any_of(
            "大于 大於 高于 高於 超过 多于 > greater_than more_than higher_than larger_than above over"
            " exceeding"
        ),
        False,
        False,
    ),
)
_UPPER: Final[tuple[tuple[str, bool, bool], ...]] = (
    (any_of("小于等于 小於等於 ≤ <= less_than_or_equal_to equal_to_or_less_than"), True, False),
    (
        any_of(
            "不大于 不超过 不高于 不多于 至多 最多 不大於 不超過 not_more_than not_greater_than no_more_than"
            " no_greater_than not_exceeding at_most up_to a_maximum_of"
        ),
        True,
        True,
    ),
    (
        any_of("小于 小於 低于 低於 少于 不足 < less_than lower_than smaller_than below under fewer_than"),
        False,
        False,
    ),
)
"""Words before a number: the pattern, whether the number itself belongs, whether the limit is stressed."""
_ABOUT: Final = any_of("约为? 大约 约 大致 approximately about around substantially roughly ca\\.")
_BEHIND: Final = (
    rf"(?P<more>{any_of('以上 及以上 或以上 or_more or_greater or_higher or_above and_above')})"
    rf"|(?P<less>{any_of('以下 以内 及以下 或以下 or_less or_lower or_below or_fewer')})|(?P<about>左右|上下)"
)
_EQUALS: Final = ("为", "是", "=", "：", ":", " ", "在", "于", "≤", "≥")
_STRESSED_BEHIND: Final = frozenset(
    {"以上", "及以上", "或以上", "以下", "以内", "及以下", "或以下", "or more", "or less"}
)


@cache
def _units() -> dict[str, str]:
    """Return how units are written → their names."""
    told = tomllib.loads((files(__package__) / "units.toml").read_text(encoding="utf-8"))["units"]
    return {written: name for name, forms in told.items() for written in forms}


@cache
def _pattern() -> re.Pattern[str]:
    written = sorted(_units(), key=len, reverse=True)
    unit = "|".join(
        re.escape(form) + (r"(?![A-Za-z])" if form[-1].isascii() and form[-1].isalpha() else "")
        for form in written
    )
    lower = "|".join(f"(?P<l{at}>{words})" for at, (words, _, _) in enumerate(_LOWER))
    upper = "|".join(f"(?P<u{at}>{words})" for at, (words, _, _) in enumerate(_UPPER))
    return re.compile(
        rf"(?:(?P<about0>{_ABOUT})\s?)?(?:{lower}|{upper})?\s?(?:(?P<about1>{_ABOUT})\s?)?"
        rf"(?P<frame>between|from|在|从)?\s?(?<![A-Za-z0-9_.,第-])(?P<first>-?{_NUMBER})\s?(?P<unit1>{unit})?"
        rf"(?:\s?(?P<to>-|~|至|到|to|through|and(?=\s?[\d.]+)|±)\s?(?:about\s|约)?(?P<second>-?{_NUMBER})\s?(?P<unit2>{unit})?)?"
        rf"(?:\s?(?:{_BEHIND}))?",
    )


def numeric_ranges(plain: str, offset: int = 0) -> tuple[NumericRange, ...]:
    """Return the numbers of a feature that are quantities: with a unit, a range, or a bound.

    The numbers of the claims that a feature refers to are none.

    Parameters
    ----------
    plain : str
        The feature as :func:`workbench.risk.claims.signs.plain_signs` shows it.
    offset : int
        Added to the places found.
    """
    if not any(sign.isdigit() for sign in plain):
        return ()
    found = (_range(match, offset) for match in _pattern().finditer(without_references(plain)))
    return tuple(one for one in found if one is not None)


def _range(match: re.Match[str], offset: int) -> NumericRange | None:
    at = match.start("first")
    unit = _units().get(match["unit2"] or match["unit1"] or "", "")
    lower, upper = _bound(match, "l", _LOWER), _bound(match, "u", _UPPER)
    low: float | None
    high: float | None
    low = high = _value(match["first"])
    included, stressed = (True, True), False
    joined = match["to"] if not (match["to"] == "and" and match["frame"] != "between") else None
    if match["second"] and joined:
        if joined == "-" and not unit and "." not in match["first"] and match.string[:at][-1:] not in _EQUALS:
            return None  # 步骤3-1, A 1-2: a name, not a range
        second = _value(match["second"])
        low, high = (low - second, low + second) if joined == "±" else (min(low, second), max(low, second))
    elif lower or match["more"]:
        high, included = None, (lower[0] if lower else True, False)
        stressed = lower[1] if lower else match["more"] in _STRESSED_BEHIND
    elif upper or match["less"]:
        low, included = None, (False, upper[0] if upper else True)
        stressed = upper[1] if upper else match["less"] in _STRESSED_BEHIND
    elif not unit or unit == "pieces":
        return None
    about = bool(match["about0"] or match["about1"] or match["about"])
    start, end = match.start() + offset, match.end() + offset
    while match.string[start - offset] == " ":
        start += 1
    base = _to_base(unit)
    base_low, base_high = (None if v is None else _rounded(base[0] * v + base[1]) for v in (low, high))
    return NumericRange(start, end, low, high, *included, unit, base_low, base_high, base[2], about, stressed)


def _bound(
    match: re.Match[str], side: str, bounds: tuple[tuple[str, bool, bool], ...]
) -> tuple[bool, bool] | None:
    for at, (_, included, stressed) in enumerate(bounds):
        if match[f"{side}{at}"]:
            return included, stressed
    return None


def _value(text: str) -> float:
    return float(re.sub(r"(?:×|x|\*)10\^?", "e", text.replace(",", "")))


def _rounded(value: float) -> float:
    """Return 12 significant digits: 80 mm and 8 cm must come out equal."""
    return float(f"{value:.12g}")


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry()


@cache
def _to_base(unit: str) -> tuple[float, float, str]:
    """Return factor, offset and name of the base unit; a unit pint does not know is its own."""
    if not unit or unit in ("parts", "pieces"):
        return 1.0, 0.0, unit
    quantity = _registry().Quantity
    zero, one = (quantity(value, unit).to_base_units() for value in (0.0, 1.0))
    return float(one.magnitude - zero.magnitude), float(zero.magnitude), f"{one.units}"


def compare_ranges(claimed: NumericRange, given: NumericRange) -> Relation:
    """Tell how a given quantity lies to a claimed one, after unit conversion: a fact, not a verdict.

    Returns
    -------
    {"contains", "overlaps", "disjoint", "incomparable"}
        ``contains``: every given value lies in the claimed range; ``incomparable``: the units differ in kind.
    """
    if claimed.base_unit != given.base_unit:
        return "incomparable"
    if _is_below(claimed, given) or _is_below(given, claimed):
        return "disjoint"
    low_held = claimed.base_low is None or (given.base_low is not None and _from(claimed) <= _from(given))
    high_held = claimed.base_high is None or (given.base_high is not None and _until(claimed) >= _until(given))
    return "contains" if low_held and high_held else "overlaps"


def _from(one: NumericRange) -> tuple[float, int]:
    return (one.base_low if one.base_low is not None else float("-inf"), 0 if one.low_included else 1)


def _until(one: NumericRange) -> tuple[float, int]:
    return (one.base_high if one.base_high is not None else float("inf"), 0 if one.high_included else -1)


def _is_below(one: NumericRange, other: NumericRange) -> bool:
    """Tell whether all of one lies below the other."""
    if one.base_high is None or other.base_low is None:
        return False
    if one.base_high == other.base_low:
        return not (one.high_included and other.low_included)
    return one.base_high < other.base_low
