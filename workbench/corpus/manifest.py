"""What a corpus says of itself: its sources, dates, counts and decisions, in ``manifest.json``."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from workbench.corpus.schema import SCHEMA_VERSION


class SourceFile(BaseModel):
    """One file that was read, or one sheet or member of it."""

    file: str
    sha256: str
    source: str
    sheet: str | None = None
    rows_read: int
    kept: int
    duplicates: int
    rejects: int
    columns: dict[str, str | None] = Field(default_factory=dict)


class Notice(BaseModel):
    """Something the user should know: key of ``labels/warnings.toml`` and its fields."""

    key: str
    fields: dict[str, Any] = Field(default_factory=dict)


class Manifest(BaseModel):
    """What travels with every table made from the corpus; ``None`` prints as 未提供 (not given)."""

    schema_version: int = SCHEMA_VERSION
    workbench_version: str = ""
    sources: list[SourceFile] = Field(default_factory=list)
    database: str | None = None
    query: str | None = None
    search_date: date | None = None
    status_date: date | None = None
    cut_off: date | None = None
    cut_off_is_inferred: bool = False
    is_sample: bool = False
    is_prepared: bool = False
    counts: dict[str, int] = Field(default_factory=dict)
    notices: list[Notice] = Field(default_factory=list)
    decisions: list[str] = Field(default_factory=list)
    rules: dict[str, str] = Field(default_factory=dict)

    def source_names(self) -> tuple[str, ...]:
        """Return the names of the formats read, each once, in order."""
        return tuple(dict.fromkeys(source.source for source in self.sources))
