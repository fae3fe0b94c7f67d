"""Which passages of the product may answer a feature, and what do the numbers say? Ranked, never decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.measures.similarity import dice_bigrams
from workbench.risk.chart.model import Cell
from workbench.risk.claims import NumericRange
from workbench.risk.claims.quantities import Relation, compare_ranges, numeric_ranges
from workbench.risk.claims.signs import plain_signs
from workbench.risk.product import Product, ProductFeature

MOST_PASSAGES = 3


@dataclass(frozen=True)
class Suggestion:
    """A passage that ranks high for a cell; ``score`` is the Dice coefficient of character pairs. [0–1]"""

    cell: str
    rank: int
    score: float
    product_key: str
    passage: str
    evidence: str


@dataclass(frozen=True)
class NumberFact:
    """How a claimed range lies to a number of the product, in one base unit."""

    cell: str
    claimed: str
    product_key: str
    found: str
    unit: str
    relation: Relation


def ranked_passages(cells: Sequence[Cell], product: Product) -> list[Suggestion]:
    """Rank the product's features for every cell; alike scores keep the product's order."""
    return [
        Suggestion(cell.key, rank, round(score, 4), feature.key, feature.text, feature.evidence)
        for cell in cells
        if cell.kind in ("preamble", "feature")
        for rank, (score, feature) in enumerate(_best(cell.text, product), start=1)
    ]


def _best(text: str, product: Product) -> list[tuple[float, ProductFeature]]:
    scored = [(dice_bigrams(text, feature.text), feature) for feature in product.features]
    return sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:MOST_PASSAGES]


def number_facts(cells: Sequence[Cell], product: Product) -> list[NumberFact]:
    """Compare every number of a cell with every number of the product that has the same base unit.

    Bare numbers have no unit to meet on and are compared only where the words around them are alike.
    """
    found = [(feature, number) for feature in product.features for number in _ranges(feature.text)]
    return [
        NumberFact(cell.key, _shown(cell.text, claimed), feature.key, _shown(feature.text, number),
                   claimed.base_unit, compare_ranges(claimed, number))
        for cell in cells
        for claimed in _ranges(cell.text)
        for feature, number in found
        if _is_comparable(cell.text, claimed, feature.text, number)
    ]  # fmt: skip


def _is_comparable(text: str, claimed: NumericRange, passage: str, found: NumericRange) -> bool:
    if claimed.base_unit != found.base_unit:
        return False
    return dice_bigrams(text, passage) >= (_ALIKE if claimed.base_unit else _VERY_ALIKE)


_ALIKE = 0.1
_VERY_ALIKE = 0.25


def _shown(text: str, number: NumericRange) -> str:
    return text[number.start : number.end]


def _ranges(text: str) -> tuple[NumericRange, ...]:
    return numeric_ranges(plain_signs(text))
