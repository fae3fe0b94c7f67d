"""One chunk of a sample: the tables of the corpus for a range of families, and the truth behind them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample import texts
from workbench.sample.applications import NEVER, applications
from workbench.sample.calendar import as_dates
from workbench.sample.chance import Ints
from workbench.sample.citations import citations_table
from workbench.sample.claims import claim_counts, claims_table, patterns
from workbench.sample.classes import classifications_table
from workbench.sample.families import Families, families
from workbench.sample.law import Law, applications_table, events_table, law
from workbench.sample.parties import parties_table
from workbench.sample.publications import Records, families_table, priorities_table, publications, stages
from workbench.sample.texts import Topics
from workbench.sample.world import World

_HOME_CODES = {"US": 1, "JP": 2, "DE": 3, "KR": 4, "TW": 5}


@dataclass(frozen=True)
class Chapter:
    """Families ``low`` to ``high`` of a world, their records numbered from ``first_record``."""

    world: World
    low: int
    high: int
    first_record: int = 0
    most_records: int = NEVER
    stride: float = 1

    @cached_property
    def family(self) -> Families:
        """The families: every ``stride``-th of the range."""
        return families(self.world, np.arange(self.low, self.high, self.stride).astype(np.int64))

    @cached_property
    def apps(self) -> pl.DataFrame:
        """The applications that have a record."""
        every = applications(self.world, self.family)
        published = publications(every, self.first_record, self.most_records)
        return every[: int(published.app[-1]) + 1] if len(published) else every[:0]

    @cached_property
    def records(self) -> Records:
        """The publications."""
        return publications(self.apps, self.first_record, self.most_records)

    @cached_property
    def branch(self) -> Ints:
        """Branch of technology of each record."""
        return self.family.branch[self.records.family_row]

    @cached_property
    def law(self) -> Law:
        """Legal facts of the applications."""
        return law(self.world, self.family, self.apps)

    @cached_property
    def topic(self) -> Topics:
        """What each record is about."""
        return texts.topics(self.world, self.records.family, self.branch)

    @cached_property
    def cited(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The table ``citations``, and the number of documents cited by each row of ``family``."""
        return citations_table(self.world, self.family, self.records)

    @cached_property
    def cited_counts(self) -> pl.DataFrame:
        """Columns ``row`` and ``stated_cited_count``."""
        return self.cited[1]

    @cached_property
    def keys(self) -> Ints:
        """Application keys."""
        return self.records.keys

    def publications_table(self) -> pl.DataFrame:
        """Return the corpus table ``publications``."""
        records = self.records
        protection = np.where(records.member <= kinds.DESIGN, records.member, 0)
        is_chinese = records.member <= kinds.WO
        zh, en = texts.titles(self.topic, protection), texts.titles_in_english(self.topic)
        abstract, other = texts.abstracts(self.topic, zh, protection), texts.abstracts_in_english(en)
        language = pl.Series(["en", "zh"]).gather(is_chinese.astype(np.int64))
        chinese = pl.Series(is_chinese)
        return pl.DataFrame(
            {
                "record": records.record.astype(np.uint32),
                "publication_number": records.number,
                "level": pl.Series(["publication"]).new_from_index(0, len(records)),
                "application": records.application.astype(np.uint32),
                "office": records.office,
                "kind_code": records.kind,
                "stage": stages(records),
                "publication_date": as_dates(records.day),
                "title": zh.zip_with(chinese, en),
                "title_language": language,
                "abstract": abstract.zip_with(chinese, other),
                "abstract_language": language,
                "vendor_url": pl.Series([None], dtype=pl.String).new_from_index(0, len(records)),
            }
        )

    def tables(self, *, claims_share: float = 1.0, inventors: bool = True) -> dict[str, pl.DataFrame]:
        """Return all corpus tables of this chunk.

        Parameters
        ----------
        claims_share : float
            Share of Chinese documents whose claims are written out.
        inventors : bool
            Whether ``parties`` lists inventors.
        """
        world, family, records, apps = self.world, self.family, self.records, self.apps
        return {
            "publications": self.publications_table(),
            "applications": self._applications_table(),
            "priorities": self.priorities_table(),
            "families": families_table(apps, family, self.keys),
            "parties": parties_table(world, family, records, self.law, inventors_too=inventors),
            "classifications": classifications_table(world, records, self.branch),
            "citations": self.cited[0],
            "claims": claims_table(world, records, self.branch, self.rows_with_claims(claims_share)),
            "events": self.events_table(),
            "sources": self._sources_table(),
        }

    def rows_with_claims(self, share: float) -> Ints:
        """Return the rows of the records whose claims are written: whole families, chosen by chance."""
        return np.flatnonzero(self.world.chance.happens("claims written", self.records.family, share))

    def _applications_table(self) -> pl.DataFrame:
        apps, row = self.apps, self.apps["row"].to_numpy()
        later = apps["filing"].to_numpy() > self.family.day[row]
        priority = np.where(later, self.family.day[row], NEVER)
        claims = claim_counts(patterns(self.world, apps["family"].to_numpy(), apps["member"].to_numpy()))
        has_claims = np.isin(apps["member"].to_numpy(), (kinds.INVENTION, kinds.UTILITY))
        counts = apps.select("row", "member").join(
            self.cited_counts, on="row", how="left", maintain_order="left"
        )
        leads = apps["member"].to_numpy() == kinds.leading_member(self.family)[row]
        return applications_table(apps, self.law, self.keys, priority, self.world).with_columns(
            pl.Series("claim_count", claims).set(pl.Series(~has_claims), None),
            counts["stated_cited_count"].fill_null(0).set(pl.Series(~leads), None),
            pl.lit(self.world.cut_off).alias("stated_counts_as_of"),
        )

    def priorities_table(self) -> pl.DataFrame:
        """Return the corpus table ``priorities``."""
        return priorities_table(self.apps, self.family, self.keys, self._homes())

    def events_table(self) -> pl.DataFrame:
        """Return the corpus table ``events``."""
        return events_table(self.world, self.family, self.apps, self.law, self.keys)

    def _homes(self) -> Ints:
        codes = [_HOME_CODES.get(entity.place.country, 0) for entity in self.world.cast.entities]
        return np.array(codes)[self.family.lead]

    def _sources_table(self) -> pl.DataFrame:
        record = self.records.record
        return pl.DataFrame({"record": record.astype(np.uint32), "row": (record + 2).astype(np.uint32)}).select(
            "record",
            pl.lit("workbench sample").alias("file"),
            pl.lit(None, dtype=pl.String).alias("sheet"),
            "row",
            pl.lit("kept").alias("outcome"),
        )
