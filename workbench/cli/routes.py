"""Commands on citation networks: weights and main paths."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from workbench.cli.speaking import help_text, print_json, say, say_key, spoken_language
from workbench.errors import WorkbenchError
from workbench.files import placed
from workbench.labels import words

if TYPE_CHECKING:
    from workbench.route.cleaning import CleanedNetwork
    from workbench.route.corpus_network import Level as LevelName
    from workbench.route.reading import ReadingOptions
    from workbench.route.weighing import Weighing

_Word = TypeVar("_Word", bound=str)
_LEVELS: "tuple[LevelName, ...]" = ("publication", "application", "family")

File = Annotated[Path, typer.Argument(help=help_text("route_file"))]
Weight = Annotated[str, typer.Option("--weight", help=help_text("route_weight"))]
CycleRule = Annotated[str, typer.Option("--cycles", help=help_text("route_cycles"))]
Dates = Annotated[str | None, typer.Option("--dates", help=help_text("route_dates"))]
Reverse = Annotated[bool, typer.Option("--reverse", help=help_text("route_reverse"))]
Member = Annotated[str | None, typer.Option("--member", help=help_text("route_member"))]
Citing = Annotated[str | None, typer.Option("--citing", help=help_text("route_citing"))]
Cited = Annotated[str | None, typer.Option("--cited", help=help_text("route_cited"))]
Level = Annotated[str | None, typer.Option("--level", help=help_text("route_level"))]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(help=help_text("route"), no_args_is_help=True)
    group.command("weights", help=help_text("route_weights"))(weights)
    group.command("main-path", help=help_text("route_main_path"))(main_path)
    group.command("export", help=help_text("route_export"))(export)
    app.add_typer(group, name="route")


def weights(
    file: File,
    out: Annotated[Path, typer.Option("--out", help=help_text("route_out"))],
    weight: Weight = "spc",
    cycles: CycleRule = "date-first",
    dates: Dates = None,
    reverse: Reverse = False,
    member: Member = None,
    citing: Citing = None,
    cited: Cited = None,
    level: Level = None,
) -> None:
    """Write the weight of every citation of a network."""
    from workbench.route.reading import ReadingOptions
    from workbench.route.weighing import weights_table

    options = ReadingOptions(member, citing, cited, dates, reverse, _level(level))
    table = weights_table(_weighed(file, options, weight, cycles))
    with placed(out) as partial:
        table.write_csv(partial)
    say_key("exported", count=table.height, out=out)


def main_path(
    file: File,
    weight: Weight = "spc",
    search: Annotated[str, typer.Option("--search", help=help_text("route_search"))] = "global",
    top: Annotated[int, typer.Option("--top", min=1, help=help_text("route_top"))] = 1,
    direction: Annotated[str, typer.Option("--direction", help=help_text("route_direction"))] = "forward",
    extend: Annotated[str, typer.Option("--extend", help=help_text("route_extend"))] = "global",
    cycles: CycleRule = "date-first",
    dates: Dates = None,
    exact: Annotated[bool, typer.Option("--exact", help=help_text("route_exact"))] = False,
    reverse: Reverse = False,
    member: Member = None,
    citing: Citing = None,
    cited: Cited = None,
    level: Level = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
) -> None:
    """Find the main path of a network, all ties included."""
    from workbench.route import main_path as paths
    from workbench.route.cleaning import CYCLE_RULES, clean
    from workbench.route.reading import ReadingOptions, read_network

    plan = paths.SearchPlan(
        one_of("--weight", weight, paths.WEIGHTS),
        one_of("--search", search, paths.SEARCHES),
        top,
        one_of("--direction", direction, paths.DIRECTIONS),
        one_of("--extend", extend, paths.EXTENSIONS),
    )
    rule = one_of("--cycles", cycles, CYCLE_RULES)
    network = read_network(file, ReadingOptions(member, citing, cited, dates, reverse, _level(level)))
    cleaned = clean(network, rule)
    _tell(cleaned)
    document = paths.main_path_document(network, cleaned, rule, plan, exact=exact)
    if as_json:
        print_json(document | {"notes": _notes(cleaned)})
        return
    for tail, head, share in document["path"]:
        say(f"{tail} → {head}  {share:.4g}  {document['labels'][head]}")
    say_key("route_done", arcs=len(document["path"]), optima=document["optima"])


def export(
    file: File,
    out: Annotated[Path, typer.Option("--out", help=help_text("route_export_out"))],
    weight: Weight = "spc",
    cycles: CycleRule = "date-first",
    dates: Dates = None,
    reverse: Reverse = False,
    member: Member = None,
    citing: Citing = None,
    cited: Cited = None,
    level: Level = None,
) -> None:
    """Write the cleaned network, weighed, its main path marked, for other programs."""
    from workbench.route.exchange import write_network
    from workbench.route.main_path import SearchPlan, find_main_path
    from workbench.route.reading import ReadingOptions

    options = ReadingOptions(member, citing, cited, dates, reverse, _level(level))
    weighing = _weighed(file, options, weight, cycles)
    count = write_network(weighing, out, find_main_path(weighing, SearchPlan(weighing.counts.weight)))
    say_key("exported", count=count, out=out)


def _weighed(file: Path, options: "ReadingOptions", weight: str, cycles: str) -> "Weighing":
    """Read, clean and weigh a network; say what was taken out."""
    from workbench.route.cleaning import CYCLE_RULES, clean
    from workbench.route.main_path import WEIGHTS
    from workbench.route.reading import read_network
    from workbench.route.weighing import weigh

    kind, rule = one_of("--weight", weight, WEIGHTS), one_of("--cycles", cycles, CYCLE_RULES)
    cleaned = clean(read_network(file, options), rule)
    _tell(cleaned)
    return weigh(cleaned.network, kind)


def one_of(option: str, found: str, known: tuple[_Word, ...]) -> _Word:
    """Return the known word that was given, or refuse the option."""
    for word in known:
        if word == found.lower():
            return word
    raise WorkbenchError("malformed_option", option=option, expected=" | ".join(known), found=found)


def _level(given: str | None) -> "LevelName | None":
    return None if given is None else one_of("--level", given, _LEVELS)


def _tell(cleaned: "CleanedNetwork") -> None:
    """Say what was noticed and what was taken out."""
    language = spoken_language()
    for note in _notes(cleaned):
        say_key("warning", text=note)
    for reason, count in cleaned.removed.items():
        if count:
            say(f"  {words(f'route.removed_{reason}', language)}: {count}")


def _notes(cleaned: "CleanedNetwork") -> list[str]:
    from workbench.route.network import remark_text

    return [remark_text(remark, spoken_language()) for remark in cleaned.remarks]
