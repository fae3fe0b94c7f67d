"""Intakes in, a raw corpus on disk out: every source row is kept, a duplicate, or a reject."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl

from workbench import __version__
from workbench.corpus.corpus import conform as conform_table
from workbench.corpus.manifest import Manifest, Notice, SourceFile
from workbench.corpus.storage import write_manifest
from workbench.readers import split
from workbench.readers.abreast import abreast
from workbench.readers.identity import identify
from workbench.readers.intake import Intake, Piece, no_rejects
from workbench.readers.merging import list_conflicts, merge_repeats
from workbench.readers.staging import Stage, conform, stage

_SPLITTERS: Final[Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]]] = {
    "publications": split.publications,
    "parties": split.parties,
    "classifications": split.classifications,
    "citations": split.citations,
    "claims": split.claims,
}
_GATHERED: Final[Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]]] = {
    "applications": split.application_facts,
    "priorities": split.priorities,
    "families": split.families,
    "events": split.events,
}
"""Keyed by application: several records may speak of one, so the parts meet before they are written."""


_USUAL_GAP: Final = timedelta(days=31)
"""Publications appear every week: data that end more than a month before the cut-off are not up to it."""


@dataclass(frozen=True)
class Assembled:
    """What assembly did with each intake, in the order given."""

    kept: tuple[int, ...]
    conflicts: int
    manifest: Manifest


def assemble(
    intakes: Sequence[Intake], folder: Path, workspace: Path, manifest: Manifest, hashes: Mapping[Path, str]
) -> Assembled:
    """Write the tables of a raw corpus into a folder.

    Parameters
    ----------
    intakes : sequence of Intake
        In reading order; of equal publications the first makes the record.
    folder : path
        An empty folder: the staged corpus.
    workspace : path
        Where rows wait between passes; the caller deletes it.
    manifest : Manifest
        What the user told of the data; sources, cut-off and counts are added here.
    hashes : mapping
        Path → SHA-256 of the file.
    """
    rows = stage(intakes, workspace)
    keys = identify(rows)
    repeated = _repeated_rows(rows, keys)
    merged = merge_repeats(repeated) if repeated.height else repeated
    conflicts = list_conflicts(repeated, merged) if repeated.height else None
    counts = _write_slices(rows, keys, merged, folder, _extra_columns(rows))
    rejects = pl.concat([no_rejects(), *(intake.rejects for intake in intakes)], how="diagonal_relaxed")
    counts |= {
        "rejects": _write(folder, "rejects", rejects),
        "conflicts": _write(folder, "conflicts", conflicts),
    }
    kept = _kept(keys, len(intakes))
    dated = _with_cut_off(manifest, folder)
    full = dated.model_copy(
        update={
            "workbench_version": __version__,
            "sources": _source_files(intakes, kept, hashes),
            "notices": [*dated.notices, *_notices(intakes, counts["conflicts"])],
            "counts": counts,
        }
    )
    write_manifest(folder, full)
    return Assembled(kept, counts["conflicts"], full)


def _repeated_rows(rows: Stage, keys: pl.DataFrame) -> pl.DataFrame:
    """Return all rows of the records that have several."""
    if keys.is_empty() or not keys["repeats"].any():
        return pl.DataFrame()

    def made(placed: tuple[int, Piece]) -> pl.DataFrame:
        span = keys.slice(placed[0], placed[1].height)
        return _rows(placed[1], span, span["repeats"]) if span["repeats"].any() else pl.DataFrame()

    parts = [part for part in abreast(made, rows.pieces()) if part.height]
    return pl.concat(parts, how="diagonal_relaxed").drop("repeats")


def _rows(piece: Piece, span: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    """Return the wanted rows of a piece, with what is known of each."""
    if wanted.all():
        return conform(piece.make(None)).hstack(span)
    return conform(piece.make(wanted)).hstack(span.filter(wanted))


def _write_slices(
    rows: Stage, keys: pl.DataFrame, merged: pl.DataFrame, folder: Path, extra_columns: tuple[str, ...]
) -> dict[str, int]:
    counts = dict.fromkeys([*_SPLITTERS, *_GATHERED, "sources", *(["extras"] if extra_columns else [])], 0)
    gathered: dict[str, list[pl.DataFrame]] = {name: [] for name in _GATHERED}
    is_apart = _is_apart(keys)

    def split_up(
        numbered: tuple[int, tuple[int, Piece]],
    ) -> tuple[dict[str, int], dict[str, pl.DataFrame]]:
        number, (first, piece) = numbered
        span = keys.slice(first, piece.height)
        parts: dict[str, pl.DataFrame | None] = {"sources": _sources(piece.places(), span)}
        leads = _lead_rows(piece, span, merged)
        if leads.is_empty():
            return {"sources": _write(folder, "sources", parts["sources"], number)}, {}
        leads = split.with_stage(leads)
        parts |= {name: make(leads) for name, make in _SPLITTERS.items()}
        if extra_columns:
            parts["extras"] = split.extras(leads, extra_columns)
        facts = {name: splitter(leads) for name, splitter in _GATHERED.items()}
        if is_apart:
            parts |= {name: _put_together(name, [part]) for name, part in facts.items()}
        written = {name: _write(folder, name, part, number) for name, part in parts.items()}
        return written, {} if is_apart else facts

    for written, facts in abreast(split_up, enumerate(rows.pieces())):
        for name, count in written.items():
            counts[name] += count
        for name, part in facts.items():
            gathered[name].append(part)
    met = {name: _put_together(name, parts) for name, parts in gathered.items() if parts}
    counts |= {name: _write(folder, name, whole) for name, whole in met.items()}
    for name in (*_SPLITTERS, *_GATHERED, "sources"):
        if not (folder / name).exists():
            _write(folder, name, None)
    return counts


def _is_apart(keys: pl.DataFrame) -> bool:
    """Tell whether no two records speak of one application, so that each slice is whole in itself."""
    return keys.is_empty() or bool((keys["record"] == keys["application"]).all())


def _lead_rows(piece: Piece, span: pl.DataFrame, merged: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a piece that make records, those with repetitions in their merged form."""
    single = _rows(piece, span, span["is_lead"] & ~span["repeats"]).drop("repeats")
    if not merged.height or not span.height:
        return single
    here = merged.filter(pl.col("at").is_between(span["at"][0], span["at"][-1]))
    return pl.concat([single, here], how="diagonal_relaxed").sort("at") if here.height else single


