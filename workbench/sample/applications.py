"""Applications of families: office, dates, numbers, publications, each as far as the cut-off shows it."""

from typing import Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample.calendar import add_months, days_of_years, next_gazette, year_of
from workbench.sample.chance import Flags, Ints
from workbench.sample.families import Families
from workbench.sample.numbers import (
    NEW_APPLICATION_NUMBERS,
    NINE_DIGITS,
    SEVEN_DIGITS,
    application_numbers,
    grant_letters,
    padded,
)
from workbench.sample.world import World

NEVER: Final = 2**31 - 1
"""The day of what does not happen, or not before the cut-off."""

OFFICES: Final = ("CN", "CN", "CN", "WO", "US", "EP", "JP", "KR", "TW")
_GRANT_SHARES: Final = np.array([0.52, 1.0, 1.0, 0.0, 0.72, 0.45, 0.6, 0.6, 0.6])


def applications(world: World, family: Families, *, lead_only: bool = False) -> pl.DataFrame:
    """Return the published applications of these families, in order of family and member.

    Parameters
    ----------
    world : World
        The sample.
    family : Families
        Families as drawn.
    lead_only : bool
        Only the member by which a family is cited.

    Returns
    -------
    DataFrame
        ``row`` (position in ``family``), ``family``, ``member``, ``office``, ``is_pct_entry``, ``filing``,
        ``first`` and ``second`` (publication days, ``NEVER`` if unseen), ``number`` and the two documents.
    """
    row, member = _expanded(family, lead_only)
    key = family.index[row] * 16 + member
    filing, is_entry = _filing_days(world, family, row, member)
    first = _first_days(world, family.day[row], filing, member, is_entry, key)
    second = _second_days(world, family, row, member, filing, first, key)
    second = np.where(second <= world.last_day, second, NEVER)
    frame = pl.DataFrame(
        {
            "row": row,
            "family": family.index[row],
            "member": member,
            "office": pl.Series(OFFICES).gather(member),
            "is_pct_entry": is_entry,
            "filing": filing,
            "first": first,
            "second": second,
        }
    )
    return _numbered(world, frame.filter(pl.col("first") <= world.last_day))


def _expanded(family: Families, lead_only: bool) -> tuple[Ints, Ints]:
    if lead_only:
        return np.arange(len(family)), kinds.leading_member(family)
    row, member = np.nonzero(family.members)
    return row.astype(np.int64), member.astype(np.int64)


def _filing_days(world: World, family: Families, row: Ints, member: Ints) -> tuple[Ints, Flags]:
    """Return filing days and whether the application entered from a PCT application."""
    priority = family.day[row]
    home = np.where(family.is_foreign, _home_members(world, family), -1)[row]
    is_first = np.where(family.is_foreign[row], member == home, member <= kinds.DESIGN)
    later = add_months(priority, 12) - world.chance.integer("days to spare", family.index[row], 12)
    later = np.maximum(later, days_of_years(family.year[row] + 1))
    is_entry = ~is_first & family.members[row, kinds.WO] & (member != kinds.WO)
    return np.minimum(np.where(is_first, priority, later), world.last_day + 1), is_entry


def _home_members(world: World, family: Families) -> Ints:
    countries = [entity.place.country for entity in world.cast.entities]
    homes = {"US": kinds.US, "JP": kinds.JP, "DE": kinds.EP, "KR": kinds.KR, "TW": kinds.TW}
    return np.array([homes.get(country, -1) for country in countries])[family.lead]


