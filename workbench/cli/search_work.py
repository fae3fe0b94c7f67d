"""Commands of search work: elements, samples, evaluation, batches."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from workbench.cli.corpora import Json
from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError

CorpusFolder = Annotated[Path, typer.Argument(help=help_text("out_corpus"))]
Text = Annotated[str, typer.Argument(help=help_text("query_text"))]
Syntax = Annotated[str, typer.Option("--syntax", help=help_text("query_syntax"))]
Replace = Annotated[bool, typer.Option("--replace", help=help_text("replace"))]

_MAY_STOP = 0.05
"""Reading may stop under this probability of a recall still too low: 95 % confidence."""


def add_to(group: typer.Typer) -> None:
    """Add the commands of this file to the group ``search``."""
    group.command("elements", help=help_text("search_elements"))(elements)
    group.command("sample", help=help_text("search_sample"))(sample)
    group.command("evaluate", help=help_text("search_evaluate"))(evaluate)
    group.command("stop", help=help_text("search_stop"))(stop)
    group.command("batches", help=help_text("search_batches"))(batches)


def elements(
    out: Annotated[Path, typer.Option("--out", help=help_text("search_elements_out"))],
    replace: Replace = False,
) -> None:
    """Write an empty table of search elements to fill in."""
    from workbench.search.elements import write_elements

    print(write_elements(out, None, language=spoken_language(), replace=replace))


def sample(
    corpus: CorpusFolder,
    text: Text,
    out: Annotated[Path, typer.Option("--out", help=help_text("search_sample_out"))],
    syntax: Syntax = "local",
    size: Annotated[int | None, typer.Option("--size", min=1, help=help_text("search_sample_size"))] = None,
    rest: Annotated[int, typer.Option("--rest", min=0, help=help_text("search_sample_rest"))] = 0,
    strata: Annotated[str | None, typer.Option("--strata", help=help_text("search_sample_strata"))] = None,
    readers: Annotated[int, typer.Option("--readers", min=1, max=3, help=help_text("search_readers"))] = 2,
    seed: Annotated[int, typer.Option("--seed", help=help_text("search_seed"))] = 1,
    replace: Replace = False,
) -> None:
    """Draw documents to read: a sheet for each reader, and the key that stays with the asker."""
    from workbench.corpus import Corpus
    from workbench.measures.proportions import sample_size
    from workbench.search.reading_sheets import write_reading_sheet
    from workbench.search.sampling import draw_sample
    from workbench.search.session import Session

    session = Session(Corpus.open(corpus))
    parts = session.parts(text, syntax, strata)
    if not parts["hits"]:
        raise WorkbenchError("nothing_to_sample", found=text)
    wanted = size or sample_size(len(parts["hits"]), margin=0.05)
    key = draw_sample(parts, {"hits": wanted, "rest": rest}, seed=seed, query=text, syntax=syntax)
    paths = [out.with_name(f"{out.stem}-{number}.xlsx") for number in range(1, readers + 1)]
    file = out.with_name(f"{out.stem}.key.json")
    for path in (*paths, file):
        if path.exists() and not replace:
            raise WorkbenchError("output_exists", path=str(path))
    for path in paths:
        write_reading_sheet(path, key, session.corpus, language=spoken_language(), replace=replace)
        print(path)
    print(key.save(file))
    say_key("search_sampled", count=len(key.order), hits=len(parts["hits"]))


def evaluate(
    key: Annotated[Path, typer.Argument(help=help_text("search_key"))],
    sheets: Annotated[list[Path], typer.Argument(help=help_text("search_sheets"))],
    corpus: Annotated[Path | None, typer.Option("--corpus", help=help_text("search_evaluate_corpus"))] = None,
    gold: Annotated[Path | None, typer.Option("--gold", help=help_text("search_gold"))] = None,
    second: Annotated[Path | None, typer.Option("--second", help=help_text("search_second"))] = None,
    as_json: Json = False,
) -> None:
    """Compute precision and recall from filled sheets."""
    from workbench.labels import value_words, words
    from workbench.search.judging import evaluate as judge
    from workbench.search.judging import numbers_in
    from workbench.search.sampling import ReadingKey

    known = ReadingKey.load(key)
    listed = {name: numbers_in(path) if path else [] for name, path in (("gold", gold), ("second", second))}
    hits: list[str] = []
    if gold or second:
        hits, listed = _against(corpus, known.query, known.syntax, listed)
    found = judge(known, sheets, hits=hits, **listed)
    if as_json:
        print_json(found.told())
        return
    language = spoken_language()
    for row in found.measures.iter_rows(named=True):
        name = value_words("measure", row["measure"], language)
        say(f"{name}: {row['value']:.1%} ({row['low']:.1%}–{row['high']:.1%}), n = {row['sample_count']}")
    if found.read.kappa is not None:
        say(f"κ = {found.read.kappa:.2f}")
    for note in found.notes:
        say(words(f"warnings.search_{note}", language))


def _against(
    corpus: Path | None, query: str, syntax: str, listed: dict[str, list[str]]
) -> tuple[list[str], dict[str, list[str]]]:
    """Run the query of the key again; lists take the corpus's own spelling where it has the document."""
    from workbench.corpus import Corpus
    from workbench.search.session import Session

    if corpus is None:
        raise WorkbenchError("corpus_needed", option="--corpus")
    session = Session(Corpus.open(corpus))
    hits = session.numbers_of(session.run(query, syntax).records.tolist())
    return hits, {name: session.spelled(numbers) for name, numbers in listed.items()}


