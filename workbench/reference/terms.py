"""Dated rules of how long a right may last: one table for the corpus and for the calculator."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from workbench.reference import facts

RunsFrom = Literal["filing", "grant", "later"]


@dataclass(frozen=True)
class TermRule:
    """One row of ``terms.toml``: for which rights it holds, and how their term is counted.

    Attributes
    ----------
    years, grant_years : int or None
        Length from filing and from grant. [years]
    runs_from : {"filing", "grant", "later"}
        Which of the two ends the term.
    last_day : {"day_before", "anniversary"}
        Whether the anniversary itself is still in force.
    """

    rule: str
    office: str
    patent_type: str
    filed_from: date
    runs_from: RunsFrom
    last_day: Literal["day_before", "anniversary"]
    source: str
    filed_before: date | None = None
    granted_before: date | None = None
    years: int | None = None
    grant_years: int | None = None

    def holds(self, filed: date, granted: date | None) -> bool:
        """Tell whether the rule covers a right filed and granted on these days."""
        if filed < self.filed_from or (self.filed_before is not None and filed >= self.filed_before):
            return False
        return self.granted_before is None or (granted is not None and granted < self.granted_before)

    @property
    def needs_grant(self) -> bool:
        """Tell whether the term cannot be told without the day of grant."""
        return self.runs_from != "filing"


@cache
def term_rules(office: str) -> tuple[TermRule, ...]:
    """Return the rules of an office in the order they are tried; none for an office without a source."""
    return tuple(TermRule(**row) for row in facts("terms")["term"] if row["office"] == office)


@cache
def rules_ending_the_day_before() -> frozenset[str]:
    """Return the rules by which the end that is told is the first day without the right."""
    return frozenset(row["rule"] for row in facts("terms")["term"] if row["last_day"] == "day_before")


def offices_with_rules() -> tuple[str, ...]:
    """Return the offices whose terms can be told, as the table orders them."""
    return tuple(dict.fromkeys(row["office"] for row in facts("terms")["term"]))


def term_rule(office: str, patent_type: str, filed: date, granted: date | None) -> TermRule | None:
    """Return the rule that covers a right, or none."""
    found = (r for r in term_rules(office) if r.patent_type == patent_type and r.holds(filed, granted))
    return next(found, None)


def adjustment(office: str, patent_type: str, kind: str) -> dict[str, Any] | None:
    """Return the rule by which granted days of a kind are added at an office, or none."""
    wanted = (office, patent_type, kind)
    rows = facts("terms")["adjustment"]
    return next((row for row in rows if (row["office"], row["patent_type"], row["kind"]) == wanted), None)


def restoration(office: str) -> dict[str, Any] | None:
    """Return how long a lapse may be undone at an office, or none where no source is held."""
    return next((row for row in facts("terms")["restoration"] if row["office"] == office), None)
