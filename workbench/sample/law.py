"""What became of each application by the cut-off: grant, status, validity, term, and its legal events."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from workbench.sample import families as kinds
from workbench.sample.applications import NEVER
from workbench.sample.calendar import add_months, as_dates, next_gazette
from workbench.sample.chance import Flags, Floats, Ints
from workbench.sample.families import Families
from workbench.sample.numbers import LETTERS_1993
from workbench.sample.world import World

LONGER_DESIGNS: Final = 18779  # 2021-06-01: designs filed since are protected for 15 years
STATUSES: Final = (
    "published", "examination", "granted", "partially_invalidated", "rejected", "deemed_withdrawn", "withdrawn",
    "double_grant_avoided", "expired", "unpaid_annual_fee", "invalidated", "pct_within_period",
    "pct_entered_period_expired",
)  # fmt: skip
"""Keys of the reference of legal statuses; elsewhere a status is a position in this list."""
STATUS_WORDS: Final = (
    "公开", "实质审查", "授权", "部分无效", "驳回", "视为撤回", "撤回", "避免重复授权", "期限届满", "未缴年费",
    "全部无效", "未进入国家阶段-PCT有效期内", "进入国家阶段-PCT有效期满",
)  # fmt: skip
VALIDITIES: Final = ("pending",) * 2 + ("in_force",) * 2 + ("lapsed",) * 7 + ("not_applicable",) * 2
VALIDITY_WORDS: Final = ("审中",) * 2 + ("有效",) * 2 + ("失效",) * 7 + ("PCT-有效期内", "PCT-有效期满")
_HAZARDS: Final = np.array([0.045, 0.10, 0.14, 0.04, 0.03, 0.05, 0.03, 0.04, 0.04])
_TERM_RULES: Final = (
    "cn_invention_20", "cn_utility_model_10", "cn_design_10", "cn_design_15", "given", "cn_invention_15",
    "cn_utility_model_8", "cn_design_8",
)  # fmt: skip
_TERM_YEARS: Final = np.array([20, 10, 10, 15, 20, 15, 8, 8])
_LONGER_INVENTIONS: Final = 6188  # 1986-12-11
_LONGER_MODELS: Final = 8401  # 1993-01-01
_OPPOSITION: Final = 110  # days from announcement to grant, until opposition was abolished in 1993


@dataclass(frozen=True)
class Law:
    """Legal facts, one entry per application; days are ``NEVER`` where nothing happened by the cut-off."""

    grant: Ints
    status: Ints
    status_day: Ints
    expiry: Ints
    transfer: Ints
    buyer: Ints
    license: Ints
    licensee: Ints
    pledge: Ints


def law(world: World, family: Families, apps: pl.DataFrame) -> Law:
    """Draw the legal fate of these applications."""
    row, index, member, filing, first, second = (
        apps[name].to_numpy() for name in ("row", "family", "member", "filing", "first", "second")
    )
    key = index * 16 + member
    announced = np.where(np.isin(member, (kinds.UTILITY, kinds.DESIGN)), first, second)
    grant = np.where(announced < LETTERS_1993, announced + _OPPOSITION, announced)
    expiry = add_months(filing, 12 * _TERM_YEARS[_terms(filing, member)])
    status, day = _status_of_granted(world, key, member, filing, grant, expiry, _dual_grants(apps))
    waiting, waiting_day = _status_of_pending(world, key, filing, first)
    is_granted = grant < NEVER
    status, day = np.where(is_granted, status, waiting), np.where(is_granted, day, waiting_day)
    is_pct = member == kinds.WO
    over = add_months(family.day[row], 30) <= world.last_day
    status = np.where(is_pct, np.where(over, 12, 11), status)
    day = np.where(is_pct, np.where(over, add_months(family.day[row], 30), first), day)
    return Law(
        grant, status, day, np.where(is_pct, NEVER, expiry), *_deals(world, family, apps, grant, status, day)
    )


def _terms(filing: Ints, member: Ints) -> Ints:
    """Return the rule of the term of each application, a position in ``_TERM_RULES``."""
    design = np.where(filing < _LONGER_MODELS, 7, np.where(filing >= LONGER_DESIGNS, 3, 2))
    model = np.where(filing < _LONGER_MODELS, 6, 1)
    invention = np.where(filing < _LONGER_INVENTIONS, 5, 0)
    chinese = np.where(member == kinds.DESIGN, design, np.where(member == kinds.UTILITY, model, invention))
    return np.where(member > kinds.DESIGN, 4, chinese)


def _dual_grants(apps: pl.DataFrame) -> Ints:
    """Return for utility models the day on which the invention of the same day was granted."""
    inventions = apps.filter(pl.col("member") == kinds.INVENTION).select("row", granted="second")
    joined = apps.select("row", "member").join(inventions, on="row", how="left", maintain_order="left")
    is_dual = pl.col("member") == kinds.UTILITY
    return joined.select(pl.when(is_dual).then("granted").fill_null(NEVER)).to_series().to_numpy()


def _status_of_granted(
    world: World, key: Ints, member: Ints, filing: Ints, grant: Ints, expiry: Ints, dual: Ints
) -> tuple[Ints, Ints]:
    """Return the first thing that ended a granted right, or ``granted``."""
    chance, last = world.chance, world.last_day
    known = np.where(grant < NEVER, grant, filing)
    years = np.ceil((known - filing) / 365.25) + 1
    kept = np.floor(np.log1p(-chance.uniform("years kept", key)) / np.log1p(-_HAZARDS[member]))
    unpaid = add_months(filing, (12 * (years + kept)).astype(np.int64)) + 200
    attacked = known + 400 + (1500 * chance.uniform("attack", key)).astype(np.int64)
    invalid = np.where(chance.happens("invalidated", key, 0.008), attacked, NEVER)
    ends = np.stack([expiry, unpaid, invalid, dual], axis=1)
    which = np.argmin(ends, axis=1)
    day = ends[np.arange(len(key)), which]
    ended = day <= last
    partly = chance.happens("partly invalidated", key, 0.006) & (attacked <= last)
    status = np.where(ended, np.array([8, 9, 10, 7])[which], np.where(partly, 3, 2))
    return status, np.where(ended, day, np.where(partly, attacked, grant))


def _status_of_pending(world: World, key: Ints, filing: Ints, first: Ints) -> tuple[Ints, Ints]:
    chance, last = world.chance, world.last_day
    decided = np.maximum(filing + 800 + chance.integer("decision", key, 700), first + 150)
    is_decided = (decided <= last) & chance.happens("decided", key, 0.9)
    examined = first + 20 + chance.integer("examination", key, 120)
    status = np.where(
        is_decided, 4 + chance.pick("outcome", key, (45, 48, 7)), np.where(examined <= last, 1, 0)
    )
    return status, np.where(is_decided, decided, np.where(examined <= last, examined, first))


def _deals(
    world: World, family: Families, apps: pl.DataFrame, grant: Ints, status: Ints, ended: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return days of transfer, licence and pledge, and who bought and who may use."""
    chance = world.chance
    key = apps["family"].to_numpy() * 16 + apps["member"].to_numpy()
    lead = family.lead[apps["row"].to_numpy()]
    alive = np.where(np.isin(status, (2, 3)), world.last_day, ended)
    is_chinese = apps["member"].to_numpy() <= kinds.DESIGN

    def day_of_deal(name: str, share: float) -> Ints:
        day = np.minimum(grant, world.last_day) + 150 + chance.integer(f"{name} day", key, 1400)
        happens = chance.happens(name, key, share) & (grant < NEVER) & (day < alive) & is_chinese
        return np.where(happens, day, NEVER)

    def other_party(name: str) -> Ints:
        drawn = (world.cast.domestic * chance.uniform(name, key) ** 1.6).astype(np.int64)
        return np.where(drawn == lead, (drawn + 1) % world.cast.domestic, drawn)

    return (
        day_of_deal("transfer", 0.12), other_party("buyer"),
        day_of_deal("licence", 0.06), other_party("licensee"), day_of_deal("pledge", 0.05),
    )  # fmt: skip


