"""Places, offices, fields and class titles are called in labels what the reference data call them."""

import pytest

from workbench.labels import LANGUAGES, value_words
from workbench.reference.classes import ipc_titles
from workbench.reference.fields import wipo_fields
from workbench.reference.regions import countries, districts, provinces


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_those_of_the_reference(language):
    known = {
        "province": (provinces(), "code", f"name_{language}"),
        "district": (districts(), "code", f"name_{language}"),
        "office": (countries(), "code", f"name_{language}"),
        "origin": (countries(), "code", f"name_{language}"),
        "technology_field": (wipo_fields(), "field", f"name_{language}"),
        "ipc_title": (
            ipc_titles().filter(ipc_titles()["symbol"].str.len_chars() >= 3),
            "symbol",
            f"title_{language}",
        ),
    }
    wrong = [
        (column, key, told)
        for column, (frame, code, name) in known.items()
        for key, told in frame.select(code, name).rows()
        if value_words(column, key, language) != told
    ]
    assert wrong == []
