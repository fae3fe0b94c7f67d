"""What does a patent solve, by which means, and to what effect: as far as the export or the abstract says.

Nothing is inferred: a vendor's column is taken as it stands; else the clause of the abstract that names a
problem or an effect, the sentence that names a means, in the set words of Chinese abstracts is quoted.
"""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.route.scope import Route

COLUMNS: Final = {
    "problem": ("[标]技术问题短语", "技术问题短语", "技术问题", "要解决的技术问题", "Technical Problem"),
    "means": ("[标]技术手段短语", "技术手段短语", "技术手段", "技术方案", "Technical Means"),
    "effect": ("[标]技术功效短语", "技术功效短语", "技术功效句", "技术功效", "技术效果", "Technical Effect"),
}
"""Headers under which vendors state them; the first that a document has is taken."""
_SENTENCE: Final = r"[^。；;.]*"
_CLAUSE: Final = r"[^。；;，,.]*"
_PROBLEM: Final = "解决了|解决|针对|克服了|克服|problem of|to solve"
_EFFECT: Final = "提高了|提升了|降低了|减小了|减少了|增强了|延长了|缩短了|避免了|有益效果|improv|reduc"
_MEANS: Final = "包括|包含|采用|通过|由.{1,30}组成|comprising|comprises|including"
_IN_ABSTRACT: Final = {
    "problem": rf"({_CLAUSE}(?:{_PROBLEM}){_CLAUSE})",
    "means": rf"[，,；;。.、：:]\s*(?:其|该[^，,]{{1,12}})?((?:{_MEANS}){_SENTENCE})",
    "effect": rf"({_CLAUSE}(?:{_EFFECT}){_CLAUSE})",
}
_ANYWHERE: Final = {"means": rf"((?:{_MEANS}){_SENTENCE})"}
"""Only where no clause begins so: what is published is named before, not what it is made of."""
_MOST: Final = 120


def told_means(route: Route, nodes: NDArray[np.integer]) -> pl.DataFrame:
    """Return ``problem``, ``means`` and ``effect`` of some documents; null where nothing says."""
    records = route.documents["record"].gather(nodes).to_frame()
    if route.corpus is None:
        nothing = dict.fromkeys(COLUMNS, [None] * len(nodes))
        return pl.DataFrame(nothing, schema=dict.fromkeys(COLUMNS, pl.String))
    abstracts = route.corpus.polars("publications").select("record", "abstract")
    frame = records.lazy().join(abstracts, on="record", how="left", maintain_order="left")
    given: dict[str, list[str]] = {name: [] for name in COLUMNS}
    if "extras" in route.corpus.tables:
        extras = route.corpus.polars("extras")
        present = extras.collect_schema().names()
        given = {name: [header for header in headers if header in present] for name, headers in COLUMNS.items()}
        wanted = sorted({header for headers in given.values() for header in headers})
        once = extras.select("record", *(pl.col(header).cast(pl.String) for header in wanted)).unique("record")
        frame = frame.join(once, on="record", how="left", maintain_order="left")
    return frame.select(_told(name, given[name]).alias(name) for name in COLUMNS).collect()


def _told(name: str, headers: list[str]) -> pl.Expr:
    options: list[Any] = [pl.col(header).str.strip_chars().replace("", None) for header in headers]
    if name in _IN_ABSTRACT:
        patterns = [_IN_ABSTRACT[name], *([_ANYWHERE[name]] if name in _ANYWHERE else [])]
        options += [pl.col("abstract").str.extract(pattern).str.strip_chars(" ，,、") for pattern in patterns]
    if not options:
        return pl.lit(None, dtype=pl.String)
    text = pl.coalesce(options)
    return pl.when(text.str.len_chars() > _MOST).then(text.str.head(_MOST) + "…").otherwise(text)
