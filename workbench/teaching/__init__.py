"""Exercises in patent search: labelled corpora, grading, explanations."""
