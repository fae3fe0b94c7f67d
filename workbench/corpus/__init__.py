"""The one data model: frozen, lazy tables, parquet on disk."""

from workbench.corpus.corpus import Corpus, Engine
from workbench.corpus.manifest import Manifest, Notice, SourceFile
from workbench.corpus.schema import TABLES

__all__ = ["TABLES", "Corpus", "Engine", "Manifest", "Notice", "SourceFile"]
