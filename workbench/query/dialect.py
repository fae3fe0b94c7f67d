"""A search system's way of writing queries, as data: ``dialects/*.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

from workbench.errors import WorkbenchError
from workbench.query.tree import MANY, ONE, OPTIONAL, TextUnit, Wild

DIALECTS: Final = (
    "local", "patsnap", "orbit", "espacenet", "lens", "patentscope", "derwent", "google", "patentsight",
    "incopat", "pss", "cnipr", "patentics", "himmpat", "innojoy",
)  # fmt: skip
WILDS: Final[Mapping[str, Wild]] = {"many": MANY, "one": ONE, "optional": OPTIONAL}
OPERATORS: Final = ("and", "or", "not", "xor")


@dataclass(frozen=True)
class Proximity:
    """One proximity operator: how it is recognised, what it means and how it is written."""

    pattern: re.Pattern[str]
    write: str
    ordered: bool
    exact: bool
    unit: TextUnit
    shift: int  # gap = number written + shift
    least: int
    most: int | None
    fixed: int | None  # the gap where no number is written
    verified: bool


@dataclass(frozen=True)
class Dialect:
    """What a system understands; made of a toml file by :func:`dialect`.

    ``verified`` answers for one construct, named as in the file: ``operators.and``, ``fields.TTL``.
    """

    name: str
    data: Mapping[str, Any]

    @property
    def checked(self) -> date:
        """Return the day on which the facts were looked up."""
        checked: date = self.data["checked"]
        return checked

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the addresses the facts come from."""
        return tuple(self.data["evidence"])

    def verified(self, construct: str) -> bool:
        """Tell whether a construct is backed by the evidence rather than by memory."""
        default = bool(self.data["verified"])
        listed = self.data.get("otherwise", ())
        section = construct.partition(".")[0]
        return default != (construct in listed or section in listed)

    def words(self, operator: str) -> tuple[str, ...]:
        """Return how an operator is written; the first one is used for writing."""
        return tuple(self.data["operators"].get(operator, ()))

    @property
    def any_case(self) -> bool:
        """Tell whether operators may be written in any case."""
        return bool(self.data["operators"].get("any_case", True))

    @property
    def unary_not(self) -> bool:
        """Tell whether NOT may stand before a part alone."""
        return bool(self.data["operators"].get("unary_not", False))

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Return the precedence of each operator: the higher the tighter."""
        listed = self.data["precedence"]["levels"]
        return {name: len(listed) - place for place, level in enumerate(listed) for name in level}

    @property
    def blank(self) -> str:
        """Return what a blank between two terms means: and, or, adjacent or none."""
        return str(self.data["precedence"].get("blank", "and"))

    @cached_property
    def proximity(self) -> tuple[Proximity, ...]:
        """Return the proximity operators."""
        return tuple(self._proximity(place, entry) for place, entry in enumerate(self.data.get("near", ())))

    def _proximity(self, place: int, entry: Mapping[str, Any]) -> Proximity:
        return Proximity(
            pattern=re.compile(entry["pattern"], re.IGNORECASE if self.any_case else 0),
            write=entry["write"],
            ordered=entry.get("ordered", False),
            exact=entry.get("exact", False),
            unit=entry.get("unit", "word"),
            shift=entry.get("shift", 0),
            least=entry.get("least", 0),
            most=entry.get("most"),
            fixed=entry.get("fixed"),
            verified=self.verified(f"near.{place}"),
        )

    @cached_property
    def wildcards(self) -> Mapping[str, str]:
        """Return sign → meaning (many, one, optional)."""
        signs: Mapping[str, str] = self.data.get("wildcards", {}).get("signs", {})
        return signs

    def wildcard_rule(self, rule: str, default: Any = None) -> Any:
        """Return a rule on wildcards: in_quotes, leading, least_letters, most, up_to."""
        return self.data.get("wildcards", {}).get(rule, default)

    @cached_property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """Return field code (upper case) → canonical fields."""
        return {code.upper(): tuple(names) for code, names in self.data["fields"]["codes"].items()}

    @cached_property
    def written_codes(self) -> Mapping[frozenset[str], str]:
        """Return canonical fields → the code that is written for them."""
        found: dict[frozenset[str], str] = {}
        for code, names in self.data["fields"]["codes"].items():
            found.setdefault(frozenset(names), code)
        return found

    def field_rule(self, rule: str, default: Any = None) -> Any:
        """Return a rule on fields: style, sign, signs, several, default."""
        return self.data["fields"].get(rule, default)

    @property
    def default_fields(self) -> tuple[str, ...]:
        """Return where a term without a field is looked for."""
        return tuple(self.data["fields"]["default"])

    def value_rule(self, rule: str, default: Any = None) -> Any:
        """Return a rule on dates, numbers and classes."""
        return self.data.get("values", {}).get(rule, default)

    def limit(self, name: str) -> int | None:
        """Return a limit of the system: terms, characters, hits; ``None`` where none is known."""
        most: int | None = self.data.get("limits", {}).get(name)
        return most

    @cached_property
    def opaque(self) -> tuple[re.Pattern[str], ...]:
        """Return what the dialect knows and the tree does not."""
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in self.data.get("opaque", ()))


@cache
def dialect(name: str) -> Dialect:
    """Return a dialect by name.

    Raises
    ------
    WorkbenchError
        If there is none of that name.
    """
    if name.lower() not in DIALECTS:
        raise WorkbenchError("unknown_dialect", found=name, known=", ".join(DIALECTS), option="--syntax")
    text = (files(__package__) / "dialects" / f"{name.lower()}.toml").read_text(encoding="utf-8")
    return Dialect(name.lower(), tomllib.loads(text))
