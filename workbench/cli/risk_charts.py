"""Commands on claim charts: laid out, judged on what people entered, signed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.labels import words

if TYPE_CHECKING:
    from workbench.risk.chart.verdict import Verdict


def _help(key: str) -> str:
    return words(f"risk_charts.help_{key}", spoken_language())


def register(group: typer.Typer) -> None:
    """Add the commands of this file to ``workbench risk``."""
    charts = typer.Typer(help=_help("chart"), no_args_is_help=True)
    charts.command("new", help=_help("chart_new"))(new)
    charts.command("verdict", help=_help("chart_verdict"))(verdict)
    group.add_typer(charts, name="chart")


def new(
    claims: Annotated[Path, typer.Argument(help=_help("claims"))],
    product: Annotated[Path, typer.Option("--product", help=_help("product"))],
    out: Annotated[Path, typer.Option("--out", help=_help("chart_out"))],
    jurisdiction: Annotated[str | None, typer.Option("--jurisdiction", help=_help("jurisdiction"))] = None,
    chosen: Annotated[str | None, typer.Option("--id", help=_help("id"))] = None,
    published: Annotated[Path | None, typer.Option("--published", help=_help("published"))] = None,
    description: Annotated[Path | None, typer.Option("--description", help=_help("description"))] = None,
    replace: Annotated[bool, typer.Option("--replace", help=help_text("replace"))] = False,
) -> None:
    """Lay a chart out: every feature a cell, everything undetermined, passages and numbers beside it."""
    from workbench.risk.chart import JURISDICTIONS, new_chart, number_facts, ranked_passages, write_chart
    from workbench.risk.claims.documents import claim_documents
    from workbench.risk.product import read_product

    if out.suffix.lower() != ".xlsx":
        raise WorkbenchError("unknown_format", path=str(out), known=".xlsx")
    described = read_product(product)
    found = list(claim_documents(claims))
    named = [document for document in found if chosen in (None, document.id)]
    if len(named) != 1:
        raise WorkbenchError("choose_claim_set", file=str(claims), known=_some([d.id for d in found]))
    one = named[0].read()
    fitting = one.jurisdiction if one.jurisdiction in JURISDICTIONS else "CN"
    where = next((name for name in JURISDICTIONS if name == (jurisdiction or fitting).strip().upper()), None)
    if where is None:
        known = " | ".join(JURISDICTIONS)
        raise WorkbenchError("malformed_option", option="--jurisdiction", expected=known, found=jurisdiction)
    chart = new_chart(
        one,
        described.name,
        where,
        published=published.read_text(encoding="utf-8") if published else None,
        description=description.read_text(encoding="utf-8") if description else None,
    )
    passages, numbers = ranked_passages(chart.cells, described), number_facts(chart.cells, described)
    write_chart(chart, out, spoken_language(), passages=passages, numbers=numbers, is_replaced=replace)
    say_key("exported", count=len(chart.cells), out=out)


def _some(names: list[str], most: int = 20) -> object:
    """Return names to choose from; where they are many, the first of them and how many there are."""
    shown = ", ".join(names[:most])
    if len(names) <= most:
        return shown
    return {"label": "claims.and_more", "fields": {"shown": shown, "count": len(names)}}


def verdict(
    chart: Annotated[Path, typer.Argument(help=_help("chart_file"))],
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
) -> None:
    """Say what the recorded facts give, what is missing first."""
    from workbench.risk.chart import chart_verdict, read_chart, verdict_document
    from workbench.risk.chart.signing import chart_digest

    read = read_chart(chart)
    told = chart_verdict(read)
    if as_json:
        print_json(verdict_document(read, told))
        return
    _tell(told, chart_digest(read))


def _tell(told: "Verdict", digest: str) -> None:
    from workbench.risk.chart.fact_words import gap_detail

    language = spoken_language()
    for gap in told.gaps:
        parts = (words(f"risk_charts.gap_{gap.kind}", language), gap.place, gap_detail(gap, language)[:60])
        say("  " + " ".join(part for part in parts if part))
    if told.is_provisional:
        say(words("risk_charts.provisional_told", language, count=len(told.gaps)))
    sentence = "risk_charts.claim_told_provisional" if told.is_provisional else "risk_charts.claim_told"
    for claim in told.claims:
        risk = words(f"risk_verdicts.{claim.risk}", language)
        basis = words(f"risk_verdicts.basis_{claim.basis}", language)
        say(words(sentence, language, number=claim.number, risk=risk, basis=basis))
    say(words("risk_charts.digest_told", language, digest=digest))
    say(words("risk_verdicts.no_advice", language))