def stop(
    sheet: Annotated[Path, typer.Argument(help=help_text("search_stop_sheet"))],
    population: Annotated[int, typer.Option("--population", min=1, help=help_text("search_population"))],
    target: Annotated[float, typer.Option("--target", help=help_text("search_target"))] = 0.95,
    as_json: Json = False,
) -> None:
    """Say whether reading in order may stop: how likely is it that the recall wanted is still missed?"""
    from workbench.labels import words
    from workbench.measures.retrieval import missed_recall_probability
    from workbench.search.reading_sheets import judgements_in_order

    judged = judgements_in_order(sheet)
    if not 0 < target <= 1 or len(judged) > population:
        raise WorkbenchError("stop_out_of_range", target=target, read=len(judged), population=population)
    chance = missed_recall_probability(judged, population, recall_target=target)
    may_stop = chance < _MAY_STOP
    found = {"read": len(judged), "relevant": sum(judged), "population": population, "recall_target": target}
    if as_json:
        print_json({**found, "missed_recall_probability": chance, "may_stop": may_stop})
        return
    key = "search_may_stop" if may_stop else "search_go_on"
    fields = {
        "chance": f"{chance:.3f}",
        "target": f"{target:.0%}",
        "read": len(judged),
        "relevant": sum(judged),
    }
    print(words(f"cli.{key}", spoken_language(), **fields))


def batches(
    corpus: CorpusFolder,
    text: Text,
    cap: Annotated[int, typer.Option("--cap", min=1, help=help_text("search_cap"))],
    syntax: Syntax = "local",
    as_json: Json = False,
) -> None:
    """Split a query by publication date so that no part is over an export cap."""
    from workbench.corpus import Corpus
    from workbench.query.parse import parse
    from workbench.search.batch_table import download_batches
    from workbench.search.session import Session

    tree = parse(text, syntax).tree
    if tree is None:
        raise WorkbenchError("no_query")
    table = download_batches(Session(Corpus.open(corpus)), tree, cap=cap, syntax=syntax)
    told = table.frame.with_columns(pl.selectors.date().dt.to_string())
    if as_json:
        left = sum(entry.count for entry in table.left_out)
        print_json({"cap": cap, "batches": told.to_dicts(), "undated": left})
        return
    for row in told.iter_rows(named=True):
        print(f"{row['batch']}\t{row['first_day']}\t{row['last_day']}\t{row['hit_count']}\t{row['query']}")
