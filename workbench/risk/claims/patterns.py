"""Long alternations, written as words."""


def any_of(words: str) -> str:
    """Return a pattern that matches any of the blank-separated words; ``_`` in a word stands for a blank."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"
