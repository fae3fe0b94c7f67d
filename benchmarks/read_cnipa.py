"""CNIPA packages into a saved corpus, against a bare lxml iterparse of the same zips.

Run: python benchmarks/read_cnipa.py [--documents 200000] [--repeats 5]. Prints one JSON line a figure:
seconds (median), the ratio to the bare loop, and the peak memory at N and at a quarter of N.
"""

import argparse
import io
import json
import multiprocessing
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

from workbench.corpus.manifest import Manifest
from workbench.corpus.storage import staged_folder
from workbench.readers.read import ReadOptions, read_into

_PEAK = "import sys, read_cnipa; read_cnipa.tell_peak(*sys.argv[1:])"


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
    """Read the packages into a saved raw corpus."""
    with staged_folder(out) as folder:
        read_into(folder, packages, ReadOptions(processes=processes), Manifest())


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mb(packages: list[Path], out: Path, processes: int) -> tuple[float, float]:
    """Return the peak memory of a fresh process and of its largest worker. [MiB]"""
    command = [sys.executable, "-c", _PEAK, str(out), str(processes), *map(str, packages)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    own, worker = (float(word) for word in told.split()[-2:])
    return own, worker


def tell_peak(out: str, processes: str, *packages: str) -> None:
    """Read, then print the peak of this process and of its largest worker, which still waits. [MiB]"""
    ours([Path(package) for package in packages], Path(out), int(processes))
    workers = [_high_water(child.pid) for child in multiprocessing.active_children()]
    print(_high_water("self"), max(workers, default=0.0))


def _high_water(process: object) -> float:
    """Return what the kernel noted as the most memory a process held (Linux). [MiB]"""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


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
