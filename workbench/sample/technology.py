"""The invented industry 智能巡检机器人 (inspection robots): six branches, their words and their classes."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final


@dataclass(frozen=True)
class Branch:
    """A branch of technology: names, IPC symbols that go together, objects and means it speaks of."""

    key: str
    zh: str
    en: str
    ipc: tuple[str, ...]
    cpc: tuple[str, ...]
    nic: str
    sei: str
    objects: tuple[str, ...]
    objects_en: tuple[str, ...]
    means: tuple[str, ...]


def _read() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "technology.toml").read_text(encoding="utf-8"))


def _branch(entry: dict[str, Any]) -> Branch:
    words: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return Branch(**words)


_WORDS: Final = _read()
BRANCHES: Final = tuple(_branch(entry) for entry in _WORDS["branches"])
SCENES: Final[tuple[str, ...]] = tuple(_WORDS["scenes"])
SCENES_EN: Final[tuple[str, ...]] = tuple(_WORDS["scenes_en"])
FORMS: Final[tuple[str, ...]] = tuple(_WORDS["forms"])
FORMS_EN: Final[tuple[str, ...]] = tuple(_WORDS["forms_en"])
EFFECTS: Final[tuple[str, ...]] = tuple(_WORDS["effects"])
PROBLEMS: Final[tuple[str, ...]] = tuple(_WORDS["problems"])
PARTS: Final[tuple[str, ...]] = tuple(_WORDS["parts"])
LOCARNO: Final[tuple[str, ...]] = tuple(_WORDS["locarno"])
GAPS: Final = ((0, 1), (2, 3), (5, 5))
"""Pairs of branch and effect that never occur: gaps planted in the technology–effect matrix."""
