"""The yearly csv tables, 5 million rows, into a saved raw corpus, against a bare polars scan-and-write.

Gate: at most 4 × the time of ``polars.scan_csv(…).sink_parquet(…)`` over the same files, in a process as polars
is by itself; ``with_our_memory`` is the same with the workbench's settings of the allocator.
"""

import argparse
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

import polars as pl
from measuring import compare, report


def read_with_workbench(paths: list[Path], is_raw: bool) -> int:
    """Read into a saved corpus."""
    from workbench.corpus import Manifest
    from workbench.readers.read import ReadOptions
    from workbench.runs.reading import read_corpus

    out = Path(tempfile.mkdtemp(dir=paths[0].parent))
    reading = read_corpus(paths, out / "corpus", options=ReadOptions(), manifest=Manifest(), is_raw=is_raw)
    shutil.rmtree(out)
    return int(reading.summary("en")["kept"])


def scan_and_write(paths: list[Path]) -> int:
    """Scan the text and write it as parquet, nothing more."""
    out = Path(tempfile.mkdtemp(dir=paths[0].parent))
    pl.scan_csv(paths, infer_schema=False).sink_parquet(out / "rows.parquet")
    shutil.rmtree(out)
    return 0


def main() -> None:
    """Measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--prepared", action="store_true", help="measure the prepared corpus too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        from workbench.sample import write_yearly_csv

        write_yearly_csv(Path(folder), options.rows, seed=1)
        os.sync()  # nothing is left to be written while the clock runs
        paths = sorted(Path(folder).rglob("*.csv"))
        contenders = {
            "workbench_raw": partial(read_with_workbench, paths, True),
            "polars_scan_write": partial(scan_and_write, paths),
            "polars_with_our_memory": partial(scan_and_write, paths),
        }
        if options.prepared:
            contenders["workbench_prepared"] = partial(read_with_workbench, paths, False)
        figures = compare(contenders, options.repeats, bare=["polars_scan_write"])
    bare = figures["polars_scan_write"]["median_seconds"]
    ratios = {
        f"times_polars_{name}": round(figure["median_seconds"] / bare, 2)
        for name, figure in figures.items()
        if name.startswith("workbench")
    }
    report("read_yearly_csv", {"rows": options.rows, **figures, **ratios})


if __name__ == "__main__":
    main()
