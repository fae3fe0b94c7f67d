"""A field takes hold of what it stands before (or behind): words, dates, numbers, symbols."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from workbench.query.dialect import Dialect
from workbench.query.fields import FIELDS, is_text
from workbench.query.lexing import FieldMark, Token
from workbench.query.pieces import phrase as quoted
from workbench.query.problems import Problem
from workbench.query.tree import (
    And,
    ClassMode,
    ClassRef,
    Field,
    Node,
    Opaque,
    Or,
    Phrase,
    Range,
    Term,
    Xor,
    children,
    rebuilt,
)  # fmt: skip
from workbench.query.values import day_limits, is_main_group, moved_day, number_limits, symbol

MOST_NESTED: Final = 100
_SPLIT_SYMBOL: Final = re.compile(r"([A-HY]\d{2}[A-Z])\s+(\d{1,4}/\d{2,6})", re.IGNORECASE)


@dataclass(frozen=True)
class RawRange(Node):
    """A range whose field is not known yet; never in a finished tree."""

    low: str
    high: str
    low_in: bool
    high_in: bool


@dataclass
class Binder:
    """Bind nodes of one text; ``problems`` grows on the way."""

    text: str
    dialect: Dialect
    problems: list[Problem]

    def bind(self, mark: FieldMark, node: Node, token: Token) -> Node:
        """Return the node as it reads within the field."""
        if not mark.names:
            self._unknown(mark, token)
            return node
        mark = replace(mark, names=tuple(name for name in FIELDS if name in mark.names))
        node = self._related(mark.sign, node)
        repeated = self.dialect.field_rule("repeated", {}).get(mark.sign)
        if repeated:
            parts = tuple(self._bound((name,), mark, node) for name in mark.names)
            return {"all": And, "any": Or, "one": Xor}[repeated](parts) if len(parts) > 1 else parts[0]
        return self._bound(mark.names, mark, node)

    def _unknown(self, mark: FieldMark, token: Token) -> None:
        near = difflib.get_close_matches(mark.code.upper(), list(self.dialect.codes), 1)
        edits: tuple[tuple[int, int, str], ...] = ()
        if near:
            written = next(code for code in self.dialect.data["fields"]["codes"] if code.upper() == near[0])
            edits = ((token.start, token.start + len(mark.code), written),)
        fields = {"found": mark.code, "near": near[0] if near else "—"}
        self.problems.append(Problem("Q028", token.start, token.end, fields=fields, edits=edits))

    def _related(self, sign: str, node: Node) -> Node:
        """Read ``any`` and ``all`` of CQL: the words of the quotes, one of them or all of them."""
        if sign.lower() not in ("any", "all") or not isinstance(node, Phrase) or len(node.terms) < 2:
            return node
        raw, shift = self.text[node.start + 1 : node.end - 1], node.start
        each = (
            quoted(w.group(), 0, self.dialect, shift + w.start(), shift + w.end())
            for w in re.finditer(r"\S+", raw)
        )
        terms = tuple(word.terms[0] for word in each if word.terms)
        branch = Or if sign.lower() == "any" else And
        return branch(terms, start=node.start, end=node.end) if len(terms) > 1 else node

    def _bound(self, names: tuple[str, ...], mark: FieldMark, node: Node) -> Node:
        """Bind to fields of one kind together, to fields of several kinds one kind after the other."""
        if _is_deep(node):
            return node
        groups: dict[str, list[str]] = {}
        for name in names:
            kind = "words" if is_text(name) else FIELDS[name].kind
            groups.setdefault(kind if kind in ("words", "code", "number") else name, []).append(name)
        parts = tuple(self._kind(tuple(group), mark, node) for group in groups.values())
        return Or(parts, start=node.start, end=node.end) if len(parts) > 1 else parts[0]

    def _kind(self, names: tuple[str, ...], mark: FieldMark, node: Node) -> Node:
        kind = FIELDS[names[0]].kind
        if is_text(names[0]) or kind in ("code", "number"):
            self._no_ranges(node)
            return Field(names, node)
        leaf: dict[str, Callable[[str, Node, FieldMark], Node]] = {
            "class": self._class, "date": self._date, "integer": self._integer,
        }  # fmt: skip
        return self._each(names[0], mark, self._rejoined(node) if kind == "class" else node, leaf[kind])

    def _each(
        self, name: str, mark: FieldMark, node: Node, leaf: Callable[[str, Node, FieldMark], Node]
    ) -> Node:
        if isinstance(node, Term | Phrase | RawRange):
            return leaf(name, node, mark)
        return rebuilt(node, lambda part: self._each(name, mark, part, leaf))

    def _no_ranges(self, node: Node) -> None:
        waiting = [node]
        while waiting:
            found = waiting.pop()
            if isinstance(found, RawRange):
                self.problems.append(Problem("Q040", found.start, found.end))
            if not isinstance(found, Field):
                waiting.extend(children(found))

    def _raw(self, node: Node) -> str:
        return self.text[node.start : node.end].strip("\"“”＂'")

    def _rejoined(self, node: Node) -> Node:
        """Put together a symbol that a blank cuts in two."""
        if not isinstance(node, And) or len(node.parts) != 2:
            return node
        first, second = node.parts
        found = _SPLIT_SYMBOL.fullmatch(self.text[first.start : second.end])
        if found is None:
            return node
        edit = (first.start, second.end, f"{found[1]}{found[2]}")
        fields = {"found": found.group(), "cure": edit[2]}
        self.problems.append(Problem("Q011", first.start, second.end, fields=fields, edits=(edit,)))
        return Term((edit[2],), start=first.start, end=second.end)

    def _class(self, name: str, node: Node, _mark: FieldMark) -> Node:
        if isinstance(node, RawRange):
            ends = [symbol(end, name) if end not in ("", "*") else None for end in (node.low, node.high)]
            return Range(name, ends[0], ends[1], start=node.start, end=node.end)
        raw = self._raw(node)
        body, mode = self._class_mode(raw)
        plain = symbol(body, name)
        if plain is None and (mode == "prefix" and re.fullmatch(r"[A-HY]\d\w*/?\d*", body, re.IGNORECASE)):
            plain = body.upper()
        if plain is None:
            self.problems.append(
                Problem("Q011", node.start, node.end, fields={"found": raw, "cure": "H01M10/0525"})
            )
            return Opaque(raw, start=node.start, end=node.end)
        if mode == "prefix":
            plain = body.upper().replace(" ", "")
        elif ("/" not in body and len(plain) <= 4) or ("/" not in body and is_main_group(plain)):
            mode = "descendants"
        return ClassRef(name, plain, mode, start=node.start, end=node.end)

    def _class_mode(self, raw: str) -> tuple[str, ClassMode]:
        below, prefix = self.dialect.value_rule("class_below"), self.dialect.value_rule("class_prefix")
        if below and raw.lower().endswith(below.lower()):
            return raw[: -len(below)], "descendants"
        if prefix and raw.endswith(prefix):
            return raw[: -len(prefix)], "prefix"
        return raw, self.dialect.value_rule("class_mode", "exact")

    def _date(self, name: str, node: Node, mark: FieldMark) -> Node:
        ends = self._ends(node, mark)
        if isinstance(node, RawRange):
            ends = (
                self._real_day(ends[0], node, last=False),
                self._real_day(ends[1], node, last=True),
                *ends[2:],
            )
        found = day_limits(*ends)
        if found is None:
            self.problems.append(Problem("Q014", node.start, node.end, fields={"found": self._raw(node)}))
            return Opaque(self._raw(node), start=node.start, end=node.end)
        return self._ordered(Range(name, *found, start=node.start, end=node.end), node)

    def _real_day(self, text: str, node: Node, *, last: bool) -> str:
        """Move an end such as 20070631 to the day that is meant, and say so."""
        day = moved_day(text, last=last)
        if day is None:
            return text
        self.problems.append(Problem("Q044", node.start, node.end, "warning", {"found": text, "cure": day}))
        return day

    def _integer(self, name: str, node: Node, mark: FieldMark) -> Node:
        found = number_limits(*self._ends(node, mark))
        if found is None:
            self.problems.append(Problem("Q041", node.start, node.end, fields={"found": self._raw(node)}))
            return Opaque(self._raw(node), start=node.start, end=node.end)
        return self._ordered(Range(name, *found, start=node.start, end=node.end), node)

    def _ordered(self, found: Range, node: Node) -> Range:
        low, high = (None if end is None else end.zfill(10) for end in (found.low, found.high))
        if low is not None and high is not None and low > high:
            fields = {"low": found.low, "high": found.high}
            edits: tuple[tuple[int, int, str], ...] = ()
            if isinstance(node, RawRange) and node.low and node.high:
                raw = self.text[node.start : node.end]
                swapped = raw.replace(node.low, "\0").replace(node.high, node.low).replace("\0", node.high)
                edits = ((node.start, node.end, swapped),)
            self.problems.append(Problem("Q013", node.start, node.end, fields=fields, edits=edits))
        return found

    def _ends(self, node: Node, mark: FieldMark) -> tuple[str, str, bool, bool]:
        if isinstance(node, RawRange):
            return node.low, node.high, node.low_in, node.high_in
        raw = self._raw(node)
        accepted = self.dialect.value_rule("ranges", ())
        if "within" in accepted and mark.sign.lower() == "within":
            ends = re.split(r"[\s,]+", raw.strip())
            return (ends[0], ends[-1], True, True) if len(ends) == 2 else (raw, raw, True, True)
        if "dash" in accepted and (found := re.fullmatch(r"(\d{4,8})-(\d{4,8})", raw)):
            return found[1], found[2], True, True
        if "colon" in accepted and raw.count(":") == 1:
            low, high = raw.split(":")
            return low, high, True, True
        return raw, raw, True, True


def _is_deep(node: Node) -> bool:
    level = [node]
    for _ in range(MOST_NESTED + 1):
        level = [child for parent in level for child in children(parent)]
        if not level:
            return False
    return True


def unbound(node: Node, problems: list[Problem], text: str) -> Node:
    """Replace ranges that no field took hold of by what was written, and say so."""
    if isinstance(node, RawRange):
        problems.append(Problem("Q040", node.start, node.end))
        return Opaque(text[node.start : node.end], start=node.start, end=node.end)
    return rebuilt(node, lambda part: unbound(part, problems, text))


def with_place(node: Node, start: int, end: int) -> Node:
    """Return the node at another place."""
    return replace(node, start=start, end=end)
