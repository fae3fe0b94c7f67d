"""A query text cut into tokens, after the rules of a dialect; whatever the text, it never fails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from workbench.query.dialect import OPERATORS, Dialect, Proximity
from workbench.query.problems import Problem

OPENING, CLOSING = "(（", ")）"
QUOTES: Final = {'"': '"', "“": "”", "”": "”", "＂": "＂"}
_SPACE: Final = re.compile(r"\s+")
_RANGE: Final = re.compile(r"[\[{]\s*([^\s\[\]{}()]*)\s*\bTO\b\s*([^\s\[\]{}()]*)\s*[\]}]", re.IGNORECASE)
_COMPARED: Final = re.compile(r"(>=|<=|!=|<>|>|<|≥|≤)\s*([^\s()（）<>=]+)")
_SPOKEN: Final = re.compile(r"([\d.\-/]+|\*)\s+TO\s+([\d.\-/]+|\*)(?=[\s)）]|$)", re.IGNORECASE)
_UNKNOWN_FIELD: Final = re.compile(r"([A-Za-z_][\w.\-]*|[\u4e00-\u9fff（）]{1,16})\s*[:=：＝]")
_BOUNDARY: Final = r"(?=[\s()（）\"“]|$)"


@dataclass(frozen=True)
class Token:
    """A piece of the text: its kind, its place and what it says."""

    kind: str  # open close and or not xor near field suffix term phrase range set opaque
    start: int
    end: int
    value: Any = None


@dataclass(frozen=True)
class FieldMark:
    """A field prefix or suffix: the fields meant, the code written, and the sign between."""

    names: tuple[str, ...]
    code: str
    sign: str = ""


@dataclass
class Lexer:
    """Cut one text; ``problems`` grows on the way."""

    text: str
    dialect: Dialect
    problems: list[Problem] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens in order; blanks are left out."""
        at, before = 0, None
        while at < len(self.text):
            if blank := _SPACE.match(self.text, at):
                at = blank.end()
                continue
            before = self._next(at, before)
            at = before.end
            yield before

    def _next(self, at: int, before: Token | None) -> Token:
        if token := self._near(at):
            return token
        sign = self.text[at]
        if sign in OPENING or sign in CLOSING:
            return Token("open" if sign in OPENING else "close", at, at + 1)
        if sign in QUOTES or (sign == "'" and self.dialect.data.get("quotes", {}).get("single")):
            return self._phrase(at)
        follows = before is not None and before.kind in ("term", "phrase", "close", "suffix")
        if follows and (suffix := self._suffix(at)):
            return suffix
        for read in (self._opaque, self._set, self._prefix, self._operator, self._value):
            if token := read(at):
                return token
        return self._term(at)

    def _phrase(self, at: int) -> Token:
        closing = self.text.find(QUOTES.get(self.text[at], self.text[at]), at + 1)
        if closing < 0 and self.text[at] in "“”":
            closing = min((p for s in '“"' if (p := self.text.find(s, at + 1)) > 0), default=-1)
        if closing < 0:
            edit = (len(self.text), len(self.text), '"')
            self.problems.append(Problem("Q027", at, len(self.text), edits=(edit,)))
            return Token("phrase", at, len(self.text), (self.text[at + 1 :], 0))
        end, slop = closing + 1, 0
        pattern = self.dialect.data.get("quotes", {}).get("slop")
        if pattern and (found := re.compile(pattern).match(self.text, end)):
            end, slop = found.end(), int(found.group(1))
        return Token("phrase", at, end, (self.text[at + 1 : closing], slop))

    def _suffix(self, at: int) -> Token | None:
        found = _patterns(self.dialect).suffix.match(self.text, at)
        if found is None:
            return None
        codes = re.split(r"[/,.]", found.group().strip("/.,"))
        names = [name for code in codes for name in self.dialect.codes.get(code.strip().upper(), ())]
        mark = FieldMark(tuple(dict.fromkeys(names)), found.group().strip("/.,"))
        return Token("suffix", at, found.end(), mark)

    def _opaque(self, at: int) -> Token | None:
        for pattern in self.dialect.opaque:
            if found := pattern.match(self.text, at):
                return Token("opaque", at, found.end(), found.group())
        return None

    def _set(self, at: int) -> Token | None:
        found = _patterns(self.dialect).set_reference.match(self.text, at)
        return Token("set", at, found.end(), found.group(1)) if found else None

    def _prefix(self, at: int) -> Token | None:
        known = _patterns(self.dialect)
        if found := known.prefix.match(self.text, at):
            codes = [code.strip().upper() for code in found.group("codes").split(",")]
            names = [name for code in codes for name in self.dialect.codes[code]]
            mark = FieldMark(tuple(dict.fromkeys(names)), found.group("codes"), found.group("sign").strip())
            return Token("field", at, found.end(), mark)
        found = _UNKNOWN_FIELD.match(self.text, at) or known.unknown_relation.match(self.text, at)
        if found and not self.text.startswith("//", found.end()):
            return Token("field", at, found.end(), FieldMark((), found.group(1)))
        return None

    def _near(self, at: int) -> Token | None:
        for entry, pattern in zip(self.dialect.proximity, _patterns(self.dialect).near, strict=True):
            if found := pattern.match(self.text, at):
                return Token("near", at, found.end(), (entry, *_gap(entry, found)))
        return None

    def _operator(self, at: int) -> Token | None:
        found = _patterns(self.dialect).operator.match(self.text, at)
        if found is None:
            return None
        return Token(str(found.lastgroup).rstrip("_"), at, found.end(), found.group())

    def _value(self, at: int) -> Token | None:
        accepted = self.dialect.value_rule("ranges", ())
        if "brackets" in accepted and (found := _RANGE.match(self.text, at)):
            inclusive = (found.group()[0] == "[", found.group()[-1] == "]")
            return Token("range", at, found.end(), (found.group(1), found.group(2), *inclusive))
        if "to" in accepted and (found := _SPOKEN.match(self.text, at)):
            return Token("range", at, found.end(), (found.group(1), found.group(2), True, True))
        if found := _COMPARED.match(self.text, at):
            if "compare" not in accepted:
                return Token("opaque", at, found.end(), found.group())
            return Token("range", at, found.end(), _compared(found.group(1), found.group(2)))
        return None

    def _term(self, at: int) -> Token:
        known, end = _patterns(self.dialect), at
        while end < len(self.text) and (end == at or not self._ends(end, known)):
            end += 2 if self.text[end] == known.escape and end + 1 < len(self.text) else 1
        return Token("term", at, min(end, len(self.text)), self.text[at:end])

    def _ends(self, at: int, known: "_Patterns") -> bool:
        sign = self.text[at]
        if sign.isspace() or sign in OPENING or sign in CLOSING or sign in QUOTES or sign in known.marks:
            return True
        return sign in known.suffix_signs and bool(known.suffix.match(self.text, at))


