"""Every error raised on purpose: a key of the label catalogue and its fields, no prose.

A :class:`WorkbenchError` is something the user can cure. The command line renders it in the user's
language from ``labels/errors.toml`` (what, where, what was found, the cure) and exits with 2.
"""

from collections.abc import Sequence


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

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.key}({told})"


class Faults(WorkbenchError):
    """Several faults of one input, gathered and raised once."""

    def __init__(self, faults: Sequence[WorkbenchError]) -> None:
        self.faults = tuple(faults)
        super().__init__("several_faults", count=len(self.faults))


def raise_faults(faults: Sequence[WorkbenchError]) -> None:
    """Raise what was gathered: nothing, the one fault, or all of them together."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(faults)
