"""Every error raised on purpose: a key of the label catalogue and its fields, no prose.

A :class:`WorkbenchError` is something the user can cure. The command line renders it in the user's
language from ``labels/errors.toml`` (what, where, what was found, the cure) and exits with 2.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Self


class WorkbenchError(Exception):
    """A fault of the input that the user can cure.

    Parameters
    ----------
    key : str
        Identifier below ``errors`` in the label catalogue.
    **fields : object
        What the template needs: the file, the place, what was found, the cure.
    """

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(key, fields)

    def __reduce__(self) -> tuple[Callable[..., "WorkbenchError"], tuple[object, ...]]:
        """Travel between processes whole: an exception is otherwise rebuilt from its arguments alone."""
        return partial(WorkbenchError, self.key, **self.fields), ()

    def __str__(self) -> str:
        return json.dumps(self.told(), ensure_ascii=False, default=str)

    def told(self) -> dict[str, object]:
        """Return the error as plain data, so that it survives the way out of a notebook's kernel."""
        return {"key": self.key, "fields": self.fields}

    @classmethod
    def parse(cls, text: str) -> Self:
        """Make the error again from ``str(error)``; gathered faults come back as one with many lines."""
        told = json.loads(text)
        return cls(told["key"], **told["fields"])


class Faults(WorkbenchError):  # noqa: N818
    """Several faults of one input, gathered and raised once."""

    def __init__(self, faults: Sequence[WorkbenchError]) -> None:
        self.faults = tuple(faults)
        super().__init__("several_faults", faults=[fault.told() for fault in faults])


def raise_faults(faults: Sequence[WorkbenchError]) -> None:
    """Raise what was gathered: nothing, the one fault, or all of them together."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults)
