"""Commands on terms: when a right ends, and which fees fall due."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.labels import has_words, value_words, words


def _help(key: str) -> str:
    return words(f"risk_terms.help_{key}", spoken_language())


def register(group: typer.Typer) -> None:
    """Add the commands of this file to ``workbench risk``."""
    group.command("term", help=_help("term"))(term)
    group.command("annuities", help=_help("annuities"))(annuities)


def _day_option(name: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        f"--{name}", help=_help(name.replace("-", "_")), metavar="YYYY-MM-DD"
    )
    return option


def term(
    office: Annotated[str, typer.Option("--office", help=_help("office"))] = "CN",
    kind: Annotated[str, typer.Option("--type", help=_help("type"))] = "invention",
    filing_date: Annotated[str | None, _day_option("filing-date")] = None,
    grant_date: Annotated[str | None, _day_option("grant-date")] = None,
    pct: Annotated[bool, typer.Option("--pct", help=_help("pct"))] = False,
    parent_filing_date: Annotated[str | None, _day_option("parent-filing-date")] = None,
    pta_days: Annotated[int | None, typer.Option("--pta-days", help=_help("pta_days"))] = None,
    extension_days: Annotated[
        int | None, typer.Option("--extension-days", help=_help("extension_days"))
    ] = None,
    approval_date: Annotated[str | None, _day_option("approval-date")] = None,
    disclaimer_date: Annotated[str | None, _day_option("disclaimer-date")] = None,
    lapse_date: Annotated[str | None, _day_option("lapse-date")] = None,
    notice_date: Annotated[str | None, _day_option("notice-date")] = None,
    restoration_date: Annotated[str | None, _day_option("restoration-date")] = None,
    fees_paid: Annotated[bool, typer.Option("--fees-paid", help=_help("fees_paid"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
) -> None:
    """Tell until when a right may last, by which rule, and what is not known."""
    from workbench.risk.right import Right, patent_type_of
    from workbench.risk.term import term_of

    told = term_of(
        Right(
            office=known_office(office),
            patent_type=patent_type_of(kind),
            filing_date=day("--filing-date", filing_date),
            grant_date=day("--grant-date", grant_date),
            is_pct=pct,
            parent_filing_date=day("--parent-filing-date", parent_filing_date),
            adjustment_days=pta_days,
            extension_days=extension_days,
            approval_date=day("--approval-date", approval_date),
            disclaimer_date=day("--disclaimer-date", disclaimer_date),
            lapse_date=day("--lapse-date", lapse_date),
            notice_date=day("--notice-date", notice_date),
            restoration_date=day("--restoration-date", restoration_date),
            are_fees_paid=True if fees_paid else None,
        )
    )
    document = told.document()
    if as_json:
        print_json(document)
        return
    language = spoken_language()
    if told.expiry_date is None:
        say(words("risk_terms.not_told", language))
    else:
        rule = _rule(told.rule)
        say(words("risk_terms.told", language, ends=told.expiry_date, last=told.last_day_in_force, rule=rule))
    for point in told.unknown:
        say(f"  {words('risk_terms.unknown', language)}: {_point(point)}")


def known_office(text: str) -> str:
    """Return the code of an office with rules (or WO, which has no right), or refuse it naming those known."""
    from workbench.reference.terms import offices_with_rules

    office = text.strip().upper()
    if office not in (*offices_with_rules(), "WO"):
        expected = " | ".join(offices_with_rules())
        raise WorkbenchError("malformed_option", option="--office", expected=expected, found=text)
    return office


def _rule(rule: str | None) -> str:
    address = f"risk_terms.rule_{rule}"
    language = spoken_language()
    return words(address, language) if has_words(address) else value_words("expiry_rule", rule, language)


def _point(point: str) -> str:
    address = f"risk_terms.unknown_{point}"
    return words(address, spoken_language()) if has_words(address) else point


def day(option: str, text: str | None) -> date | None:
    """Return the date an option gives, or refuse it."""
    from workbench.risk.right import FIRST_DAY, LAST_DAY, out_of_range

    if text is None:
        return None
    try:
        found = date.fromisoformat(text.strip().replace(".", "-").replace("/", "-"))
    except ValueError:
        raise WorkbenchError("malformed_option", option=option, expected="YYYY-MM-DD", found=text) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise out_of_range(option, found, FIRST_DAY, LAST_DAY)
    return found


def annuities(
    corpus: Annotated[Path, typer.Argument(help=_help("corpus"))],
    out: Annotated[Path, typer.Option("--out", help=_help("annuities_out"))],
    first: Annotated[str, _day_option("from")],
    last: Annotated[str, _day_option("until")],
) -> None:
    """Write the fees of a portfolio that fall due between two days."""
    from workbench.corpus import Corpus
    from workbench.risk.annuities import annuity_calendar, write_annuities

    begin, end = day("--from", first), day("--until", last)
    if begin is None or end is None or begin > end:
        raise WorkbenchError("malformed_option", option="--until", expected=f">= {first}", found=last)
    table = annuity_calendar(Corpus.open(corpus), begin, end)
    write_annuities(table, out, spoken_language(), begin)
    say_key("exported", count=table.frame.height, out=out)
