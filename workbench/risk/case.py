"""One product against a corpus: everything an analysis of infringement risk holds, as tables for a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from workbench.corpus import Corpus
from workbench.corpus.numbers import key_of
from workbench.errors import WorkbenchError, raise_faults
from workbench.files import found_path
from workbench.labels import Language
from workbench.risk.chart import (
    JURISDICTIONS,
    Chart,
    Verdict,
    chart_verdict,
    new_chart,
    number_facts,
    ranked_passages,
    read_chart,
    write_chart,
)
from workbench.risk.chart.model import Jurisdiction
from workbench.risk.claims import read_numbered_claims
from workbench.risk.coverage import family_coverage
from workbench.risk.embeddings import read_embeddings
from workbench.risk.matrix import PEOPLES, risk_matrix
from workbench.risk.national_parts import national_parts
from workbench.risk.product import Product, read_product
from workbench.risk.screening import Screening, screen
from workbench.risk.severity import PeopleInputs, read_severity, write_severity
from workbench.risk.work_lists import design_around, prior_art, watch_list
from workbench.tables import RowUnit, Table

Edition = Literal["internal", "public"]
EDITIONS: Final[tuple[Edition, ...]] = ("internal", "public")


@dataclass(frozen=True)
class RiskCase:
    """A product, a corpus, a day; screened, charted and graded.

    Attributes
    ----------
    edition : {"internal", "public"}
        In the public edition the product's features, evidence and notes stand nowhere.
    charts : mapping of str to Chart
        By publication number: those that people filled in, and empty ones for the next candidates.
    people : mapping
        What people entered on revenue, injunction and steps (:func:`workbench.risk.severity.read_severity`).
    """

    corpus: Corpus = field(repr=False)
    product: Product = field(repr=False)
    on: date
    screening: Screening = field(repr=False)
    charts: dict[str, Chart] = field(repr=False)
    edition: Edition = "internal"
    people: dict[str, PeopleInputs] = field(default_factory=dict, repr=False)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Return the result of every chart."""
        return {number: chart_verdict(chart) for number, chart in self.charts.items()}

    @cached_property
    def matrix(self) -> Table:
        """Return the risk matrix."""
        table = risk_matrix(self.screening, self.corpus, self.verdicts, on=self.on, people=self.people)
        if self.edition == "internal" or not self.people:
            return table
        return replace(table, frame=table.frame.drop(PEOPLES), notes=(*table.notes, "inputs_withheld"))

    def people_counts(self) -> dict[str, int]:
        """Count what people entered: rights, those of them compared, experts, rights on which they differ."""
        compared = set(key_of(self.screening.candidates.frame["publication_number"]).to_list())
        experts = {score.expert for told in self.people.values() for score in told.scores}
        return {
            "entered": len(self.people),
            "unused": sum(key not in compared for key in self.people),
            "experts": len(experts),
            "apart": sum(bool(told.disagreement) for told in self.people.values()),
        }

    def short_of_claims(self) -> int:
        """Count the rights compared of which the corpus holds fewer claims than the data say there are."""
        held = self.corpus.polars("claims").group_by("record").agg(read=pl.len()).collect()
        compared = self.screening.compared.select("claim_record", "claim_count").rename(
            {"claim_record": "record"}
        )
        read = compared.join(held.with_columns(pl.col("record").cast(compared.schema["record"])), on="record")
        return read.filter(pl.col("read") < pl.col("claim_count")).height

    @property
    def coverage(self) -> Table:
        """Return the families by market."""
        return family_coverage(self.screening, self.corpus, self.product.markets)

    @property
    def national_parts(self) -> Table:
        """Return the national parts of the European patents in the families."""
        return national_parts(self.screening, self.corpus, on=self.on)

    @property
    def work_arounds(self) -> Table:
        """Return the features to design around; in the public edition without what the product answers."""
        told = design_around(self.screening, self.charts)
        if self.edition == "internal":
            return told
        plain = told.frame.drop("cell_state").sort("publication_number", "claim", "feature")
        return replace(told, frame=plain)

    @property
    def challenges(self) -> Table:
        """Return the documents that may challenge candidates."""
        return prior_art(self.screening, self.corpus)

    @property
    def watched(self) -> Table:
        """Return what must be looked at again."""
        return watch_list(self.screening)

    @property
    def candidates(self) -> Table:
        """Return the candidates as they are listed: number, holder, status, term, family."""
        return self._listed("risk_candidates", ("title", "applicant", "office", "risk_status", "expiry_date"))

    @property
    def triage(self) -> Table:
        """Return how each candidate was found, and the hint of the triage with its reason.

        The public edition has no hint: what a claim has and the product lacks would tell of the product.
        """
        found = ("found_by", "similarity", "embedding_similarity", "family_rights")
        return self._listed(
            "risk_triage", found if self.edition == "public" else (*found, "triage", "triage_reason")
        )

    def _listed(self, name: str, columns: tuple[str, ...]) -> Table:
        told = self.screening.candidates
        there = [column for column in columns if column in told.frame.columns]
        frame = told.frame.select("rank", "publication_number", *there)
        formats = {column: kind for column, kind in told.formats.items() if column in frame.columns}
        return replace(told, name=name, frame=frame, formats=formats)

    @cached_property
    def grades(self) -> Table:
        """Count the candidates by grade; without a candidate there is nothing to count."""
        counts = dict(self.matrix.frame.group_by("risk_grade").len().iter_rows())
        rows = [(grade, counts.get(grade, 0)) for grade in ("high", "medium", "low", "undetermined")]
        frame = pl.DataFrame(rows, schema={"risk_grade": pl.String, "unit_count": pl.Int64}, orient="row")
        has_none = bool((frame["unit_count"] == 0).any())
        notes = ("risk_grades_rule", *(("zero_grades",) if has_none else ()))
        shown = frame.clear() if self.matrix.is_empty() else frame
        told = self._table("risk_grades", shown, notes, self.matrix.population)
        return replace(told, left_out=self.matrix.left_out)

    @property
    def features(self) -> Table:
        """Return the product's features; in the public edition only their numbers."""
        is_public = self.edition == "public"
        rows = [
            (f.key, None if is_public else f.text, None if is_public else f.evidence or None)
            for f in self.product.features
        ]
        schema = {"product_key": pl.String, "product_feature": pl.String, "evidence": pl.String}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return self._table(
            "risk_product",
            frame.select("product_key") if is_public else frame,
            ("features_withheld",) if is_public else ("features_secret",),
            frame.height,
            row_unit="feature",
        )

    def chart_table(self, number: str) -> Table:
        """Return a chart as it is printed; in the public edition the claim's words alone.

        That a feature is answered tells as much of a product as its own words.
        """
        is_public = self.edition == "public"
        rows = [
            (c.key, c.text, c.product or None, c.effective, c.evidence or None, c.note or None)
            for c in self.charts[number].cells
        ]
        columns = ("feature", "claim_text", "product_side", "cell_state", "evidence", "note")
        frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
        frame = frame.select(columns[:2]) if is_public else frame
        note = "features_withheld" if is_public else "chart_by_people"
        told = self._table("feature_chart", frame, (note,), frame.height, row_unit="feature")
        return replace(told, formats=dict.fromkeys(frame.columns, "text"))

    def verdict_table(self, number: str) -> Table:
        """Return what the recorded facts give for every claim of a chart; to the public only the grades."""
        told = self.verdicts[number]
        rows = [
            (c.number, c.type, c.risk, c.basis, ", ".join(map(str, c.path)), ", ".join(c.deciding))
            for c in told.claims
        ]
        texts = ("claim_type", "risk_grade", "verdict_basis", "claim_path", "deciding_features")
        schema = {"claim": pl.Int32, **dict.fromkeys(texts, pl.String)}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        frame = frame.drop("verdict_basis", "deciding_features") if self.edition == "public" else frame
        return self._table("chart_verdicts", frame, (), frame.height, row_unit="claim")

    def gap_table(self, number: str) -> Table:
        """Return what is missing in a chart, kind by kind; the list a lawyer reads first."""
        places: dict[tuple[str, str], list[str]] = {}
        for gap in self.verdicts[number].gaps:
            places.setdefault((gap.kind, "yes" if gap.decides else "no"), []).append(gap.place)
        rows = [
            (kind, may, len(found), ", ".join(filter(None, found))) for (kind, may), found in places.items()
        ]
        schema = {"gap": pl.String, "may_decide": pl.String, "gap_count": pl.Int32, "feature": pl.String}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return self._table("chart_gaps", frame, (), sum(map(len, places.values())), row_unit="gap")

    def _table(
        self,
        name: str,
        frame: pl.DataFrame,
        notes: tuple[str, ...],
        population: int,
        row_unit: RowUnit | None = None,
    ) -> Table:
        told = self.screening.candidates
        return Table(name, frame, unit="application", cut_off=told.cut_off, sources=told.sources,
                     population=population, notes=notes, row_unit=row_unit)  # fmt: skip

    def write_severity(self, path: Path, language: Language) -> list[Path]:
        """Write the workbook of revenue, injunction and experts' steps; none in the public edition."""
        candidates = self.screening.candidates.frame.select("publication_number", "title")
        if self.edition == "public" or candidates.is_empty():
            return []
        return [write_severity(path, candidates, self.people, language=language)]

    def write_charts(self, folder: Path, language: Language) -> list[Path]:
        """Write the charts for people to fill in; none in the public edition."""
        if self.edition == "public":
            return []
        folder.mkdir(parents=True, exist_ok=True)
        return [
            write_chart(
                chart,
                folder / f"{number}.xlsx",
                language,
                passages=ranked_passages(chart.cells, self.product),
                numbers=number_facts(chart.cells, self.product),
            )
            for number, chart in self.charts.items()
        ]


