"""The features of a claim: where its body comes apart, with offsets that prove nothing is lost."""

import itertools
import re

from workbench.risk.claims.model import Feature

_STOPS = re.compile(r"[；;]")


def claim_features(text: str, plain: str, start: int) -> tuple[Feature, ...]:
    """Return the features of a claim from ``start`` on, trimmed of blanks and closing signs."""
    edges = [start, *(found.end() for found in _STOPS.finditer(plain, start)), len(text)]
    features = []
    for begin, end in itertools.pairwise(edges):
        piece = text[begin:end]
        kept = piece.strip(" \n\t\r，,；;。.：:")
        if kept:
            at = begin + piece.index(kept)
            features.append(Feature(at, at + len(kept), kept))
    return tuple(features)
