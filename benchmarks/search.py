"""Search: ten shapes of query over a million short records, all hits as a list of ids.

The workbench, SQLite FTS5 (each Han character a word, contentless) and tantivy (likewise) answer in turn in one
run; every answer is compared with a scan of the texts by regular expressions. Index time is not counted. Gates:
exact everywhere; summed over the shapes at most 0.8 × the faster engine's sum; no shape over 60 ms a million
records. One JSON line.
"""

import argparse
import gc
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
import tantivy
from measuring import report

from workbench.corpus import Corpus, Manifest
from workbench.query import Searcher, parse

ENDS: Final = (date(2015, 1, 1), date(2024, 12, 31))
YEARS: Final = (date(2019, 1, 1), date(2021, 12, 31))
WORDS: Final = 23
"""Words a record, about 126 characters."""
SHARES: Final = {
    "神经网络": 0.127, "隔膜": 0.105, "电解液": 0.105, "光刻机": 0.03, "极紫外": 0.025, "投影物镜": 0.39,
    "掩模版": 0.05, "燃料电池": 0.05, "neural network": 0.002, "热管理": 0.3, "散热": 0.35, "温度传感器": 0.35,
    "控制器": 0.3, "lithium": 0.06, "lithography": 0.05, "锂枝晶": 0.01, "固态电解质": 0.01,
}  # fmt: skip
IPC: Final = (
    "H01M10/0525",
    "H01M4/13",
    "H01M8/04",
    "G06N3/08",
    "G03F7/20",
    "H05K7/20",
    "B60L50/64",
    "G06F17/00",
)


@dataclass(frozen=True)
class Shape:
    """One query in the words of each contender, and as a scan."""

    name: str
    local: str
    fts: str
    tantivy: Callable[["Tantivy"], Any]
    scan: pl.Expr
    sql: str = ""


def texts(count: int, seed: int) -> pl.DataFrame:
    """Make short records: Chinese words in a row, some English, a date and a symbol."""
    chance = np.random.default_rng(seed)
    signs = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 900)])
    filler = ["".join(chance.choice(signs, size)) for size in chance.integers(2, 5, 3000)] + [
        "".join(chance.choice(list("abcdefghijklmnop"), size)) for size in chance.integers(4, 9, 600)
    ]
    words = np.array([*filler, *SHARES])
    picked = np.minimum(chance.zipf(1.2, (count, WORDS)) - 1, len(filler) - 1)
    for place, share in enumerate(SHARES.values()):
        rows = np.flatnonzero(chance.random(count) < share)
        picked[rows, place % WORDS] = len(filler) + place
    marks = np.array(["，", "；", " ", "的", "和", "、", "。"])[chance.integers(0, 7, (count, WORDS))]
    body = ["所述" + "".join(np.char.add(row, ends)) for row, ends in zip(words[picked], marks, strict=True)]
    days = chance.integers(0, (ENDS[1] - ENDS[0]).days, count)
    return pl.DataFrame({
        "id": np.arange(count, dtype=np.uint32),
        "text": body,
        "day": [ENDS[0] + timedelta(days=int(day)) for day in days],
        "ipc": np.array(IPC)[chance.integers(0, len(IPC), count)],
    })  # fmt: skip


def _has(pattern: str) -> pl.Expr:
    return pl.col("text").str.contains(pattern)


