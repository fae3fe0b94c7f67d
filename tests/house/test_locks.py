"""The locks agree with pyproject.toml, carry a hash on every entry, and name no place to fetch from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"


def lines_of(lock: str) -> list[str]:
    """Return the logical lines: a requirement together with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def locked_in(lock: str) -> dict[str, list[Requirement]]:
    """Return name → its pinned requirements (more than one where Pythons differ)."""
    found: dict[str, list[Requirement]] = {}
    for line in lines_of(lock):
        requirement = Requirement(re.sub(r"\s+--hash=\S+", "", line))
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def version_of(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "=="
    return pin.version


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (RUNTIME, PROJECT["dependencies"]),
        (DEVELOPMENT, [*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["spark"]]),
    ],
)
def test_every_direct_dependency_is_locked_at_a_version_that_pyproject_allows(lock, wanted):
    locked = locked_in(lock)
    for text in wanted:
        direct = Requirement(text)
        pins = locked.get(canonicalize_name(direct.name), [])
        assert pins, f"{direct.name} is not in {lock}: make lock"
        assert all(version_of(pin) in direct.specifier for pin in pins), f"{text} in {lock}: make lock"


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_every_entry_has_a_hash(lock):
    bare = [line for line in lines_of(lock) if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", line)]
    assert bare == []


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_no_line_says_where_to_fetch_from(lock):
    placed = [line for line in lines_of(lock) if line.startswith("-") or "://" in line or " @ " in line]
    assert placed == []


def test_development_and_runtime_pin_the_same_versions():
    development = locked_in(DEVELOPMENT)
    for name, pins in locked_in(RUNTIME).items():
        assert {version_of(pin) for pin in pins} == {version_of(pin) for pin in development.get(name, [])}, name
