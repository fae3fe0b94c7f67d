"""The command ``workbench``."""

import signal
import sys
from types import FrameType

import typer

from workbench.cli import (
    corpora,
    lessons,
    queries,
    reports,
    risk,
    routes,
    searches,
    setup,
)
from workbench.cli.speaking import help_text, say, say_key, spoken_language
from workbench.cli.usage import dress_help, usage_fault
from workbench.errors import WorkbenchError
from workbench.labels.problems import error_text

USER_CAN_FIX = 2
INTERRUPTED = 130
TERMINATED = 143

app = typer.Typer(
    help=help_text("workbench"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
for room in (
    corpora,
    reports,
    routes,
    risk,
    queries,
    searches,
    lessons,
    setup,
):
    room.register(app)


def main() -> None:
    """Run a command; a fault that the user can cure ends with exit code 2 and no traceback."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if len(sys.argv) < 4 or "--help" in sys.argv:  # a group alone shows its help
        dress_help()
    try:
        sys.exit(app(prog_name="workbench", standalone_mode=False))
    except SystemExit as ended:
        if ended.code in (INTERRUPTED, TERMINATED):
            say_key("stopped")
        raise
    except typer.TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # the help is printed by then
            say(error_text(usage_fault(error), spoken_language()))
        sys.exit(USER_CAN_FIX)
    except WorkbenchError as error:
        say(f"workbench: {error_text(error, spoken_language())}")
        sys.exit(USER_CAN_FIX)
    except OSError as error:
        fault = WorkbenchError("cannot_read", file=error.filename or "", cause=error.strerror or str(error))
        say(f"workbench: {error_text(fault, spoken_language())}")
        sys.exit(USER_CAN_FIX)
    except (typer.Abort, KeyboardInterrupt):
        say_key("stopped")
        sys.exit(INTERRUPTED)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Leave through the ordinary way out, so that staged files are removed."""
    raise SystemExit(TERMINATED)


if __name__ == "__main__":
    main()
