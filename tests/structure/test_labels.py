"""Every label has both languages, with the same slots, and every key used in the code is there."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from workbench.labels import LANGUAGES, has_words, slots, topic, topics

MEASURE_WORDS = {"unit"}  # 件, 项, 篇: after a number Chinese needs them, English does not
Entry = tuple[str, Mapping[str, Any]]


def entries(name: str) -> Iterator[Entry]:
    """Yield address and entry of every label of a topic, however deep it lies."""
    yield from _below(name, topic(name))


def _below(address: str, table: Mapping[str, Any]) -> Iterator[Entry]:
    for key, value in table.items():
        if isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values()):
            yield from _below(f"{address}.{key}", value)
        else:
            yield f"{address}.{key}", value


@pytest.mark.parametrize("name", topics())
def test_every_label_is_written_in_both_languages(name):
    faulty = [
        address
        for address, entry in entries(name)
        if not isinstance(entry, Mapping)
        or set(entry) != set(LANGUAGES)
        or not all(isinstance(text, str) and text.strip() for text in entry.values())
    ]
    assert faulty == []


@pytest.mark.parametrize("name", topics())
def test_both_languages_have_the_same_slots(name):
    faulty = [
        f"{address}: zh {sorted(slots(entry['zh']))}, en {sorted(slots(entry['en']))}"
        for address, entry in entries(name)
        if set(slots(entry["zh"])) - MEASURE_WORDS != set(slots(entry["en"])) - MEASURE_WORDS
    ]
    assert faulty == []


@pytest.mark.parametrize("name", topics())
def test_english_has_no_chinese_in_it(name):
    """Names of Chinese things may stand in brackets after their translation."""
    han = re.compile(r"[\u4e00-\u9fff]")
    faulty = [
        f"{address}: {entry['en']}"
        for address, entry in entries(name)
        if han.search(re.sub(r"\([^()]*\)|“[^”]*”|`[^`]*`", "", entry["en"]))
    ]
    assert faulty == []


def test_words_for_likeness_stand_for_words_that_are_there_with_slots_they_have():
    known = {address: entry for name in topics() if name != "likeness" for address, entry in entries(name)}
    faulty = [
        address
        for address, entry in entries("likeness")
        if (own := known.get(address.removeprefix("likeness."))) is None
        or any(set(slots(entry[language])) - set(slots(own[language])) for language in LANGUAGES)
    ]
    assert faulty == []


TOPIC_OF_CALL = {
    "WorkbenchError": "errors",
    "Finding.of": "findings",
    "LeftOut": "warnings",
    "Notice": "warnings",
    "Table": "tables",
    "words": "",
    "has_words": "",
}
TAKES_FIELDS = {"WorkbenchError", "Finding.of", "words"}


def calls(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call that takes a key of the catalogue, with the name it is called by."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in TOPIC_OF_CALL:
            yield name, node


def key_of(call: ast.Call) -> ast.expr | None:
    """Return the expression that gives the key: the first argument, or ``key=`` / ``name=`` / ``reason=``."""
    if call.args:
        return call.args[0]
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    return next((named[name] for name in ("key", "name", "reason") if name in named), None)


def possible_keys(expression: ast.expr | None) -> list[str]:
    """Return the keys that stand there as plain text (both branches of a choice)."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return [expression.value]
    if isinstance(expression, ast.IfExp):
        return possible_keys(expression.body) + possible_keys(expression.orelse)
    return []


def is_known(name: str, key: str) -> bool:
    return has_words(f"{TOPIC_OF_CALL[name]}.{key}".lstrip("."))


def test_every_key_used_in_the_code_is_in_the_catalogue(modules):
    unknown = [
        f"{path}:{call.lineno} {name}({key!r})"
        for path, module in modules.items()
        for name, call in calls(module)
        for key in possible_keys(key_of(call))
        if not is_known(name, key)
    ]
    assert unknown == []


def test_every_computed_address_begins_like_some_label(modules):
    """``words(f"doctor.cure_{key}")`` needs at least one label that begins with ``doctor.cure_``."""
    known = [address for name in topics() for address, _ in entries(name)]
    unknown = [
        f"{path}:{call.lineno} {ast.unparse(expression)}"
        for path, module in modules.items()
        for name, call in calls(module)
        if name in ("words", "has_words") and isinstance(expression := key_of(call), ast.JoinedStr)
        if isinstance(start := expression.values[0], ast.Constant)
        if not any(address.startswith(str(start.value)) for address in known)
    ]
    assert unknown == []


def test_every_slot_of_a_template_is_given_where_it_is_used(modules):
    lacking = [
        f"{path}:{call.lineno} {name}({key!r}) lacks {missing}"
        for path, module in modules.items()
        for name, call in calls(module)
        if name in TAKES_FIELDS and all(keyword.arg for keyword in call.keywords)
        if name != "words" or call.keywords  # without fields the template itself is wanted
        for key in possible_keys(key_of(call))
        if is_known(name, key)
        if (missing := _wanted(name, key) - {keyword.arg for keyword in call.keywords})
    ]
    assert lacking == []


def _wanted(name: str, key: str) -> set[str]:
    address = f"{TOPIC_OF_CALL[name]}.{key}".lstrip(".")
    room, _, rest = address.partition(".")
    return {re.split(r"[.\[]", slot)[0] for slot in slots(topic(room)[rest]["zh"])}