def _put_together(name: str, parts: list[pl.DataFrame]) -> pl.DataFrame | None:
    if not parts:
        return None
    whole = pl.concat(parts, how="diagonal_relaxed")
    if name == "applications":
        return split.applications(whole)
    keys = ["application", "scheme"] if name == "families" else None
    return whole.unique(keys, keep="first", maintain_order=True).sort("application", maintain_order=True)


def _write(folder: Path, name: str, frame: pl.DataFrame | None, part: int = 0) -> int:
    shaped = frame if name == "extras" and frame is not None else conform_table(frame, name).collect()
    (folder / name).mkdir(exist_ok=True)
    shaped.write_parquet(folder / name / f"{part:04}.parquet", compression="lz4", statistics=False)
    return shaped.height


def _sources(places: pl.DataFrame, span: pl.DataFrame) -> pl.DataFrame:
    """Tell of every row of a piece where it was read and what became of it."""
    bare = pl.col("publication_number").is_null() & (pl.col("level") == "application")
    outcome = (
        pl.when("is_lead")
        .then(pl.lit("kept"))
        .when(bare)
        .then(pl.lit("refresh"))
        .otherwise(pl.lit("duplicate"))
    )
    told = span.select("record", outcome.alias("outcome"))
    return told.hstack(places).sort("record", maintain_order=True)


def _kept(keys: pl.DataFrame, intakes: int) -> tuple[int, ...]:
    if keys.is_empty():
        return (0,) * intakes
    by_intake = dict(keys.filter("is_lead").group_by("intake").len().iter_rows())
    return tuple(int(by_intake.get(number, 0)) for number in range(intakes))


def _extra_columns(rows: Stage) -> tuple[str, ...]:
    names = (name for intake in rows.intakes for name in intake.frame.collect_schema().names())
    return tuple(dict.fromkeys(name for name in names if name.startswith("extra:")))


def _source_files(
    intakes: Sequence[Intake], kept: Sequence[int], hashes: Mapping[Path, str]
) -> list[SourceFile]:
    return [
        SourceFile(
            file=intake.path.name,
            sha256=hashes.get(intake.path, ""),
            source=intake.source,
            rows_read=intake.rows_read,
            kept=count,
            rejects=intake.rejects.height,
            duplicates=intake.rows_read - count - intake.rejects.height,
            columns=dict(intake.columns),
        )
        for intake, count in zip(intakes, kept, strict=True)
    ]


def _notices(intakes: Sequence[Intake], conflicts: int) -> list[Notice]:
    found = [
        Notice(key=notice.key, fields=_placed(notice.fields, intake.path))
        for intake in intakes
        for notice in intake.warnings
    ]
    return [*found, Notice(key="conflicting_rows", fields={"count": conflicts})] if conflicts else found


def _placed(fields: Mapping[str, object], path: Path) -> dict[str, object]:
    """Name the file without its folder, so that two runs in two places say the same."""
    return {**fields, "file": str(fields.get("file", path.name)).replace(str(path), path.name)}


def _with_cut_off(manifest: Manifest, folder: Path) -> Manifest:
    dates = pl.scan_parquet(f"{folder}/publications/*.parquet").select(pl.col("publication_date").max())
    latest = dates.collect().item()
    if manifest.cut_off is None:
        return manifest.model_copy(update={"cut_off": latest, "cut_off_is_inferred": True})
    if latest is None or manifest.cut_off - latest <= _USUAL_GAP:
        return manifest
    told = Notice(key="cut_off_after_data", fields={"cut_off": str(manifest.cut_off), "latest": str(latest)})
    return manifest.model_copy(update={"notices": [*manifest.notices, told]})
