"""Random corpora and random queries, spelled in the local syntax."""

CODES = {"title": "TI", "abstract": "AB", "claims": "CL", "applicant": "PA"}
HAN = "电池隔膜固态锂硫"
LATIN = ["lithium", "ion", "battery", "lith", "x1", "li", "ION"]
BETWEEN = ["", "", "", " ", " ", "，", "。", ". ", "-", "\n", ", ", "；", "! ", ".", "、", "/", "　", "…"]
WIDE = {0x21 + step: 0xFF01 + step for step in range(94)}


def text(chance, most=14):
    pieces = []
    for _ in range(chance.randint(0, most)):
        pieces.append(
            chance.choice(HAN) * chance.choice([1, 1, 1, 2]) if chance.random() < 0.65 else word(chance)
        )
        pieces.append(chance.choice(BETWEEN))
    return "".join(pieces)


def word(chance):
    found = chance.choice(LATIN)
    found = found.translate(WIDE) if chance.random() < 0.1 else found
    return found.upper() if chance.random() < 0.2 else found


def record(chance):
    return {
        "title": text(chance, 6),
        "abstract": chance.choice([None, text(chance), text(chance, 30)]),
        "claims": [text(chance, 8) for _ in range(chance.randint(0, 3))],
        "applicant": [text(chance, 3) for _ in range(chance.randint(0, 2))],
        "publication_date": chance.choice([None, f"20{chance.randint(10, 20)}-0{chance.randint(1, 9)}-11"]),
        "ipc": chance.sample(
            ["H01M10/0525", "H01M10/00", "H01M4/13", "H01G11/00", "C01B25/45"], chance.randint(0, 3)
        ),
    }


MANY, ONE, OPTIONAL = (0, None), (1, 1), (0, 1)
SIGNS = {MANY: "*", ONE: "?", OPTIONAL: "#"}


def term(chance):
    if chance.random() < 0.6:
        pieces = ["".join(chance.choice(HAN) for _ in range(chance.randint(1, 3)))]
        if chance.random() < 0.25:
            pieces += [wild(chance), chance.choice(HAN)]
        if chance.random() < 0.1:
            pieces.append(wild(chance))
        if chance.random() < 0.1:
            pieces.append(chance.choice(LATIN))
        return tuple(pieces)
    chosen = chance.choice(LATIN)
    shape = chance.randint(0, 5)
    if shape == 0:
        return (chosen[: chance.randint(1, 3)], wild(chance))
    if shape == 1:
        return (wild(chance), chosen[1:])
    if shape == 2:
        return (chosen[:1], wild(chance), chosen[2:]) if len(chosen) > 2 else (chosen,)
    return (chosen,)


def wild(chance):
    return chance.choice([MANY, ONE, OPTIONAL, (0, 2)])


def leaf(chance):
    shape = chance.random()
    if shape < 0.6:
        return ("term", term(chance))
    return ("phrase", [term(chance) for _ in range(chance.randint(1, 3))], chance.choice([0, 0, 0, 1, 2, 4]))


def place(chance, depth=2):
    """Return something that has a place in a text."""
    shape = chance.random()
    if depth and shape < 0.25:
        return near(chance, depth - 1)
    if depth and shape < 0.45:
        return ("or", [place(chance, depth - 1) for _ in range(2)])
    return leaf(chance)


def near(chance, depth):
    unit = chance.choice(["word", "word", "word", "sentence", "paragraph", "field"])
    gap = chance.randint(0, 4) if unit == "word" else chance.choice([0, 0, 1]) if unit != "field" else 0
    exact = unit != "field" and chance.random() < 0.2
    return ("near", place(chance, depth), place(chance, depth), gap, chance.random() < 0.5, exact, unit)


def query(chance, depth=3):
    shape = chance.random()
    if depth and shape < 0.5:
        kind = chance.choice(["and", "and", "or", "or", "xor"])
        return (kind, [query(chance, depth - 1) for _ in range(chance.randint(2, 3))])
    if depth and shape < 0.58:
        return ("not", query(chance, depth - 1))
    if depth and shape < 0.7:
        fields = chance.sample(sorted(CODES), chance.randint(1, 2))
        return ("field", fields, query(chance, depth - 1))
    if shape < 0.75:
        first = chance.randint(2010, 2020)
        return ("date", f"{first}-01-01", f"{first + chance.randint(0, 4)}-12-31")
    if shape < 0.8:
        return chance.choice([
            ("class", "H01M10/0525", None), ("class", "H01M", "H01M"), ("class", "H01M10/00", "H01M10/"),
            ("class", "H01", "H01"),
        ])  # fmt: skip
    return place(chance)


def spelled(node):
    """Write a query in the local syntax, in brackets wherever it is no single thing."""
    kind, *rest = node
    if kind in ("and", "or", "xor"):
        return "(" + f" {kind.upper()} ".join(map(spelled, rest[0])) + ")"
    if kind == "not":
        return f"(NOT {spelled(rest[0])})"
    if kind == "field":
        return ",".join(CODES[name] for name in rest[0]) + f":({spelled(rest[1])})"
    if kind == "date":
        return f"PD:[{rest[0]} TO {rest[1]}]"
    if kind == "class":
        return f"IPC:{rest[0]}" + ("/low" if rest[1] and "/" in rest[0] else "")
    if kind == "term":
        return signs(rest[0])
    if kind == "phrase":
        return '"' + " ".join(map(signs, rest[0])) + '"' + (f"~{rest[1]}" if rest[1] else "")
    _, left, right, gap, ordered, exact, unit = node
    letter = "" if unit == "word" else unit[0]
    number = "" if unit == "field" else str(gap)
    operator = f"{'PRE' if ordered else 'NEAR'}/{'=' if exact else ''}{number}{letter}"
    return f"({spelled(left)} {operator} {spelled(right)})"


def signs(pieces):
    return "".join(
        piece if isinstance(piece, str) else SIGNS.get(piece, f"*{{{piece[1]}}}") for piece in pieces
    )
