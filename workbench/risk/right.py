"""What is known of a right: the facts from which its term is told."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from workbench.errors import WorkbenchError, raise_faults

PatentType = Literal["invention", "utility_model", "design"]
MOST_DAYS: Final = 36_500
"""More than any office grants; what is above is a slip of the hand. [days]"""
FIRST_DAY: Final = date(1790, 1, 1)
LAST_DAY: Final = date(2200, 12, 31)
"""Between these days a date of a right may lie."""
TYPE_WORDS: Final[dict[str, PatentType]] = {
    "invention": "invention", "patent": "invention", "utility": "invention", "发明": "invention",
    "发明专利": "invention", "utility_model": "utility_model", "实用新型": "utility_model",
    "design": "design", "外观": "design", "外观设计": "design",
}  # fmt: skip
"""How a type may be written; hyphens, spaces and capitals do not matter."""


@dataclass(frozen=True)
class Right:
    """The facts of one patent or application; what is None is not known.

    Attributes
    ----------
    office : str
        ST.3 code.
    filing_date : date or None
        The actual filing date; with ``is_pct`` the international filing date. A priority never stands here.
    parent_filing_date : date or None
        Of the application that a divisional was divided from; in the United States the earliest
        non-provisional filing relied upon.
    adjustment_days, extension_days : int or None
        As the office granted them (delay; marketing approval or supplementary certificate). [days]
    approval_date : date or None
        First marketing approval, against which an extension is held.
    disclaimer_date : date or None
        Where a terminal disclaimer ends the term.
    lapse_date, notice_date, restoration_date : date or None
        The first day without the right after unpaid fees, the receipt of the notice, the restoration.
    are_fees_paid : bool or None
        Whether the fees are known to be paid to date.
    """

    office: str
    patent_type: PatentType
    filing_date: date | None = None
    grant_date: date | None = None
    is_pct: bool = False
    parent_filing_date: date | None = None
    adjustment_days: int | None = None
    extension_days: int | None = None
    approval_date: date | None = None
    disclaimer_date: date | None = None
    lapse_date: date | None = None
    notice_date: date | None = None
    restoration_date: date | None = None
    are_fees_paid: bool | None = None

    @property
    def term_starts(self) -> date | None:
        """Return the day the term is counted from: the parent's filing, where there is one."""
        return self.parent_filing_date or self.filing_date

    def checked(self) -> "Right":
        """Return the right, or say everything that contradicts itself.

        Raises
        ------
        WorkbenchError
            If dates stand in an impossible order or past the last day that is counted, or days are negative or
            too many.
        """
        faults = [
            WorkbenchError("term_dates_reversed", earlier=_fact(one), later=_fact(two), first=a, second=b)
            for one, two in _ORDER
            for a, b in [(getattr(self, one), getattr(self, two))]
            if a is not None and b is not None and a > b
        ]
        faults += [
            WorkbenchError("term_negative_days", option=_fact(name), found=days)
            for name in ("adjustment_days", "extension_days")
            if (days := getattr(self, name)) is not None and days < 0
        ]
        faults += self._past_bounds()
        faults += [
            WorkbenchError("term_no_lapse", option=_fact(name))
            for name in ("notice_date", "restoration_date")
            if getattr(self, name) is not None and self.lapse_date is None
        ]
        raise_faults(faults)
        return self

    def _past_bounds(self) -> list[WorkbenchError]:
        """Name days and dates that no calendar carries; an early date has no rule and is told so elsewhere."""
        days = [(name, 0, MOST_DAYS) for name in ("adjustment_days", "extension_days")]
        dates = [(name, FIRST_DAY, LAST_DAY) for name in _DATES]
        return [
            out_of_range(_fact(name), found, least, most)
            for name, least, most in (*days, *dates)
            if (found := getattr(self, name)) is not None and found > most
        ]


def out_of_range(option: object, found: object, least: object, most: object) -> WorkbenchError:
    """Return the error for days or a date that lie outside what is counted."""
    return WorkbenchError("term_out_of_range", option=option, found=found, least=least, most=most)


def _fact(name: str) -> dict[str, object]:
    """Name a fact in the reader's words, with the option that gives it."""
    return {"label": f"risk_terms.fact_{name}", "fields": {}}


_DATES: Final = (
    "filing_date", "grant_date", "parent_filing_date", "approval_date", "disclaimer_date", "lapse_date",
    "notice_date", "restoration_date",
)  # fmt: skip
_ORDER: Final = (
    ("parent_filing_date", "filing_date"),
    ("filing_date", "grant_date"),
    ("filing_date", "lapse_date"),
    ("lapse_date", "notice_date"),
    ("lapse_date", "restoration_date"),
)


def patent_type_of(text: str) -> PatentType:
    """Return the type that a word names.

    Raises
    ------
    WorkbenchError
        If it names none.
    """
    found = TYPE_WORDS.get(text.strip().lower().replace("-", "_").replace(" ", "_"))
    if found is None:
        expected = " | ".join(("invention", "utility_model", "design"))
        raise WorkbenchError("malformed_option", option="--type", expected=expected, found=text)
    return found
