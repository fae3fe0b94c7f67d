"""CNIPA standardized data packages: zips in zips, with index files, one folder per data number and delivery.

``CN-PA-BIBS-ABSS-10/20/30`` hold bibliography and abstract, ``CN-PA-TXTS-10/20`` full text with claims for a
share of the documents, ``CN-PA-PRSS-10/20/30`` legal status.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample.calendar import as_dates
from workbench.sample.chapter import Chapter
from workbench.sample.claims import claims_table
from workbench.sample.classes import classifications_table
from workbench.sample.cnipa_xml import Makers, document_xml, file_stem, index_xml, status_file_xml, status_xml
from workbench.sample.parties import agency_names, applicants, inventors, owners
from workbench.sample.publications import stages
from workbench.sample.sizes import chapters, chinese_publications_in, world_of
from workbench.sample.world import World

_DELIVERY: Final = "20250701"
_STAMP: Final = (2025, 7, 1, 0, 0, 0)
_CHUNK: Final = 40_000
_INNER: Final = 10
_STATUS_RECORDS: Final = 200
_CODES: Final = {
    "publication": "PB01", "examination": "SE01", "grant": "GR01", "transfer": "TR01", "license": "EE01",
    "pledge": "PE01", "fee_lapse": "CF01", "expiry": "CX01", "rejection": "RJ01", "deemed_withdrawal": "WD01",
    "withdrawal": "WW01", "double_grant_abandonment": "AV01", "full_invalidation": "IW01",
    "partial_invalidation": "IP01",
}  # fmt: skip


@dataclass
class Package:
    """Documents of one data number, gathered into inner zips, ``_INNER`` of them to an outer one."""

    out: Path
    data_number: str
    documents_per_zip: int
    _pending: list[tuple[str, str]] = field(default_factory=list)
    _inner: list[tuple[str, bytes]] = field(default_factory=list)
    documents: int = 0
    files: list[str] = field(default_factory=list)
    _inner_count: int = 0

    def add(self, stem: str, text: str) -> None:
        """Add one XML file."""
        self._pending.append((stem, text))
        self.documents += 1
        if len(self._pending) >= self.documents_per_zip:
            self._close_inner()

    def close(self) -> None:
        """Write what is still pending."""
        self._close_inner()
        self._close_outer()

    def _close_inner(self) -> None:
        if not self._pending:
            return
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _put(
                archive, "INDEX.XML", index_xml([f"{stem}.XML" for stem, _ in self._pending], self.data_number)
            )
            for stem, text in self._pending:
                _put(archive, f"{stem}/{stem}.XML", text)
        self._inner_count += 1
        self._inner.append((f"{self.data_number}_{_DELIVERY}_{self._inner_count:04d}.ZIP", buffer.getvalue()))
        self._pending = []
        if len(self._inner) >= _INNER:
            self._close_outer()

    def _close_outer(self) -> None:
        if not self._inner:
            return
        folder = self.out / self.data_number / _DELIVERY
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.data_number}_{_DELIVERY}_{len(self.files) + 1:03d}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            _put(archive, "INDEX.XML", index_xml([name for name, _ in self._inner], self.data_number))
            for name, data in self._inner:
                archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_STORED)
        self.files.append(str(path.relative_to(self.out)))
        self._inner = []


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(zipfile.ZipInfo(name, _STAMP), text.encode(), zipfile.ZIP_DEFLATED, compresslevel=1)


def documents(chapter: Chapter, *, with_claims: bool = True) -> pl.DataFrame:
    """Return the Chinese publications of a chapter with all that their XML tells, one row each.

    Parameters
    ----------
    chapter : Chapter
        Records of a sample.
    with_claims : bool
        Whether claims are composed.
    """
    world, records = chapter.world, chapter.records
    rows = chapter.publications_table().with_columns(
        pl.col("publication_date").dt.strftime("%Y%m%d").alias("day"),
        member=records.member,
        parties=pl.Series(party_texts(chapter)),
    )
    symbols = classifications_table(world, records, chapter.branch)
    claims = claims_table(
        world, records, chapter.branch, np.arange(len(records)) if with_claims else np.empty(0, int)
    )
    parts = (
        symbols.group_by("record", maintain_order=True).agg(
            ipc=pl.col("symbol").filter(pl.col("scheme") == "ipc"),
            locarno=pl.col("symbol").filter(pl.col("scheme") == "locarno").first(),
        ),
        chapter.cited[0].group_by("record", maintain_order=True).agg(cited=pl.col("document").drop_nulls()),
        claims.group_by("record", maintain_order=True).agg(claims="text"),
    )
    rows = rows.filter(pl.col("member") <= kinds.DESIGN)
    for part in parts:
        rows = rows.join(part, on="record", how="left", maintain_order="left")
    return rows.join(_filings(chapter), on="application", how="left", maintain_order="left")


def _filings(chapter: Chapter) -> pl.DataFrame:
    """Return number, filing day and priority of each application."""
    filings = pl.DataFrame(
        {
            "application": chapter.keys.astype(np.uint32),
            "application_number": chapter.apps["number"],
            "filing": as_dates(chapter.apps["filing"].to_numpy()).dt.strftime("%Y%m%d"),
        }
    )
    priorities = chapter.priorities_table().with_columns(
        pl.col("priority_date").dt.strftime("%Y%m%d").alias("priority_day")
    )
    return filings.join(priorities, on="application", how="left", maintain_order="left")


def party_texts(chapter: Chapter) -> list[str]:
    """Return the XML of the parties of each record: applicants, owners of granted rights, inventors, agency."""
    world, records, family = chapter.world, chapter.records, chapter.family
    named = applicants(world, family, records)
    owned = owners(records, chapter.law, named)
    makers = Makers(world.cast)
    persons = inventors(world, family, records.family_row)
    granted = (stages(records) == "grant").to_list()
    agencies = agency_names(world, records)
    columns = zip(named.entity.tolist(), named.form.tolist(), owned.tolist(), persons.tolist(), strict=True)
    return [
        makers.parties(entity, form, owner if is_granted else (), person, agency)
        for (entity, form, owner, person), is_granted, agency in zip(columns, granted, agencies, strict=True)
    ]


def write_cnipa_packages(
    out: Path, records: int, seed: int, *, documents_per_zip: int = 1000, full_text_share: float = 0.2
) -> dict[str, object]:
    """Write so many Chinese publications as standardized data packages.

    Parameters
    ----------
    out : path
        Folder of the data numbers; made if missing.
    records : int
        Bibliographic documents in all; full texts and legal status records come on top.
    seed : int
        Seed of the sample.
    documents_per_zip : int
        XML files in an inner zip.
    full_text_share : float
        Share of inventions and utility models that also come as full text.

    Returns
    -------
    dict
        ``files``, and the number of documents under each data number.
    """
    world = world_of(records, seed, count=chinese_publications_in)
    return write_cnipa_of(
        world, out, records, documents_per_zip=documents_per_zip, full_text_share=full_text_share
    )


def write_cnipa_of(
    world: World,
    out: Path,
    records: int | None = None,
    *,
    publications: int | None = None,
    documents_per_zip: int = 1000,
    full_text_share: float = 0.2,
) -> dict[str, object]:
    """Write the Chinese publications of a world as packages (see :func:`write_cnipa_packages`).

    ``records`` bounds the documents, ``publications`` the records of the world they are taken from.
    """
    out.mkdir(parents=True, exist_ok=True)
    packages: dict[str, Package] = {}

    def package(family: str, member: int) -> Package:
        number = f"CN-PA-{family}-{member + 1}0"
        return packages.setdefault(number, Package(out, number, documents_per_zip))

    written = 0
    for chapter in chapters(world, publications, size=_CHUNK):
        rows = documents(chapter, with_claims=full_text_share > 0)
        rows = rows if records is None else rows.head(records - written)
        written += len(rows)
        full = world.chance.happens("full text", rows["record"].to_numpy().astype(np.int64), full_text_share)
        for row, is_full in zip(rows.iter_rows(named=True), full.tolist(), strict=True):
            _add_document(package, row, is_full=is_full and row["member"] != kinds.DESIGN)
        for member, records_of_file in _status_files(chapter, set(rows["application"])):
            target = package("PRSS", member)
            target.add(f"{target.data_number}{_DELIVERY}{target.documents + 1:010d}", records_of_file)
    for each in packages.values():
        each.close()
    return {
        "files": sorted(file for each in packages.values() for file in each.files),
        "documents": {number: each.documents for number, each in sorted(packages.items())},
    }


def _add_document(package: Callable[[str, int], Package], row: dict[str, Any], *, is_full: bool) -> None:
    names = (row["application_number"], row["publication_number"], row["kind_code"], row["day"])
    stem = file_stem(*names, "BIB")
    package("BIBS-ABSS", row["member"]).add(stem, document_xml(row, stem, full_text=False))
    if is_full:
        stem = file_stem(*names, "FUL")
        package("TXTS", row["member"]).add(stem, document_xml(row, stem, full_text=True))


def _status_files(chapter: Chapter, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Yield (member, text) of files of legal status records of these applications."""
    members = pl.DataFrame(
        {"application": chapter.keys.astype(np.uint32), "member": chapter.apps["member"]}
    ).join(_filings(chapter).select("application", "application_number", "filing"), on="application")
    rows = chapter.events_table().join(members, on="application", how="inner", maintain_order="left")
    rows = rows.filter(pl.col("application").is_in(wanted), pl.col("member") <= kinds.DESIGN).with_columns(
        pl.col("date").dt.strftime("%Y%m%d").alias("day"), pl.col("event").replace_strict(_CODES).alias("code")
    )
    for (member,), part in rows.partition_by("member", as_dict=True, maintain_order=True).items():
        texts = [status_xml(row, number) for number, row in enumerate(part.iter_rows(named=True), start=1)]
        for start in range(0, len(texts), _STATUS_RECORDS):
            yield int(member), status_file_xml(texts[start : start + _STATUS_RECORDS])
