"""What each of the other analyses counts, on corpora small enough to count by eye."""

import pytest

from workbench.landscape import (
    Scope,
    applicant_concentration,
    co_applicants,
    districts,
    filing_periods,
    legal_validity,
    legal_validity_findings,
    life_cycle,
    life_cycle_findings,
    new_entrants,
    origin_target_flow,
    origin_target_flow_findings,
    party_types,
    patent_types,
    patent_types_by_year,
    patent_types_by_year_findings,
    provinces,
    provinces_findings,
    publishing_offices,
    remaining_life,
    technology_change,
    technology_change_findings,
    technology_indicators,
    top_new_entrants,
)
from workbench.tables import LeftOut


def held(*applicants, year=2020, **columns):
    return {"filing_date": f"{year}-01-01", "applicants": list(applicants), **columns}


def pairs(table, first, second):
    return list(zip(table.frame[first], table.frame[second], strict=True))


def test_types_stand_in_their_own_order(corpus_of):
    rows = [held(patent_type=kind) for kind in ("design", "design", "invention", None)]
    table = patent_types(Scope.of(corpus_of(*rows)))
    assert pairs(table, "patent_type", "filing_count") == [("invention", 1), ("design", 2)]
    assert table.left_out == (LeftOut("no_patent_type", 1),)


def test_share_of_inventions_is_null_in_a_year_without_patents(corpus_of):
    rows = [held(year=2018), held(year=2020), held(year=2020, patent_type="design")]
    table = patent_types_by_year(Scope.of(corpus_of(*rows)))
    assert table.frame["invention_share"].to_list() == [1.0, None, 0.5]


def test_kind_that_is_not_known_stands_last_without_rank(corpus_of):
    rows = [held("A"), held("B"), held({"name": "C", "party_type": "university"})]
    table = party_types(Scope.of(corpus_of(*rows)))
    assert table.frame.select("rank", "party_type", "filing_count").rows() == [
        (1, "university", 1),
        (None, "unknown", 2),
    ]


def test_newcomers_are_those_never_seen_before(corpus_of):
    rows = [held("A", year=2018), held("A", year=2019), held("B", year=2019), held("B", year=2019)]
    frame = new_entrants(Scope.of(corpus_of(*rows))).frame
    assert frame["applicant_count"].to_list() == [1, 2]
    assert frame["new_applicant_count"].to_list() == [1, 1]
    assert frame["new_filing_count"].to_list() == [1, 2]


def test_leading_newcomers_entered_in_the_recent_period(corpus_of):
    rows = [held("A", year=year) for year in range(2010, 2021)] + [held("B", year=2019), held("C", year=2013)]
    table = top_new_entrants(Scope.of(corpus_of(*rows)))
    assert table.frame.select("applicant", "entry_year", "filing_count").rows() == [("B", 2019, 1)]


def test_concentration_of_a_single_holder_is_one(corpus_of):
    table = applicant_concentration(Scope.of(corpus_of(*[held("A", year=year) for year in range(2010, 2020)])))
    assert table.frame["herfindahl_hirschman"].to_list() == [1.0, 1.0, 1.0]
    assert table.frame["period"].to_list() == ["2010–2019", "2010–2014", "2015–2019"]


def test_concentration_follows_its_formula(corpus_of):
    table = applicant_concentration(Scope.of(corpus_of(held("A"), held("A"), held("B"), held("C"))))
    assert table.frame["herfindahl_hirschman"].to_list() == [pytest.approx(0.375)]
    assert table.frame["top_3_share"].to_list() == [1.0]


def test_three_applicants_make_three_pairs(corpus_of):
    table = co_applicants(Scope.of(corpus_of(held("C", "A", "B"), held("B", "A"), held("A"))))
    assert table.frame.select("applicant", "co_applicant", "filing_count").rows() == [
        ("A", "B", 2),
        ("A", "C", 1),
        ("B", "C", 1),
    ]
    assert table.left_out == (LeftOut("single_applicant", 1),)


def test_co_applicants_of_one_group_are_no_pair(corpus_of):
    rows = [held({"name": "A1", "group": "A"}, {"name": "A2", "group": "A"})]
    assert co_applicants(Scope.of(corpus_of(*rows))).is_empty()


def test_family_counts_once_at_each_of_its_offices(corpus_of):
    rows = [held("A", family="F", office=office) for office in ("CN", "US", "US")]
    table = publishing_offices(Scope.of(corpus_of(*rows)))
    assert pairs(table, "office", "unit_count") == [("CN", 1), ("US", 1)]


