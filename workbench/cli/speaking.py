"""What commands say: words to stderr, one JSON document to stdout."""

import json
import os
import sys
from typing import Any

from workbench.labels import Language, words


def spoken_language() -> Language:
    """Return the language of messages and help: ``WORKBENCH_LANGUAGE``, Chinese unless it says ``en``."""
    return "en" if os.environ.get("WORKBENCH_LANGUAGE", "zh").lower().startswith("en") else "zh"


def help_text(key: str) -> str:
    """Return a help text of ``labels/cli.toml``."""
    return words(f"cli.{key}", spoken_language())


def say(text: str) -> None:
    """Print a message for the person, on stderr."""
    print(text, file=sys.stderr, flush=True)


def say_key(key: str, **fields: object) -> None:
    """Print a message of ``labels/cli.toml`` on stderr."""
    say(words(f"cli.{key}", spoken_language(), **fields))


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))
