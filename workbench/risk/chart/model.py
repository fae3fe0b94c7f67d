"""What a claim chart is made of: claims, cells, what people entered, who signed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

State = Literal["literal", "equivalent", "absent", "undetermined"]
STATES: Final[tuple[State, ...]] = get_args(State)
CellKind = Literal["preamble", "feature", "closed", "semi"]
Bar = Literal[
    "estoppel", "dedication", "stressed_number", "exclusion", "prior_art", "foreseeability", "strict_compliance"
]
BARS: Final[tuple[Bar, ...]] = get_args(Bar)
Jurisdiction = Literal["CN", "US", "EP", "EP-DE", "EP-UK"]
"""``EP-DE`` and ``EP-UK`` are the German and the British part of a European patent: their courts differ on
equivalents. ``EP`` holds what the Convention itself gives."""
JURISDICTIONS: Final[tuple[Jurisdiction, ...]] = get_args(Jurisdiction)


@dataclass(frozen=True)
class Cell:
    """One feature of one claim against the product.

    Attributes
    ----------
    claim, position : int
        The claim, and the feature's place in it; the preamble is 0.
    kind : str
        ``closed`` and ``semi`` ask for components beyond those that a closed transition names.
    text : str
        The claim's own words; locked.
    state : str
        What a person found; ``undetermined`` until then.
    product, evidence, author, time, note : str
        The corresponding part of the product, the pointer to the evidence, who found it and when.
    means, function, effect, obviousness : str
        The person's argument for an equivalent.
    proposed : tuple of str
        Bars that the program proposes; they change nothing.
    bar, citation, bar_author : str
        The bar that a person applied, with the passage it rests on.
    """

    claim: int
    position: int
    kind: CellKind
    text: str
    state: State = "undetermined"
    product: str = ""
    evidence: str = ""
    author: str = ""
    time: str = ""
    means: str = ""
    function: str = ""
    effect: str = ""
    obviousness: str = ""
    proposed: tuple[Bar, ...] = ()
    bar: Bar | None = None
    citation: str = ""
    bar_author: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Return the number of the feature: 3.2 is the second feature of claim 3."""
        return f"{self.claim}.{self.position}"

    @property
    def effective(self) -> State:
        """Return the state that counts: a barred equivalent is absent."""
        return "absent" if self.state == "equivalent" and self.bar is not None else self.state

    @property
    def is_argued(self) -> bool:
        """Tell whether an equivalent is argued in all four points."""
        return all((self.means, self.function, self.effect, self.obviousness))


@dataclass(frozen=True)
class ChartClaim:
    """A claim of the chart: its legal type and what it refers to.

    ``references`` holds one tuple per phrase: its numbers are alternatives, several phrases add up.
    ``reference_limits`` is what a person found of a claim independent by reference: whether the features of the
    claim referred to limit it; None until then.
    """

    number: int
    type: str
    references: tuple[tuple[int, ...], ...] = ()
    transition: str | None = None
    reference_limits: Literal["yes", "no"] | None = None

    @property
    def is_open_reference(self) -> bool:
        """Tell whether nobody has said yet how far the reference limits the claim."""
        return self.type == "independent_by_reference" and self.reference_limits is None


@dataclass(frozen=True)
class SignOff:
    """Who signed the chart, when, and the digest of what they signed."""

    name: str = ""
    date: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Chart:
    """A claim set against a product, as a person works on it.

    Attributes
    ----------
    claim_set, product_name : str
        What is compared.
    jurisdiction : {"CN", "US", "EP", "EP-DE", "EP-UK"}
        Decides which bars exist.
    anomalies : tuple of str
        What is odd in the claim set, in words.
    """

    claim_set: str
    product_name: str
    jurisdiction: Jurisdiction
    claims: tuple[ChartClaim, ...]
    cells: tuple[Cell, ...]
    anomalies: tuple[str, ...] = ()
    sign_off: SignOff = field(default_factory=SignOff)

    def cells_of(self, number: int) -> tuple[Cell, ...]:
        """Return the claim's own cells."""
        return tuple(cell for cell in self.cells if cell.claim == number)

    def with_cells(self, cells: Iterable[Cell]) -> "Chart":
        """Return the chart with other cells in place of those of the same number."""
        changed = {cell.key: cell for cell in cells}
        return replace(self, cells=tuple(changed.get(cell.key, cell) for cell in self.cells))