def open_case(
    corpus: Corpus,
    product: str,
    *,
    on: date | None,
    charts: str = "",
    most: int = 30,
    charted: int = 3,
    edition: str = "internal",
    embeddings: str = "",
    severity: str = "",
) -> RiskCase:
    """Screen a corpus for a product and lay out its charts.

    Parameters
    ----------
    product : str
        File of features.
    on : date or None
        The day of the analysis; by default the day of the statuses, else the cut-off of the data.
    charts : str
        Charts that people filled in: files or folders, separated by semicolons.
    charted : int
        Charts for the first candidates; those given count among them.
    embeddings : str
        File of vectors for publications and product that joins the order; none where empty.
    severity : str
        Workbook of revenue, injunction and experts' steps that people filled in; none where empty.

    Raises
    ------
    WorkbenchError
        If no day is known, the edition is neither, or a chart was changed where it is locked.
    """
    chosen = next((name for name in EDITIONS if name == edition), None)
    if chosen is None:
        raise WorkbenchError("malformed_option", option="edition", expected=" | ".join(EDITIONS), found=edition)
    day = on or corpus.manifest.status_date or corpus.manifest.cut_off
    if day is None:
        raise WorkbenchError("no_day_of_analysis")
    if not product.strip():
        raise WorkbenchError("no_product")
    told = read_product(found_path(product))
    numbers = corpus.polars("publications").select("publication_number").collect()["publication_number"]
    people = read_severity(found_path(severity), numbers) if severity else {}
    near = read_embeddings(found_path(embeddings), corpus) if embeddings else None
    screening = screen(corpus, told, on=day, most=most, embeddings=near)
    given = _given_charts(_chart_files(charts))
    laid = _charts(corpus, told, screening, given, charted)
    return RiskCase(corpus, told, day, screening, laid, chosen, people)


