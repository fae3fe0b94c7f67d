"""A topic database from one notebook: opened, read, tagged, searched, kept, shown."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from workbench.corpus import Corpus
from workbench.files import found_path
from workbench.labels import Language, column_words, words
from workbench.query.decomposition import DecompositionTable, read_decomposition
from workbench.query.dialect import dialect
from workbench.query.parse import parse
from workbench.readers.read import EXPORT_ENDINGS
from workbench.search.branches import tag_branches
from workbench.search.browse_page import COLUMNS, write_browse_page
from workbench.search.session import Session
from workbench.search.topic_database import TopicDatabase, Update, update_topic_database
from workbench.tables.editable import EditableSheet, write_editable

PAGE: Final = "browse.html"
BOOK: Final = "documents.xlsx"
_SHEET: Final = EditableSheet(
    "search.sheet_documents",
    (*COLUMNS, "abstract"),
    choices={"validity": "validity", "legal_status": "legal_status", "change": "change"},
    widths={"title": 44, "applicant": 30, "abstract": 80, "publication_number": 18, "branch": 24, "tag": 20},
)


@dataclass(frozen=True)
class Topic:
    """A topic database as a notebook has it.

    Attributes
    ----------
    update : Update
        What the last update did.
    session : Session
        All that was downloaded, tagged.
    table : DecompositionTable or None
        The branches.
    query, syntax : str
        What defines the topic.
    """

    update: Update
    session: Session
    table: DecompositionTable | None
    query: str
    syntax: str

    @property
    def current(self) -> Session:
        """Return the documents of the newest version as a session of their own."""
        latest = self.update.database.latest()
        return Session(latest if latest is not None else self.session.corpus)


def open_topic(folder: str, out: str | None, name: str, language: Language) -> TopicDatabase:
    """Open the database that a notebook names, or begin one; without a name it is called a topic database."""
    return TopicDatabase.open(topic_folder(folder, out), name or words("report.title_topic_database", language))


def topic_folder(folder: str, out: str | None) -> Path:
    """Return where the database lies: as named, else in the run's own folder, else in a place that goes."""
    if folder:
        return found_path(folder)
    if out:
        return Path(out) / "database"
    place = Path(tempfile.mkdtemp(prefix="workbench-topic-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place / "database"


def all_downloads(database: TopicDatabase, exports: str) -> str:
    """Return earlier and new downloads, as ``open_or_read`` takes them."""
    return ";".join([*(str(path) for path in database.exports()), *([exports] if exports else [])])


def update_topic(
    database: TopicDatabase,
    corpus: Corpus,
    *,
    exports: str,
    query: str = "",
    syntax: str = "local",
    decomposition: str = "",
) -> Topic:
    """Tag, search and keep a corpus that was read from all downloads.

    Parameters
    ----------
    database : TopicDatabase
        As opened.
    corpus : Corpus
        Read and prepared.
    exports : str
        The new files or folders, separated by semicolons; copied beside the earlier ones.
    query, syntax : str, optional
        What defines the topic; everything if not given.
    decomposition : str, optional
        File of the decomposition table.
    """
    table = read_decomposition(found_path(decomposition)) if decomposition else None
    session = Session(corpus, dialect(syntax).default_fields)
    if table is not None:
        session = Session(tag_branches(Session(corpus), table), session.default_fields)
    tree = parse(query, syntax).tree if query else None
    records = session.records(tree) if tree is not None else None
    made = update_topic_database(
        database,
        session.corpus,
        records=records,
        query=query,
        syntax=syntax if query else "",
        downloads=_files(exports),
    )
    return Topic(made, session, table, query, syntax)


def _files(exports: str) -> list[Path]:
    """Return the export files of a list of files and folders; notes beside them are left."""
    found = [found_path(part.strip()) for part in exports.split(";") if part.strip()]
    listed = (file for path in found for file in (path.iterdir() if path.is_dir() else [path]))
    return sorted(file for file in listed if file.name.lower().endswith(EXPORT_ENDINGS))


def write_browsing(topic: Topic, language: Language) -> list[Path]:
    """Write the offline page and the workbook of the newest version into the database's folder."""
    database, listed = topic.update.database, topic.update.documents
    version = database.versions[-1]
    cut_off = version.cut_off or words("report.not_provided", language)
    query = version.query or words("search.whole_download", language)
    facts = [
        f"{column_words('version', language)}: {version.number}",
        f"{words('report.fact_cut_off', language)}: {cut_off}",
        f"{words('report.fact_topic_query', language)}: {query}",
    ]
    is_sample = topic.session.corpus.manifest.is_sample
    page = write_browse_page(
        database.folder / PAGE, listed, title=database.name, facts=facts, language=language, is_sample=is_sample
    )
    flat = listed.with_columns(
        pl.col("branch", "tag").list.join("；"), pl.col("filing_date", "publication_date").dt.to_string()
    )
    notes = [*facts, *([words("report.sample_statement", language)] if is_sample else [])]
    book = write_editable(
        database.folder / BOOK, [(_SHEET, flat)], language=language, notes=notes, replace=True
    )
    return [page, book]
