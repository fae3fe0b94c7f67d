"""How good is a query? Precision and recall from what people read, with intervals, and what they rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import polars as pl

from workbench.measures.proportions import Estimate, Stratum, stratified_share, wilson_interval
from workbench.measures.retrieval import chapman_population, cohen_kappa, recall_by_elusion
from workbench.search.sampling import Part, ReadingKey, SampledStratum

Judgements = Mapping[str, str]

MEASURES = pl.Schema(
    {
        "measure": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "sample_count": pl.Int64,
        "relevant_count": pl.Int64,
        "undecided_count": pl.Int64,
        "population_count": pl.Int64,
    }
)


@dataclass(frozen=True)
class Reading:
    """What one or two readers made of a sample.

    Attributes
    ----------
    judgements : mapping
        Publication number → ``relevant`` / ``irrelevant`` / ``undecided``. Where two readers differ and no
        third decided, it is undecided.
    disagreements : tuple of str
        Documents on which two readers differ.
    kappa : float or None
        Agreement beyond chance, of documents both decided; None with one reader or where chance explains all.
    """

    judgements: Judgements
    disagreements: tuple[str, ...] = ()
    kappa: float | None = None


def reading(first: Judgements, second: Judgements | None = None, third: Judgements | None = None) -> Reading:
    """Put the readers' judgements together; the third decides where the first two differ."""
    if second is None:
        return Reading(first)
    both = [number for number in first if "undecided" not in (first[number], second[number])]
    differing = tuple(number for number in first if first[number] != second[number])
    settled = {
        number: (third or {}).get(number, "undecided") if number in differing else first[number]
        for number in first
    }
    agreed = cohen_kappa([first[n] for n in both], [second[n] for n in both]) if both else float("nan")
    return Reading(settled, differing, None if isnan(agreed) else agreed)


def precision(key: ReadingKey, read: Reading) -> pl.DataFrame:
    """Return precision as one row of ``MEASURES``; undecided documents are left out, and counted.

    The interval is the score interval of the stratified share.
    """
    share = _share(_part(key, read, "hits"))
    if share is None:
        return pl.DataFrame(schema=MEASURES)
    return _measure("precision", share, [s for s in key.strata if s.part == "hits"], read.judgements)


def recall_of_the_corpus(key: ReadingKey, read: Reading) -> pl.DataFrame:
    """Return recall within the corpus, from the hits read and the rest read, as one row.

    It says nothing of documents that the database or the download left out.
    """
    if not any(stratum.part == "rest" for stratum in key.strata):
        return pl.DataFrame(schema=MEASURES)
    found, missed = _documents(key, read, "hits"), _documents(key, read, "rest")
    if found is None or missed is None or found.value + missed.value <= 0:
        return pl.DataFrame(schema=MEASURES)
    return _measure("recall_elusion", recall_by_elusion(found, missed), key.strata, read.judgements)


def recall_of_a_sample(gold: Iterable[str], hits: Iterable[str]) -> pl.DataFrame:
    """Return recall against documents known to be relevant, chosen without the query, as one row.

    Independent samples give an honest figure; one drawn with the query's own words flatters it.
    """
    known, found = set(gold), set(hits)
    if not known:
        return pl.DataFrame(schema=MEASURES)
    caught = len(known & found)
    return _row("recall_sample", wilson_interval(caught, len(known)), len(known), caught)


def recall_by_capture(
    first: Iterable[str], second: Iterable[str], *, relevant_share: float = 1.0
) -> pl.DataFrame:
    """Return recall from the overlap of two independent queries, as one row.

    Parameters
    ----------
    first, second : iterable of str
        Relevant hits of the query and of one made of other words, classes or citations.
    relevant_share : float, optional
        Precision by which the first query's hits are reduced where they were not all read.
    """
    one, other = set(first), set(second)
    if not one & other:
        return pl.DataFrame(schema=MEASURES)
    total = chapman_population(len(one), len(other), len(one & other))
    seen = len(one) * relevant_share
    recall = Estimate(*(min(1.0, seen / count) for count in (total.value, total.high, total.low)))
    return _row("recall_capture", recall, len(other), len(one & other), population=round(total.value))


def _decided(stratum: SampledStratum, judgements: Judgements) -> Stratum:
    told = [judgements.get(number, "undecided") for number in stratum.numbers]
    relevant, irrelevant = told.count("relevant"), told.count("irrelevant")
    return Stratum(stratum.population, relevant + irrelevant, relevant)


def _part(key: ReadingKey, read: Reading, part: Part) -> list[Stratum]:
    return [_decided(stratum, read.judgements) for stratum in key.strata if stratum.part == part]


def _share(strata: Sequence[Stratum]) -> Estimate | None:
    """Return the share of relevant ones; strata in which nothing was decided are pooled with the rest."""
    decided = [stratum for stratum in strata if stratum.sampled]
    if not decided:
        return None
    if len(decided) == 1:
        total = sum(stratum.population for stratum in strata)
        return wilson_interval(decided[0].relevant, decided[0].sampled, population=total)
    return stratified_share(decided)


def _documents(key: ReadingKey, read: Reading, part: Part) -> Estimate | None:
    strata = _part(key, read, part)
    share, total = _share(strata), sum(stratum.population for stratum in strata)
    return None if share is None else Estimate(share.value * total, share.low * total, share.high * total)


def _measure(
    name: str, estimate: Estimate, strata: Sequence[SampledStratum], judgements: Judgements
) -> pl.DataFrame:
    told = [judgements.get(number, "undecided") for stratum in strata for number in stratum.numbers]
    population = sum(stratum.population for stratum in strata)
    undecided = told.count("undecided")
    return _row(name, estimate, len(told), told.count("relevant"), undecided=undecided, population=population)


def _row(
    name: str,
    estimate: Estimate,
    sample: int,
    relevant: int,
    *,
    undecided: int = 0,
    population: int | None = None,
) -> pl.DataFrame:
    values = (name, estimate.value, estimate.low, estimate.high, sample, relevant, undecided, population)
    return pl.DataFrame([values], schema=MEASURES, orient="row")
