"""Rules on what a query means: precedence, proximity, fields, repeated words, spellings."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from workbench.query.lexing import Token
from workbench.query.parse import Query
from workbench.query.patterns import Gap, Slot, asked
from workbench.query.problems import Problem
from workbench.query.text import fold, is_han
from workbench.query.tree import And, ClassRef, Field, Near, Node, Not, Or, Phrase, Term, Xor, children, walk
from workbench.query.values import is_main_group

_MOST_COMPARED: Final = 100
"""Among more alternatives only words that stand there twice are looked for."""


def precedence_rule(query: Query) -> list[Problem]:
    """Q002: AND and OR mixed without brackets; the cure writes the order that the system follows."""
    found = []
    levels = query.dialect.levels
    for start, end, kinds in _levels_of_brackets(query.tokens):
        mixed = {kind for kind, _ in kinds if kind in ("and", "or", "xor")}
        if len(mixed) < 2:
            continue
        same = len({levels[kind] for kind in mixed}) == 1
        order = "→" if same else " > ".join(kind.upper() for kind in sorted(mixed, key=lambda k: -levels[k]))
        fields = {"order": order}
        found.append(Problem("Q002", start, end, "warning", fields, _bracketed(query, start, end)))
    return found


def _levels_of_brackets(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, list[tuple[str, int]]]]:
    """Yield place and operators of the text within each pair of brackets, and outside all of them."""
    open_levels: list[tuple[int, list[tuple[str, int]]]] = [(tokens[0].start if tokens else 0, [])]
    for token in tokens:
        if token.kind == "open":
            open_levels.append((token.end, []))
        elif token.kind == "close" and len(open_levels) > 1:
            start, kinds = open_levels.pop()
            yield start, token.start, kinds
        elif token.kind in ("and", "or", "xor", "not"):
            open_levels[-1][1].append((token.kind, token.start))
    end = tokens[-1].end if tokens else 0
    for start, kinds in open_levels:
        yield start, end, kinds


def _bracketed(query: Query, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    if query.tree is None or any(problem.severity == "error" for problem in query.problems):
        return ()
    edits: list[tuple[int, int, str]] = []
    for node in walk(query.tree):
        for part in children(node) if isinstance(node, And | Or | Xor) else ():
            inner = part.part if isinstance(part, Not) else part
            if not isinstance(inner, And | Or | Xor) or type(inner) is type(node):
                continue
            before = query.text[: inner.start].rstrip()
            if start <= inner.start and inner.end <= end and not before.endswith(("(", "（")):
                edits += [(inner.start, inner.start, "("), (inner.end, inner.end, ")")]
    return tuple(edits)


def place_rule(query: Query) -> list[Problem]:
    """Q009: proximity of something that has no place in a text."""
    found = []
    for node in walk(query.tree) if query.tree else ():
        for side in (node.left, node.right) if isinstance(node, Near) else ():
            wrong = next((part for part in _placed(side) if isinstance(part, And | Xor | Not | Field)), None)
            if wrong is not None:
                fields = {"found": type(wrong).__name__.upper()}
                found.append(Problem("Q009", side.start, side.end, "error", fields))
    return found


def _placed(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Or):
        for part in node.parts:
            yield from _placed(part)


def field_reach_rule(query: Query) -> list[Problem]:
    """Q010: a field that holds for the first word only."""
    found = []
    for place, token in enumerate(query.tokens):
        following = query.tokens[place + 1 : place + 4]
        kinds = [other.kind for other in following]
        if token.kind != "field" or len(kinds) < 2 or kinds[0] != "term" or kinds[1] != "term":
            continue
        last = place + 2
        while last + 1 < len(query.tokens) and query.tokens[last + 1].kind == "term":
            last += 1
        first, end = following[0].start, query.tokens[last].end
        edits = ((first, first, "("), (end, end, ")"))
        found.append(Problem("Q010", token.start, end, "warning", {"field": token.value.code}, edits))
    return found


_SPLIT: Final = re.compile(r"(?<![\w/])([A-HY]\d{2}[A-Z])\s+(\d{1,4}/\d{2,6})(?!\w)", re.IGNORECASE)


def split_class_rule(query: Query) -> list[Problem]:
    """Q011: a class symbol that a blank cuts in two."""
    known = {(problem.start, problem.end) for problem in query.problems if problem.code == "Q011"}
    return [
        Problem("Q011", *hit.span(), "error", {"found": hit.group(), "cure": f"{hit[1]}{hit[2]}"},
                ((*hit.span(), f"{hit[1]}{hit[2]}"),))
        for hit in _SPLIT.finditer(query.text)
        if hit.span() not in known
    ]  # fmt: skip


def children_rule(query: Query) -> list[Problem]:
    """Q012: a main group without what lies below it."""
    below, prefix = query.dialect.value_rule("class_below"), query.dialect.value_rule("class_prefix")
    found = []
    for node in walk(query.tree) if query.tree else ():
        if not isinstance(node, ClassRef) or node.mode != "exact" or not is_main_group(node.symbol):
            continue
        written = query.text[node.start : node.end]
        if node.symbol not in written or not (below or prefix):
            continue
        cure = f"{node.symbol}{below}" if below else f"{node.symbol.partition('/')[0]}/{prefix}"
        at = node.start + written.index(node.symbol)
        place = (at, at + len(node.symbol))
        found.append(Problem("Q012", *place, "info", {"found": node.symbol, "cure": cure}, ((*place, cure),)))
    return found


def lone_group_rule(query: Query) -> list[Problem]:
    """Q017: brackets around one word."""
    found = []
    for place, (one, two, three) in enumerate(
        zip(query.tokens, query.tokens[1:], query.tokens[2:], strict=False)
    ):
        if (one.kind, three.kind) != ("open", "close") or two.kind not in ("term", "phrase"):
            continue
        before = query.tokens[place - 1].kind if place else ""
        behind = query.tokens[place + 3].kind if place + 3 < len(query.tokens) else ""
        if before != "field" and behind != "suffix":
            told, edge = query.text[two.start : two.end], (one.start, three.end)
            found.append(Problem("Q017", *edge, "info", {"found": told}, ((*edge, told),)))
    return found


def repeated_rule(query: Query) -> list[Problem]:
    """Q018, Q019: a word twice among alternatives, or one that a wider one covers."""
    found = []
    for node in walk(query.tree) if query.tree else ():
        if isinstance(node, Or):
            words = [(asked(part), part) for part in node.parts if isinstance(part, Term | Phrase)]
            first = {units: part for units, part in reversed(words) if units}
            found += [_told_twice(query, part) for units, part in words if units and first[units] is not part]
            if len(first) <= _MOST_COMPARED:
                found += _covered(query, first)
    return found


def _told_twice(query: Query, part: Node) -> Problem:
    told = {"found": query.text[part.start : part.end]}
    return Problem("Q018", part.start, part.end, "warning", told, _without(query, part))


def _covered(query: Query, words: dict[tuple[Slot | Gap, ...], Term | Phrase]) -> Iterator[Problem]:
    for narrow, part in words.items():
        wide = next(
            (other for units, other in words.items() if units != narrow and _covers(units, narrow)), None
        )
        if wide is not None:
            fields = {"found": query.text[part.start : part.end], "wider": query.text[wide.start : wide.end]}
            yield Problem("Q019", part.start, part.end, "info", fields, _without(query, part))


def _covers(one: tuple[Slot | Gap, ...], other: tuple[Slot | Gap, ...]) -> bool:
    """Tell whether every find of the other words holds a find of the one."""
    if not all(isinstance(unit, Slot) for unit in (*one, *other)):
        return False
    starts = range(len(other) - len(one) + 1)
    return any(all(_takes(slot, other[start + at]) for at, slot in enumerate(one)) for start in starts)


def _takes(slot: Any, other: Any) -> bool:
    return bool(slot == other or (other.literal is not None and re.fullmatch(slot.pattern, other.literal)))


def _without(query: Query, node: Node) -> tuple[tuple[int, int, str], ...]:
    """Return the edit that takes an alternative away with its OR."""
    places = [at for at, token in enumerate(query.tokens) if token.start == node.start]
    if not places:
        return ()
    at = places[0]
    if at and query.tokens[at - 1].kind == "or":
        return ((query.tokens[at - 2].end if at > 1 else 0, node.end, ""),)
    if at + 1 < len(query.tokens) and query.tokens[at + 1].kind == "or" and at + 2 < len(query.tokens):
        return ((node.start, query.tokens[at + 2].start, ""),)
    return ()


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "lexicon.toml").read_text(encoding="utf-8"))


def _terms(query: Query) -> list[tuple[str, Node]]:
    leaves = (node for node in walk(query.tree) if isinstance(node, Term)) if query.tree else ()
    return [(fold("".join(p for p in node.pieces if isinstance(p, str))), node) for node in leaves]


def traditional_rule(query: Query) -> list[Problem]:
    """Q022: traditional characters without the simplified form beside them."""
    table = str.maketrans(_lexicon()["traditional"])
    words = {word for word, _ in _terms(query)}
    return [
        Problem("Q022", node.start, node.end, "info", {"found": word, "cure": word.translate(table)},
                ((node.start, node.end, f"({query.text[node.start : node.end]} OR {word.translate(table)})"),))
        for word, node in _terms(query)
        if any(map(is_han, word)) and word.translate(table) != word and word.translate(table) not in words
    ]  # fmt: skip


def synonym_rule(query: Query) -> list[Problem]:
    """Q023: known synonyms that the query leaves out."""
    return _spelled_otherwise(query, "Q023", _lexicon()["synonyms"])


def unit_rule(query: Query) -> list[Problem]:
    """Q024: units that are written in several ways."""
    return _spelled_otherwise(query, "Q024", _lexicon()["units"])


def _spelled_otherwise(query: Query, code: str, groups: list[list[str]]) -> list[Problem]:
    words = {word for word, _ in _terms(query)} | {
        fold(str(t.value[0])) for t in query.tokens if t.kind == "phrase"
    }
    found, told = [], set()
    for word, node in _terms(query):
        group = next((group for group in groups if word in map(fold, group)), None)
        missing = [other for other in group or () if fold(other) not in words]
        if group is None or not missing or word in told:
            continue
        told.add(word)
        written = query.text[node.start : node.end]
        listed = " OR ".join(f'"{other}"' if " " in other else other for other in missing)
        edits = (
            ((node.start, node.end, f"({written} OR {listed})"),)
            if query.text[node.start - 1 : node.start] != '"'
            else ()
        )
        found.append(
            Problem(code, node.start, node.end, "info", {"found": written, "others": ", ".join(missing)}, edits)
        )
    return found


MEANING_RULES: Final = (
    precedence_rule, place_rule, field_reach_rule, split_class_rule, children_rule, lone_group_rule,
    repeated_rule, traditional_rule, synonym_rule, unit_rule,
)  # fmt: skip
