"""What preparation tells the user of a corpus: one notice a key, the latest said."""

from workbench.corpus import Corpus, Notice


def with_notice(corpus: Corpus, key: str, **fields: object) -> Corpus:
    """Put a notice into the manifest, in place of an earlier one of the same key."""
    others = [notice for notice in corpus.manifest.notices if notice.key != key]
    return corpus.with_manifest(notices=[*others, Notice(key=key, fields=fields)])


def with_rules(corpus: Corpus, **rules: str) -> Corpus:
    """Note in the manifest which rule, or which version of a reference table, was used."""
    return corpus.with_manifest(rules={**corpus.manifest.rules, **rules})
