"""A command typed wrongly, and the headings of ``--help``, in the user's language."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

import typer

from workbench.cli.speaking import help_text
from workbench.errors import WorkbenchError

_QUOTED = re.compile(r"'([^']*)'")
_IN_BRACKETS = re.compile(r"\((?!s\))([^)]*)\)")


def usage_fault(error: typer.TyperException) -> WorkbenchError:
    """Return what the command line found wrong: which command, what was typed, and where help stands."""
    context: Any = getattr(error, "ctx", None)
    command = " ".join(["workbench", *(context.command_path.split()[1:] if context else ())])
    fields = {"command": _without_program(command)}
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _unknown("usage_unknown_option", getattr(error, "option_name", ""), _options(context), fields)
    if kind == "MissingParameter":
        return WorkbenchError("usage_missing", found=_named(error), **fields)
    if kind == "BadParameter":
        return WorkbenchError(
            "usage_bad_value", option=_named(error), found=_given(error), expected=_expected(error), **fields
        )
    if kind == "BadOptionUsage":
        return WorkbenchError("usage_no_value", option=getattr(error, "option_name", ""), **fields)
    return _plain(error, context, fields)


def _plain(error: typer.TyperException, context: Any, fields: dict[str, str]) -> WorkbenchError:
    """Return the fault of a name that is no command, of words too many, or as the library put it."""
    commands = list(getattr(getattr(context, "command", None), "commands", ()))
    found = _QUOTED.search(error.message)
    if commands and found:
        return _unknown("usage_unknown_command", found[1], commands, fields)
    many = _IN_BRACKETS.search(error.message)
    return WorkbenchError("usage_too_many", found=many[1] if many else error.message, **fields)


def _unknown(key: str, found: str, known: list[str], fields: dict[str, str]) -> WorkbenchError:
    near = difflib.get_close_matches(found, known, n=1)
    hint: object = {"label": "cli.did_you_mean", "fields": {"near": near[0]}} if near else ""
    if key == "usage_unknown_option":
        return WorkbenchError("usage_unknown_option", found=found, known=", ".join(known), hint=hint, **fields)
    return WorkbenchError("usage_unknown_command", found=found, known=", ".join(known), hint=hint, **fields)


def _without_program(command: str) -> str:
    """Drop what stands before the first command where the program runs as a module."""
    return re.sub(r"^workbench (?:-m )?workbench\S*", "workbench", command)


def _options(context: Any) -> list[str]:
    parameters = context.command.get_params(context) if context else ()
    return [opt for parameter in parameters for opt in parameter.opts if opt.startswith("--")]


def _named(error: typer.TyperException) -> str:
    """Return the option, or the name of the argument, that an error is about."""
    parameter: Any = getattr(error, "param", None)
    if parameter is None:
        return ""
    return " / ".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name.upper()


def _given(error: typer.TyperException) -> str:
    """Return the value as typed, which only the cause remembers."""
    details = getattr(error.__cause__, "errors", None)
    return str(details()[0].get("input", "")) if details else error.message


def _expected(error: typer.TyperException) -> str:
    """Return the kind of value and its bounds, as ``--help`` shows them."""
    parameter, context = getattr(error, "param", None), getattr(error, "ctx", None)
    if parameter is None or context is None:
        return error.message
    bounds = getattr(parameter, "_get_number_range_help_str", str)()
    return " ".join((str(parameter.display_type(context)).strip("<> "), bounds or "")).strip()


def dress_help() -> None:
    """Give the pages of ``--help`` headings in the user's language, and lines that are folded, never cut."""
    from rich.columns import Columns
    from rich.table import Table
    from rich.text import Text
    from typer import rich_utils

    class Folding(Table):
        def add_row(self, *cells: Any, **options: Any) -> None:
            super().add_row(*cells, **options)
            for column in self.columns:
                column.overflow = "fold"

    def folded(parts: Iterable[Any], **_: object) -> Any:
        told = list(parts)
        return Text(" ").join(told) if all(isinstance(part, Text) for part in told) else Columns(told)

    put: dict[str, object] = {
        f"{name.upper()}_PANEL_TITLE": help_text(f"heading_{name}")
        for name in ("arguments", "options", "commands")
    }
    put["REQUIRED_LONG_STRING"] = f"[{help_text('heading_required')}]"
    put["DEFAULT_STRING"] = f"[{help_text('heading_default')}: {{}}]"
    for name, value in {**put, "Table": Folding, "Columns": folded}.items():
        setattr(rich_utils, name, value)
    _translate_help_option()


def _translate_help_option() -> None:
    """Let the option ``--help`` speak the user's language too."""
    from typer.core import TyperCommand, TyperGroup

    for kind in (TyperCommand, TyperGroup):
        plain = kind.get_help_option

        def spoken(self: Any, ctx: Any, plain: Any = plain) -> Any:
            option = plain(self, ctx)
            if option is not None:
                option.help = help_text("heading_help")
            return option

        setattr(kind, "get_help_option", spoken)  # noqa: B010
