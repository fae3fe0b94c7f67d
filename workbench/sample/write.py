"""Write a whole sample: corpus, exports in vendors' forms, roster, truth."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from workbench.corpus.storage import staged_folder
from workbench.errors import WorkbenchError
from workbench.sample import truth
from workbench.sample.chapter import Chapter
from workbench.sample.corpus_parts import CorpusParts, claims_share
from workbench.sample.dirt import Ledger
from workbench.sample.exports_cnipa import write_cnipa_of
from workbench.sample.exports_incopat import LARGEST, whole, write_incopat_of
from workbench.sample.exports_patsnap import write_patsnap_of
from workbench.sample.exports_yearly import write_yearly_of
from workbench.sample.marks import write_mark
from workbench.sample.roster import write_roster
from workbench.sample.sizes import chapters, world_of
from workbench.sample.world import World

PARTS: Final = ("corpus", "incopat", "patsnap", "cnipa", "yearly", "roster", "truth")
_BATCH: Final = 10_000
_SMALL_BATCH: Final = 600
_LARGEST_PATSNAP: Final = 10_000


def write_sample(
    records: int,
    seed: int,
    out: Path,
    *,
    only: Sequence[str] | None = None,
    replace: bool = False,
    incopat_most: int = LARGEST,
    patsnap_most: int = _LARGEST_PATSNAP,
) -> dict[str, Any]:
    """Write a sample into a folder, whole or not at all.

    Parameters
    ----------
    records : int
        Publications of the corpus; 1 to twelve million.
    seed : int
        The same seed gives the same sample.
    out : path
        Folder to make: ``corpus/``, ``exports/<form>/``, ``truth/``.
    only : sequence of str, optional
        Some of ``PARTS``; ``exports`` stands for all export forms.
    replace : bool
        Whether an existing folder is replaced.
    incopat_most, patsnap_most : int
        Most rows exported as xlsx; a larger sample is thinned evenly over time.

    Returns
    -------
    dict
        ``records``, ``seed``, ``cut_off`` and, for each part, what was written.

    Raises
    ------
    WorkbenchError
        If a part is unknown, the size is out of range, or the folder exists or cannot be written.
    """
    parts = chosen_parts(only)
    world = world_of(records, seed)
    told: dict[str, Any] = {"records": records, "seed": seed, "cut_off": world.cut_off, "is_invented": True}
    with staged_folder(Path(out), replace=replace) as folder:
        write_mark(folder)
        ledger = Ledger()
        told |= _exports(world, records, folder / "exports", parts, ledger, incopat_most, patsnap_most)
        told |= _corpus_and_truth(world, records, folder, parts)
        if "truth" in parts:
            _close_truth(world, folder / "truth", told, ledger)
    return told


def chosen_parts(only: Sequence[str] | None) -> tuple[str, ...]:
    """Return the parts to write, in order.

    Raises
    ------
    WorkbenchError
        If one is unknown.
    """
    exports = ("incopat", "patsnap", "cnipa", "yearly", "roster")
    wanted = {part for name in only or PARTS for part in (exports if name == "exports" else (name,))}
    if unknown := sorted(wanted - set(PARTS)):
        raise WorkbenchError("sample_part", found=", ".join(unknown), known=", ".join((*PARTS, "exports")))
    return tuple(part for part in PARTS if part in wanted)


def _exports(
    world: World,
    records: int,
    out: Path,
    parts: tuple[str, ...],
    ledger: Ledger,
    incopat_most: int,
    patsnap_most: int,
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if "incopat" in parts:
        rows = min(records, incopat_most)
        batch = _BATCH if rows > 3 * _BATCH else max(1, min(_BATCH, max(_SMALL_BATCH, rows // 3)))
        told["incopat"] = write_incopat_of(whole(world, rows), out / "incopat", batch=batch, ledger=ledger)
    if "patsnap" in parts:
        told["patsnap"] = write_patsnap_of(whole(world, min(records, patsnap_most)), out / "patsnap")
    if "cnipa" in parts:
        told["cnipa"] = write_cnipa_of(world, out / "cnipa", publications=records)
    if "yearly" in parts:
        told["yearly"] = write_yearly_of(world, out / "yearly", publications=records)
    if "roster" in parts:
        out.mkdir(parents=True, exist_ok=True)
        told["roster"] = write_roster(world.cast, out / "roster.xlsx").name
    return told


def _corpus_and_truth(world: World, records: int, folder: Path, parts: tuple[str, ...]) -> dict[str, Any]:
    corpus = CorpusParts(folder / "corpus", records) if "corpus" in parts else None
    with_truth = "truth" in parts
    if corpus is None and not with_truth:
        return {}
    for number, chapter in enumerate(chapters(world, records)):
        if corpus:
            corpus.add(chapter)
        if with_truth:
            _write_truth(chapter, folder / "truth", number, claims_share(records))
    if corpus is None:
        return {}
    corpus.close(world, records)
    return {"corpus": corpus.counts}


def _write_truth(chapter: Chapter, out: Path, number: int, share: float) -> None:
    tables = {"documents": truth.documents_table(chapter), "claims": truth.claims_truth(chapter, share)}
    for name, table in tables.items():
        (out / name).mkdir(parents=True, exist_ok=True)
        table.write_parquet(out / name / f"{number:04d}.parquet")


def _close_truth(world: World, out: Path, told: dict[str, Any], ledger: Ledger) -> None:
    truth.entities_table(world.cast).write_parquet(out / "entities.parquet")
    truth.aliases_table(world.cast).write_parquet(out / "aliases.parquet")
    ledger.table().write_parquet(out / "damage.parquet")
    planted = {"main_path": truth.planted_path(world), "gaps": truth.planted_gaps()}
    truth.write_json(out / "summary.json", {**told, **planted})
