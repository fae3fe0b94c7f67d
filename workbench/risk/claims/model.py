# ruff: noqa: E501
"""What a claim set is made of. All offsets count characters (code points)."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Language = Literal["zh", "zh-Hant", "en"]
Jurisdiction = Literal["CN", "TW", "US", "EP"]
LegalType = Literal["independent", "dependent", "independent_by_reference", "unknown"]
"""``independent_by_reference``: has a subject of its own and takes another claim's features in by referring to it.
``unknown``: the claim refers to no claim that could be its parent, only to itself."""
Transition = Literal["open", "closed", "semi"]
Category = Literal["product", "system", "composition", "kit", "medium", "method", "use", "unknown"]
Bound = Literal["closed", "open", "none"]


@dataclass(frozen=True, slots=True)
class NumericRange:
    """A number or range with its unit, as stated in a feature.

    Attributes
    ----------
    start, end : int
        Place in the claim's text.
    low, high : float or None
        Ends as stated, in ``unit``; null where the range is open to that side. A single value has both.
    low_included, high_included : bool
        Whether the end itself belongs to the range.
    unit : str
        Unit as pint names it (``mm``, ``degree_Celsius``, ``percent``); empty for a bare number.
    base_low, base_high : float or None
        Ends in ``base_unit``; equal to the stated ends where the unit is not known to pint.
    base_unit : str
        The unit's SI base units.
    approximate : bool
        Whether the wording is 约, about, substantially.
    stressed : bool
        Whether the wording is 至少, 不超过, at least, at most: a bar to equivalents that a person may apply.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    low_included: bool
    high_included: bool
    unit: str
    base_low: float | None
    base_high: float | None
    base_unit: str
    approximate: bool
    stressed: bool


@dataclass(frozen=True, slots=True)
class Feature:
    """One technical feature of a claim's body.

    Attributes
    ----------
    start, end : int
        Place in the claim's text: ``claim.text[start:end] == text``.
    numerals : tuple of str
        Reference numerals in brackets, without the brackets.
    ranges : tuple of NumericRange
        Numbers with their units.
    functional : bool
        Whether the wording is possibly functional (means for, 用于…的模块): a flag, never a decision.
    alternatives : tuple of str
        Members of a Markush group (选自由…组成的组, selected from the group consisting of).
    """

    start: int
    end: int
    text: str
    numerals: tuple[str, ...] = ()
    ranges: tuple[NumericRange, ...] = ()
    functional: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A phrase that refers to other claims; its numbers are alternatives, several phrases add up.

    Attributes
    ----------
    start, end : int
        Place in the claim's text.
    numbers : tuple of int
        Claims referred to as stated, ascending, the claim itself left out.
    wholesale : bool
        Whether the phrase says ``any preceding claim`` instead of numbers.
    conjunctive : bool
        Whether the numbers are joined by 和 or ``and`` alone, without 任一项 or ``any of``.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    wholesale: bool = False
    conjunctive: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes
    ----------
    number : int
    type : LegalType
    parents : tuple of int
        Claims referred to, as stated, ascending; text is inherited from them.
    category : Category
    subject : str
        What is claimed, in the claim's words.
    preamble : str
        What stands before the transition; the whole text where there is none.
    transition : {"open", "closed", "semi"} or None
        The first transition after the preamble.
    transition_text : str
    features : tuple of Feature
        The claim's own features, in the order of the text.
    references : tuple of Reference
    text : str
        The claim without its number, to the letter.
    start, end : int
        Place in the text that was read.
    status : str
        Status mark behind the number, as in ``(Currently amended)``.
    """

    number: int
    type: LegalType
    parents: tuple[int, ...]
    category: Category
    subject: str
    preamble: str
    transition: Transition | None
    transition_text: str
    features: tuple[Feature, ...]
    references: tuple[Reference, ...]
    text: str
    start: int
    end: int
    status: str = ""

    @property
    def numerals(self) -> tuple[str, ...]:
        """Return the reference numerals of all features, each once."""
        return tuple(dict.fromkeys(n for feature in self.features for n in feature.numerals))

    @property
    def ranges(self) -> tuple[NumericRange, ...]:
        """Return the numeric ranges of all features."""
        return tuple(r for feature in self.features for r in feature.ranges)

    @property
    def functional(self) -> bool:
        """Tell whether a feature is possibly functional."""
        return any(feature.functional for feature in self.features)

    @property
    def markush(self) -> tuple[tuple[str, ...], ...]:
        """Return the Markush groups."""
        return tuple(feature.alternatives for feature in self.features if feature.alternatives)

    @property
    def is_independent(self) -> bool:
        """Tell whether the claim stands on its own, by reference or not."""
        return self.type in ("independent", "independent_by_reference")


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd: the claim, its kind (a key of ``labels/claims.toml``), and what was found."""

    claim: int
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Text of the input that belongs to no claim: numbers, headings, notices, blanks.

    ``kind`` is ``number``, ``status``, ``cancelled``, ``blank`` or ``other``; an ``other`` that is no heading
    is told as the anomaly ``unread_text``.
    """

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True)
class ClaimSet:
    """The claims of one document, in the order of the text; claims and gaps together are the input."""

    id: str
    language: Language
    jurisdiction: Jurisdiction
    claims: tuple[Claim, ...]
    anomalies: tuple[Anomaly, ...]
    gaps: tuple[Gap, ...] = field(default=(), repr=False)

    @cached_property
    def by_number(self) -> dict[int, Claim]:
        """Return the claims by number; of a number given twice, the first."""
        return {claim.number: claim for claim in reversed(self.claims)}

    def source(self) -> str:
        """Return the text that was read, put together again from claims and gaps."""
        parts: list[Claim | Gap] = sorted([*self.claims, *self.gaps], key=lambda part: (part.start, part.end))
        return "".join(part.text for part in parts)
