"""Records: the publications of the applications, numbered in order of family, member and stage."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample.applications import NEVER
from workbench.sample.chance import Flags, Ints
from workbench.sample.families import Families
from workbench.sample.numbers import LETTERS_1993


@dataclass(frozen=True)
class Records:
    """Publications as columns; ``app`` is the row of the application, ``first_record`` its key."""

    record: Ints
    app: Ints
    stage: Ints
    day: Ints
    family_row: Ints
    family: Ints
    member: Ints
    number: pl.Series
    kind: pl.Series
    office: pl.Series
    application: Ints

    def __len__(self) -> int:
        return len(self.record)

    @cached_property
    def keys(self) -> Ints:
        """Application key of each application: its smallest record."""
        return np.asarray(self.application[np.flatnonzero(self.application == self.record)])


def publications(apps: pl.DataFrame, first_record: int, most: int) -> Records:
    """Lay out at most ``most`` publications, numbered from ``first_record``.

    An application whose grant would be one record too many keeps its first publication only.
    """
    second = apps["second"].to_numpy()
    counts = 1 + (second < NEVER)
    app = np.repeat(np.arange(len(apps)), counts)[:most]
    start = np.cumsum(counts) - counts
    stage = np.arange(len(app)) - start[app]
    days = np.where(stage == 0, apps["first"].to_numpy()[app], second[app])
    is_later = pl.Series(stage == 1)
    chosen = apps[pl.Series(app)].select(
        "row", "family", "member", "office",
        number=pl.when(is_later).then("second_number").otherwise("first_number"),
        kind=pl.when(is_later).then("second_kind").otherwise("first_kind"),
    )  # fmt: skip
    return Records(
        record=np.arange(len(app)) + first_record,
        app=app,
        stage=stage,
        day=days,
        family_row=chosen["row"].to_numpy(),
        family=chosen["family"].to_numpy(),
        member=chosen["member"].to_numpy(),
        number=chosen["number"],
        kind=chosen["kind"],
        office=chosen["office"],
        application=start[app] + first_record,
    )


def chosen(records: Records, rows: Flags) -> Records:
    """Return these rows of the records."""
    where = np.flatnonzero(rows)
    arrays = ("record", "app", "stage", "day", "family_row", "family", "member", "application")
    columns = {name: getattr(records, name)[where] for name in arrays}
    return replace(
        records, **columns, number=records.number.gather(where), kind=records.kind.gather(where),
        office=records.office.gather(where),
    )  # fmt: skip


def stages(records: Records) -> pl.Series:
    """Return ``grant`` for granted rights: second publications, utility models and designs.

    Until 1992 these were announcements open to opposition: not yet grants.
    """
    is_grant = (records.stage == 1) | np.isin(records.member, (kinds.UTILITY, kinds.DESIGN))
    is_grant &= (records.day >= LETTERS_1993) | (records.member > kinds.DESIGN)
    return pl.Series(["application", "grant"]).gather(is_grant.astype(np.int64))


def priorities_table(apps: pl.DataFrame, family: Families, keys: Ints, homes: Ints) -> pl.DataFrame:
    """Return the corpus table ``priorities``: what later filings of a family claim."""
    row = apps["row"].to_numpy()
    later = np.flatnonzero(apps["filing"].to_numpy() > family.day[row])
    at = row[later]
    office = np.where(family.is_foreign[at], homes[at], 0)
    codes = pl.Series(["CN", "US", "JP", "EP", "KR", "TW"])
    year = (family.year[at] % 100).astype(np.int64)
    number = pl.Series(year * 10**7 + family.index[at] % 10**7).cast(pl.String).str.zfill(9)
    known = _first_numbers(apps, family, at)
    number = known.zip_with(known.is_not_null(), codes.gather(office) + number)
    return pl.DataFrame(
        {
            "application": keys[later].astype(np.uint32),
            "priority_number": number,
            "priority_date": pl.Series(family.day[at].astype(np.int32)).cast(pl.Date),
            "priority_office": codes.gather(office),
        }
    )


def _first_numbers(apps: pl.DataFrame, family: Families, rows: Ints) -> pl.Series:
    """Return the number of the first filing of each family row, null where it was never published."""
    is_first = apps["filing"].to_numpy() == family.day[apps["row"].to_numpy()]
    firsts = apps.filter(pl.Series(is_first)).unique("row", keep="first", maintain_order=True)
    joined = pl.DataFrame({"row": rows}).join(firsts, on="row", how="left", maintain_order="left")
    return joined["number"]


def families_table(apps: pl.DataFrame, family: Families, keys: Ints) -> pl.DataFrame:
    """Return the corpus table ``families``: simple families, members unseen by the cut-off counted."""
    row = apps["row"].to_numpy()
    return pl.DataFrame(
        {
            "application": keys.astype(np.uint32),
            "scheme": pl.Series(["simple"]).new_from_index(0, len(apps)),
            "family": "SF" + pl.Series(family.index[row]).cast(pl.String).str.zfill(8),
            "stated_size": pl.Series(family.members.sum(axis=1)[row].astype(np.int32)),
        }
    )
