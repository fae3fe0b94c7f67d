"""Read a claim set: text in, :class:`ClaimSet` out; nothing lost, everything odd said."""

from collections.abc import Sequence

from workbench.risk.claims.anomalies import sentence_anomalies, set_anomalies
from workbench.risk.claims.languages import claim_jurisdiction, claim_language
from workbench.risk.claims.model import Anomaly, ClaimSet, Jurisdiction
from workbench.risk.claims.opening import read_opening
from workbench.risk.claims.pieces import Cut, cut_numbered, cut_text
from workbench.risk.claims.resolving import Resolver
from workbench.risk.claims.signs import plain_signs


def read_claims(text: str, *, id: str = "", jurisdiction: Jurisdiction | None = None) -> ClaimSet:  # noqa: A002
    """Read the claims of one document.

    Parameters
    ----------
    text : str
        The claims as found: on lines or run together, with headings, notices and noise around them. A text
        without claim numbers is one claim, number 1.
    id : str
        Name of the document; a publication number tells the jurisdiction.
    jurisdiction : {"CN", "TW", "US", "EP"}, optional
        Whose practice applies; told from ``id`` and the language where it is not given.

    Returns
    -------
    ClaimSet
        ``result.source() == text``: claims and gaps hold every character.
    """
    plain = plain_signs(text)
    return _read(text, plain, cut_text(text, plain), id, jurisdiction)


def read_numbered_claims(
    claims: Sequence[tuple[int, str]],
    *,
    id: str = "",  # noqa: A002
    jurisdiction: Jurisdiction | None = None,
) -> ClaimSet:
    """Read claims that come apart already, each with its number, as offices give them in XML.

    Parameters
    ----------
    claims : sequence of (int, str)
        Numbers and texts; a text may begin with its number.
    id, jurisdiction
        As for :func:`read_claims`.
    """
    source, cut = cut_numbered(claims)
    return _read(source, plain_signs(source), cut, id, jurisdiction)


def _read(text: str, plain: str, cut: Cut, name: str, jurisdiction: Jurisdiction | None) -> ClaimSet:
    language = claim_language(text)
    practice = jurisdiction or claim_jurisdiction(text, language, name)
    openings = [read_opening(plain[piece.start : piece.end]) for piece in cut.pieces]
    resolver = Resolver(cut.pieces, openings)
    claims, anomalies = [], list(cut.anomalies)
    for piece, opening in zip(cut.pieces, openings, strict=True):
        claim, odd = resolver.resolve(piece, opening, text[piece.start : piece.end])
        claims.append(claim)
        anomalies += odd
    anomalies += sentence_anomalies(
        tuple((p.number, o.plain) for p, o in zip(cut.pieces, openings, strict=True))
    )
    anomalies += set_anomalies(claims, practice, cut.cancelled)
    if not cut.pieces and not cut.cancelled:
        anomalies.append(Anomaly(0, "no_text", ""))
    order = sorted(anomalies, key=lambda a: (a.claim, a.kind))
    return ClaimSet(name, language, practice, tuple(claims), tuple(dict.fromkeys(order)), cut.gaps)
