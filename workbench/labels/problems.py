"""Errors and notices in the reader's language."""

from collections.abc import Mapping
from typing import Any

from workbench.errors import WorkbenchError
from workbench.labels import Language, has_words, words


def error_text(error: WorkbenchError, language: Language) -> str:
    """Return what went wrong, where, what was found and the cure.

    A field ``{"label": address, "fields": {…}}`` stands for other words of the catalogue.
    """
    if error.key == "several_faults":
        return "\n".join(_told_text(told, language) for told in error.fields["faults"])  # type: ignore[attr-defined]
    spoken = {slot: _spoken(value, language) for slot, value in error.fields.items()}
    return words(f"errors.{error.key}", language, **spoken)


def _spoken(value: object, language: Language) -> object:
    if isinstance(value, Mapping) and set(value) == {"label", "fields"}:
        return words(str(value["label"]), language, **value["fields"])
    return value


def _told_text(told: Mapping[str, Any], language: Language) -> str:
    return error_text(WorkbenchError(told["key"], **told["fields"]), language)


def notice_text(key: str, fields: Mapping[str, object], language: Language) -> str:
    """Return a notice of ``labels/warnings.toml`` with its fields filled."""
    return words(f"warnings.{key}", language, **fields) if has_words(f"warnings.{key}") else key