def _chart_files(text: str) -> list[Path]:
    parts = [found_path(part.strip()) for part in text.split(";") if part.strip()]
    return [path for part in parts for path in (sorted(part.glob("*.xlsx")) if part.is_dir() else [part])]


def _given_charts(paths: Sequence[Path]) -> dict[str, Chart]:
    """Read charts; of one claim set only one may stand in a report, or one law would speak for another."""
    found: dict[str, tuple[Path, Chart]] = {}
    faults = []
    for path in paths:
        chart = read_chart(path)
        first, _ = found.setdefault(chart.claim_set, (path, chart))
        if first is not path:
            told = {"file": path.name, "first": first.name, "number": chart.claim_set}
            faults.append(WorkbenchError("chart_twice", **told))
    raise_faults(faults)
    return {number: chart for number, (_, chart) in found.items()}


def _charts(
    corpus: Corpus, product: Product, screening: Screening, given: dict[str, Chart], charted: int
) -> dict[str, Chart]:
    """Return the charts given for candidates, and empty ones for others, in the candidates' order.

    Rights in force and pending come first, then those that the triage would not set aside.
    """
    rows = screening.compared.with_columns(triage=screening.candidates.frame["triage"]).to_dicts()
    numbers = [row["publication_number"] for row in rows]
    free = [row for row in rows if row["publication_number"] not in given and _jurisdiction(row["office"])]
    free.sort(key=lambda row: (row["risk_status"] not in ("in_force", "pending"), row["triage"] != "compare"))
    left = max(0, charted - sum(number in given for number in numbers))
    empty = {
        row["publication_number"]: _empty_chart(corpus, product, row, office)
        for row in free[:left]
        if (office := _jurisdiction(row["office"])) is not None
    }
    return {n: given[n] if n in given else empty[n] for n in numbers if n in given or n in empty}


def _jurisdiction(office: str | None) -> Jurisdiction | None:
    """Return the office whose rules the chart knows; candidates of others are listed and not charted."""
    return next((name for name in JURISDICTIONS if name == office), None)


def _empty_chart(corpus: Corpus, product: Product, row: Mapping[str, Any], office: Jurisdiction) -> Chart:
    number, record = row["publication_number"], row["claim_record"]
    rows = corpus.polars("claims").filter(pl.col("record") == record).sort("number").collect()
    numbered: Sequence[tuple[int, str]] = list(rows.select(pl.col("number").fill_null(1), "text").iter_rows())
    return new_chart(read_numbered_claims(numbered, id=number), product.name, office)
