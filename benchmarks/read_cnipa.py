"""CNIPA packages into a saved corpus, against a bare lxml iterparse of the same zips.

Run: python benchmarks/read_cnipa.py [--documents 200000] [--repeats 5]. Prints one JSON line a figure:
seconds (median), the ratio to the bare loop, and the peak memory at N and at a quarter of N.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))
from cnipa_packages import write_packages

from workbench.readers.read import ReadOptions, read_exports

_PEAK = (
    "import resource, sys; from pathlib import Path; import read_cnipa as b;"
    "b.ours([Path(p) for p in sys.argv[3:]], Path(sys.argv[1]), int(sys.argv[2]));"
    "who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN);"
    "print(*(resource.getrusage(w).ru_maxrss / 1024 for w in who))"
)


def bare(packages: list[Path]) -> int:
    """Parse every document of the packages and walk all its elements."""
    elements = 0
    for path in packages:
        with zipfile.ZipFile(path) as package:
            for inner in package.namelist():
                if inner.endswith(".ZIP"):
                    elements += _walk(package.read(inner))
    return elements


def _walk(data: bytes) -> int:
    elements = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            for _event, _element in etree.iterparse(io.BytesIO(archive.read(name))):
                elements += 1
    return elements


def ours(packages: list[Path], out: Path, processes: int) -> None:
    """Read the packages into a saved corpus."""
    read_exports(packages, out=out, options=ReadOptions(processes=processes))


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mb(packages: list[Path], out: Path, processes: int) -> tuple[float, float]:
    """Return the peak memory of a fresh process and of its largest child. [MiB]"""
    command = [sys.executable, "-c", _PEAK, str(out), str(processes), *map(str, packages)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    own, child = (float(word) for word in told.split()[-2:])
    return own, child


def measure(documents: int, repeats: int, folder: Path) -> None:
    """Time the bare loop and the reader in turns, and print the figures."""
    packages = write_packages(folder, documents)
    times: dict[str, list[float]] = {"bare_iterparse": [], "one_process": [], "two_processes": []}
    for turn in range(repeats):
        times["bare_iterparse"].append(seconds(lambda: bare(packages)))
        for name, processes in (("one_process", 1), ("two_processes", 2)):
            out = folder / f"{name}-{turn}"
            times[name].append(seconds(lambda out=out, n=processes: ours(packages, out, n)))
    base = statistics.median(times["bare_iterparse"])
    for name, found in times.items():
        told = statistics.median(found)
        line = {
            "case": name,
            "documents": documents,
            "seconds": told,
            "ratio_to_bare": told / base,
            "repeats": repeats,
        }
        print(json.dumps(line))
    quarter = folder / "quarter"
    quarter.mkdir()
    for size, paths in ((documents // 4, write_packages(quarter, documents // 4)), (documents, packages)):
        own, child = peak_mb(paths, folder / f"peak-{size}", 2)
        print(json.dumps({"case": "peak_memory", "documents": size, "main_mb": own, "worker_mb": child}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cnipa-") as room:
        measure(given.documents, given.repeats, Path(room))
