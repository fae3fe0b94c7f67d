"""The letters of one term: literal pieces, wildcards, escapes, after the rules of a dialect."""

import re
from functools import cache

from workbench.query.dialect import WILDS, Dialect, dialect
from workbench.query.text import words_of
from workbench.query.tree import Phrase, Term, Wild


@cache
def _signs(name: str) -> re.Pattern[str]:
    given = dialect(name)
    escape = given.data.get("quotes", {}).get("escape")
    choices = [rf"{re.escape(escape)}(?P<escaped>.)"] if escape else []
    if up_to := given.wildcard_rule("up_to"):
        choices.append(f"(?P<upto>{up_to})")
    choices += [f"(?P<sign>{'|'.join(map(re.escape, given.wildcards))})"] if given.wildcards else []
    return re.compile("|".join(choices) or "(?!)", re.DOTALL)


def term(raw: str, given: Dialect, start: int, *, quoted: bool = False) -> Term:
    """Return a term as written; in quotes, wildcards count only where the dialect says so."""
    wild = not quoted or bool(given.wildcard_rule("in_quotes", False))
    pieces: list[str | Wild] = []
    at = 0
    for found in _signs(given.name).finditer(raw):
        if not wild and found.groupdict().get("escaped") is None:
            continue
        pieces += [raw[at : found.start()], _meant(found, given)]
        at = found.end()
    pieces.append(raw[at:])
    return Term(joined(pieces), start=start, end=start + len(raw))


def _meant(found: re.Match[str], given: Dialect) -> str | Wild:
    groups = found.groupdict()
    if groups.get("escaped") is not None:
        return str(groups["escaped"])
    if groups.get("upto") is not None:
        number = next(int(group) for group in found.groups() if group and group.isdigit())
        return Wild(0, number)
    return WILDS[given.wildcards[groups["sign"]]]


def joined(pieces: list[str | Wild]) -> tuple[str | Wild, ...]:
    """Return the pieces with neighbouring literals in one and empty ones gone."""
    found: list[str | Wild] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def phrase(raw: str, slop: int, given: Dialect, start: int, end: int) -> Phrase:
    """Return what stands between quotes as terms, split at blanks; ``start`` is the opening quote."""
    terms = tuple(
        term(found.group(), given, start + 1 + found.start(), quoted=True)
        for found in re.finditer(r"\S+", raw)
        if words_of(found.group()) or any(sign in found.group() for sign in given.wildcards)
    )
    return Phrase(terms, slop, start=start, end=end)
