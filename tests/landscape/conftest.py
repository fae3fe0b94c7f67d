"""A corpus in which every analysis has something to count."""

import random

import pytest


@pytest.fixture
def mixed_rows():
    """Return a function that gives rows of a corpus with gaps, ties, co-applicants and families."""

    def make(count, seed=3):
        chance = random.Random(seed)
        return [_row(chance, number) for number in range(count)]

    return make


def _row(chance, number):
    year = chance.randint(2005, 2024)
    filed = f"{year}-{chance.randint(1, 12):02d}-11"
    return {
        "application": number // 2 if chance.random() < 0.2 else ("own", number),
        "filing_date": chance.choice([filed, filed, filed, None]),
        "priority_date": chance.choice([None, f"{year - 1}-12-30"]),
        "publication_date": f"{year + 1}-{chance.randint(1, 12):02d}-01",
        "stage": chance.choice(["application", "grant", None]),
        "patent_type": chance.choice(["invention", "invention", "utility_model", "design", "pct", None]),
        "route": chance.choice(["national", "pct", None]),
        "office": chance.choice(["CN", "CN", "US", "WO", None]),
        "validity": chance.choice(["in_force", "lapsed", "pending", "not_applicable", None]),
        "expiry_date": chance.choice([None, f"{year + 20}-12-31", f"{year + 10}-01-01"]),
        "grant_date": chance.choice([None, f"{year + 2}-01-01"]),
        "family": chance.choice([None, f"F{number // 3}"]),
        "priorities": chance.choice([[], ["US"], ["CN", "JP"]]),
        "applicants": _holders(chance, 3),
        "owners": _holders(chance, 2),
        "ipc": chance.sample(
            ["H04L1/00", "H04L2/00", "G06F1/00", "B60W1/00", "A61K1/00"], k=chance.randint(0, 3)
        ),
        "fields": chance.sample(["1", "4", "32"], k=chance.randint(0, 2)),
    }


def _holders(chance, most):
    names = chance.sample([f"示例{sign}" for sign in "甲乙丙丁戊己庚辛壬癸"], k=chance.randint(0, most))
    return [
        {
            "name": name,
            "group": chance.choice([None, None, "示例集团"]),
            "party_type": chance.choice(["company", "university", None]),
            "country_region": chance.choice(["CN", "CN", "US", "TW", None]),
            "province": chance.choice(["120000", "110000", None]),
            "district": chance.choice(["120101", "120111", None]),
        }
        for name in names
    ]
