"""What a term or phrase asks of the words of a text: slots for words, and gaps between Han characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.query.text import fold, is_han
from workbench.query.tree import Phrase, Term, Wild


@dataclass(frozen=True)
class Slot:
    """One word: its letters and wildcards in turn."""

    pieces: tuple[str | Wild, ...]

    @property
    def literal(self) -> str | None:
        """Return the word, where there is no wildcard in it."""
        return self.pieces[0] if len(self.pieces) == 1 and isinstance(self.pieces[0], str) else None

    @property
    def beginning(self) -> str | None:
        """Return what the word begins with, where anything may follow."""
        if len(self.pieces) == 2 and isinstance(self.pieces[0], str) and self.pieces[1] == Wild(0, None):
            return self.pieces[0]
        return None

    @property
    def pattern(self) -> str:
        """Return a regular expression for the whole word."""
        return "".join(
            re.escape(piece) if isinstance(piece, str) else "[^\n]" + _times(piece) for piece in self.pieces
        )


@dataclass(frozen=True)
class Gap:
    """So many joined words of any kind; ``most`` is ``None`` where there is no limit."""

    least: int
    most: int | None


def _times(wild: Wild) -> str:
    return f"{{{wild.least},{'' if wild.most is None else wild.most}}}"


def asked(node: Term | Phrase) -> tuple[Slot | Gap, ...]:
    """Return the slots and gaps of a term, or of a phrase whose terms follow one another."""
    terms = node.terms if isinstance(node, Phrase) else (node,)
    found: list[Slot | Gap] = []
    for term in terms:
        found.extend(_merged(list(_units(term))))
    return tuple(found)


def _units(term: Term) -> Iterator[Slot | Gap]:
    """Yield the words of one term; a wildcard beside a Latin letter belongs to its word."""
    signs = [sign for piece in term.pieces for sign in ([piece] if isinstance(piece, Wild) else fold(piece))]
    word: list[str | Wild] = []
    for place, sign in enumerate(signs):
        if _is_letter(sign) or (
            isinstance(sign, Wild) and (any(map(_is_letter, word)) or _leads_to_letter(signs, place))
        ):
            word.append(sign)
        else:
            if word:
                yield _slot(word)
            word = []
            if isinstance(sign, Wild):
                yield Gap(sign.least, sign.most)
            elif is_han(sign):
                yield Slot((sign,))
    if word:
        yield _slot(word)


def _is_letter(sign: str | Wild) -> bool:
    return isinstance(sign, str) and sign.isalnum() and not is_han(sign)


def _leads_to_letter(signs: Sequence[str | Wild], place: int) -> bool:
    following = next((sign for sign in signs[place:] if not isinstance(sign, Wild)), "")
    return _is_letter(following)


def _slot(word: list[str | Wild]) -> Slot:
    pieces: list[str | Wild] = []
    for sign in word:
        if isinstance(sign, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return Slot(tuple(pieces))


def _merged(units: list[Slot | Gap]) -> Iterator[Slot | Gap]:
    """Put neighbouring gaps together; at the edge of a term a gap takes as little as it may."""
    waiting: Gap | None = None
    has_slot = False
    for unit in units:
        if isinstance(unit, Slot):
            if waiting is not None:
                yield waiting if has_slot else Gap(waiting.least, waiting.least)
            waiting, has_slot = None, True
            yield unit
        elif waiting is None:
            waiting = unit
        else:
            open_end = waiting.most is None or unit.most is None
            most = None if open_end else (waiting.most or 0) + (unit.most or 0)
            waiting = Gap(waiting.least + unit.least, most)
    if waiting is not None:
        yield Gap(waiting.least, waiting.least)
