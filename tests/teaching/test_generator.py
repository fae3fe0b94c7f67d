"""Exercise corpora are invented, labelled, the same for the same seed."""

import re

import pytest

from workbench.labels import has_words
from workbench.sample.names import FICTION_MARKS
from workbench.teaching.generator import labelled_corpus
from workbench.teaching.recipes import ORDER, exercise


@pytest.mark.parametrize("name", ORDER)
def test_a_corpus_holds_what_its_recipe_says(name):
    told = exercise(name)
    made = labelled_corpus(told, seed=5)
    counts = dict(made.labels.group_by("group").len().iter_rows())
    assert counts == {group.key: group.count for group in told.groups}
    assert len(made.gold) == sum(group.count for group in told.groups if group.is_relevant)
    assert made.corpus.manifest.is_sample


@pytest.mark.parametrize("name", ORDER)
def test_every_word_of_an_exercise_is_in_the_catalogue(name):
    told = exercise(name)
    keys = ["title", "task", "lesson", *(group.key for group in told.groups)]
    assert [key for key in keys if not has_words(f"teaching.{name}_{key}")] == []


def test_the_same_seed_makes_the_same_documents():
    told = exercise("fields")
    first, again, other = (labelled_corpus(told, seed=seed) for seed in (1, 1, 2))
    assert first.labels.equals(again.labels)
    assert first.corpus.polars("publications").collect().equals(again.corpus.polars("publications").collect())
    assert not first.labels.equals(other.labels)


def test_firms_carry_a_mark_of_fiction():
    parties = labelled_corpus(exercise("classes"), seed=1).corpus.polars("parties").collect()
    assert all(any(mark in name for mark in FICTION_MARKS) for name in parties["name"])


def test_numbers_are_not_given_twice():
    numbers = labelled_corpus(exercise("classes"), seed=1).labels["publication_number"]
    assert numbers.n_unique() == len(numbers) == 500
    assert all(re.fullmatch(r"CN199\d{6}A", number) for number in numbers)