def shapes() -> Iterator[Shape]:
    """Yield the queries."""
    words = ("热管理", "散热", "温度传感器", "控制器")
    yield Shape("phrase", "神经网络", han("神经网络"), lambda t: t.phrase("神经网络"), _has("神经网络"))
    yield Shape(
        "and", "隔膜 AND 电解液", f"{han('隔膜')} AND {han('电解液')}",
        lambda t: t.phrase("隔膜").and_must_match(t.phrase("电解液")), _has("隔膜") & _has("电解液"),
    )  # fmt: skip
    yield Shape(
        "boolean", "(光刻机 OR 极紫外) AND 投影物镜 NOT 掩模版",
        f"(({han('光刻机')} OR {han('极紫外')}) AND {han('投影物镜')}) NOT {han('掩模版')}",
        lambda t: t.phrase("光刻机").or_should_match(t.phrase("极紫外"))
        .and_must_match(t.phrase("投影物镜")).and_must_not_match(t.phrase("掩模版")),
        (_has("光刻机") | _has("极紫外")) & _has("投影物镜") & ~_has("掩模版"),
    )  # fmt: skip
    yield Shape("everything", "所述", han("所述"), lambda t: t.phrase("所述"), _has("所述"))
    yield Shape(
        "range and class", "燃料电池 AND PD:[2019-01-01 TO 2021-12-31] AND IPC:H01M8/04", han("燃料电池"),
        lambda t: t.phrase("燃料电池").and_must_match(t.days(*YEARS), t.symbol("H01M8/04")),
        _has("燃料电池") & pl.col("day").is_between(*YEARS) & (pl.col("ipc") == "H01M8/04"),
        " AND rowid IN (SELECT id FROM records WHERE ipc = 'H01M8/04'"
        f" AND day BETWEEN '{YEARS[0]}' AND '{YEARS[1]}')",
    )  # fmt: skip
    yield Shape(
        "english phrase", '"neural network"', '"neural network"', lambda t: t.phrase("neural network"),
        _has(r"(?:^|[^a-z])neural network(?:[^a-z]|$)"),
    )  # fmt: skip
    yield Shape(
        "four words", " AND ".join(words), " AND ".join(map(han, words)),
        lambda t: t.phrase(words[0]).and_must_match(*map(t.phrase, words[1:])),
        _has(words[0]) & _has(words[1]) & _has(words[2]) & _has(words[3]),
    )  # fmt: skip
    yield Shape("prefix", "lith*", "lith*", lambda t: t.like("lith.*"), _has(r"(?:^|[^a-z])lith"))
    yield Shape(
        "class prefix", "IPC:H01M*", "", lambda t: t.below("H01M"),
        pl.col("ipc").str.starts_with("H01M"), "SELECT id FROM records WHERE ipc LIKE 'H01M%'",
    )  # fmt: skip
    yield Shape(
        "near", "锂枝晶 NEAR/10 固态电解质", f"NEAR({han('锂枝晶')} {han('固态电解质')}, 10)",
        lambda t: t.near("锂枝晶", "固态电解质", 10), _near("锂枝晶", "固态电解质", 10),
    )  # fmt: skip


def _near(one: str, other: str, gap: int) -> pl.Expr:
    unit = r"(?:[a-z]+|[^a-z，；、。 ])[，；、。 ]*"
    between = f"[，；、。 ]*(?:{unit}){{0,{gap}}}?"
    return _has(f"{one}{between}{other}|{other}{between}{one}")


def han(text: str) -> str:
    """Return a phrase for FTS5, each character a word."""
    return '"' + " ".join(text) + '"'


