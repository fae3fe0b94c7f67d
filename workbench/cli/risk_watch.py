"""The command of early warning: what is new around a watched product."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.risk_terms import day
from workbench.cli.speaking import help_text, print_json, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.labels import words


def _help(key: str) -> str:
    return words(f"risk_charts.help_{key}", spoken_language())


def register(group: typer.Typer) -> None:
    """Add the command of this file to ``workbench risk``."""
    group.command("warn", help=_help("warn"))(warn)


def warn(
    before: Annotated[Path, typer.Argument(help=_help("before"))],
    after: Annotated[Path, typer.Argument(help=_help("after"))],
    product: Annotated[Path, typer.Option("--product", help=_help("product"))],
    on: Annotated[str | None, typer.Option("--on", help=_help("on"), metavar="YYYY-MM-DD")] = None,
    watched: Annotated[str, typer.Option("--watched", help=_help("watched"))] = "",
    most: Annotated[int, typer.Option("--most", min=1, help=_help("most"))] = 50,
    embeddings: Annotated[Path | None, typer.Option("--embeddings", help=_help("embeddings"))] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_help("warn_out"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
) -> None:
    """Tell new publications that are alike, and new events of what is watched."""
    from workbench.corpus import Corpus
    from workbench.risk.early_warning import early_warning
    from workbench.risk.embeddings import read_embeddings
    from workbench.risk.files import write_workbook
    from workbench.risk.product import read_product

    present = Corpus.open(after)
    when = day("--on", on) or present.manifest.status_date or present.manifest.cut_off
    if when is None:
        raise WorkbenchError("no_day_of_analysis")
    numbers = tuple(part.strip() for part in watched.split(",") if part.strip())
    table = early_warning(
        Corpus.open(before),
        present,
        read_product(product),
        on=when,
        watched=numbers,
        most=most,
        embeddings=read_embeddings(embeddings, present) if embeddings else None,
    )
    if out is not None:
        write_workbook(out, [table], spoken_language())
        say_key("exported", count=table.frame.height, out=out)
    if as_json or out is None:
        print_json(table.frame.to_dicts())
