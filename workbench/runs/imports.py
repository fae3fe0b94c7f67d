"""Imports of a run that are worth hurrying."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_GRAMMAR: Final = "rfc3987_syntax"


@contextmanager
def without_uri_grammar() -> Iterator[None]:
    """Let nbformat and its jsonschema be imported without the grammar of URIs.

    Compiling it takes a second, twice a run, and notebooks name no URIs to check; jsonschema does without it
    where it is not installed, so it is told that it is not.
    """
    modules: dict[str, Any] = sys.modules
    is_hidden = _GRAMMAR not in modules
    if is_hidden:
        modules[_GRAMMAR] = None
    try:
        yield
    finally:
        if is_hidden:
            del modules[_GRAMMAR]
