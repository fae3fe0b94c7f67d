from workbench.landscape.applicants import top_applicants, top_applicants_findings
from workbench.landscape.entrants import new_entrants, top_new_entrants
from workbench.landscape.regions import provinces
from workbench.landscape.scope import Scope
from workbench.tables import LeftOut


def rows(*applicants):
    return [{"filing_date": "2020-01-01", "applicants": names} for names in applicants]


def ranked(corpus, **parameters):
    frame = top_applicants(Scope.of(corpus, **parameters)).frame
    return list(zip(frame["applicant"], frame["filing_count"], strict=True))


def test_first_applicant_counts_alone(corpus_of):
    assert ranked(corpus_of(*rows("AB", "BA", "B"))) == [("B", 2), ("A", 1)]


def test_every_applicant_counts_whole(corpus_of):
    assert ranked(corpus_of(*rows("AB", "BA", "B")), counting="whole") == [("B", 3), ("A", 2)]


def test_fractions_add_up_to_the_units(corpus_of):
    assert ranked(corpus_of(*rows("AB", "BA", "B")), counting="fractional") == [("B", 2.0), ("A", 1.0)]


def test_ties_stand_in_order_of_name_and_share_a_rank(corpus_of):
    frame = top_applicants(Scope.of(corpus_of(*rows("C", "B", "A", "A")))).frame
    assert frame.select("rank", "applicant").rows() == [(1, "A"), (2, "B"), (2, "C")]


def test_group_stands_for_its_members(corpus_of):
    corpus = corpus_of(
        *rows([{"name": "A1", "group": "A"}], [{"name": "A2", "group": "A"}, {"name": "A1", "group": "A"}])
    )
    assert ranked(corpus, counting="whole") == [("A", 2)]


def test_units_without_applicant_are_left_out_of_shares(corpus_of):
    table = top_applicants(Scope.of(corpus_of(*rows("A", "B", "A", ""))))
    assert table.left_out == (LeftOut("no_applicant", 1),)
    assert table.frame["filing_share"].to_list() == [2 / 3, 1 / 3]


def test_cells_name_their_patents(corpus_of):
    table = top_applicants(Scope.of(corpus_of(*rows("A", "B", "A"))))
    assert [table.records(row, "filing_count") for row in range(2)] == [[0, 2], [1]]


def keys(corpus, **parameters):
    return [finding.key for finding in top_applicants_findings(top_applicants(Scope.of(corpus, **parameters)))]


def test_sentence_is_chosen_by_the_data(corpus_of):
    assert keys(corpus_of(*rows("A", "A"))) == ["applicants_single"]
    assert keys(corpus_of(*rows("A", "A", "B")), top=1) == ["applicants_first"]
    assert keys(corpus_of(*rows("A", "A", "B"))) == ["applicants_leader"]
    assert keys(corpus_of(*rows("A", "B"))) == ["applicants_tied"]
    assert keys(corpus_of(*rows("A", "B", "C"))) == ["applicants_many_tied", "applicants_all"]
    assert keys(corpus_of(*rows(*"AABCDEFG")), top=3) == ["applicants_leader", "applicants_concentrated"]
    assert keys(corpus_of(*rows())) == ["nothing_counted"]
    assert keys(corpus_of({"filing_date": "2020-01-01"})) == ["missing_applicant"]


def test_a_ranking_cut_between_equals_says_so(corpus_of):
    corpus = corpus_of(*rows("A", "A", "B", "C"))
    assert [top_applicants(Scope.of(corpus, top=top)).notes for top in (1, 2, 3)] == [(), ("ties_cut",), ()]


def test_places_known_for_hardly_any_are_not_counted(corpus_of):
    known, unknown = (rows([{"name": "A", "province": province}]) for province in ("120000", None))
    tables = [provinces(Scope.of(corpus_of(*known, *unknown * others))) for others in (8, 10)]
    assert [(len(table.frame), table.notes) for table in tables] == [
        (2, ("region_by_applicant",)),
        (0, ("missing_most_province",)),
    ]


def test_each_newcomer_is_listed_by_its_first_patent(corpus_of):
    table = new_entrants(Scope.of(corpus_of(*rows("A", "A", "B"))))
    assert table.frame["new_applicant_count"][0] == len(table.records(0, "new_applicant_count")) == 2
    assert len(table.records(0, "new_filing_count")) == 3


def party(name, party_type=None):
    return [{"name": name, "party_type": party_type}]


def test_persons_among_firms_are_marked_and_told(corpus_of):
    corpus = corpus_of(
        *rows(party("A", "individual"), party("A", "individual"), party("A", "company"), party("B", "company")),
        *rows(party("B", "company"), party("C")),
    )
    table = top_applicants(Scope.of(corpus))
    assert table.frame.select("applicant", "party_type", "filing_count").rows() == [
        ("A", "individual", 3),
        ("B", "company", 2),
        ("C", "unknown", 1),
    ]
    assert table.notes == ("individuals_ranked",)


def test_newcomers_tell_their_kind(corpus_of):
    years = [
        {"filing_date": f"{year}-01-01", "applicants": party("A" if year < 2019 else "B", "company")}
        for year in range(2010, 2021)
    ]
    assert top_new_entrants(Scope.of(corpus_of(*years))).frame["party_type"].to_list() == ["company"]


def test_kinds_that_are_not_known_make_no_column(corpus_of):
    table = top_applicants(Scope.of(corpus_of(*rows("A", "B"))))
    assert "party_type" not in table.frame.columns
    assert table.notes == ()


def test_firms_alone_need_no_remark_on_persons(corpus_of):
    corpus = corpus_of(*rows(party("A", "company"), party("B", "university")))
    assert top_applicants(Scope.of(corpus)).notes == ()
