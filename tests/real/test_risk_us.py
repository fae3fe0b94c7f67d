"""The risk report on real US claims with a real product description."""

import json
import subprocess
from datetime import date

import docx
import polars as pl
import pytest

from tests.acceptance.outputs import WORKBENCH
from workbench.corpus import Corpus, Manifest
from workbench.corpus.storage import staged_folder, write_tables

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def us_corpus(real_exports, tmp_path_factory):
    """A hundred US grants as a corpus."""
    patents = json.loads((real_exports / "claims" / "patents.json").read_text(encoding="utf-8"))
    numbers = [p["publication_number"].replace("-", "") for p in patents]
    days = [{name: date.fromisoformat(p[name]) for name in ("application_date", "priority_date", "grant_date")}
            for p in patents]  # fmt: skip
    tables = {
        "publications": [
            {"record": at, "application": at, "publication_number": number, "office": "US", "stage": "grant",
             "level": "publication", "publication_date": days[at]["grant_date"], "title": p["title"],
             "abstract": p["abstract"]}
            for at, (number, p) in enumerate(zip(numbers, patents, strict=True))
        ],
        "applications": [
            {"application": at, "office": "US", "patent_type": "invention", "validity": "in_force",
             "legal_status": "granted", "filing_date": day["application_date"],
             "priority_date": day["priority_date"], "grant_date": day["grant_date"]}
            for at, day in enumerate(days)
        ],
        "parties": [
            {"record": at, "role": "applicant", "position": 0, "name": name, "party": name}
            for at, name in enumerate(p["assignee"] or "" for p in patents)
        ],
        "claims": [
            {"record": at, "number": int(claim["num"]), "text": claim["text"], "coverage": "all"}
            for at, p in enumerate(patents)
            for claim in json.loads(p["claims"])
        ],
    }  # fmt: skip
    out = tmp_path_factory.mktemp("us") / "corpus"
    corpus = Corpus.from_frames(
        {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()},
        Manifest(cut_off=date(2024, 12, 31), database="public US grants"),
    )
    with staged_folder(out) as folder:
        write_tables(folder, {name: corpus.polars(name) for name in corpus.tables}, corpus.manifest)
    return out


@pytest.fixture(scope="module")
def product(real_exports, tmp_path_factory):
    """The first company of the product list: what its products are said to do."""
    told = json.loads((real_exports / "claims" / "company_products.json").read_text(encoding="utf-8"))
    features = [f"{p['name']}: {p['description']}" for p in told["companies"][0]["products"]]
    path = tmp_path_factory.mktemp("product") / "product.yaml"
    lines = "\n".join(f"  - {json.dumps(feature)}" for feature in features)
    path.write_text(f"name: shopping application\nmarkets: [US]\nfeatures:\n{lines}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["infringement_risk", "exhibition_check", "claim_map"])
def test_the_notebooks_run_on_real_us_claims(us_corpus, product, tmp_path, name):
    told = [] if name == "claim_map" else ["-p", f"product={product}"]
    command = [str(WORKBENCH), "run", name, "-p", f"corpus={us_corpus}", *told, "--language", "en"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out"), "--only", "docx,pdf,xlsx"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    document = docx.Document(str(tmp_path / "out" / "report.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    if name != "claim_map":
        assert "not legal advice" in text and "18 months" in text
    assert len(document.tables) > 3


def test_the_patent_on_shopping_lists_ranks_high_for_the_shopping_application(us_corpus, product):
    from workbench.risk.case import open_case

    case = open_case(Corpus.open(us_corpus), str(product), on=None, charted=1)
    first = case.screening.candidates.frame["title"].head(5).to_list()
    assert any("shopping" in title.lower() for title in first)
