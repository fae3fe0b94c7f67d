"""Commands on claims: what a claim set says, and how broad it is."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.speaking import print_json, say, spoken_language
from workbench.labels import Language, value_words, words

if TYPE_CHECKING:
    from workbench.risk.claims import Claim, ClaimSet

_SHOWN = 60


def _help(key: str) -> str:
    return words(f"claims.help_{key}", spoken_language())


File = Annotated[Path, typer.Argument(help=_help("file"))]
Column = Annotated[str | None, typer.Option("--column", help=_help("column"))]
AsJson = Annotated[bool, typer.Option("--json", help=_help("json"))]


def register(group: typer.Typer) -> None:
    """Add the commands of this file to ``workbench risk``."""
    group.command("claims", help=_help("claims"))(claims)
    group.command("breadth", help=_help("breadth"))(breadth)


def claims(file: File, column: Column = None, as_json: AsJson = False) -> None:
    """Read the claims of a file."""
    from workbench.risk.claims.documents import claim_documents

    sets = [document.read() for document in claim_documents(file, column)]
    if as_json:
        print_json([claim_set_document(found) for found in sets])
        return
    for found in sets:
        _tell(found)


def breadth(file: File, column: Column = None, as_json: AsJson = False) -> None:
    """Measure how broad the claims of a file are."""
    from workbench.risk.claims.breadth import breadth_table
    from workbench.risk.claims.documents import claim_documents

    rows = breadth_table(claim_documents(file, column))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(_breadth_line(row))


def _breadth_line(row: Mapping[str, Any]) -> str:
    cell, percentile = row["cell"], row["first_claim_words_percentile"]
    return words(
        "claims.breadth_line",
        spoken_language(),
        id=row["id"],
        first=_length(row, "first_claim"),
        shortest=_length(row, "shortest_independent"),
        count=row["independent_claim_count"],
        by_reference=row["independent_by_reference_count"],
        percentile="–" if percentile is None else f"{percentile:.0%}",
        peers=words("claims.no_cell", spoken_language()) if cell is None else f"n = {cell['n']}",
    )


def _length(row: Mapping[str, Any], which: str) -> str:
    """Return how long a claim is: Chinese in characters and words, else in words."""
    count, characters = row[f"{which}_words"], row[f"{which}_characters"]
    if count is None:
        return "–"
    if characters is None:
        return words("claims.breadth_words", spoken_language(), words=count)
    return words("claims.breadth_characters", spoken_language(), words=count, characters=characters)


def claim_set_document(found: "ClaimSet") -> dict[str, Any]:
    """Return a claim set as others read it."""
    return {
        "id": found.id,
        "language": found.language,
        "jurisdiction": found.jurisdiction,
        "claims": [_claim(claim) for claim in found.claims],
        "anomalies": [{"claim": a.claim, "kind": a.kind, "detail": a.detail} for a in found.anomalies],
    }


def _claim(claim: "Claim") -> dict[str, Any]:
    return {
        "number": claim.number,
        "type": claim.type,
        "parents": list(claim.parents),
        "category": claim.category,
        "subject": claim.subject,
        "preamble": claim.preamble,
        "transition": claim.transition,
        "features": len(claim.features),
        "text": claim.text,
    }


def _tell(found: "ClaimSet") -> None:
    language = spoken_language()
    kinds = Counter(claim.type for claim in found.claims)
    told = ", ".join(f"{words(f'claims.type_{kind}', language)} {count}" for kind, count in kinds.items())
    say(f"{found.id}  {told}")
    for claim in found.claims:
        say(_claim_line(claim, language))
        say(f"     {_start(claim.text)}")
    for odd in found.anomalies:
        say(f"  ! {odd.claim}: {words(f'claims.anomaly_{odd.kind}', language)} {odd.detail}")


def _claim_line(claim: "Claim", language: Language) -> str:
    none = words("claims.none", language)
    transition = value_words("transition", claim.transition, language)
    return words(
        "claims.claim_line",
        language,
        number=claim.number,
        type=words(f"claims.type_{claim.type}", language),
        parents=f" ← {', '.join(map(str, claim.parents))}" if claim.parents else "",
        category=words(f"claims.category_{claim.category}", language),
        transition=f"{claim.transition_text} ({transition})" if claim.transition else none,
        features=len(claim.features),
        subject=claim.subject or none,
    )


def _start(text: str) -> str:
    """Return the beginning of a text on one line, saying so where it goes on."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
