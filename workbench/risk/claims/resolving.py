# ruff: noqa: E501
"""Parents, legal type and parts of each claim, in the order of the set."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from workbench.risk.claims.features import claim_features
from workbench.risk.claims.legal_types import en_type, zh_type
from workbench.risk.claims.model import Anomaly, Claim, LegalType, Reference
from workbench.risk.claims.opening import Opening
from workbench.risk.claims.parts import Parts, en_parts, zh_parts
from workbench.risk.claims.pieces import Piece
from workbench.risk.claims.references import Phrase

_MOST_PARENTS: Final = 1_000_000
"""Numbers written out per set, so that time stays linear: 1,400 claims may all refer to all before them."""
_COMPARED: Final = 12


class Resolver:
    """Knows the numbers of a set and the subjects seen so far."""

    def __init__(self, pieces: Sequence[Piece], openings: Sequence[Opening]) -> None:
        self._numbers = sorted({piece.number for piece in pieces})
        self._known = frozenset(self._numbers)
        self._largest = max(self._numbers, default=0)
        self._stated = {p.number: _stated(o) for p, o in zip(pieces, openings, strict=True)}
        self._resolved: dict[int, str] = {}
        self._categories: dict[int, str] = {}
        self._budget = _MOST_PARENTS

    def resolve(self, piece: Piece, opening: Opening, text: str) -> tuple[Claim, list[Anomaly]]:
        """Return the claim, and what is odd about it alone."""
        odd: list[Anomaly] = []
        references = tuple(self._reference(piece.number, phrase, odd) for phrase in opening.phrases)
        parents = tuple(sorted({n for reference in references for n in reference.numbers}))
        kind = self._type(piece.number, opening, parents, odd)
        self._remember(piece.number, opening, kind, parents)
        parts, own_start, subject = _parts(opening, kind)
        claim = Claim(
            number=piece.number,
            type=kind,
            parents=parents,
            category=opening.form.category,
            subject=opening.form.subject,
            preamble=text[: parts.preamble_end],
            transition=parts.kind,
            transition_text=text[parts.start : parts.end],
            features=claim_features(text, opening.plain, own_start, subject, is_chinese=opening.is_chinese),
            references=references,
            text=text,
            start=piece.start,
            end=piece.end,
            status=piece.status,
        )
        return claim, odd

    def _reference(self, number: int, phrase: Phrase, odd: list[Anomaly]) -> Reference:
        numbers = (
            self._wholesale(number, phrase, odd) if phrase.wholesale else self._listed(number, phrase, odd)
        )
        if number in numbers:
            odd.append(Anomaly(number, "self_reference", str(number)))
            numbers.discard(number)
        if not phrase.spans and not phrase.wholesale:
            odd.append(Anomaly(number, "reference_without_number", ""))
        stated = tuple(sorted(numbers))
        conjunctive = bool(phrase.joined & _AND) and not phrase.is_any and not phrase.joined & _OR
        if conjunctive and len(stated) > 1:
            odd.append(Anomaly(number, "conjunctive_reference", ", ".join(map(str, stated[:20]))))
        return Reference(phrase.start, phrase.end, stated, phrase.wholesale, conjunctive)

    def _wholesale(self, number: int, phrase: Phrase, odd: list[Anomaly]) -> set[int]:
        until = bisect_left(self._numbers, number)
        if phrase.singular:
            return set(self._numbers[max(until - 1, 0) : until])
        if not self._affords(until):
            odd.append(Anomaly(number, "reference_not_expanded", str(until)))
            return {self._numbers[0], self._numbers[until - 1]}
        earlier = self._numbers[:until]
        kind = _KINDS.get(phrase.kind)
        return {n for n in earlier if kind and self._categories.get(n) == kind} or set(earlier)

    def _listed(self, number: int, phrase: Phrase, odd: list[Anomaly]) -> set[int]:
        numbers: set[int] = set()
        for first, last in phrase.spans:
            low, high = min(first, last), max(first, last)
            if last < first:
                odd.append(Anomaly(number, "reversed_range", f"{first}-{last}"))
            if high > max(self._largest, low):
                odd.append(Anomaly(number, "missing_parent", str(high)))
                high = max(self._largest, low)
            if self._affords(high - low + 1):
                numbers.update(range(low, high + 1))
            else:
                odd.append(Anomaly(number, "reference_not_expanded", f"{low}-{high}"))
                numbers.update((low, high))
        numbers.discard(0)
        excepted = phrase.excepted
        return (
            {n for n in numbers if not any(low <= n <= high for low, high in excepted)} if excepted else numbers
        )

    def _affords(self, count: int) -> bool:
        """Tell whether so many numbers more may be written out, and count them."""
        self._budget -= count
        return self._budget >= 0

    def _type(self, number: int, opening: Opening, parents: tuple[int, ...], odd: list[Anomaly]) -> LegalType:
        if not opening.phrases:
            return "independent"
        if not parents:
            return "unknown"
        first = [n for n in parents if n in self._known][:_COMPARED]
        subjects = dict.fromkeys(self._resolved.get(n, self._stated[n]) for n in first) or {"": None}
        judge = zh_type if opening.is_chinese else en_type
        told = [judge(opening.form, subject) for subject in subjects]
        best = min(told, key=lambda t: (t != ("dependent", False), t[1]))
        if best[1]:
            odd.append(Anomaly(number, "subject_mismatch", f"{opening.form.subject} / {next(iter(subjects))}"))
        return best[0]

    def _remember(self, number: int, opening: Opening, kind: LegalType, parents: tuple[int, ...]) -> None:
        from_parent = next((n for n in parents if n in self._resolved), None)
        if kind == "dependent" and from_parent is not None:
            self._resolved.setdefault(number, self._resolved[from_parent])
        else:
            self._resolved.setdefault(number, self._stated[number])
        self._categories.setdefault(number, opening.form.category)


_AND: Final = frozenset({"和", "及", "以及", "与", "與", "and", "&"})
_OR: Final = frozenset({"或", "或者", "or", "和/或", "and/or"})
_KINDS: Final = {
    "method": "method", "process": "method", "use": "use", "system": "system", "kit": "kit", "composition": "composition",
    "product": "product", "apparatus": "product", "device": "product",
}  # fmt: skip


def _stated(opening: Opening) -> str:
    """Return the subject as the claim states it: Chinese the subject, English the words of the preamble."""
    return opening.form.subject if opening.is_chinese else opening.form.before or opening.form.subject


def _parts(opening: Opening, kind: LegalType) -> tuple[Parts, int, tuple[int, int]]:
    form, plain = opening.form, opening.plain
    dependent = kind in ("dependent", "unknown")
    begin = opening.phrases[0].end if opening.phrases and (form.attached or dependent) else 0
    found = plain.find(form.subject, begin, begin + 1000) if form.subject else -1
    end = found + len(form.subject) if 0 <= found < begin + 600 else begin
    own_start = (end if form.attached and opening.is_chinese else begin) if dependent else 0
    subject = (max(found, 0), end) if found >= 0 else (0, 0)
    if opening.is_chinese:
        return zh_parts(plain, form.subject, end), own_start, subject
    return en_parts(plain, begin if dependent else end, dependent=dependent), own_start, subject
