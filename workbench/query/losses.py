"""What a translation cannot carry over, and what that does to the hits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from workbench.labels import Language, value_words, words
from workbench.query.construct_words import construct_words, field_words, gap_words

LossKind = Literal["widened", "narrowed", "rewritten", "unverified", "unsupported"]
Exactness = Literal["exact", "widened", "narrowed", "unverified", "unsupported"]
_FLIPPED: Final[dict[LossKind, LossKind]] = {"widened": "narrowed", "narrowed": "widened"}


@dataclass(frozen=True)
class Loss:
    """One difference between a query and its translation."""

    construct: str  # operators.xor, near.word, wildcards.one, fields.TTL …
    kind: LossKind
    why: str  # key of labels/query.toml
    fields: tuple[tuple[str, Any], ...] = field(default=())

    def flipped(self) -> "Loss":
        """Return the loss as it acts under a NOT: what lets in more there lets in less."""
        return Loss(self.construct, _FLIPPED.get(self.kind, self.kind), self.why, self.fields)

    def told(self, language: Language) -> dict[str, str]:
        """Return the loss as plain data."""
        why = words(f"query.{self.why}", language, **self._spoken(language))
        return {"construct": self.construct, "kind": self.kind, "why": why}

    def _spoken(self, language: Language) -> dict[str, Any]:
        """Return the fields in words: constructs, fields and distances are codes inside."""
        told = dict(self.fields)
        if self.why == "loss_unverified":
            told["found"] = construct_words(told["dialect"], told["found"], language)
            told["dialect"] = value_words("syntax", told["dialect"], language)
        elif self.why in ("loss_field", "loss_fields"):
            told["found"] = ", ".join(field_words(name, language) for name in told["found"].split(", "))
        elif self.why in ("loss_no_proximity", "loss_proximity"):
            told = {slot: gap_words(text, language) for slot, text in told.items()}
        return told


def exactness(losses: Iterable[Loss]) -> Exactness:
    """Return the best that may be said of a translation with these losses.

    One part wider and another narrower, or the same hits by another tree, leave only ``unverified``.
    """
    kinds = {loss.kind for loss in losses}
    if "unsupported" in kinds:
        return "unsupported"
    if kinds & {"unverified", "rewritten"} or {"widened", "narrowed"} <= kinds:
        return "unverified"
    return "widened" if "widened" in kinds else "narrowed" if "narrowed" in kinds else "exact"
