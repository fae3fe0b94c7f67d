"""Ask the processor for a row of an array some steps before it is read.

Sweeps over citations jump through arrays far larger than the processor's cache. Told early where they will jump
next, it fetches many rows at once instead of waiting for each. Asking changes no value.
"""

from typing import Any, Final

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

AHEAD: Final = 48
"""How many arcs before its use a row is asked for."""

_READ, _KEEP, _DATA = 0, 3, 1


def _fetch(typing: Any, array: Any, row: Any) -> Any:  # noqa: ARG001
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        held = context.make_array(signature.args[0])(context, builder, values[0])
        step = builder.extract_value(held.strides, 0)
        place = context.cast(builder, values[1], signature.args[1], types.intp)
        byte = ir.IntType(8).as_pointer()
        address = builder.gep(builder.bitcast(held.data, byte), [builder.mul(place, step)])
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        builder.call(fetch, [address, number(_READ), number(_KEEP), number(_DATA)])
        return context.get_dummy_value()

    return types.void(array, row), generate


fetch_early: Any = intrinsic(_fetch)
"""``fetch_early(array, row)`` in compiled code asks for the beginning of a row, or for an item of a vector."""
