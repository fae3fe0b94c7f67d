"""Until when may a right last, by which rule, and what is not known?"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from workbench.errors import WorkbenchError
from workbench.measures.calendar_days import corresponding_day
from workbench.reference.terms import TermRule, adjustment, restoration, term_rule, term_rules
from workbench.risk.right import Right


@dataclass(frozen=True)
class TermStep:
    """One rule applied: its key, its source where one is held, and the end of the term after it."""

    rule: str
    ends: date
    source: str | None
    days: int | None = None


@dataclass(frozen=True)
class Term:
    """The end of a term as far as it is known.

    Attributes
    ----------
    expiry_date : date or None
        China, and after any lapse: the first day without protection. Elsewhere the anniversary, still in force.
    last_day_in_force : date or None
        The last day of protection.
    rule : str or None
        The rule that decides the date: its key in ``reference/terms.toml``, or ``lapsed_for_fees``. The
        statutory rule is that of the first step.
    unknown : tuple of str
        What was not given and could move the date, or keeps it from being told.
    steps : tuple of TermStep
        Every rule applied, in order.
    starts, starts_from
        The day the term is counted from, and which day of the right that is.
    statutory_end : date or None
        Without lapse: the latest date.
    restorable_until : date or None
        The last day on which a lapse may be undone, where the receipt of the notice is known.
    """

    expiry_date: date | None
    last_day_in_force: date | None
    rule: str | None
    unknown: tuple[str, ...]
    steps: tuple[TermStep, ...] = ()
    statutory_end: date | None = None
    restorable_until: date | None = None
    starts: date | None = None
    starts_from: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the term as plain data, dates in ISO form."""
        iso = {n: d.isoformat() if (d := getattr(self, n)) else None for n in _DATES}
        steps = [
            {"rule": s.rule, "ends": s.ends.isoformat(), "days": s.days, "source": s.source} for s in self.steps
        ]
        return {
            **iso,
            "starts_from": self.starts_from,
            "rule": self.rule,
            "unknown": list(self.unknown),
            "steps": steps,
        }


LAPSED: Final = "lapsed_for_fees"
"""The rule that decides after a lapse; ``reference/terms.toml`` holds no source for it."""
_DATES = ("expiry_date", "last_day_in_force", "statutory_end", "restorable_until", "starts")


def term_of(right: Right) -> Term:
    """Tell until when a right may last.

    Raises
    ------
    WorkbenchError
        If the facts contradict each other, or days are given that no rule of the office allows.
    """
    right.checked()
    rule = _rule(right)
    lacking = _lacking(right, rule)
    if rule is None or lacking:
        return Term(None, None, rule.rule if rule else None, (*lacking, *_open_points(right, rule)))
    steps = [TermStep(rule.rule, _anniversary(right, rule), rule.source)]
    for kind in ("adjustment", "extension"):
        steps += _granted_days(right, kind, steps[-1].ends)
        if kind == "adjustment":
            steps += _disclaimed(right, steps[-1].ends)
    return _after_lapse(right, rule, steps)


def _rule(right: Right) -> TermRule | None:
    filed = right.term_starts
    return None if filed is None else term_rule(right.office, right.patent_type, filed, right.grant_date)


def _lacking(right: Right, rule: TermRule | None) -> tuple[str, ...]:
    """Name what keeps the date from being told."""
    if right.office == "WO":
        return ("no_right_of_its_own",)
    if not term_rules(right.office):
        return ("rule",)
    if right.term_starts is None:
        return ("filing_date",)
    if rule is None:
        return ("rule",)
    return ("grant_date",) if rule.needs_grant and right.grant_date is None else ()


def _anniversary(right: Right, rule: TermRule) -> date:
    ends = []
    if rule.years is not None and right.term_starts is not None:
        ends.append(corresponding_day(right.term_starts, years=rule.years))
    if rule.grant_years is not None and right.grant_date is not None:
        ends.append(corresponding_day(right.grant_date, years=rule.grant_years))
    return max(ends)


def _granted_days(right: Right, kind: str, ends: date) -> list[TermStep]:
    """Add the days an office granted, within the bounds of its rule."""
    days = right.adjustment_days if kind == "adjustment" else right.extension_days
    if not days:
        return []
    rule = adjustment(right.office, right.patent_type, kind)
    if rule is None or not _covers(rule, right):
        kind_told = {"label": f"risk_terms.type_{right.patent_type}", "fields": {}}
        raise WorkbenchError("term_days_not_allowed", office=right.office, type=kind_told, days=days)
    moved = ends + timedelta(days=days)
    _hold_to_bounds(rule, right, ends, moved)
    return [TermStep(rule["rule"], moved, rule["source"], days)]


