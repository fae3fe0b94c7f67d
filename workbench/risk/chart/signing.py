"""Digests: the claim text that nobody may change, and what a person signed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from workbench.risk.chart.model import Chart, ChartClaim, SignOff

_DIGITS = 16


def text_digest(text: str) -> str:
    """Return the digest of one cell's claim text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def set_digest(claim_set: str, claims: Sequence[ChartClaim], cells: Sequence[tuple[str, str, str]]) -> str:
    """Return the digest of all that is locked: structure of the claims; number, kind, text of the cells."""
    told = [claim_set, [[c.number, c.type, c.references, c.transition] for c in claims], list(cells)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[: _DIGITS * 2]


def chart_digest(chart: Chart) -> str:
    """Return the digest of everything a person signs."""
    told = asdict(replace(chart, sign_off=SignOff()))
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[
        : _DIGITS * 2
    ]


def is_void(chart: Chart) -> bool:
    """Tell whether the digest beside the signature is not that of the chart: made up, or changed since."""
    return chart.sign_off.digest not in ("", chart_digest(chart))


def is_signed(chart: Chart) -> bool:
    """Tell whether somebody signed, and nothing changed since.

    Only the digest that ``risk chart verdict`` prints binds a signature to what was signed: it is stale as soon
    as anything changes.
    """
    return _is_named(chart) and chart.sign_off.digest == chart_digest(chart)


def is_unbound(chart: Chart) -> bool:
    """Tell whether somebody gave name and date, but no digest: it is not known what they signed."""
    return _is_named(chart) and not chart.sign_off.digest


def _is_named(chart: Chart) -> bool:
    return bool(chart.sign_off.name and chart.sign_off.date)
