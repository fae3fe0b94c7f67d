"""Rules on single signs and words of a query: punctuation, operators, wildcards, sizes."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from workbench.query.dialect import DIALECTS, OPERATORS, Dialect, dialect
from workbench.query.lexing import QUOTES, Token
from workbench.query.parse import Query
from workbench.query.problems import Problem, Severity
from workbench.query.text import is_han

HALF_WIDTH: Final = dict(zip("（）“”＂：；＝＊？＃＋／［］　", '()""":;=*?#+/[] ', strict=True))
_ALL_WILD: Final = "*?#$%+!"
_ENUMERATION: Final = re.compile(r"[、，]")
_GLUED: Final = re.compile(r"(?:(?<=[\u4e00-\u9fff])(AND|OR|NOT|XOR)|(AND|OR|NOT|XOR)(?=[\u4e00-\u9fff]))")
_SYMBOLS: Final = {"&&": "AND", "||": "OR", "&": "AND", "|": "OR", "!": "NOT"}
_PROXIMITY: Final = re.compile(
    r"\$(?:W|PRE)\d+|\$(?:WS|SEN|PARA)|(?:NEAR|ADJ|PRE|BEFORE)/?\d+|\(?\d{1,2}[WDN]\)?|w[ds]?\d+|NEAR/[spf]|=\d+[WD]"
)


def half_width_rule(query: Query) -> list[Problem]:
    """Q003: full-width signs that the system does not understand."""
    known = "".join(query.dialect.codes) + "".join(query.dialect.field_rule("signs", ()))
    quoted = [token for token in query.tokens if token.kind == "phrase"]
    fields = [token for token in query.tokens if token.kind in ("field", "suffix") and token.value.names]
    found = []
    for at, sign in enumerate(query.text):
        if sign not in HALF_WIDTH or (sign in known and _is_inside(at, fields)):
            continue
        if sign not in QUOTES and _is_inside(at, quoted):
            continue
        told = {"found": sign, "cure": HALF_WIDTH[sign]}
        found.append(
            Problem("Q003", at, at + 1, severity_of_width(query), told, ((at, at + 1, HALF_WIDTH[sign]),))
        )
    return found


def severity_of_width(query: Query) -> Severity:
    """Return how bad full-width signs are: the local syntax understands most of them."""
    return "info" if query.dialect.name == "local" else "error"


def _is_inside(at: int, tokens: list[Token]) -> bool:
    return any(token.start <= at < token.end for token in tokens)


def enumeration_rule(query: Query) -> list[Problem]:
    """Q004: 、 and ， where OR is meant."""
    return [
        Problem("Q004", place, place + 1, "warning", {"found": hit.group()}, ((place, place + 1, " OR "),))
        for token in query.tokens if token.kind == "term"
        for hit in _ENUMERATION.finditer(str(token.value))
        for place in [token.start + hit.start()]
    ]  # fmt: skip


def lower_case_rule(query: Query) -> list[Problem]:
    """Q005: operators in small letters where only capitals count."""
    if query.dialect.any_case:
        return []
    words = {word for name in OPERATORS for word in query.dialect.words(name)}
    return [
        Problem("Q005", token.start, token.end, "warning", {"found": token.value, "cure": token.value.upper()},
                ((token.start, token.end, token.value.upper()),))
        for token in query.tokens
        if token.kind == "term" and token.value.upper() in words and token.value not in words
    ]  # fmt: skip


@cache
def _wildcards_elsewhere(sign: str) -> str:
    return ", ".join(name for name in DIALECTS if sign in dialect(name).wildcards)


def foreign_wildcard_rule(query: Query) -> list[Problem]:
    """Q006: a sign that is a wildcard elsewhere and a plain sign here."""
    found = []
    for token in query.tokens:
        if token.kind != "term":
            continue
        for hit in re.finditer(rf"(?<=\w)[{re.escape(_ALL_WILD)}](?=\w|$)", str(token.value)):
            sign, at = hit.group(), token.start + hit.start()
            if sign in query.dialect.wildcards or not _wildcards_elsewhere(sign):
                continue
            fields = {
                "found": sign,
                "others": _wildcards_elsewhere(sign),
                "known": " ".join(query.dialect.wildcards) or "—",
            }
            found.append(
                Problem("Q006", at, at + 1, "warning", fields, _same_wildcard(sign, at, query.dialect))
            )
    return found


def _same_wildcard(sign: str, at: int, given: Dialect) -> tuple[tuple[int, int, str], ...]:
    """Return the cure where every system that knows the sign means the same by it, and this one has it too."""
    meant = {dialect(name).wildcards[sign] for name in DIALECTS if sign in dialect(name).wildcards}
    own = [mark for mark, meaning in given.wildcards.items() if {meaning} == meant]
    return ((at, at + 1, own[0]),) if own else ()


def quoted_wildcard_rule(query: Query) -> list[Problem]:
    """Q007: wildcards within quotes where they have no effect."""
    if query.dialect.wildcard_rule("in_quotes", False) or not query.dialect.wildcards:
        return []
    signs = "[" + re.escape("".join(query.dialect.wildcards)) + "]"
    return [
        Problem("Q007", token.start, token.end, "warning", edits=_unquoted(token))
        for token in query.tokens
        if token.kind == "phrase" and re.search(rf"\w{signs}|{signs}\w", token.value[0])
    ]