class Fts5:
    """SQLite FTS5 in memory."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.link = sqlite3.connect(":memory:")
        self.link.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='')")
        self.link.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, day TEXT, ipc TEXT)")
        apart = re.compile(r"([\u4e00-\u9fff])")
        self.link.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            ((key, apart.sub(r" \1 ", text)) for key, text in frame.select("id", "text").iter_rows()),
        )
        rows = frame.select("id", pl.col("day").cast(pl.String), "ipc").iter_rows()
        self.link.executemany("INSERT INTO records VALUES (?, ?, ?)", rows)
        self.link.execute("CREATE INDEX days ON records (ipc, day)")
        self.link.execute("INSERT INTO words (words) VALUES ('optimize')")

    def hits(self, shape: Shape) -> list[int]:
        """Return the ids of all hits."""
        if not shape.fts:
            return [row[0] for row in self.link.execute(shape.sql).fetchall()]
        asked = f"SELECT rowid FROM words WHERE words MATCH ?{shape.sql}"
        return [row[0] for row in self.link.execute(asked, (shape.fts,)).fetchall()]


class Tantivy:
    """A tantivy index whose words are Han characters and runs of letters."""

    def __init__(self, frame: pl.DataFrame, folder: str) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", fast=True)
        builder.add_text_field("text", tokenizer_name="units")
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_text_field("ipc", tokenizer_name="raw", index_option="basic")
        self.schema = builder.build()
        index = tantivy.Index(self.schema, path=folder)
        pattern = tantivy.Tokenizer.regex(r"\p{Han}|[A-Za-z0-9]+")
        analyzer = tantivy.TextAnalyzerBuilder(pattern).filter(tantivy.Filter.lowercase()).build()
        index.register_tokenizer("units", analyzer)
        writer = index.writer(heap_size=600_000_000, num_threads=2)
        for key, text, day, ipc in frame.iter_rows():
            writer.add_document(tantivy.Document(id=key, text=text, day=day.toordinal(), ipc=ipc))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def phrase(self, text: str) -> Any:
        """Ask for words in a row."""
        words = text.split() if text.isascii() else list(text)
        if len(words) == 1:
            return tantivy.Query.term_query(self.schema, "text", words[0])
        return tantivy.Query.phrase_query(self.schema, "text", words)

    def like(self, pattern: str) -> Any:
        """Ask for words like a pattern."""
        return tantivy.Query.regex_query(self.schema, "text", pattern)

    def days(self, first: date, last: date) -> Any:
        """Ask for days."""
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, "day", kind, first.toordinal(), last.toordinal())

    def symbol(self, symbol: str) -> Any:
        """Ask for a class."""
        return tantivy.Query.term_query(self.schema, "ipc", symbol)

    def below(self, start: str) -> Any:
        """Ask for a class and all below it."""
        return tantivy.Query.regex_query(self.schema, "ipc", f"{start}.*")

    def near(self, one: str, other: str, gap: int) -> Any:
        """Ask for two phrases near one another as well as slop can: their characters in either order."""
        ask = tantivy.Query.phrase_query
        both = [ask(self.schema, "text", list(text), slop=gap) for text in (one + other, other + one)]
        return both[0].or_should_match(both[1])

    def hits(self, shape: Shape) -> list[int]:
        """Return the ids of all hits, without scoring."""
        query = tantivy.Query.const_score_query(shape.tantivy(self), 1.0)
        found = self.searcher.search(query, limit=self.searcher.num_docs, count=False).hits
        values: list[int] = self.searcher.fast_field_values("id", [address for _, address in found])
        return values


class Workbench:
    """The package's own search, its index kept."""

    def __init__(self, frame: pl.DataFrame) -> None:
        records = frame.select(
            record="id", application="id", publication_number=pl.format("CN{}A", "id"), abstract="text",
            publication_date="day",
        )  # fmt: skip
        tables = {
            "publications": records,
            "applications": frame.select(application="id"),
            "classifications": frame.select(record="id", scheme=pl.lit("ipc"), symbol="ipc"),
        }
        self.searcher = Searcher(Corpus.from_frames(tables, Manifest()), keep_index=True)
        self.searcher.prepare("abstract", "publication_date", "ipc")

    def hits(self, shape: Shape) -> list[int]:
        """Return the records of all hits."""
        found: list[int] = self.searcher.run(parse(shape.local)).records.tolist()
        return found


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Time every contender on every shape, in turn."""
    frame = texts(options.records, options.seed)
    clock = time.process_time if options.clock == "cpu" else time.perf_counter
    built, contenders = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        makers = {"workbench": Workbench, "fts5": Fts5, "tantivy": lambda rows: Tantivy(rows, folder)}
        for name, make in makers.items():
            start = time.perf_counter()
            contenders[name] = make(frame)
            built[name] = round(time.perf_counter() - start, 1)
        told = {shape.name: _timed(shape, frame, contenders, options.repeats, clock) for shape in shapes()}
    sums = {name: round(sum(row["ms"][name] for row in told.values()), 1) for name in contenders}
    millions = options.records / 1e6
    return {
        "records": options.records,
        "clock": options.clock,
        "characters": round(float(frame["text"].str.len_chars().mean() or 0), 1),
        "index_seconds": built,
        "shapes": told,
        "sum_ms": sums,
        "of_the_faster": round(sums["workbench"] / min(sums["fts5"], sums["tantivy"]), 3),
        "slowest_ms_per_million": round(max(row["ms"]["workbench"] for row in told.values()) / millions, 1),
        "exact_everywhere": all(row["exact"]["workbench"] for row in told.values()),
    }


def _timed(
    shape: Shape, frame: pl.DataFrame, contenders: dict[str, Any], repeats: int, clock: Callable[[], float]
) -> dict[str, Any]:
    truth = frame.filter(shape.scan)["id"].to_list()
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    exact = {name: sorted(one.hits(shape)) == truth for name, one in contenders.items()}
    gc.disable()
    for _ in range(repeats):
        for name, one in contenders.items():
            start = clock()
            one.hits(shape)
            spent[name].append(clock() - start)
    gc.enable()
    medians = {name: round(statistics.median(times) * 1000, 2) for name, times in spent.items()}
    return {"hits": len(truth), "ms": medians, "exact": exact}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument(
        "--clock", choices=("wall", "cpu"), default="wall", help="cpu where others are busy too"
    )
    parser.add_argument("--seed", type=int, default=7)
    report("search", measure(parser.parse_args()))
