"""Errors and notices in the reader's language."""

from collections.abc import Mapping
from typing import Any, cast

from workbench.errors import WorkbenchError
from workbench.labels import Language, has_words, words


def error_text(error: WorkbenchError, language: Language) -> str:
    """Return what went wrong, where, what was found and the cure.

    A field ``said`` fills slots with other words of the catalogue: slot → (address, fields).
    """
    if error.key == "several_faults":
        return "\n".join(_told_text(told, language) for told in error.fields["faults"])  # type: ignore[attr-defined]
    said = cast("Mapping[str, Any]", error.fields.get("said", {}))
    spoken = {slot: words(address, language, **fields) for slot, (address, fields) in said.items()}
    return words(f"errors.{error.key}", language, **{**error.fields, **spoken})


def _told_text(told: Mapping[str, Any], language: Language) -> str:
    return error_text(WorkbenchError(told["key"], **told["fields"]), language)


def notice_text(key: str, fields: Mapping[str, object], language: Language) -> str:
    """Return a notice of ``labels/warnings.toml`` with its fields filled."""
    return words(f"warnings.{key}", language, **fields) if has_words(f"warnings.{key}") else key