def test_origin_is_the_first_priority_else_the_office_else_the_applicant(corpus_of):
    abroad = {"name": "A", "country_region": "DE"}
    rows = [held(abroad, office="CN", priorities=["US"]), held(abroad, office="CN"), held(abroad, office="WO")]
    table = origin_target_flow(Scope.of(corpus_of(*rows)))
    assert table.frame.select("origin", "target").rows() == [("CN", "CN"), ("DE", "WO"), ("US", "CN")]


def test_no_flow_is_told_where_most_origins_are_unknown(corpus_of):
    rows = [held({"name": "A", "country_region": "CN"}), *[held("B")] * 3]
    table = origin_target_flow(Scope.of(corpus_of(*rows)))
    assert [finding.key for finding in origin_target_flow_findings(table)] == ["flow_mostly_unknown"]


@pytest.mark.parametrize(("priorities", "key"), [([], "flow_single_home"), (["US"], "flow_single_abroad")])
def test_a_single_flow_is_told_in_one_sentence(corpus_of, priorities, key):
    rows = [held({"name": "A", "country_region": "CN"}, priorities=priorities)] * 2
    table = origin_target_flow(Scope.of(corpus_of(*rows)))
    assert [finding.key for finding in origin_target_flow_findings(table)] == [key]


def test_growth_on_base_zero_is_not_a_number(corpus_of):
    rows = [held(year=year, ipc=["H04L1/00"]) for year in range(2010, 2020) for _ in range(5)]
    rows += [held(year=2019, ipc=["A61K1/00"])] * 6
    table = technology_change(Scope.of(corpus_of(*rows)))
    assert table.frame.select("ipc_subclass", "former_count", "recent_count", "period_growth_rate").rows() == [
        ("A61K", 0, 6, None),
        ("H04L", 25, 25, 0.0),
    ]
    assert [finding.key for finding in technology_change_findings(table)] == [
        "technology_new",
        "technology_lost",
    ]


def test_international_applications_have_no_validity(corpus_of):
    rows = [held(validity="in_force"), held(), held(office="WO", validity="in_force"), held(validity="lapsed")]
    table = legal_validity(Scope.of(corpus_of(*rows)))
    assert pairs(table, "validity", "unit_count") == [("in_force", 1), ("lapsed", 1), ("unknown", 1)]
    assert table.left_out == (LeftOut("international_application", 1),)


def test_states_that_are_all_unknown_are_named_as_missing(corpus_of):
    table = legal_validity(Scope.of(corpus_of(held(), held())))
    assert [finding.key for finding in legal_validity_findings(table)] == ["missing_validity"]


def test_family_is_in_force_while_one_member_is(corpus_of):
    rows = [held(family="F", validity="lapsed"), held(family="F", validity="in_force")]
    assert pairs(legal_validity(Scope.of(corpus_of(*rows))), "validity", "unit_count") == [("in_force", 1)]


@pytest.mark.parametrize(
    ("expiry", "band"),
    [
        ("2024-12-31", "expired"),
        ("2025-01-01", "under_3"),
        ("2027-12-30", "under_3"),
        ("2027-12-31", "3_to_5"),
        ("2034-12-30", "5_to_10"),
        ("2034-12-31", "10_to_15"),
        ("2044-01-01", "15_and_more"),
    ],
)
def test_remaining_life_is_counted_in_whole_years_from_the_cut_off(corpus_of, expiry, band):
    table = remaining_life(Scope.of(corpus_of(held(validity="in_force", expiry_date=expiry))))
    assert table.frame["remaining_life"].to_list() == [band]


def person(province=None, country="CN", district=None):
    return {
        "name": f"{province}{country}",
        "province": province,
        "country_region": country,
        "district": district,
    }


def test_places_that_are_not_known_or_abroad_stand_last(corpus_of):
    people = [person("120000"), person(), person(), person(country="US"), person(country="TW")]
    table = provinces(Scope.of(corpus_of(*[held(one) for one in people])))
    assert table.frame.select("rank", "province", "filing_count").rows() == [
        (1, "120000", 1),
        (1, "710000", 1),
        (None, "unknown", 2),
        (None, "abroad", 1),
    ]


def test_caution_comes_first_where_most_places_are_unknown(corpus_of):
    table = provinces(Scope.of(corpus_of(*[held(one) for one in (person("120000"), person(), person())])))
    assert [finding.key for finding in provinces_findings(table)] == ["places_mostly_unknown", "places_single"]


def test_districts_are_those_of_one_province_with_the_unknown_share(corpus_of):
    people = [person("120000", district="120111"), person("120000"), person("110000")]
    table = districts(Scope.of(corpus_of(*[held(one) for one in people])))
    assert pairs(table, "district", "filing_share") == [("120111", 0.5), ("unknown", 0.5)]
    assert table.left_out == (LeftOut("other_region", 1),)


