"""A brute-force scanner of its own: reads texts character by character, tries every place, knows no index.

It shares nothing with the package; its rules are those of docs/queries.md, written down a second time.
Queries are plain tuples, which it can also spell in the local syntax.
"""

import itertools
import re
from dataclasses import dataclass, replace

HAN = "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x3000: 0x20}
WORD = re.compile(f"(?![\u30fb\u30a0])[{HAN}]|(?:(?![{HAN}])[^\\W_])+")
BREAK = set('，、；：，,;:()[]{}<>《》〈〉【】〔〕「」『』“”‘’"…。！？!?')


@dataclass(frozen=True)
class Word:
    text: str
    line: int
    sentence: int
    glued: bool  # joined to the word before


def half_width(text):
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(HALF_WIDTH))


def words(text, by_lines, line=0):
    """Return the words of one text; sentences are numbered from 0 within a line."""
    found = []
    for place, piece in enumerate(text.split("\n") if by_lines else [text.replace("\n", " ")]):
        half = half_width(piece)
        end, sentence = None, 0
        for hit in WORD.finditer(half):
            between = half[end : hit.start()] if end is not None else ""
            stop = any(c in "。！？!?" for c in between) or dot_ends(between, piece, hit.start())
            sentence += 1 if end is not None and stop else 0
            glued = end is not None and not stop and not any(c in BREAK for c in between)
            found.append(Word(hit.group(), line + place, sentence, glued))
            end = hit.end()
    return found, line + text.count("\n") + 1


def dot_ends(between, piece, start):
    """A dot ends a sentence before a blank or another mark and then a capital or a Han character."""
    first = piece.translate(HALF_WIDTH)[start]
    return bool(re.search(r"\.(?=.)", between, re.DOTALL)) and (
        first.isupper() or bool(re.match(f"[{HAN}]", first))
    )


def field_words(record, field):
    """Return the words of a field: one text, or several texts that are paragraphs."""
    value = record.get(field)
    texts = value if isinstance(value, list) else [value]
    found, line = [], 0
    for text in texts:
        if text:
            more, line = words(text, field in ("title", "abstract"), line)
            found += more
    numbers = {line: place for place, line in enumerate(dict.fromkeys(w.line for w in found))}
    return [replace(w, line=numbers[w.line]) for w in found]


def units(term):
    """Return what a term asks for: ("word", regex) and ("gap", least, most)."""
    signs = []
    for piece in term:
        signs += [piece] if isinstance(piece, tuple) else list(half_width(piece))
    found, at = [], 0
    while at < len(signs):
        run = at
        while run < len(signs) and (isinstance(signs[run], tuple) or is_letter(signs[run])):
            run += 1
        stretch = signs[at:run]
        if any(isinstance(s, str) for s in stretch):
            found.append(
                (
                    "word",
                    "".join(
                        rf"[^\W_]{{{s[0]},{'' if s[1] is None else s[1]}}}" if isinstance(s, tuple) else s
                        for s in stretch
                    ),
                )
            )
        elif stretch:
            tops = [s[1] for s in stretch]
            found.append(("gap", sum(s[0] for s in stretch), None if None in tops else sum(tops)))
        if run < len(signs) and re.match(f"[{HAN}]", signs[run]):
            found.append(("word", signs[run]))
        at = run + 1
    edges = [place for place, unit in enumerate(found) if unit[0] == "word"]
    for place, unit in enumerate(found):
        if unit[0] == "gap" and (not edges or place < edges[0] or place > edges[-1]):
            found[place] = ("gap", unit[1], unit[1])
    return found


def is_letter(sign):
    return isinstance(sign, str) and sign.isalnum() and not re.match(f"[{HAN}]", sign)


def matches(stream, asked, start, first=True):
    """Yield every last place at which the units, taken in order from ``start``, can end."""
    if not asked:
        yield start - 1
        return
    kind, *rest = asked[0]
    if kind == "word":
        if start < len(stream) and (first or stream[start].glued) and re.fullmatch(rest[0], stream[start].text):
            yield from matches(stream, asked[1:], start + 1, False)
        return
    least, most = rest
    for size in range(least, len(stream) - start + 1 if most is None else most + 1):
        taken = range(start, start + size)
        if taken and taken[-1] >= len(stream):
            return
        if all(stream[p].glued or (first and p == start) for p in taken):
            yield from matches(stream, asked[1:], start + size, first and not size)


def spans(stream, node):
    """Return the set of (first, last) places of a node."""
    kind, *rest = node
    if kind == "term":
        return span_set(stream, units(rest[0]))
    if kind == "phrase":
        terms, slop = rest
        return loose(stream, terms, slop) if slop else span_set(stream, [u for t in terms for u in units(t)])
    if kind == "or":
        return set().union(*(spans(stream, part) for part in rest[0]))
    _, left, right, gap, ordered, exact, unit = node
    return {
        (min(a[0], b[0]), max(a[1], b[1]))
        for a in spans(stream, left)
        for b in spans(stream, right)
        if is_near(stream, a, b, gap, exact, unit) or (not ordered and is_near(stream, b, a, gap, exact, unit))
    }


def span_set(stream, asked):
    if not any(unit[0] == "word" for unit in asked):
        return set()
    return {
        (start, end) for start in range(len(stream)) for end in matches(stream, asked, start) if end >= start
    }


def loose(stream, terms, slop):
    each, before, shifts = [spans(stream, ("term", term)) for term in terms], 0, []
    for term in terms:
        shifts.append(before)
        before += sum(unit[0] == "word" for unit in units(term))
    found = set()
    for choice in itertools.product(*each):
        moved = [span[0] - shift for span, shift in zip(choice, shifts, strict=True)]
        starts = [span[0] for span in choice]
        same = len({stream[s].line for s in starts}) == 1
        if same and max(moved) - min(moved) <= slop and len(set(starts)) == len(starts):
            found.add((min(starts), max(span[1] for span in choice)))
    return found


def is_near(stream, first, second, gap, exact, unit):
    if second[0] <= first[1]:
        return False
    one, other = stream[first[1]], stream[second[0]]
    if unit == "word":
        distance = second[0] - first[1] - 1
    elif unit == "sentence":
        distance = other.sentence - one.sentence
    else:
        distance = other.line - one.line if unit == "paragraph" else 0
    if unit in ("word", "sentence") and one.line != other.line:
        return False
    return distance == gap if exact else distance <= gap


def finds(record, node, fields=("title", "abstract", "claims")):
    """Tell whether a record meets a query."""
    kind, *rest = node
    if kind == "and":
        return all(finds(record, part, fields) for part in rest[0])
    if kind == "or":
        return any(finds(record, part, fields) for part in rest[0])
    if kind == "xor":
        return sum(finds(record, part, fields) for part in rest[0]) % 2 == 1
    if kind == "not":
        return not finds(record, rest[0], fields)
    if kind == "field":
        return finds(record, rest[1], rest[0])
    if kind == "date":
        day = record.get("publication_date")
        return day is not None and rest[0] <= day <= rest[1]
    if kind == "class":
        symbol, below = rest
        return any(s == symbol or (below and s.startswith(below)) for s in record["ipc"])
    return any(spans(field_words(record, field), node) for field in fields)