def _first_days(world: World, priority: Ints, filing: Ints, member: Ints, is_entry: Flags, key: Ints) -> Ints:
    """Publication: inventions after 18 months or on request, others on grant, PCT entries after 30 months."""
    draw = world.chance.uniform("first publication", key)
    early = (
        world.chance.happens("early publication", key, 0.4) & (member == kinds.INVENTION) & (filing == priority)
    )
    eighteen = add_months(priority, 18) + (12 * draw).astype(np.int64)
    entry = add_months(priority, 31) + 30 + (110 * draw).astype(np.int64)
    model = np.where(is_entry, entry + 60, filing + 130 + (190 * draw).astype(np.int64))
    days = np.where(is_entry, entry, np.where(early, filing + 95 + (260 * draw).astype(np.int64), eighteen))
    days = np.where(member == kinds.UTILITY, model, days)
    days = np.where(member == kinds.DESIGN, filing + 110 + (130 * draw).astype(np.int64), days)
    return next_gazette(days)


def _second_days(
    world: World, family: Families, row: Ints, member: Ints, filing: Ints, first: Ints, key: Ints
) -> Ints:
    """Grant of an examined application; utility models and designs are published only once."""
    draw = world.chance.uniform("grant lag", key)
    slow = np.where(year_of(filing) >= 2019, 420, 720)
    days = next_gazette(np.maximum(filing + slow + (700 * draw).astype(np.int64), first + 75))
    granted = world.chance.happens("is granted", key, _GRANT_SHARES[member]) | family.is_planted[row]
    examined = ~np.isin(member, (kinds.UTILITY, kinds.DESIGN, kinds.WO))
    return np.where(granted & examined, days, NEVER)