def test_stocks_belong_to_the_owners_of_what_is_in_force(corpus_of):
    moved = held(person("120000"), owners=[person("110000")], validity="in_force")
    lapsed = held(person("120000"), owners=[person("120000")], validity="lapsed")
    flows, stocks = (
        provinces(Scope.of(corpus_of(moved, lapsed), region_rule=rule)) for rule in ("filing", "owner")
    )
    assert (flows.name, pairs(flows, "province", "filing_count")) == ("provinces", [("120000", 2)])
    assert (stocks.name, pairs(stocks, "province", "owned_count")) == ("provinces_owned", [("110000", 1)])


def test_means_need_three_years(corpus_of):
    rows = [
        held(name, year=year) for year, names in ((2018, "A"), (2019, "AB"), (2020, "ABC")) for name in names
    ]
    frame = life_cycle(Scope.of(corpus_of(*rows))).frame
    assert frame["mean_filing_count"].to_list() == [None, None, 2.0]
    assert frame["mean_applicant_count"].to_list() == [None, None, 2.0]


@pytest.mark.parametrize(
    ("counts", "key"),
    [((20, 20, 20, 30, 40, 50), "cycle_growth"), ((20, 20, 20, 90, 40, 30), "cycle_growth"),
     ((20, 60, 90, 90, 60, 40, 40), "cycle_decline"), ((5, 10, 40, 90, 90, 40, 20), "cycle_turned")],
)  # fmt: skip
def test_a_rise_that_has_turned_is_not_called_growth(corpus_of, counts, key):
    rows = [held(f"{year}-{at}", year=2010 + year) for year, count in enumerate(counts) for at in range(count)]
    (found,) = life_cycle_findings(life_cycle(Scope.of(corpus_of(*rows))))
    assert found.key == key


def test_indicators_follow_their_formulas(corpus_of):
    rows = [held(year=year) for year in range(2016, 2021) for _ in range(2)]
    rows += [held(year=2020, patent_type=kind) for kind in ("utility_model", "utility_model", "design")]
    frame = technology_indicators(Scope.of(corpus_of(*rows))).frame
    last = frame.row(4, named=True)
    assert frame["technology_growth_rate"].to_list() == [None, None, None, None, 0.2]
    assert (last["technology_maturity"], last["technology_ageing"]) == (0.5, 0.8)
    assert last["technology_novelty"] == pytest.approx((0.2**2 + 0.5**2) ** 0.5)


def test_periods_grow_over_the_one_before(corpus_of):
    rows = [held(year=year) for year in range(2010, 2020)] + [held(year=2019)] * 5
    table = filing_periods(Scope.of(corpus_of(*rows)))
    assert table.frame.select("period", "filing_count", "period_growth_rate").rows() == [
        ("2010–2014", 5, None),
        ("2015–2019", 10, 1.0),
    ]
    assert table.frame["compound_annual_growth"][1] == pytest.approx(6**0.25 - 1)


def test_share_of_inventions_moves_only_where_three_years_agree(corpus_of):
    def told(*inventions):
        rows = [
            {"filing_date": f"{2005 + year}-01-01", "patent_type": "invention" if n < count else "design"}
            for year, count in enumerate(inventions)
            for n in range(20)
        ]
        return patent_types_by_year_findings(patent_types_by_year(Scope.of(corpus_of(*rows))))[0].key

    assert told(5, 5, 5, 5, 10, 10, 10) == "inventions_up"
    assert told(5, 10, 10, 10, 10, 5, 10) == "inventions_unsteady"
    assert told(10, 10, 10, 10, 10, 10) == "inventions_steady"
    assert told(10, 10) == "types_too_short"


@pytest.mark.parametrize(("first", "last", "base"), [(49, 60, 49), (60, 12, 12), (50, 50, None)])
def test_share_of_inventions_names_its_small_base(corpus_of, first, last, base):
    counts = {2015: first, 2016: 60, 2017: 60, 2018: last}
    rows = [{"filing_date": f"{year}-01-01"} for year, count in counts.items() for _ in range(count)]
    told = patent_types_by_year_findings(patent_types_by_year(Scope.of(corpus_of(*rows))))
    assert (told[0].slots["first_base"].value, told[0].slots["last_base"].value) == (first, last)
    small = [finding.slots["count"].value for finding in told if finding.key == "inventions_small_base"]
    assert small == ([] if base is None else [base])


def test_total_of_types_is_their_sum(corpus_of):
    rows = [held(patent_type=kind) for kind in ("design", "invention", "invention", None)]
    frame = patent_types_by_year(Scope.of(corpus_of(*rows))).frame
    assert frame.select("invention_count", "design_count", "typed_count").rows() == [(2, 1, 3)]
