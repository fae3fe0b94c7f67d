"""The fields of a corpus as rows of record and value, filtered where the tables are."""

from collections.abc import Callable
from functools import reduce
from typing import Any, Final

import narwhals as nw
import polars as pl

from workbench.corpus import Corpus
from workbench.errors import WorkbenchError
from workbench.query.fields import FIELDS, Place

_BY_APPLICATION: Final = ("applications", "priorities", "families", "events")
_WHERE: Final[dict[str, tuple[tuple[str, Any], ...]]] = {"main_ipc": (("is_main", True),)}
Condition = Callable[[nw.Expr], nw.Expr]


def rows(corpus: Corpus, name: str, condition: Condition | None = None) -> pl.DataFrame:
    """Return ``record`` and ``value`` of a field, on whatever engine, only where the condition holds."""
    place = FIELDS[name]
    found = _narrowed(corpus, name, place)
    if condition is not None:
        found = found.filter(condition(nw.col("value")))
    if place.table in _BY_APPLICATION:
        records = corpus["publications"].select("record", key="application")
        found = found.join(records, on="key", how="inner").select("record", "value")
    else:
        found = found.select("value", record="key")
    return _collected(found.select("record", "value"))


def lacks(corpus: Corpus, name: str) -> bool:
    """Tell whether a corpus holds no value of a field."""
    place = FIELDS[name]
    if place.table not in corpus.tables:
        return True
    if place.column not in corpus[place.table].collect_schema().names():
        return True
    return _collected(_narrowed(corpus, name, place).head(1)).is_empty()


def missing(corpus: Corpus, name: str) -> WorkbenchError:
    """Return the error that names a field the corpus lacks, and those it has."""
    held = [other for other in FIELDS if not lacks(corpus, other)]
    return WorkbenchError("field_not_in_corpus", field=name, held=", ".join(held) or "—")


def record_keys(corpus: Corpus) -> pl.Series:
    """Return the records of a corpus, ascending."""
    return _collected(corpus["publications"].select("record"))["record"].sort()


def _narrowed(corpus: Corpus, name: str, place: Place) -> nw.LazyFrame[Any]:
    key = "application" if place.table in _BY_APPLICATION else "record"
    wanted = [*([place.where] if place.where else []), *_WHERE.get(name, ())]
    conditions = [nw.col(column) == value for column, value in wanted]
    present = ~nw.col(place.column).is_null()
    found = corpus[place.table].filter(reduce(lambda one, other: one & other, conditions, present))
    return found.select(key=nw.col(key), value=nw.col(place.column))


def _collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    collected: pl.DataFrame = frame.collect("polars").to_native()
    return collected
