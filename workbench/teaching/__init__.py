"""Exercises in patent search: labelled corpora, grading, explanations."""

from workbench.teaching.marking import Marked, mark

__all__ = ["Marked", "mark"]