def applications_table(apps: pl.DataFrame, law_: Law, keys: Ints, priority: Ints, world: World) -> pl.DataFrame:
    """Return the corpus table ``applications``; citation and claim counts are added by the caller."""
    member = apps["member"].to_numpy()
    types = pl.Series(["invention", "utility_model", "design", "pct"])
    filing = apps["filing"].to_numpy()
    is_pct = apps["is_pct_entry"].to_numpy() | (member == kinds.WO)
    return pl.DataFrame(
        {
            "application": keys.astype(np.uint32),
            "application_number": apps["number"],
            "office": apps["office"],
            "patent_type": types.gather(np.where(member > kinds.WO, 0, member)),
            "route": pl.Series(["national", "pct"]).gather(is_pct.astype(np.int64)),
            "filing_date": as_dates(filing),
            "priority_date": as_dates(priority, NEVER),
            "publication_date": as_dates(apps["first"].to_numpy()),
            "grant_date": as_dates(law_.grant, NEVER),
            "legal_status": pl.Series(STATUSES).gather(law_.status),
            "legal_status_given": pl.Series(STATUS_WORDS).gather(law_.status),
            "validity": pl.Series(VALIDITIES).gather(law_.status),
            "expiry_date": as_dates(law_.expiry, NEVER),
            "expiry_rule": pl.Series(_TERM_RULES).gather(_terms(filing, member)),
        }
    ).with_columns(
        status_as_of=pl.lit(world.cut_off),
        number_check=pl.when(pl.col("office") == "CN").then(pl.lit("ok")).otherwise(pl.lit("not_checked")),
    )


