"""The sample that comes with the project: ``python -m workbench.sample.bundle datasets`` makes it anew.

The same bytes every time; ``datasets/registry.toml`` holds their hashes.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any, Final

import polars as pl

from workbench.sample import truth
from workbench.sample.chapter import Chapter
from workbench.sample.decomposition import write_decomposition
from workbench.sample.dirt import Ledger
from workbench.sample.exports_incopat import whole, write_incopat_of
from workbench.sample.marks import write_mark
from workbench.sample.roster import write_roster
from workbench.sample.sizes import world_of
from workbench.sample.world import World

RECORDS: Final = 1500
SEED: Final = 2026
BATCH: Final = 550
FOLDER: Final = "sample"
ROSTER: Final = "sample_roster.xlsx"
BRANCHES: Final = "sample_branches.xlsx"
TRUTH: Final = "sample_truth.json"
REGISTRY: Final = "registry.toml"


def write_bundle(out: Path) -> dict[str, str]:
    """Write the bundled sample into a folder.

    Parameters
    ----------
    out : path
        ``sample/`` with incoPat batches, the roster, the decomposition table, the truth and the registry are
        written into it.

    Returns
    -------
    dict
        File below ``out`` → sha256.
    """
    world = world_of(RECORDS, SEED)
    chapter = whole(world, RECORDS)
    ledger = Ledger()
    told = write_incopat_of(chapter, out / FOLDER, batch=BATCH, ledger=ledger)
    write_mark(out / FOLDER)
    write_roster(world.cast, out / ROSTER)
    write_decomposition(out / BRANCHES)
    truth.write_json(out / TRUTH, _truth(world, chapter, told, ledger))
    files = [*sorted(out.joinpath(FOLDER).iterdir()), out / ROSTER, out / BRANCHES, out / TRUTH]
    hashes = {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (out / REGISTRY).write_text(_registry(hashes), encoding="utf-8")
    return hashes


def _truth(world: World, chapter: Chapter, told: dict[str, object], ledger: Ledger) -> dict[str, Any]:
    documents = truth.documents_table(chapter)
    used = documents["entity"].unique()
    named = truth.entities_table(world.cast).filter(pl.col("entity").is_in(used.implode()))
    aliases = truth.aliases_table(world.cast).filter(
        pl.col("entity").is_in(used.implode()), pl.col("how") != "name"
    )
    parties = named.select(
        "entity", "name", "kind", "province", "district", "zone", "roster_district", "former"
    )
    return {
        "records": RECORDS,
        "seed": SEED,
        "cut_off": world.cut_off,
        "incopat": told,
        "damage": ledger.table().to_dicts(),
        "main_path": truth.planted_path(world),
        "gaps": truth.planted_gaps(),
        "families": documents["family"].n_unique(),
        "applications": documents["application_number"].n_unique(),
        "dual_filings": documents.filter("is_dual_filing")["family"].unique(maintain_order=True).to_list(),
        "parties": _rows(parties),
        "aliases": _rows(aliases),
        "documents": _rows(documents.select("publication_number", "family", "entity", "branch")),
    }


def _rows(table: pl.DataFrame) -> dict[str, Any]:
    """Return a table as columns and one compact line per row."""
    lines = [" | ".join("" if value is None else str(value) for value in row) for row in table.iter_rows()]
    return {"columns": " | ".join(table.columns), "rows": lines}


_WHAT: Final = {
    FOLDER: "incoPat 格式的导出文件（示例数据） / export in the form of incoPat",
    ROSTER: "天津企业名录（示例数据） / roster of firms of Tianjin",
    BRANCHES: "技术分解表（示例数据） / technology decomposition table",
    TRUTH: "示例数据的真值，供测试核对 / the truth behind the sample, for tests",
}


def _registry(hashes: dict[str, str]) -> str:
    head = (
        "# Files of datasets/ and their hashes. Everything here is invented; see README.md.\n"
        f"# Made by: python -m workbench.sample.bundle datasets (records {RECORDS}, seed {SEED})\n"
    )
    return head + "".join(_entry(name, digest) for name, digest in hashes.items())


def _entry(name: str, digest: str) -> str:
    what = _WHAT[name.partition("/")[0]]
    return f'\n[[file]]\nfile = "{name}"\nsha256 = "{digest}"\nwhat = "{what}"\ninvented = true\n'


if __name__ == "__main__":
    write_bundle(Path(sys.argv[1]))
