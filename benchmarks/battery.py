"""The landscape battery over generated records: against pandas and hand-written polars, and on three engines.

Gates at 10 million: at least 5 × faster than pandas; at most 1.3 × the time of hand-written polars; peak
memory at most 6 GB; equal results on polars, duckdb and Spark at 1 million.
"""

import argparse
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from generated import write_corpus
from measuring import compare, report, run_once

COUNTS = {
    "annual_filings": "filing_count", "annual_publications": "publication_count",
    "annual_grants": "grant_count",
    "patent_types": "filing_count", "top_applicants": "filing_count", "party_types": "filing_count",
    "new_entrants": "new_applicant_count", "applicant_concentration": "herfindahl_hirschman",
    "co_applicants": "filing_count", "publishing_offices": "unit_count", "origin_target_flow": "unit_count",
    "technology_subclasses": "filing_count", "technology_fields": "filing_count",
    "technology_change": "recent_count",
    "legal_validity": "unit_count", "remaining_life": "unit_count", "provinces": "filing_count",
    "districts": "filing_count", "life_cycle": "filing_count",
}  # fmt: skip
"""What the three ways must agree on: the main count of each table."""


def with_workbench(folder: Path, engine: str = "polars") -> dict[str, list[Any]]:
    """Run every analysis of the battery and its findings; return the main counts, sorted."""
    from workbench import landscape
    from workbench.corpus import Corpus

    scope = landscape.Scope.of(Corpus.open(folder, engine=engine), unit="application")
    tables = {analysis.__name__: analysis(scope) for analysis in landscape.ANALYSES}
    for name, table in tables.items():
        getattr(landscape, f"{name}_findings")(table)
    counts = {name: tables[name].frame[column].to_list() for name, column in COUNTS.items()}
    types = tables["patent_types_by_year"].frame
    counts["patent_types_by_year"] = [
        number
        for column in types.columns
        if column.endswith("_count") and column != "typed_count"
        for number in types[column].to_list()
        if number
    ]
    return {
        name: sorted((_rounded(value) for value in values if value), reverse=True)
        for name, values in counts.items()
    }


def _rounded(value: float) -> float:
    return round(value, 9) if isinstance(value, float) else value


def with_polars(folder: Path) -> dict[str, list[Any]]:
    """Run what was written by hand in polars."""
    from by_hand_polars import battery

    return battery(folder)


def with_pandas(folder: Path) -> dict[str, list[Any]]:
    """Run what was written by hand in pandas."""
    from by_hand_pandas import battery

    return battery(folder)


def compare_ways(folder: Path, records: int, repeats: int) -> None:
    """Time the three ways and print the ratios, after a look at whether they agree."""
    ways = {"workbench": with_workbench, "polars": with_polars, "pandas": with_pandas}
    contenders = {name: partial(way, folder) for name, way in ways.items()}
    differing = disagreements({name: run_once(work)[2] for name, work in contenders.items()})
    figures = compare(contenders, repeats)
    ours = figures["workbench"]["median_seconds"]
    report(
        "battery",
        {
            "records": records,
            **figures,
            "times_faster_than_pandas": round(figures["pandas"]["median_seconds"] / ours, 2),
            "times_hand_written_polars": round(ours / figures["polars"]["median_seconds"], 2),
            "peak_gib": figures["workbench"]["peak_gib"],
            "disagreements": differing,
        },
    )


def compare_engines(folder: Path, records: int, engines: list[str]) -> None:
    """Run the battery on each engine once and print whether the results are equal."""
    found, seconds = {}, {}
    for engine in engines:
        start = time.perf_counter()
        found[engine] = run_once(partial(with_workbench, folder, engine))[2]
        seconds[engine] = round(time.perf_counter() - start, 1)
    report("battery_engines", {"records": records, "seconds": seconds, "disagreements": disagreements(found)})


def disagreements(found: dict[str, dict[str, list[Any]]]) -> list[str]:
    """Name the analyses in which one way differs from the first."""
    first, *others = found
    return [
        f"{name} ({other})"
        for other in others
        for name, counts in found[first].items()
        if counts != found[other][name]
    ]


def main() -> None:
    """Generate, compare, print JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--engine-records", type=int, default=1_000_000)
    parser.add_argument("--engines", default="polars,duckdb,spark")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the generated corpora, kept and used again")
    given = parser.parse_args()
    home = given.keep or Path(tempfile.mkdtemp())
    for records in {given.records, given.engine_records} - {0}:
        if not (home / str(records)).exists():
            write_corpus(home / str(records), records)
    if given.records:
        compare_ways(home / str(given.records), given.records, given.repeats)
    if given.engine_records:
        compare_engines(home / str(given.engine_records), given.engine_records, given.engines.split(","))
    if not given.keep:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