_ENDS: Final = {
    3: ("partial_invalidation", "专利权部分无效宣告"),
    4: ("rejection", "发明专利申请公布后的驳回"),
    5: ("deemed_withdrawal", "发明专利申请公布后的视为撤回"),
    6: ("withdrawal", "发明专利申请公布后的撤回"),
    7: ("double_grant_abandonment", "避免重复授予专利权"),
    8: ("expiry", "专利权有效期届满"),
    9: ("fee_lapse", "未缴年费专利权终止"),
    10: ("full_invalidation", "专利权全部无效宣告"),
}
"""Status → event that brought it, a key of the reference of legal events, and its words in the gazette."""
_BANK: Final = "示例银行股份有限公司"


def events_table(world: World, family: Families, apps: pl.DataFrame, law_: Law, keys: Ints) -> pl.DataFrame:
    """Return the corpus table ``events``, sorted by application and day."""
    names = world.cast.table["name"]
    owner = names.gather(family.lead[apps["row"].to_numpy()])
    first, member = apps["first"].to_numpy(), apps["member"].to_numpy()
    examined = np.minimum(next_gazette(first + 20), world.last_day)
    is_invention = member == kinds.INVENTION
    amount = (5e5 + 1e5 * world.chance.integer("amount", keys, 80)).astype(np.float64)
    bank = pl.Series([_BANK]).new_from_index(0, len(keys))
    parts = [
        _events(keys, first, "publication", "公开", is_invention),
        _events(keys, examined, "examination", "实质审查的生效", is_invention & (law_.status != 0)),
        _events(keys, law_.grant, "grant", "授权"),
        _deal(keys, law_.transfer, "transfer", "专利权的转移", owner, names.gather(law_.buyer)),
        _deal(keys, law_.license, "license", "专利实施许可合同备案的生效", owner, names.gather(law_.licensee)),
        _deal(keys, law_.pledge, "pledge", "专利权质押合同登记的生效", owner, bank, amount),
    ]
    for status, (event, gazette) in _ENDS.items():
        parts.append(_events(keys, law_.status_day, event, gazette, law_.status == status))
    return pl.concat(parts).sort("application", "date", maintain_order=True)


def _events(keys: Ints, day: Ints, event: str, gazette: str, happens: Flags | None = None) -> pl.DataFrame:
    where = np.flatnonzero(day < NEVER if happens is None else happens & (day < NEVER))
    return pl.DataFrame({"application": keys[where].astype(np.uint32), "date": as_dates(day[where])}).select(
        "application",
        pl.lit(event).alias("event"),
        "date",
        pl.lit(None, dtype=pl.String).alias("from_party"),
        pl.lit(None, dtype=pl.String).alias("to_party"),
        pl.lit(None, dtype=pl.Float64).alias("amount_cny"),
        pl.lit(gazette).alias("reference"),
    )


def _deal(
    keys: Ints,
    day: Ints,
    event: str,
    gazette: str,
    giver: pl.Series,
    taker: pl.Series,
    amount: Floats | None = None,
) -> pl.DataFrame:
    where = np.flatnonzero(day < NEVER)
    paid = pl.lit(None, dtype=pl.Float64) if amount is None else pl.Series(amount[where])
    return _events(keys, day, event, gazette).with_columns(
        from_party=giver.gather(where), to_party=taker.gather(where), amount_cny=paid
    )
