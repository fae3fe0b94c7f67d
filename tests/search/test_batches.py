"""Parts keep under the cap, leave no day out, and add up."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.query.tree import And, Range, Term
from workbench.search.batches import batch_query, check_downloads, has_gaps, plan_batches

FIRST, LAST = date(2015, 1, 1), date(2020, 12, 31)
DAYS = st.lists(st.integers(0, (LAST - FIRST).days), max_size=300)


def counter(days):
    counted = Counter(FIRST + timedelta(days=day) for day in days)
    return lambda low, high: sum(n for day, n in counted.items() if low <= day <= high)


@given(DAYS, st.integers(1, 60))
def test_no_part_is_over_the_cap_but_for_single_days(days, cap):
    plan = plan_batches(counter(days), first=FIRST, last=LAST, cap=cap)
    assert all(batch.count <= cap or (batch.is_over and batch.low == batch.high) for batch in plan.batches)
    assert sum(batch.count for batch in plan.batches) == len(days)
    assert (plan.batches[0].low, plan.batches[-1].high) == (FIRST, LAST)
    assert not has_gaps(plan.batches)


def test_hits_without_a_date_are_counted():
    plan = plan_batches(counter([1, 2, 3]), first=FIRST, last=LAST, cap=10, total=5)
    assert (plan.total, plan.undated_count) == (5, 2)


def test_few_hits_need_one_part():
    assert len(plan_batches(counter(range(50)), first=FIRST, last=LAST, cap=50).batches) == 1


def test_a_database_that_counts_otherwise_meanwhile_is_told():
    asked = []

    def changing(low, high):
        asked.append(low)
        return 100 if len(asked) == 1 else 10

    with pytest.raises(WorkbenchError) as refused:
        plan_batches(changing, first=FIRST, last=LAST, cap=40)
    assert refused.value.key == "batches_differ"


def test_a_part_has_its_own_query():
    plan = plan_batches(counter([1]), first=FIRST, last=LAST, cap=10)
    query = batch_query(Term(("电池",)), plan.batches[0])
    assert query == And((Term(("电池",)), Range("publication_date", "2015-01-01", "2020-12-31")))


def test_a_short_download_is_named():
    plan = plan_batches(counter([1, 2, 900, 901]), first=FIRST, last=LAST, cap=2)
    assert [found for _, found in check_downloads(plan, [2, 1])] == [1]
