"""A former run in the way of a new one: gives way if nobody touched it, is set aside if somebody did."""

import hashlib
import json
from pathlib import Path

from workbench.errors import WorkbenchError

_RECORD = "provenance.json"


def make_way(out: Path, *, is_replaced: bool = False, is_dry: bool = False) -> Path | None:
    """Clear the place of a new run, or refuse.

    Parameters
    ----------
    out : path
        Where the new run shall stand.
    is_replaced : bool
        The user said that a former run may be overwritten, edited or not.
    is_dry : bool
        Only check; move nothing.

    Returns
    -------
    Path or None
        Where an edited former run was set aside.

    Raises
    ------
    WorkbenchError
        If ``out`` is a file, holds something else than a run, or is open in another program.
    """
    if not out.exists():
        return None
    if not out.is_dir() or (any(out.iterdir()) and not (out / _RECORD).is_file()):
        raise WorkbenchError("output_not_a_run", path=str(out))
    for lock in (*out.glob("~$*"), *out.glob(".~lock.*#")):
        raise WorkbenchError("output_is_open", path=str(out), lock=lock.name)
    if is_dry or is_replaced or not is_edited(out):
        return None
    aside = next(
        path for n in range(1, 10_000) if not (path := out.with_name(f"{out.name}.edited-{n}")).exists()
    )
    out.rename(aside)
    return aside


def is_edited(run: Path) -> bool:
    """Tell whether an output differs from what the run wrote."""
    record = run / _RECORD
    if not record.is_file():
        return False
    written = json.loads(record.read_text(encoding="utf-8")).get("outputs", [])
    return any(_differs(run / told["file"], told["sha256"]) for told in written)


def _differs(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256
