"""A query text becomes a tree, after the precedence and the forms of a dialect."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.errors import WorkbenchError
from workbench.query.binding import Binder, RawRange, unbound
from workbench.query.dialect import Dialect, dialect
from workbench.query.lexing import FieldMark, Lexer, Token
from workbench.query.pieces import phrase, term
from workbench.query.problems import Problem
from workbench.query.settling import settled
from workbench.query.tree import And, Near, Node, Not, Opaque, Or, SetRef, Xor, children

MOST_NESTED = 100
_OPERANDS = ("term", "phrase", "range", "set", "opaque")
_TIGHTEST = 1000


@dataclass(frozen=True)
class Query:
    """A text in a dialect, its tree, and what was noticed while reading it.

    ``str(query)`` is the text as it was given, byte for byte. ``tree`` is ``None`` where nothing could be
    read.
    """

    text: str
    dialect: Dialect
    tree: Node | None
    tokens: tuple[Token, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        pieces, at = [], 0
        for token in self.tokens:
            pieces += [self.text[at : token.start], self.text[token.start : token.end]]
            at = token.end
        return "".join([*pieces, self.text[at:]])

    def text_of(self, node: Node) -> str:
        """Return the words of the query that a node came from."""
        return self.text[node.start : node.end]


def parse(text: str, syntax: str = "local") -> Query:
    """Read a query.

    Parameters
    ----------
    text : str
        The query as typed.
    syntax : str
        Name of the dialect.

    Raises
    ------
    WorkbenchError
        If the text cannot be read in that dialect: place, what was found, and the cure.
    """
    query = analyse(text, syntax)
    for problem in query.problems:
        if problem.severity == "error":
            raise query_error(text, problem)
    return query


def query_error(text: str, problem: Problem) -> WorkbenchError:
    """Return a problem as an error that names place, found and cure."""
    found = text[problem.start : problem.end][:60] or text[max(0, problem.start - 20) :][:60]
    return WorkbenchError(
        "query_problem",
        position=problem.start + 1,
        found=found,
        code=problem.code,
        message={"label": f"query.{problem.code}", "fields": dict(problem.fields)},
        cure={"label": f"query.{problem.code}_cure", "fields": dict(problem.fields)},
    )


def analyse(text: str, syntax: str = "local") -> Query:
    """Read a query as far as it can be read and gather its problems; fails for no text."""
    given = dialect(syntax)
    lexer = Lexer(text, given)
    tokens = tuple(lexer.tokens())
    yard = _Yard(text, given, lexer.problems)
    tree = yard.read(tokens)
    if tree is not None and _depth(tree) > MOST_NESTED:
        yard.problems.append(Problem("Q034", 0, len(text), fields={"most": MOST_NESTED}))
        tree = None
    if tree is not None:
        tree = settled(unbound(tree, yard.problems, text), given)
    different = {(p.code, p.start, p.end): p for p in reversed(yard.problems)}
    problems = tuple(sorted(different.values(), key=lambda problem: (problem.start, problem.end, problem.code)))
    return Query(text, given, tree, tokens, problems)


def _depth(tree: Node) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in children(node))
    return deepest


@dataclass(frozen=True)
class _Operand:
    node: Node
    start: int
    end: int
    is_group: bool = False


@dataclass(frozen=True)
class _Operator:
    kind: str  # and or not xor near field, open; "not" with arity 1 is the prefix
    level: int
    token: Token
    arity: int = 2


@dataclass
class _Yard:
    """Operator precedence by two stacks, so that no text is too deep for it."""

    text: str
    dialect: Dialect
    problems: list[Problem]
    operands: list[_Operand] = field(default_factory=list)
    operators: list[_Operator] = field(default_factory=list)
    wants: bool = True  # an operand comes next

    def read(self, tokens: Sequence[Token]) -> Node | None:
        for token in tokens:
            self._take(token)
        if self.wants and (self.operators or not self.operands):
            self._missing(len(self.text))
        while self.operators:
            if self.operators[-1].kind == "open":
                at = self.operators.pop().token.start
                edit = (len(self.text), len(self.text), ")")
                self.problems.append(Problem("Q001", at, at + 1, edits=(edit,)))
                self._complete()
            else:
                self._reduce()
        return self.operands[-1].node if self.operands else None

    def _take(self, token: Token) -> None:
        if token.kind in _OPERANDS:
            self._follow(token)
            self._push(_Operand(self._leaf(token), token.start, token.end))
        elif token.kind in ("open", "field"):
            self._follow(token)
            self.operators.append(_Operator(token.kind, _TIGHTEST if token.kind == "field" else -1, token, 1))
        elif token.kind == "close":
            self._close(token)
        elif token.kind == "suffix":
            self._suffix(token)
        elif token.kind == "not" and self.wants:
            self.operators.append(_Operator("not", self.dialect.levels["not"], token, 1))
            if not self.dialect.unary_not and not self._after("and"):
                self.problems.append(Problem("Q037", token.start, token.end, "warning"))
        else:
            self._binary(token)

    def _after(self, kind: str) -> bool:
        return len(self.operators) > 1 and self.operators[-2].kind == kind

    def _binary(self, token: Token) -> None:
        if self.wants:
            self._missing(token.start, token)
            return
        level = self.dialect.levels[token.kind]
        while self.operators and self.operators[-1].kind != "open" and self.operators[-1].level >= level:
            self._reduce()
        self.operators.append(_Operator(token.kind, level, token))
        self.wants = True

    def _follow(self, token: Token) -> None:
        """Put in the operator that a blank stands for."""
        if self.wants:
            return
        blank = self.dialect.blank
        if blank == "none":
            self.problems.append(
                Problem("Q039", token.start, token.end, edits=((token.start, token.start, "AND "),))
            )
        if blank == "adjacent":
            self._binary(Token("near", token.start, token.start, (None, 0, False)))
        else:
            self._binary(Token("or" if blank == "or" else "and", token.start, token.start))

    def _push(self, operand: _Operand) -> None:
        self.operands.append(operand)
        self.wants = False
        self._complete()

    def _complete(self) -> None:
        while self.operators and self.operators[-1].kind == "field":
            self._reduce()

    def _close(self, token: Token) -> None:
        if not any(entry.kind == "open" for entry in self.operators):
            self.problems.append(Problem("Q001", token.start, token.end, edits=((token.start, token.end, ""),)))
            return
        empty = self.wants
        if empty:
            self._missing(token.start, token)
        while self.operators[-1].kind != "open":
            self._reduce()
        opened = self.operators.pop().token
        if self.operands and self.operands[-1].start >= opened.start:
            inner = self.operands.pop()
            self.operands.append(_Operand(inner.node, opened.start, token.end, is_group=True))
        self.wants = not self.operands
        self._complete()

    def _missing(self, at: int, token: Token | None = None) -> None:
        end = token.end if token else at
        if not self.text.strip():
            self.problems.append(Problem("Q025", 0, len(self.text)))
            return
        dangling = self.operators[-1].token if self.operators else token
        edits: tuple[tuple[int, int, str], ...] = ()
        if dangling is not None and dangling.kind not in ("open", "field", "close"):
            edits = ((dangling.start, dangling.end, ""),)
        self.problems.append(Problem("Q026", at, end, edits=edits))
        if self.operators and self.operators[-1].kind != "open" and (token is None or token.kind == "close"):
            self.operators.pop()
            self.wants = False

    def _suffix(self, token: Token) -> None:
        if not self.operands or self.wants:
            self._missing(token.start, token)
            return
        operand = self.operands.pop()
        node = Binder(self.text, self.dialect, self.problems).bind(token.value, operand.node, token)
        self.operands.append(_Operand(node, operand.start, token.end))

    def _leaf(self, token: Token) -> Node:
        where = {"start": token.start, "end": token.end}
        match token.kind:
            case "term":
                self._has_letters(token, token.value)
                return term(token.value, self.dialect, token.start)
            case "phrase":
                self._has_letters(token, token.value[0])
                raw, slop = token.value
                return phrase(raw, slop, self.dialect, token.start, token.end)
            case "set":
                return SetRef(token.value, **where)
            case "range":
                low, high, low_in, high_in = token.value
                return RawRange(low, high, low_in, high_in, start=token.start, end=token.end)
            case "opaque":
                self.problems.append(Problem("Q032", token.start, token.end, "warning", {"found": token.value}))
        return Opaque(self.text[token.start : token.end], **where)

    def _has_letters(self, token: Token, raw: str) -> None:
        if not any(sign.isalnum() for sign in raw):
            self.problems.append(Problem("Q042", token.start, token.end, fields={"found": raw}))

    def _reduce(self) -> None:
        operator = self.operators.pop()
        if len(self.operands) < operator.arity:
            return
        right = self.operands.pop()
        if operator.arity == 1:
            self.operands.append(self._prefixed(operator, right))
            return
        left = self.operands.pop()
        node = _combined(operator, left, right)
        self.operands.append(_Operand(replace(node, start=left.start, end=right.end), left.start, right.end))

    def _prefixed(self, operator: _Operator, right: _Operand) -> _Operand:
        start = operator.token.start
        if operator.kind == "field":
            mark: FieldMark = operator.token.value
            node = Binder(self.text, self.dialect, self.problems).bind(mark, right.node, operator.token)
            return _Operand(replace(node, start=start, end=right.end), start, right.end)
        return _Operand(Not(right.node, start=start, end=right.end), start, right.end)


def _combined(operator: _Operator, left: _Operand, right: _Operand) -> Node:
    if operator.kind == "near":
        entry, gap, _outside = operator.token.value
        if entry is None:
            return Near(left.node, right.node, gap, ordered=True)
        return Near(left.node, right.node, gap, entry.ordered, entry.exact, entry.unit)
    if operator.kind == "not":
        negated = Not(right.node, start=right.start, end=right.end)
        return And((*_flat(And, left), negated))
    branch: Any = {"and": And, "or": Or, "xor": Xor}[operator.kind]
    return branch((*_flat(branch, left), *_flat(branch, right)))  # type: ignore[no-any-return]


def _flat(branch: type[Node], operand: _Operand) -> tuple[Node, ...]:
    """Return the parts of a chain without brackets of its own; anything else as one part."""
    if isinstance(operand.node, branch) and not operand.is_group:
        return children(operand.node)
    return (operand.node,)
