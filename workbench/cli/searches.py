"""Commands that run queries on a corpus."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import search_work
from workbench.cli.queries import given_text
from workbench.cli.speaking import help_text, print_json, say_key, spoken_language
from workbench.files import placed

CorpusFolder = Annotated[Path, typer.Argument(help=help_text("out_corpus"))]
Text = Annotated[str, typer.Argument(help=help_text("query_text"))]
Syntax = Annotated[str, typer.Option("--syntax", help=help_text("query_syntax"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(help=help_text("search"), no_args_is_help=True)
    group.command("run", help=help_text("search_run"))(run)
    search_work.add_to(group)
    app.add_typer(group, name="search")


def run(
    corpus: CorpusFolder,
    text: Text,
    syntax: Syntax = "local",
    out: Annotated[Path | None, typer.Option("--out", help=help_text("search_out"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
) -> None:
    """Run a query on a corpus."""
    from workbench.corpus import Corpus
    from workbench.query.construct_words import field_words
    from workbench.query.parse import parse
    from workbench.query.run import Searcher
    from workbench.search.listing import hit_list, in_words

    query = parse(given_text(text), syntax)
    opened = Corpus.open(corpus)
    hits = Searcher(opened).run(query)
    listed = hit_list(opened, hits.records)
    if out is not None:
        _write(in_words(listed, spoken_language()).write_csv(), out)
        say_key("exported", count=listed.height, out=out)
    if hits.not_searched:
        say_key(
            "search_not_searched",
            fields=", ".join(field_words(f, spoken_language()) for f in hits.not_searched),
        )
    blocks = [{"block": block, "hits": count} for block, count in hits.blocks]
    if as_json:
        numbers = listed["publication_number"].to_list()
        print_json({"hits": len(hits), "publication_numbers": numbers, "per_block": blocks})
        return
    say_key("search_hits", count=len(hits))
    for block, count in hits.blocks:
        say_key("search_block", count=count, block=block)


def _write(text: str, out: Path) -> None:
    """Write a file whole or not at all, with the mark that Excel needs to read it as UTF-8."""
    with placed(out) as partial:
        partial.write_text(text, encoding="utf-8-sig")