def _numbered(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    """Add application number, and number and kind of both publications."""
    parts = [
        _numbered_china(world, frame.filter(pl.col("office") == "CN")),
        *(_numbered_abroad(world, frame.filter(pl.col("member") == member), member) for member in range(3, 9)),
    ]
    return pl.concat(parts).sort("row", "member", maintain_order=True)


def _numbered_china(world: World, frame: pl.DataFrame) -> pl.DataFrame:
    family, member, filing, first, second = (
        frame[name].to_numpy() for name in ("family", "member", "filing", "first", "second")
    )
    year = year_of(filing)
    serial = _serials(world, family, year, filing)
    type_digit = np.where(frame["is_pct_entry"].to_numpy() & (member <= 1), member + 8, member + 1)
    number = application_numbers(filing, year, type_digit, serial)
    first_kind, second_kind = _china_kinds(member, first, second)
    body = _china_bodies(world, family, member, first, number)
    later = _later_bodies(world, family, first, second, body)
    return frame.with_columns(
        number.alias("number"),
        ("CN" + body + first_kind).alias("first_number"),
        first_kind.alias("first_kind"),
        pl.when(pl.col("second") < NEVER).then("CN" + later + second_kind).alias("second_number"),
        pl.when(pl.col("second") < NEVER).then(second_kind).alias("second_kind"),
    )


def _serials(world: World, family: Ints, year: Ints, filing: Ints) -> Ints:
    """Return serials without repeats: even ones for first filings of a year, odd ones for later filings."""
    priority_year = year_of(world.timeline.days(family))
    place = world.timeline.places(family, priority_year)
    most = int(np.max(np.diff(np.append(world.timeline.firsts, world.families)), initial=1))
    stride = np.where(filing >= NEW_APPLICATION_NUMBERS, max(1, min(997, 4_900_000 // (most + 2))), 17)
    jitter = world.chance.integer("serial", family, stride)
    return np.asarray(2 * (1 + place * stride + jitter) + (year != priority_year))


def _china_kinds(member: Ints, first: Ints, second: Ints) -> tuple[pl.Series, pl.Series]:
    models = grant_letters(first, "U", "Y", "U")
    designs = grant_letters(first, "S", "D", "S")
    first_kind = pl.select(
        pl.when(pl.Series(member == kinds.INVENTION))
        .then(pl.lit("A"))
        .when(pl.Series(member == kinds.UTILITY))
        .then(models)
        .otherwise(designs)
    ).to_series()
    return first_kind, grant_letters(second, "B", "C", "B")


def _china_bodies(world: World, family: Ints, member: Ints, first: Ints, number: pl.Series) -> pl.Series:
    """Digits of the first publication: echo of the application until 1988, 7 digits to 2007, then 9."""
    old = max(1, world.before_nine_digits)
    seven = (member + 1) * 10**6 + 30_000 + _spread(world, family, 960_000 // old)
    step = np.array([18_000_000, 22_000_000, 8_900_000])[member] // world.families
    nine = (member + 1) * 10**8 + 1_000_000 + _spread(world, family, step)
    return pl.select(
        pl.when(pl.Series(first < SEVEN_DIGITS))
        .then(number.str.slice(2, 8))
        .when(pl.Series(first < NINE_DIGITS))
        .then(pl.Series(seven).cast(pl.String))
        .otherwise(pl.Series(nine).cast(pl.String))
    ).to_series()


def _spread(world: World, family: Ints, step: int | Ints) -> Ints:
    """Return increasing numbers, one in each step, at a random place of it."""
    wide = np.maximum(1, step)
    return np.asarray(family * wide + world.chance.integer("place in step", family, wide))


def _later_bodies(world: World, family: Ints, first: Ints, second: Ints, body: pl.Series) -> pl.Series:
    """Digits of the grant: its own series in the time of seven digits, the same as before since."""
    old = max(1, world.before_nine_digits)
    seven = 1_001_000 + _spread(world, family, 480_000 // old)
    nine = 100_300_000 + _spread(world, family, 600_000 // old)
    return pl.select(
        pl.when(pl.Series(first >= NINE_DIGITS))
        .then(body)
        .when(pl.Series(second < SEVEN_DIGITS))
        .then(body)
        .when(pl.Series(second < NINE_DIGITS))
        .then(pl.Series(seven).cast(pl.String))
        .otherwise(pl.Series(nine).cast(pl.String))
    ).to_series()


def _numbered_abroad(world: World, frame: pl.DataFrame, member: int) -> pl.DataFrame:
    family, filing, first = (frame[name].to_numpy() for name in ("family", "filing", "first"))
    year, seen = (pl.Series(year_of(days)).cast(pl.String) for days in (filing, first))
    six = padded(family * 7 % 10**6, 6)
    seven = padded(family * 7 % 10**7, 7)
    late = padded((family * 3 + 1_000_003) % 10**7, 7)
    home = pl.Series(["CN", "US", "JP", "EP", "KR"]).gather(family * 31 % 5)
    number, body, later, kind, grant_kind = {
        kinds.WO: ("PCT/" + home + year + "/" + six, seen + six, seven, "A1", "A1"),
        kinds.US: (
            "US" + _american(world, family),
            seen + seven,
            _american(world, family, 7_000_000),
            "A1",
            "B2",
        ),
        kinds.EP: ("EP" + year.str.slice(2) + six, seven, seven, "A1", "B1"),
        kinds.JP: ("JP" + year + six, seen + six, late, "A", "B2"),
        kinds.KR: ("KR10" + year + seven, "10" + seen + seven, "10" + late, "A", "B1"),
        kinds.TW: (_taiwan(filing, family), seen + padded(family % 10**5, 5), "I" + six, "A", "B"),
    }[member]
    office = OFFICES[member]
    has_grant = pl.col("second") < NEVER
    return frame.with_columns(
        number.alias("number"),
        (office + body + kind).alias("first_number"),
        pl.lit(kind).alias("first_kind"),
        pl.when(has_grant).then(office + later + pl.lit(grant_kind)).alias("second_number"),
        pl.when(has_grant).then(pl.lit(grant_kind)).alias("second_kind"),
    )


def _american(world: World, family: Ints, start: int = 10_000_000) -> pl.Series:
    return pl.Series(start + _spread(world, family, 5_900_000 // world.families)).cast(pl.String)


def _taiwan(filing: Ints, family: Ints) -> pl.Series:
    return "TW" + padded(year_of(filing) - 1911, 3) + padded(family % 10**6, 6)
