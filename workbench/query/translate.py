"""A query of one system in the words of another, with what is lost on the way."""

from dataclasses import dataclass
from typing import Any

from workbench.labels import Language
from workbench.query.dialect import WILDS, Dialect, dialect
from workbench.query.losses import Exactness, Loss, exactness
from workbench.query.parse import Query, analyse, parse
from workbench.query.tree import ClassRef, Node, Range, Term, Wild, walk
from workbench.query.write import Writer


@dataclass(frozen=True)
class Translation:
    """The text in the target dialect (``None`` where it cannot be said), and how true it is."""

    text: str | None
    exactness: Exactness
    losses: tuple[Loss, ...]

    def told(self, language: Language) -> dict[str, Any]:
        """Return the translation as plain data."""
        return {
            "text": self.text,
            "exactness": self.exactness,
            "losses": [loss.told(language) for loss in self.losses],
        }


def translate(text: str, source: str, target: str) -> Translation:
    """Translate a query.

    Parameters
    ----------
    text : str
        The query in the source dialect.
    source, target : str
        Names of dialects.

    Raises
    ------
    WorkbenchError
        If the text cannot be read in the source dialect.
    """
    return translated(parse(text, source), target)


def translated(query: Query, target: str) -> Translation:
    """Translate a query that was read."""
    if query.tree is None:
        return Translation(None, "unsupported", (Loss("query", "unsupported", "loss_empty"),))
    given = dialect(target)
    if given.name == query.dialect.name:
        return Translation(query.text, "exact", ())
    writer = Writer(given)
    written = writer.write(query.tree).text
    losses = [*writer.losses, *_stemming(query, given), *_doubts(query, given, writer)]
    losses += _read_back(query, written, target, losses)
    told = exactness(losses)
    return Translation(None if told == "unsupported" else written, told, tuple(dict.fromkeys(losses)))


def _read_back(query: Query, written: str, target: str, losses: list[Loss]) -> list[Loss]:
    """Read the translation again: it must be readable, and the same tree where nothing else is said."""
    kinds = {loss.kind for loss in losses}
    if "unsupported" in kinds:
        return []
    again = analyse(written, target)
    if any(problem.severity == "error" for problem in again.problems):
        return [Loss("query", "unsupported", "loss_unreadable")]
    is_told = kinds & {"rewritten", "widened", "narrowed"}
    return [] if is_told or again.tree == query.tree else [Loss("query", "rewritten", "loss_other_tree")]


def _stemming(query: Query, given: Dialect) -> list[Loss]:
    """Say so where one of the two systems finds other forms of a word too."""
    source, target = (bool(side.data.get("stemming", False)) for side in (query.dialect, given))
    if source == target or query.tree is None or not _has_bare_words(query.tree):
        return []
    return [
        Loss(
            "stemming",
            "widened" if target else "narrowed",
            "loss_stemming_on" if target else "loss_stemming_off",
        )
    ]


def _has_bare_words(tree: Node) -> bool:
    return any(
        isinstance(node, Term)
        and any(isinstance(p, str) and any(s.isascii() and s.isalpha() for s in p) for p in node.pieces)
        for node in walk(tree)
    )


def _doubts(query: Query, given: Dialect, writer: Writer) -> list[Loss]:
    """List the constructs on the way that stand on memory, not on evidence."""
    losses = []
    for side, used in ((query.dialect, _constructs(query)), (given, writer.used)):
        wanted = {*used, *(("precedence.order",) if side is query.dialect and _mixes(query) else ())}
        losses += [
            Loss(
                f"{side.name}: {name}",
                "unverified",
                "loss_unverified",
                (("dialect", side.name), ("found", name)),
            )
            for name in sorted(wanted)
            if not side.verified(name)
        ]
    return losses


def _mixes(query: Query) -> bool:
    kinds = {token.kind for token in query.tokens if token.kind in ("and", "or", "not", "xor", "near")}
    return len(kinds) > 1


def _constructs(query: Query) -> set[str]:
    """Return the constructs of its own dialect that a query uses."""
    found: set[str] = set()
    for token in query.tokens:
        if token.kind in ("and", "or", "not", "xor"):
            found.add(f"operators.{token.kind}")
        elif token.kind == "near":
            found.add(f"near.{query.dialect.proximity.index(token.value[0])}")
        elif token.kind in ("field", "suffix"):
            found.update(f"fields.{code.strip()}" for code in token.value.code.replace("/", ",").split(","))
        elif token.kind == "phrase":
            found.add("quotes.slop" if token.value[1] else "quotes.phrase")
    if query.tree is not None:
        found |= _meanings(query.tree, query.dialect)
    if not any(token.kind in ("field", "suffix") for token in query.tokens):
        found.add("fields.default")
    if _has_blanks(query):
        found.add("precedence.blank")
    return found


def _meanings(tree: Node, given: Dialect) -> set[str]:
    found = set()
    for node in walk(tree):
        if isinstance(node, Term):
            for wild in (piece for piece in node.pieces if isinstance(piece, Wild)):
                found.add("wildcards." + next((n for n, w in WILDS.items() if w == wild), "up_to"))
        elif isinstance(node, Range):
            found.add("values.range")
        elif isinstance(node, ClassRef):
            found.add(
                "values.class"
                if node.mode == given.value_rule("class_mode", "exact")
                else f"values.class_{node.mode}"
            )
    return found


def _has_blanks(query: Query) -> bool:
    operands = ("term", "phrase", "range", "set", "opaque", "close")
    opening = ("term", "phrase", "range", "set", "opaque", "open", "field")
    pairs = zip(query.tokens, query.tokens[1:], strict=False)
    return any(one.kind in operands and other.kind in opening for one, other in pairs)
