"""A tree becomes a text of a dialect; what the dialect cannot say is listed, never passed over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.query.dialect import WILDS, Dialect, Proximity
from workbench.query.fields import FIELDS
from workbench.query.losses import Loss, LossKind
from workbench.query.tree import (
    And,
    ClassRef,
    Field,
    Near,
    Node,
    Not,
    Opaque,
    Or,
    Phrase,
    Range,
    SetRef,
    Term,
    Wild,
    Xor,
    rebuilt,
)  # fmt: skip
from workbench.query.written_values import written_class, written_range

UNWRITTEN = "□"
_ATOM = 10_000


@dataclass(frozen=True)
class Written:
    """Text of a part and whether it holds together without brackets."""

    text: str
    is_atom: bool = True

    @property
    def grouped(self) -> str:
        """Return the text, in brackets where it needs them."""
        return self.text if self.is_atom else f"({self.text})"


@dataclass
class Writer:
    """Write trees in one dialect; ``losses`` grows on the way."""

    dialect: Dialect
    losses: list[Loss] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def write(self, node: Node) -> Written:
        """Return the text of a node."""
        match node:
            case And(parts=parts):
                return self._and(parts)
            case Or(parts=parts):
                return self._branch("or", parts)
            case Xor() | Not():
                return self._xor(node.parts) if isinstance(node, Xor) else self._unary_not(node.part)
            case Near():
                return self._near(node)
            case Field():
                return self._field(node)
            case Term():
                return self._term(node)
            case Phrase():
                return self._phrase(node)
            case Range() | ClassRef():
                return self._valued(node)
        return self._other(node)

    def _other(self, node: Node) -> Written:
        if isinstance(node, SetRef) and "sets" in self.dialect.data:
            return Written(self.dialect.data["sets"]["write"].format(name=node.name))
        raw = node.raw if isinstance(node, Opaque) else type(node).__name__
        return self._lost("opaque", "unsupported", "loss_opaque", found=raw)

    def _lost(self, construct: str, kind: LossKind, why: str, **fields: Any) -> Written:
        self.losses.append(Loss(construct, kind, why, tuple(fields.items())))
        return Written(UNWRITTEN)

    def _word(self, operator: str) -> str:
        self.used.add(f"operators.{operator}")
        return self.dialect.words(operator)[0]

    def _branch(self, operator: str, parts: Sequence[Node]) -> Written:
        if not self.dialect.words(operator):
            return self._lost(f"operators.{operator}", "unsupported", "loss_operator", found=operator.upper())
        return Written(
            f" {self._word(operator)} ".join(self.write(part).grouped for part in parts), is_atom=False
        )

    def _and(self, parts: Sequence[Node]) -> Written:
        if isinstance(parts[0], Not) and not self.dialect.unary_not:
            positive = [part for part in parts if not isinstance(part, Not)]
            if not positive:
                return self._lost("operators.not", "unsupported", "loss_unary_not")
            self._lost("operators.not", "rewritten", "loss_reordered")
            parts = [positive[0], *(part for part in parts if part is not positive[0])]
        text = self.write(parts[0]).grouped
        for part in parts[1:]:
            if isinstance(part, Not):
                text += f" {self._and_not()} {self._flipped(part.part).grouped}"
            else:
                text += f" {self._word('and')} {self.write(part).grouped}"
        return Written(text, is_atom=False)

    def _and_not(self) -> str:
        template: str = self.dialect.data["operators"].get("and_not", "{not}")
        return template.format(
            **{"not": self._word("not"), "and": self._word("and") if "{and}" in template else ""}
        )

    def _flipped(self, part: Node) -> Written:
        inner = Writer(self.dialect, used=self.used)
        written = inner.write(part)
        self.losses += [loss.flipped() for loss in inner.losses]
        return written

    def _unary_not(self, part: Node) -> Written:
        written = self._flipped(part)
        if not self.dialect.unary_not:
            return self._lost("operators.not", "unsupported", "loss_unary_not")
        return Written(f"{self._word('not')} {written.grouped}", is_atom=False)

    def _xor(self, parts: Sequence[Node]) -> Written:
        if self.dialect.words("xor"):
            return self._branch("xor", parts)
        if len(parts) > 2:
            return self._lost("operators.xor", "unsupported", "loss_operator", found="XOR")
        self._lost("operators.xor", "rewritten", "loss_xor")
        return self.write(And((Or(tuple(parts)), Not(And(tuple(parts))))))

    def _near(self, node: Near) -> Written:
        entry, kind, changed = proximity_for(self.dialect, node)
        construct = f"near.{node.unit}"
        if entry is None:
            self._lost(construct, "widened", "loss_no_proximity", found=_described(node))
            return self.write(And((node.left, node.right)))
        if kind is not None:
            self._lost(construct, kind, "loss_proximity", found=_described(node), written=_described(changed))
        self.used.add(f"near.{self.dialect.proximity.index(entry)}")
        number = (changed.gap or 0) - entry.shift
        sign = entry.write.format(n=number)
        return Written(
            f"{self.write(node.left).grouped} {sign} {self.write(node.right).grouped}", is_atom=False
        )

    def _field(self, node: Field) -> Written:
        code = self.dialect.written_codes.get(frozenset(node.names))
        if code is not None:
            return self._coded(code, self.write(node.part))
        several = self.dialect.field_rule("several")
        known = [name for name in node.names if frozenset((name,)) in self.dialect.written_codes]
        missing = [name for name in node.names if name not in known]
        if not known:
            return self._lost(
                f"fields.{'+'.join(node.names)}", "unsupported", "loss_field", found=", ".join(node.names)
            )
        if missing:
            self._lost(f"fields.{'+'.join(missing)}", "narrowed", "loss_fields", found=", ".join(missing))
        if len(known) == 1:
            return self.write(replace(node, names=(known[0],)))
        if several == ",":
            return self._coded(
                ",".join(self.dialect.written_codes[frozenset((name,))] for name in known),
                self.write(node.part),
            )
        if several == "slash":
            return self._coded(
                "/".join(self.dialect.written_codes[frozenset((name,))] for name in known),
                self.write(node.part),
            )
        return self._spread(known, node.part)

    def _spread(self, names: list[str], part: Node) -> Written:
        """Say the condition once for each field; branches are taken apart first, so that the hits stay."""
        if isinstance(part, And | Or | Xor | Not):
            self._lost("fields", "rewritten", "loss_spread")
            return self.write(rebuilt(part, lambda inner: Field(tuple(names), inner)))
        return self._branch("or", [Field((name,), part) for name in names])

    def _coded(self, code: str, part: Written) -> Written:
        self.used.update(f"fields.{one}" for one in re.split(r"[,/]", code))
        style = self.dialect.field_rule("style")
        if style == "slash":
            return Written(f"{part.grouped}/{code}")
        if style == "dots":
            return Written(f"{part.grouped}.{code}.")
        sign = self.dialect.field_rule("sign")
        always = self.dialect.field_rule("brackets", False) or (
            " " in part.text and not part.text.startswith('"')
        )
        inner = f"({part.text})" if always or not part.is_atom else part.text
        return Written(f"{code}{sign}{inner}")

    def _valued(self, node: Range | ClassRef) -> Written:
        name = node.name if isinstance(node, Range) else node.scheme
        code = self.dialect.written_codes.get(frozenset((name,)))
        if code is None:
            return self._lost(f"fields.{name}", "unsupported", "loss_field", found=name)
        written = (
            written_range(self.dialect, node, code)
            if isinstance(node, Range)
            else written_class(self.dialect, node, code)
        )
        text, losses, construct = written
        self.losses += losses
        self.used.update((construct, f"fields.{code}"))
        return Written(text)

    def _term(self, node: Term, *, quoted: bool = False) -> Written:
        signs = {WILDS[meaning]: sign for sign, meaning in reversed(list(self.dialect.wildcards.items()))}
        text = ""
        for piece in node.pieces:
            text += self._literal(piece, quoted) if isinstance(piece, str) else self._wild(piece, signs)
        if not quoted and _is_reserved(text, self.dialect):
            self._lost("term", "rewritten", "loss_reserved", found=text)
            return Written(f'"{text}"')
        return Written(text)

    def _literal(self, text: str, quoted: bool) -> str:
        escape = self.dialect.data.get("quotes", {}).get("escape", "")
        wild = not quoted or self.dialect.wildcard_rule("in_quotes", False)
        signs = "".join(self.dialect.wildcards) if wild else ""
        special = signs + escape + ("" if quoted else "()（）")
        if not any(sign in text for sign in special):
            return text
        if escape:
            return re.sub(f"([{re.escape(special)}])", lambda found: escape + found[1], text)
        self._lost("term", "unsupported", "loss_character", found=text)
        return text

    def _wild(self, wild: Wild, signs: dict[Wild, str]) -> str:
        if wild in signs:
            self.used.add(f"wildcards.{self.dialect.wildcards[signs[wild]]}")
            return signs[wild]
        if (
            (template := self.dialect.wildcard_rule("up_to_write"))
            and wild.least == 0
            and wild.most is not None
        ):
            self.used.add("wildcards.up_to")
            return str(template.format(n=wild.most))
        many = signs.get(WILDS["many"])
        if many is None:
            self._lost("wildcards", "unsupported", "loss_no_wildcard")
            return UNWRITTEN
        self._lost("wildcards", "widened", "loss_wildcard", found=_wild_name(wild), written=many)
        self.used.add("wildcards.many")
        return many

    def _phrase(self, node: Phrase) -> Written:
        quotes = self.dialect.data.get("quotes", {})
        has_wild = any(isinstance(piece, Wild) for term in node.terms for piece in term.pieces)
        if has_wild and not self.dialect.wildcard_rule("in_quotes", False):
            return self._lost("wildcards.in_quotes", "unsupported", "loss_wild_phrase")
        text = " ".join(self._term(term, quoted=True).text for term in node.terms)
        if node.slop and "slop" not in quotes:
            return self._loose(node, text)
        self.used.add("quotes.slop" if node.slop else "quotes.phrase")
        return Written(f'"{text}"' + (f"~{node.slop}" if node.slop else ""))

    def _loose(self, node: Phrase, text: str) -> Written:
        if len(node.terms) != 2:
            return self._lost("quotes.slop", "unsupported", "loss_slop", found=text)
        self._lost("quotes.slop", "widened", "loss_slop", found=text)
        return self.write(Near(*node.terms, gap=node.slop))


def _described(node: Near) -> str:
    order = "ordered" if node.ordered else "unordered"
    return f"{'=' if node.exact else ''}{node.gap} {node.unit} {order}"


def _wild_name(wild: Wild) -> str:
    return f"{wild.least}–{'∞' if wild.most is None else wild.most}"


def _is_reserved(text: str, given: Dialect) -> bool:
    from workbench.query.lexing import Lexer

    tokens = list(Lexer(text, given).tokens())
    return [token.kind for token in tokens] != ["term"]


def proximity_for(given: Dialect, node: Near) -> tuple[Proximity | None, LossKind | None, Near]:
    """Return the operator that comes nearest, how it changes the hits, and the proximity it says."""
    tries: list[tuple[Near, LossKind | None]] = [
        (node, None),
        (replace(node, exact=False), "widened"),
        (replace(node, ordered=False), "widened"),
        (replace(node, ordered=False, exact=False), "widened"),
    ]
    for changed, kind in tries:
        for entry in given.proximity:
            if (entry.unit, entry.ordered, entry.exact) != (changed.unit, changed.ordered, changed.exact):
                continue
            if entry.fixed is not None:
                if entry.fixed == changed.gap:
                    return entry, kind, changed
                continue
            number = (changed.gap or 0) - entry.shift
            if number >= entry.least and (entry.most is None or number <= entry.most):
                return entry, kind, changed
            if entry.most is not None and number > entry.most and not changed.exact and kind is None:
                return entry, "narrowed", replace(changed, gap=entry.most + entry.shift)
    return None, None, node


def field_kind(name: str) -> str:
    """Return what kind of value a field holds."""
    return FIELDS[name].kind
