"""The data-quality certificate: what is there, how good it is, and what follows for each analysis."""

from typing import Any, Final

import polars as pl
from pydantic import BaseModel, computed_field

from workbench.corpus import Corpus
from workbench.corpus.corpus import conform
from workbench.labels import Language, words
from workbench.preparation.completeness import filled_counts

CORE: Final = ("title", "publication_date", "filing_date", "applicant", "ipc", "patent_type")
"""Without these hardly any analysis stands."""

FURTHER: Final = ("family", "validity", "region", "cited", "inventor", "abstract")
"""Each opens a further group of analyses."""

GOOD_SHARE: Final = 0.8
"""From this share on a field carries its analyses without a warning."""

_TOLERATED_FAULTS: Final = 0.02


class FieldFill(BaseModel):
    """How many records or applications have a field."""

    filled: int
    total: int

    @computed_field  # type: ignore[prop-decorator]
    @property
    def filled_share(self) -> float:
        """Filled over total, 0–1; 0 for an empty corpus."""
        return round(self.filled / self.total, 4) if self.total else 0.0


class Consequence(BaseModel):
    """What follows for the analyses: a key of ``labels/audit.toml`` and its fields."""

    key: str
    fields: dict[str, Any] = {}

    def text(self, language: Language) -> str:
        """Return the sentence."""
        told = dict(self.fields)
        if "field" in told:
            told["effect"] = words(f"audit.effect_{told['field']}", language)
            told["field"] = words(f"audit.field_{told['field']}", language)
        return words(f"audit.{self.key}", language, **told)


