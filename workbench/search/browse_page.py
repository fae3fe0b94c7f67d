"""A topic database as one offline page: filter, sort, read, save; no request leaves it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import polars as pl

from workbench.files import placed
from workbench.labels import Language, column_words, has_words, value_words, words

COLUMNS: Final = (
    "publication_number", "title", "applicant", "filing_date", "publication_date", "legal_status", "validity",
    "branch", "tag", "change",
)  # fmt: skip
FACETS: Final = ("branch", "filing_year", "validity", "tag", "change")
_SEARCHED: Final = ("publication_number", "title", "applicant", "abstract")
_KINDS: Final = {"publication_number": "number", "filing_date": "day", "publication_date": "day"}
_CODED: Final = ("legal_status", "validity", "change")


def write_browse_page(
    path: Path,
    records: pl.DataFrame,
    *,
    title: str,
    facts: Sequence[str],
    language: Language,
    is_sample: bool = False,
) -> Path:
    """Write the page, whole or not at all.

    Parameters
    ----------
    path : Path
        The html.
    records : DataFrame, one row per document
        Any of ``COLUMNS``, ``filing_year``, ``abstract`` and ``vendor_url``; ``branch`` and ``tag`` are lists.
    title : str
        Name of the database.
    facts : sequence of str
        Version, cut-off, query: what stands under the title.
    language : {"zh", "en"}
        Of headings and coded values.
    is_sample : bool, optional
        Print that the data are invented.

    Raises
    ------
    WorkbenchError
        If the file cannot be written.
    """
    from jinja2 import Environment

    text = Environment(autoescape=True).from_string(_file("browse.html"))
    page = text.render(**_content(records, title, facts, language), banner=_banner(is_sample, language))
    with placed(path) as partial:
        partial.write_text(page, encoding="utf-8")
    return path


def _content(records: pl.DataFrame, title: str, facts: Sequence[str], language: Language) -> Mapping[str, Any]:
    columns = [name for name in COLUMNS if name in records.columns]
    names = [*columns, *(n for n in ("filing_year", "abstract", "vendor_url") if n in records.columns)]
    told = {
        "names": names,
        "columns": columns,
        "headings": {name: _heading(name, language) for name in columns},
        "searched": [name for name in _SEARCHED if name in names],
        "kinds": _KINDS,
        "language": language,
        "none": words("search.page_none", language),
        "count": words("search.page_count", language),
        "file": f"{title}.csv",
    }
    rows = [
        [_shown(name, value, language) for name, value in zip(names, row, strict=True)]
        for row in records.select(names).iter_rows()
    ]
    buttons = ("placeholder", "all", "clear", "save", "before", "after", "no_script")
    return {
        "language": language,
        "title": title,
        "facts": facts,
        "facets": [
            {"column": name, "heading": _heading(name, language)} for name in FACETS if name in records.columns
        ],
        "columns": [{"name": name, "heading": _heading(name, language)} for name in columns],
        "words": {name: words(f"search.page_{name}", language) for name in buttons},
        "records": _json(rows),
        "told": _json(told),
        "style": _raw(_file("browse.css")),
        "script": _raw(_file("browse.js")),
    }


def _shown(name: str, value: Any, language: Language) -> Any:
    if isinstance(value, list):
        return value or [""]
    if isinstance(value, date):
        return value.isoformat()
    return value_words(name, value, language) if name in _CODED else value


def _heading(name: str, language: Language) -> str:
    own = f"search.column_{name}"
    return words(own, language) if has_words(own) else column_words(name, language)


def _banner(is_sample: bool, language: Language) -> str:
    return words("report.sample_banner", language) if is_sample else ""


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _json(value: Any) -> Any:
    """Return JSON that no tag can break out of."""
    return _raw(json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def _raw(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own files, and JSON with its brackets escaped