def _covers(rule: dict[str, Any], right: Right) -> bool:
    granted_from, filed_from = rule.get("granted_from"), rule.get("filed_from")
    if granted_from and right.grant_date is not None and right.grant_date < granted_from:
        return False
    return not (filed_from and right.filing_date is not None and right.filing_date < filed_from)


def _hold_to_bounds(rule: dict[str, Any], right: Right, ends: date, moved: date) -> None:
    bounds = []
    if "most_years" in rule:
        bounds.append(corresponding_day(ends, years=rule["most_years"], months=rule.get("most_months", 0)))
    if "after_approval_years" in rule and right.approval_date is not None:
        bounds.append(corresponding_day(right.approval_date, years=rule["after_approval_years"]))
    if bounds and moved > min(bounds):
        told = {"label": f"risk_terms.rule_{rule['rule']}", "fields": {}}
        raise WorkbenchError("term_over_bound", rule=told, found=moved, bound=min(bounds))


def _disclaimed(right: Right, ends: date) -> list[TermStep]:
    if right.disclaimer_date is None or right.disclaimer_date >= ends:
        return []
    return [TermStep("terminal_disclaimer", right.disclaimer_date, "35 USC 253(b)")]


def _after_lapse(right: Right, rule: TermRule, steps: list[TermStep]) -> Term:
    """Return the term, cut where the right lapsed and was not restored."""
    ends = steps[-1].ends
    last = ends - timedelta(days=1) if rule.last_day == "day_before" else ends
    told = replace(
        Term(ends, last, rule.rule, _open_points(right, rule), tuple(steps), statutory_end=ends),
        starts=right.grant_date if rule.runs_from == "grant" else right.term_starts,
        starts_from=_start_of(right, rule),
    )
    if right.lapse_date is None or right.lapse_date >= ends:
        return told
    window = restoration(right.office)
    if right.restoration_date is not None:
        source = window["source"] if window else None
        return replace(told, steps=(*steps, TermStep("restored", ends, source)))
    until = None
    if window and right.notice_date is not None:
        until = corresponding_day(right.notice_date, months=window["notice_months"])
    return replace(
        told,
        rule=LAPSED,
        expiry_date=right.lapse_date,
        last_day_in_force=right.lapse_date - timedelta(days=1),
        steps=(*steps, TermStep(LAPSED, right.lapse_date, None)),
        restorable_until=until,
        unknown=tuple(point for point in told.unknown if point != "annuity_status")
        + (() if until else ("restoration_window",)),
    )


def _start_of(right: Right, rule: TermRule) -> str:
    """Name the day the term is counted from."""
    if rule.runs_from != "filing":
        return "grant_date" if rule.runs_from == "grant" else "filing_date_or_grant_date"
    if right.parent_filing_date is not None:
        return "parent_filing_date"
    return "international_filing_date" if right.is_pct else "filing_date"


def _open_points(right: Right, rule: TermRule | None) -> tuple[str, ...]:
    """Name what was not given and could move the date."""
    if rule is None:
        return ()
    told = {
        "grant_date": right.grant_date is None and not rule.needs_grant,
        "annuity_status": right.are_fees_paid is not True and not _is_free_of_fees(right),
        "term_adjustment": right.adjustment_days is None and _may_be_moved(right, "adjustment"),
        "term_extension": right.extension_days is None and _may_be_moved(right, "extension"),
        "terminal_disclaimer": right.office == "US" and right.disclaimer_date is None,
        "earliest_filing": right.office == "US" and rule.runs_from != "grant" and not right.parent_filing_date,
        "national_validations": right.office == "EP",
    }
    return tuple(point for point, is_open in told.items() if is_open)


def _is_free_of_fees(right: Right) -> bool:
    """US designs bear no maintenance fees (35 USC 41(b))."""
    return right.office == "US" and right.patent_type == "design"


def _may_be_moved(right: Right, kind: str) -> bool:
    rule = adjustment(right.office, right.patent_type, kind)
    return rule is not None and _covers(rule, right)
