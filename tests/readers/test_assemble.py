"""Every source row is kept, a duplicate or a reject; equal publications become one record."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.corpus import Corpus, Manifest
from workbench.readers.assemble import assemble
from workbench.readers.intake import Intake, no_rejects


def intake_of(name: str, rows: list[dict[str, object]]) -> Intake:
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        file=pl.lit(name),
        sheet=pl.lit(None, dtype=pl.String),
        row=pl.int_range(1, len(rows) + 1, dtype=pl.UInt32),
    )
    return Intake(Path(name), "example", frame.lazy(), no_rejects(), len(rows))


@pytest.fixture
def assembled(tmp_path):
    def make(*intakes: Intake) -> tuple[Corpus, tuple[int, ...]]:
        folder, workspace = tmp_path / "corpus", tmp_path / "workspace"
        folder.mkdir()
        workspace.mkdir()
        done = assemble(intakes, folder, workspace, Manifest(), {})
        return Corpus.open(folder), done.kept

    return make


def test_a_repeated_publication_fills_what_is_empty(assembled):
    corpus, kept = assembled(
        intake_of("a.csv", [{"publication_number": "CN115958995A", "title": None, "abstract": "甲"}]),
        intake_of("b.csv", [{"publication_number": "CN 115958995 A", "title": "乙", "abstract": "丙"}]),
    )
    assert kept == (1, 0)
    record = corpus.polars("publications").collect().row(0, named=True)
    assert (record["title"], record["abstract"]) == ("乙", "甲")
    conflicts = corpus.polars("conflicts").collect().to_dicts()
    assert [(c["column"], c["kept"], c["other"]) for c in conflicts] == [("abstract", "甲", "丙")]


def test_the_later_status_date_wins_the_legal_status(assembled):
    late = {"publication_number": "CN115958995A", "legal_status": "授权", "status_as_of": date(2025, 6, 1)}
    early = {"publication_number": "CN115958995A", "legal_status": "公开", "status_as_of": date(2023, 6, 1)}
    corpus, _ = assembled(intake_of("late.csv", [late]), intake_of("early.csv", [early]))
    application = corpus.polars("applications").collect().row(0, named=True)
    assert (application["legal_status_given"], application["status_as_of"]) == ("授权", date(2025, 6, 1))


def test_a_later_file_refreshes_the_status_where_no_date_is_given(assembled):
    corpus, _ = assembled(
        intake_of("first.csv", [{"publication_number": "CN115958995A", "legal_status": "公开"}]),
        intake_of("second.csv", [{"publication_number": "CN115958995A", "legal_status": "授权"}]),
    )
    assert corpus.polars("applications").collect()["legal_status_given"].to_list() == ["授权"]


def test_a_and_b_of_one_application_are_two_records_of_one_application(assembled):
    corpus, kept = assembled(
        intake_of(
            "a.csv",
            [
                {
                    "publication_number": "CN115958995A",
                    "application_number": "CN202211224208.2",
                    "publication_date": date(2023, 4, 14),
                },
                {
                    "publication_number": "CN115958995B",
                    "application_number": "2022112242082",
                    "publication_date": date(2024, 1, 5),
                },
            ],
        )
    )
    assert kept == (2,)
    applications = corpus.polars("applications").collect()
    assert applications["application"].to_list() == [0]
    assert applications["publication_date"].to_list() == [date(2023, 4, 14)]
    assert applications["grant_date"].to_list() == [date(2024, 1, 5)]


def test_a_status_record_joins_its_application_even_when_it_comes_first(assembled):
    event = {"event": "未缴年费", "date": date(2024, 2, 2), "reference": "x"}
    corpus, kept = assembled(
        intake_of(
            "status.xml",
            [{"level": "application", "application_number": "CN202211224208.2", "events": [event]}],
        ),
        intake_of(
            "biblio.xml",
            [{"publication_number": "CN115958995A", "application_number": "CN202211224208.2"}],
        ),
    )
    assert kept == (0, 1)
    assert corpus.polars("sources").collect()["outcome"].to_list() == ["refresh", "kept"]
    assert corpus.polars("events").collect()["event"].to_list() == ["未缴年费"]
    assert corpus.polars("publications").collect()["publication_number"].to_list() == ["CN115958995A"]


def test_parties_keep_their_position_and_details(assembled):
    corpus, _ = assembled(
        intake_of(
            "a.csv",
            [
                {
                    "publication_number": "CN1000001A",
                    "applicant": ["示例甲公司", "示例乙公司"],
                    "applicant_address": ["天津市南开区", "天津市和平区"],
                    "inventor": ["示例丙"],
                }
            ],
        )
    )
    parties = corpus.polars("parties").select("role", "position", "name", "address").collect().rows()
    assert parties == [
        ("applicant", 0, "示例甲公司", "天津市南开区"),
        ("applicant", 1, "示例乙公司", "天津市和平区"),
        ("inventor", 0, "示例丙", None),
    ]


def test_the_main_class_stands_first_and_once(assembled):
    corpus, _ = assembled(
        intake_of(
            "a.csv",
            [{"publication_number": "CN1000001A", "ipc": ["G05D1/02", "B25J9/16"], "ipc_main": "B25J9/16"}],
        )
    )
    found = corpus.polars("classifications").select("symbol", "position", "is_main").collect().rows()
    assert found == [("B25J9/16", 0, True), ("G05D1/02", 1, False)]


def test_columns_no_profile_knows_are_kept_under_their_header(assembled):
    corpus, _ = assembled(
        intake_of("a.csv", [{"publication_number": "CN1000001A", "extra:合享价值度": "9"}]),
        intake_of("b.csv", [{"publication_number": "CN1000002A", "extra:备注": "重点"}]),
    )
    assert corpus.polars("extras").collect().rows() == [(0, "9", None), (1, None, "重点")]


_numbers = st.lists(
    st.one_of(st.none(), st.sampled_from([f"CN10000000{n}A" for n in range(6)])), min_size=1, max_size=25
)


@given(numbers=_numbers, split_at=st.integers(0, 25))
def test_rows_are_conserved(numbers, split_at, tmp_path_factory):
    rows = [{"publication_number": number, "family_simple": f"F{n}"} for n, number in enumerate(numbers)]
    parts = [part for part in (rows[:split_at], rows[split_at:]) if part]
    folder = tmp_path_factory.mktemp("rows")
    (folder / "corpus").mkdir()
    intakes = [intake_of(f"{n}.csv", part) for n, part in enumerate(parts)]
    done = assemble(intakes, folder / "corpus", folder, Manifest(), {})
    corpus = Corpus.open(folder / "corpus")
    distinct = len({number for number in numbers if number}) + numbers.count(None)
    assert sum(done.kept) == distinct == corpus.polars("publications").collect().height
    assert corpus.polars("sources").collect().height == len(numbers)
    assert sum(source.kept + source.duplicates + source.rejects for source in done.manifest.sources) == len(
        numbers
    )