class Audit(BaseModel):
    """The certificate of one corpus.

    Attributes
    ----------
    records : dict
        ``publications``, ``applications``, ``families``.
    fields : dict
        Field → how far it is filled.
    grade : str
        A to E, by the rule of :func:`grade_of`.
    consequences : list
        In order of weight.
    faults : dict
        ``rejects``, ``duplicates``, ``conflicts``, ``numbers`` (application numbers that cannot be right) and
        ``unresolved_families``.
    """

    records: dict[str, int]
    fields: dict[str, FieldFill]
    grade: str
    consequences: list[Consequence]
    faults: dict[str, int]

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the certificate as plain values, its consequences as sentences."""
        return {
            "records": self.records,
            "fields": {name: {"filled_share": fill.filled_share} for name, fill in self.fields.items()},
            "grade": self.grade,
            "consequences": [consequence.text(language) for consequence in self.consequences],
            "faults": self.faults,
        }

    def to_text(self, language: Language) -> str:
        """Return the certificate as lines of text."""
        filled = (
            words(
                "audit.line",
                language,
                name=words(f"audit.field_{name}", language),
                share=f"{fill.filled_share:.1%}",
            )
            for name, fill in self.fields.items()
        )
        lines = [
            words("audit.records", language, **self.records),
            words("audit.grade", language, grade=self.grade),
            words("audit.grade_rule", language),
            words("audit.faults", language, **self.faults),
            words("audit.fields", language),
            *filled,
            words("audit.consequences" if self.consequences else "audit.no_consequences", language),
            *(words("audit.item", language, text=entry.text(language)) for entry in self.consequences),
        ]
        return "\n".join(lines)


def audit(corpus: Corpus) -> Audit:
    """Examine a corpus, raw or prepared."""
    counted = filled_counts(corpus)
    fields = {name: FieldFill(filled=filled, total=total) for name, filled, total in counted.iter_rows()}
    records = _records(corpus)
    faults = _faults(corpus, fields)
    return Audit(
        records=records,
        fields=fields,
        grade=grade_of(fields, _fault_share(corpus, faults, records)),
        consequences=[*_of_fields(fields), *_of_faults(faults), *_of_dates(corpus, fields)],
        faults=faults,
    )


def grade_of(fields: dict[str, FieldFill], fault_share: float = 0.0) -> str:
    """Return the grade of a corpus.

    A: every core field at least 98 % filled, all six further ones at least 80 %. B: core fields at least
    95 %, three further ones at least 80 %. C: core fields at least 80 %. D: at least 50 %. E: below. One
    grade is lost where more than 2 % of the rows were rejected or of the application numbers are wrong.
    """
    core = min(fields[name].filled_share for name in CORE)
    further = sum(fields[name].filled_share >= GOOD_SHARE for name in FURTHER)
    if core >= 0.98 and further == len(FURTHER):
        place = 0
    elif core >= 0.95 and further >= 3:
        place = 1
    else:
        place = 2 if core >= 0.8 else 3 if core >= 0.5 else 4
    return "ABCDE"[min(place + (fault_share > _TOLERATED_FAULTS), 4)]


def _records(corpus: Corpus) -> dict[str, int]:
    families = conform(corpus.polars("families"), "families").filter(
        pl.col("family").is_not_null(), pl.col("scheme") != "inpadoc"
    )
    stated = families.filter(pl.col("scheme") != "derived").select("application").unique()
    derived = families.filter(pl.col("scheme") == "derived").join(stated, on="application", how="anti")
    chosen = pl.concat([families.filter(pl.col("scheme") != "derived"), derived])
    numbers = {
        "publications": corpus.polars("publications"),
        "applications": corpus.polars("applications"),
        "families": chosen.select("scheme", "family").unique(),
    }
    return {name: _rows(frame) for name, frame in numbers.items()}


def _rows(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect(engine="streaming").item())


def _faults(corpus: Corpus, fields: dict[str, FieldFill]) -> dict[str, int]:
    wrong = pl.col("number_check").is_in(["wrong_check_digit", "malformed", "ruined_by_spreadsheet"])
    return {
        "rejects": _rows(corpus.polars("rejects")),
        "duplicates": _rows(corpus.polars("sources").filter(pl.col("outcome") != "kept")),
        "conflicts": _rows(corpus.polars("conflicts")),
        "numbers": _rows(corpus.polars("applications").filter(wrong)),
        "unresolved_families": fields["family"].total - fields["family"].filled,
    }


def _fault_share(corpus: Corpus, faults: dict[str, int], records: dict[str, int]) -> float:
    read = _rows(corpus.polars("sources")) + faults["rejects"]
    return max(faults["rejects"] / max(read, 1), faults["numbers"] / max(records["applications"], 1))


_MATTERS: Final = (
    "filing_date", "publication_date", "applicant", "ipc", "patent_type", "title", "abstract", "family",
    "priority", "validity", "expiry_date", "owner", "inventor", "party_type", "region", "district",
    "technology_field", "industry", "cited", "claims", "events", "grant_date",
)  # fmt: skip
"""Fields whose lack changes an analysis, in the order told."""

_SPARSE_BY_NATURE: Final = (
    "priority",
    "grant_date",
    "events",
    "district",
    "industry",
    "cited",
    "claims",
    "expiry_date",
)
"""Not every patent has these: only their total absence is a lack."""


def _of_fields(fields: dict[str, FieldFill]) -> list[Consequence]:
    found = []
    for name in _MATTERS:
        fill = fields[name]
        if not fill.filled:
            found.append(Consequence(key="missing", fields={"field": name}))
        elif fill.filled_share < GOOD_SHARE and name not in _SPARSE_BY_NATURE:
            found.append(
                Consequence(key="partial", fields={"field": name, "share": f"{fill.filled_share:.1%}"})
            )
    return found


def _of_faults(faults: dict[str, int]) -> list[Consequence]:
    return [
        Consequence(key=f"fault_{name}", fields={"count": faults[name]})
        for name in ("rejects", "conflicts", "numbers")
        if faults[name]
    ]


def _of_dates(corpus: Corpus, fields: dict[str, FieldFill]) -> list[Consequence]:
    manifest = corpus.manifest
    found = []
    if manifest.cut_off is None:
        found.append(Consequence(key="no_cut_off"))
    elif manifest.cut_off_is_inferred:
        found.append(Consequence(key="inferred_cut_off", fields={"date": manifest.cut_off.isoformat()}))
    if fields["legal_status"].filled and not fields["status_as_of"].filled:
        found.append(Consequence(key="no_status_date"))
    return found
