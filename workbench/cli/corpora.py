"""Commands on corpora: read, prepare, audit, export, sample."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError

Json = Annotated[bool, typer.Option("--json", help=help_text("json"))]
Replace = Annotated[bool, typer.Option("--replace", help=help_text("replace"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("read", help=help_text("read"))(read)
    app.command("prepare", help=help_text("prepare"))(prepare)
    app.command("audit", help=help_text("audit"))(audit)
    app.command("export", help=help_text("export"))(export)
    app.command("decisions", help=help_text("decisions"))(decisions)
    app.command("sample", help=help_text("sample"))(sample)


def read(
    files: Annotated[list[Path], typer.Argument(help=help_text("read_files"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("out_corpus"))],
    source: Annotated[str | None, typer.Option("--source", help=help_text("read_source"))] = None,
    profile: Annotated[Path | None, typer.Option("--profile", help=help_text("read_profile"))] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help=help_text("read_column"))] = None,
    raw: Annotated[bool, typer.Option("--raw", help=help_text("read_raw"))] = False,
    cut_off: Annotated[str | None, typer.Option("--cut-off", help=help_text("cut_off"))] = None,
    database: Annotated[str | None, typer.Option("--database", help=help_text("database"))] = None,
    query_file: Annotated[Path | None, typer.Option("--query-file", help=help_text("query_file"))] = None,
    search_date: Annotated[str | None, typer.Option("--search-date", help=help_text("search_date"))] = None,
    status_date: Annotated[str | None, typer.Option("--status-date", help=help_text("status_date"))] = None,
    roster: Annotated[Path | None, typer.Option("--roster", help=help_text("roster"))] = None,
    decisions: Annotated[Path | None, typer.Option("--decisions", help=help_text("decisions_file"))] = None,
    processes: Annotated[int | None, typer.Option("--processes", help=help_text("processes"))] = None,
    replace: Replace = False,
    as_json: Json = False,
) -> None:
    """Read export files into a corpus."""
    from workbench.corpus import Manifest
    from workbench.readers.read import ReadOptions
    from workbench.runs.kernel import given_date
    from workbench.runs.reading import read_corpus

    given = ReadOptions(source=source, profile=profile, columns=_columns(column or []))
    options = given if processes is None else ReadOptions(source, profile, given.columns, processes)
    manifest = Manifest(
        database=database,
        query=_query(query_file),
        search_date=given_date("--search-date", search_date),
        status_date=given_date("--status-date", status_date),
        cut_off=given_date("--cut-off", cut_off),
    )
    reading = read_corpus(
        files,
        out,
        options=options,
        manifest=manifest,
        is_raw=raw,
        replace=replace,
        roster=roster,
        decisions=decisions,
    )
    summary = reading.summary(spoken_language())
    for entry in summary["files"]:
        say_key("read_file_done", **entry)
    for warning in summary["warnings"]:
        say_key("warning", text=warning)
    say_key(
        "read_done", out=out, **{name: summary[name] for name in ("rows_read", "kept", "duplicates", "rejects")}
    )
    if as_json:
        print_json(summary)


def prepare(
    corpus: Annotated[Path, typer.Argument(help=help_text("corpus"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("out_corpus"))],
    roster: Annotated[Path | None, typer.Option("--roster", help=help_text("roster"))] = None,
    decisions: Annotated[Path | None, typer.Option("--decisions", help=help_text("decisions_file"))] = None,
    replace: Replace = False,
    as_json: Json = False,
) -> None:
    """Prepare a corpus into another one."""
    from workbench.corpus.storage import staged_folder
    from workbench.runs.reading import prepare_into

    with staged_folder(out, replace=replace) as folder:
        manifest = prepare_into(corpus, folder, roster=roster, decisions=decisions)
    say_key("prepared", out=out)
    if as_json:
        print_json({"counts": manifest.counts, "rules": manifest.rules, "decisions": manifest.decisions})


def audit(corpus: Annotated[Path, typer.Argument(help=help_text("corpus"))], as_json: Json = False) -> None:
    """Print the data-quality certificate of a corpus."""
    from workbench.corpus import Corpus
    from workbench.preparation.audit import audit as examine

    certificate = examine(Corpus.open(corpus))
    if as_json:
        print_json(certificate.to_json(spoken_language()))
    else:
        say(certificate.to_text(spoken_language()))


def export(
    corpus: Annotated[Path, typer.Argument(help=help_text("corpus"))],
    table: Annotated[str, typer.Argument(help=help_text("export_table"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("export_out"))],
) -> None:
    """Export one table of a corpus."""
    from workbench.corpus import Corpus
    from workbench.runs.exporting import export_table

    count = export_table(Corpus.open(corpus), table, out)
    say_key("exported", count=count, out=out)


def decisions(
    corpus: Annotated[Path, typer.Argument(help=help_text("corpus"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("decisions_out"))],
) -> None:
    """Write the workbook of decisions for an analyst to fill in."""
    from workbench.corpus import Corpus
    from workbench.preparation.decisions import write_decisions

    write_decisions(Corpus.open(corpus), out)
    say_key("decisions_written", out=out)


def sample(
    records: Annotated[int, typer.Option("--records", min=1, help=help_text("sample_records"))],
    out: Annotated[Path, typer.Option("--out", help=help_text("sample_out"))],
    seed: Annotated[int, typer.Option("--seed", help=help_text("sample_seed"))] = 1,
    only: Annotated[str | None, typer.Option("--only", help=help_text("sample_only"))] = None,
    replace: Replace = False,
    as_json: Json = False,
) -> None:
    """Write invented patents: a corpus, exports in vendors' forms, and the truth behind them."""
    from workbench.sample import write_sample

    chosen = None if only is None else [part.strip() for part in only.split(",") if part.strip()]
    made = write_sample(records, seed, out, only=chosen, replace=replace)
    say_key("sample_written", records=records, out=out)
    if as_json:
        print_json(made)


def _columns(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, sign, header = text.partition("=")
        if not (name and sign and header):
            raise WorkbenchError("malformed_option", option="--column", expected="name=header", found=text)
        pairs[name.strip()] = header.strip()
    return pairs


def _query(path: Path | None) -> str | None:
    if path is None:
        return None
    if not path.is_file():
        raise WorkbenchError("no_such_file", file=str(path))
    return path.read_text(encoding="utf-8-sig").strip()
