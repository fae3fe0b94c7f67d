"""Dates, numbers and classes in the form of a dialect."""

from datetime import date

from workbench.query.dialect import Dialect
from workbench.query.fields import FIELDS
from workbench.query.losses import Loss
from workbench.query.tree import ClassRef, Range
from workbench.query.values import is_main_group

Valued = tuple[str, list[Loss], str]


def _day(given: Dialect, end: str, name: str) -> str:
    if FIELDS[name].kind != "date":
        return end
    return date.fromisoformat(end).strftime(given.value_rule("date_format", "%Y%m%d"))


def written_range(given: Dialect, node: Range, code: str) -> Valued:
    """Return a range with its field, what is lost, and the construct used."""
    low, high = (None if end is None else _day(given, end, node.name) for end in (node.low, node.high))
    accepted = given.value_rule("ranges", ())
    sign, style = given.field_rule("sign", ""), given.field_rule("style")
    template = given.value_rule("range_write")
    if (low is None or high is None) and "compare" in accepted and given.value_rule("prefer_compare", False):
        value = f">={low}" if high is None else f"<={high}"
        compared = given.value_rule("compare_write", "{code}{value}")
        return compared.format(code=code, value=value), [], "values.compare"
    if template is None or style in ("slash", "dots"):
        loss = Loss("values.range", "unsupported", "loss_range", (("found", f"{node.low}–{node.high}"),))
        return "□", [loss], "values.range"
    end = given.value_rule("open_end", "*")
    if (low is None or high is None) and end == "none":
        low, high = low or _day(given, "1800-01-01", node.name), high or _day(given, "2999-12-31", node.name)
        text = template.format(low=low, high=high)
        loss = Loss("values.open", "rewritten", "loss_open_range", (("written", text),))
        return f"{code}{sign}{text}", [loss], "values.range"
    text = template.format(low=end if low is None else low, high=end if high is None else high)
    joint = "" if text.startswith(" ") else sign
    return f"{code}{joint}{text}", [], "values.range"


def written_class(given: Dialect, node: ClassRef, code: str) -> Valued:
    """Return a class with its field, what is lost, and the construct used."""
    losses: list[Loss] = []
    text, construct = _symbol(given, node, losses)
    style = given.field_rule("style")
    if style == "slash":
        return f"{text}/{code}", losses, construct
    if style == "dots":
        return f"{text}.{code}.", losses, construct
    inner = f"({text})" if given.field_rule("brackets", False) else text
    return f"{code}{given.field_rule('sign')}{inner}", losses, construct


def _symbol(given: Dialect, node: ClassRef, losses: list[Loss]) -> tuple[str, str]:
    symbol, below, prefix = node.symbol, given.value_rule("class_below"), given.value_rule("class_prefix")
    if node.mode == given.value_rule("class_mode", "exact"):
        return symbol, "values.class"
    if node.mode == "descendants":
        if "/" not in symbol:
            return symbol, "values.class"
        if below:
            return f"{symbol}{below}", "values.class_below"
        if prefix and is_main_group(symbol):
            losses.append(Loss("values.class", "rewritten", "loss_class_prefix", (("found", symbol),)))
            return f"{symbol.partition('/')[0]}/{prefix}", "values.class_prefix"
        losses.append(Loss("values.class", "narrowed", "loss_class_below", (("found", symbol),)))
        return symbol, "values.class"
    if node.mode == "prefix":
        if prefix:
            return f"{symbol}{prefix}", "values.class_prefix"
        losses.append(Loss("values.class", "unsupported", "loss_class_wild", (("found", symbol),)))
        return symbol, "values.class"
    losses.append(Loss("values.class", "widened", "loss_class_exact", (("found", symbol),)))
    return symbol, "values.class"