def _gap(entry: Proximity, found: re.Match[str]) -> tuple[int | None, bool]:
    """Return the gap that is meant, and whether the number written lies outside the operator's limits."""
    written = found.groupdict().get("n")
    if written is None:
        return entry.fixed, False
    number = int(written)
    outside = number < entry.least or (entry.most is not None and number > entry.most)
    return number + entry.shift, outside


def _compared(sign: str, value: str) -> tuple[str, str, bool, bool]:
    if sign in ("!=", "<>"):
        return value, value, False, False
    if sign in (">", ">=", "≥"):
        return value, "", sign != ">", True
    return "", value, True, sign != "<"


@dataclass(frozen=True)
class _Patterns:
    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    suffix_signs: str
    set_reference: re.Pattern[str]
    operator: re.Pattern[str]
    near: tuple[re.Pattern[str], ...]
    marks: str
    unknown_relation: re.Pattern[str]
    escape: str


_MARKS: Final = (",", ";")  # operators that may stand right behind a word
_NEVER: Final = re.compile(r"(?!)")


@cache
def _patterns_of(name: str) -> _Patterns:
    from workbench.query.dialect import dialect

    given = dialect(name)
    codes = "|".join(re.escape(code) for code in sorted(given.codes, key=len, reverse=True))
    return _Patterns(
        prefix=_prefix(given, codes),
        suffix=_suffix(given, codes),
        suffix_signs={"slash": "/", "dots": "."}.get(given.field_rule("style"), ""),
        set_reference=re.compile(given.data["sets"]["pattern"]) if "sets" in given.data else _NEVER,
        operator=_operator(given),
        near=tuple(
            re.compile(f"(?:{entry.pattern.pattern}){_BOUNDARY}", entry.pattern.flags)
            for entry in given.proximity
        ),
        marks="".join(word for name in OPERATORS for word in given.words(name) if word in _MARKS),
        unknown_relation=_relation(given),
        escape=given.data.get("quotes", {}).get("escape", ""),
    )


def _patterns(given: Dialect) -> _Patterns:
    return _patterns_of(given.name)


def _prefix(given: Dialect, codes: str) -> re.Pattern[str]:
    signs = sorted(given.field_rule("signs", ()), key=len, reverse=True)
    if not signs:
        return _NEVER
    written = [
        rf"\s+{re.escape(sign)}(?=\s)" if sign[0].isalpha() else rf"\s*{re.escape(sign)}" for sign in signs
    ]
    compared = r"|\s*(?=[<>≥≤]|!=)" if "compare" in given.value_rule("ranges", ()) else ""
    several = rf"(?:\s*,\s*(?:{codes}))*" if given.field_rule("several") == "," else ""
    return re.compile(rf"(?P<codes>(?:{codes}){several})(?P<sign>{'|'.join(written)}{compared})", re.IGNORECASE)


def _relation(given: Dialect) -> re.Pattern[str]:
    """Return the pattern of a field nobody knows before a relation that is a word: ``dc.title any``."""
    words = [sign for sign in given.field_rule("signs", ()) if sign[0].isalpha()]
    return re.compile(rf"([A-Za-z_][\w.]*)\s+(?:{'|'.join(words)})(?=\s)", re.IGNORECASE) if words else _NEVER


def _suffix(given: Dialect, codes: str) -> re.Pattern[str]:
    style = given.field_rule("style")
    if style == "slash":
        return re.compile(rf"(?:/(?:{codes}))+(?![\w/])", re.IGNORECASE)
    if style == "dots":
        return re.compile(rf"\.(?:{codes})(?:\s*,\s*(?:{codes}))*\.", re.IGNORECASE)
    return _NEVER


def _operator(given: Dialect) -> re.Pattern[str]:
    choices = []
    for name in OPERATORS:
        for place, word in enumerate(sorted(given.words(name), key=len, reverse=True)):
            end = _BOUNDARY if word[-1].isalnum() else ""
            choices.append(f"(?P<{name}{'_' * place}>{re.escape(word)}{end})")
    return re.compile("|".join(choices) or "(?!)", re.IGNORECASE if given.any_case else 0)
