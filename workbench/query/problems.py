"""What is wrong, or may go wrong, with a query: a code, a place, a reason and a one-step cure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.labels import Language, words

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Problem:
    """One finding of the lint.

    Attributes
    ----------
    code : str
        ``Q001`` …: the key of its words in ``labels/query.toml``.
    start, end : int
        The characters concerned.
    severity : {"error", "warning", "info"}
        Whether the query cannot be run, may not mean what it seems to, or could be better.
    fields : mapping
        What the message names.
    edits : tuple of (start, end, text)
        The cure: replace these stretches, none of which overlap; empty where a person must decide.
    """

    code: str
    start: int
    end: int
    severity: Severity = "error"
    fields: Mapping[str, Any] = field(default_factory=dict)
    edits: tuple[tuple[int, int, str], ...] = ()

    def message(self, language: Language) -> str:
        """Return what was found and why it matters."""
        return words(f"query.{self.code}", language, **self.fields)

    def cure(self, language: Language) -> str:
        """Return what to do."""
        return words(f"query.{self.code}_cure", language, **self.fields)

    def mended(self, text: str) -> str | None:
        """Return the query after the cure; ``None`` where there is no mechanical one."""
        if not self.edits:
            return None
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def told(self, text: str, language: Language) -> dict[str, Any]:
        """Return the problem as plain data."""
        return {
            "code": self.code,
            "start": self.start,
            "end": self.end,
            "severity": self.severity,
            "message": f"{self.message(language)} {self.cure(language)}",
            "fix": self.mended(text),
        }