def _unquoted(token: Token) -> tuple[tuple[int, int, str], ...]:
    text = token.value[0].strip()
    return () if " " in text else ((token.start, token.end, text),)


def wildcard_size_rule(query: Query) -> list[Problem]:
    """Q008, Q029, Q030: short stems, leading wildcards, too many of them."""
    return [
        problem for token in query.tokens if token.kind == "term" for problem in _sized(token, query.dialect)
    ]


def _sized(token: Token, given: Dialect) -> Iterator[Problem]:
    text = str(token.value)
    signs = [place for place, sign in enumerate(text) if sign in given.wildcards]
    if not signs or "/" in text or re.match(r"[A-HY]\d", text):
        return
    place = (token.start, token.end, "warning")
    letters = sum(sign.isalnum() for sign in text)
    least = given.wildcard_rule("least_letters", 3)
    least = 2 if any(map(is_han, text)) else max(least, 3)
    many = {sign for sign, meaning in given.wildcards.items() if meaning == "many"}
    if letters < least and any(text[at] in many for at in signs):
        yield Problem("Q008", *place, {"count": letters, "least": least})  # type: ignore[arg-type]
    if signs[0] == 0 and not given.wildcard_rule("leading", True):
        yield Problem("Q029", token.start, token.end, "error")
    most = given.wildcard_rule("most_many" if "most_many" in given.data["wildcards"] else "most")
    counted = [at for at in signs if "most_many" not in given.data["wildcards"] or text[at] in many]
    if most is not None and len(counted) > most:
        yield Problem("Q030", token.start, token.end, "error", {"count": len(counted), "most": most})


def glued_rule(query: Query) -> list[Problem]:
    """Q033: operators that stand against Han characters."""
    found = []
    for token in query.tokens:
        hits = list(_GLUED.finditer(str(token.value))) if token.kind == "term" else []
        if hits:
            edits = tuple(
                (token.start + hit.start(), token.start + hit.end(), f" {hit.group()} ") for hit in hits
            )
            found.append(Problem("Q033", token.start, token.end, "warning", {"found": token.value}, edits))
    return found


def foreign_operator_rule(query: Query) -> list[Problem]:
    """Q035: proximity operators of other systems."""
    own = " ".join(entry.write.format(n=5) for entry in query.dialect.proximity[:4]) or "AND"
    found = []
    for token in query.tokens:
        if token.kind != "term" or not _PROXIMITY.fullmatch(str(token.value)):
            continue
        others = _proximity_elsewhere(str(token.value))
        if others:
            fields = {"found": token.value, "others": others, "known": own}
            found.append(Problem("Q035", token.start, token.end, "warning", fields))
    return found


@cache
def _proximity_elsewhere(word: str) -> str:
    return ", ".join(
        name for name in DIALECTS if any(entry.pattern.fullmatch(word) for entry in dialect(name).proximity)
    )


def symbol_rule(query: Query) -> list[Problem]:
    """Q036: ``&&``, ``||``, ``&``, ``|`` where only words count."""
    found = []
    for token in query.tokens:
        if token.kind in ("term", "opaque") and token.value in _SYMBOLS:
            cure, edge = _SYMBOLS[token.value], (token.start, token.end)
            fields = {"found": token.value, "cure": cure}
            found.append(Problem("Q036", *edge, "warning", fields, ((*edge, cure),)))
    return found


def size_rule(query: Query) -> list[Problem]:
    """Q020, Q021: more characters or words than the system takes."""
    found, whole = [], (0, len(query.text), "error")
    most = query.dialect.limit("characters")
    if most is not None and len(query.text) > most:
        found.append(Problem("Q020", *whole, {"count": len(query.text), "most": most}))  # type: ignore[arg-type]
    words = sum(token.kind in ("term", "phrase") for token in query.tokens)
    most = query.dialect.limit("terms")
    if most is not None and words > most:
        found.append(Problem("Q021", *whole, {"count": words, "most": most}))  # type: ignore[arg-type]
    return found


def distance_rule(query: Query) -> list[Problem]:
    """Q031: a distance outside what the operator takes."""
    return [
        Problem("Q031", token.start, token.end, "error",
                {"found": query.text[token.start : token.end], "least": entry.least, "most": entry.most or "∞"})
        for token in query.tokens if token.kind == "near"
        for entry, _gap, outside in [token.value] if outside
    ]  # fmt: skip


def bracket_rule(query: Query) -> list[Problem]:
    """Q045: square or curly brackets that mean nothing here, as in ``battery[ti]``."""
    return [
        Problem("Q045", token.start, token.end, "warning", {"found": token.value})
        for token in query.tokens
        if token.kind == "term" and re.search(r"[\[\]{}]", re.sub(r"\*\{\d+\}", "", str(token.value)))
    ]


SIGN_RULES: Final = (
    half_width_rule, enumeration_rule, lower_case_rule, foreign_wildcard_rule, quoted_wildcard_rule,
    wildcard_size_rule, glued_rule, foreign_operator_rule, symbol_rule, bracket_rule, size_rule, distance_rule,
)  # fmt: skip
