"""Legal status, validity and events agree with each other and with the reference."""

import polars as pl

from workbench.reference import facts


def test_statuses_and_events_are_keys_of_the_reference(tables):
    known = {entry["status"]: entry["validity"] for entry in facts("legal_status")["status"]}
    found = tables["applications"].select("legal_status", "validity").unique()
    for status, validity in found.iter_rows():
        assert known[status] == validity
    events = {entry["event"] for entry in facts("legal_events")["event"]}
    assert set(tables["events"]["event"]) <= events


def test_statuses_of_every_kind_occur(tables):
    found = set(tables["applications"]["legal_status"])
    assert {
        "granted",
        "examination",
        "rejected",
        "unpaid_annual_fee",
        "expired",
        "double_grant_avoided",
    } <= found


def test_a_right_in_force_was_granted_and_is_not_over_its_term(tables, world):
    alive = tables["applications"].filter(pl.col("validity") == "in_force")
    assert alive["grant_date"].null_count() == 0
    assert alive["expiry_date"].min() > world.cut_off


def test_a_dual_utility_model_is_given_up_when_the_invention_is_granted(tables):
    abandoned = tables["applications"].filter(pl.col("legal_status") == "double_grant_avoided")
    both = tables["families"].select("application", "family").join(tables["applications"], on="application")
    for family in abandoned.join(both.select("application", "family"), on="application")["family"]:
        members = both.filter(pl.col("family") == family)
        assert set(members["patent_type"]) >= {"invention", "utility_model"}
        assert members.filter(pl.col("patent_type") == "invention")["grant_date"].null_count() == 0


def test_deals_come_after_grant_and_name_two_parties(tables):
    deals = (
        tables["events"]
        .filter(pl.col("event").is_in(["transfer", "license", "pledge"]))
        .join(tables["applications"].select("application", "grant_date"), on="application")
    )
    assert set(deals["event"]) == {"transfer", "license", "pledge"}
    assert (deals["date"] > deals["grant_date"]).all()
    assert (deals["from_party"] != deals["to_party"]).all()
    assert deals.filter(pl.col("event") == "pledge")["amount_cny"].min() > 0


def test_transfer_changes_the_owner_but_not_the_applicant(tables):
    moved = tables["events"].filter(pl.col("event") == "transfer").unique("application", keep="first")
    records = tables["publications"].select("record", "application").join(moved, on="application")
    first = tables["parties"].filter(pl.col("position") == 0)
    owner = records.join(first.filter(pl.col("role") == "owner"), on="record")
    assert (owner["name"] == owner["to_party"]).all()
    applicant = records.join(first.filter(pl.col("role") == "applicant"), on="record")
    assert (applicant["party"] != applicant["to_party"]).all()
