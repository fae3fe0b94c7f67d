"""Numbers: one spelling, checked against published vectors, whatever the vendor's form."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus.number_checks import check_application_number, chinese_patent_type, is_pct_entry
from workbench.corpus.numbers import (
    application_key,
    check_digit,
    kind_of,
    normal_application_number,
    normal_publication_number,
    office_of,
    publication_key,
)
from workbench.corpus.stages import stage_of


def one(expression, **columns):
    return pl.DataFrame({name: [value] for name, value in columns.items()}).select(expression).item()


def of(function, number, office=None):
    frame = pl.DataFrame(
        {"number": [number], "office": [office]}, schema={"number": pl.String, "office": pl.String}
    )
    given_office = () if office is None else (pl.col("office"),)
    return frame.select(function(pl.col("number"), *given_office)).item()


@pytest.mark.parametrize(
    ("found", "normal"),
    [
        ("CN 115958995 A", "CN115958995A"),
        ("CN-112345678-A", "CN112345678A"),
        ("ＣＮ１１２３４５６７８Ａ", "CN112345678A"),
        ("cn1078973c", "CN1078973C"),
        ("CN85100312A", "CN85100312A"),
        ("US 2011/0185700 A1", "US20110185700A1"),
        ("US20110185700A1", "US20110185700A1"),
        ("US2011185700A1", "US2011185700A1"),
        ("US2015056336 (A1)", "US2015056336A1"),
        ("US08930553B2", "US8930553B2"),
        ("US 1180575 A", "US1180575A"),
        ("USD0812345S1", "USD812345S1"),
        ("US-RE45678-E", "USRE45678E"),
        ("USPP12345P2", "USPP12345P2"),
        ("WO2011/064412 A1", "WO2011064412A1"),
        ("WO 00/01198 A1", "WO0001198A1"),
        ("WO9527654A1", "WO9527654A1"),
        ("WO 1995/027654 A1", "WO1995027654A1"),
        ("EP 95016 A1", "EP95016A1"),
        ("JPH05-123456A", "JPH05123456A"),
        ("JP-S60123456-A", "JPS60123456A"),
        ("KR1020230036485A", "KR1020230036485A"),
        ("TW-I869496-B", "TWI869496B"),
        ("TW M451320 U", "TWM451320U"),
        ("DE 2429414 A1", "DE2429414A1"),
        ("AU 2006/292754 A1", "AU2006292754A1"),
        ("SG10202112826PA", "SG10202112826PA"),
        (" - ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_publication_number_has_one_spelling(found, normal):
    assert of(normal_publication_number, found) == normal


@pytest.mark.parametrize(
    ("found", "key"),
    [
        ("US2011185700A1", "US20110185700A1"),
        ("US20110185700A1", "US20110185700A1"),
        ("WO0001198A1", "WO2000001198A1"),
        ("WO9527654A1", "WO1995027654A1"),
        ("EP95016A1", "EP0095016A1"),
        ("EP971217B1", "EP0971217B1"),
        ("EP0971217B1", "EP0971217B1"),
        ("CN115958995A", "CN115958995A"),
        (None, None),
    ],
)
def test_spellings_of_one_publication_share_a_key(found, key):
    assert of(publication_key, found) == key


@pytest.mark.parametrize(
    ("number", "office", "kind", "normal"),
    [
        ("115958995", "CN", "A", "CN115958995A"),
        ("CN115958995", "CN", "B", "CN115958995B"),
        ("CN115958995B", "CN", "A", "CN115958995B"),
        ("D812345", "US", "S1", "USD812345S1"),
        ("RE45678", "US", "E", "USRE45678E"),
        ("2011/064412", "WO", "A1", "WO2011064412A1"),
        ("I869496", "TW", "B", "TWI869496B"),
        ("US20090208610", "US", None, "US20090208610"),
        ("EP1820402", "US", None, "EP1820402"),
        ("115958995", None, "A", "115958995A"),
        ("115958995", "CN", "授权公告", "CN115958995"),
    ],
)
def test_office_and_kind_are_added_only_where_the_number_lacks_them(number, office, kind, normal):
    frame = pl.DataFrame({"n": [number], "o": [office], "k": [kind]}, schema=dict.fromkeys("nok", pl.String))
    assert frame.select(normal_publication_number(pl.col("n"), pl.col("o"), pl.col("k"))).item() == normal


@pytest.mark.parametrize(
    ("number", "office", "kind"),
    [
        ("CN115958995A", "CN", "A"),
        ("US20110185700A1", "US", "A1"),
        ("CN1078973C1", "CN", "C1"),
        ("SG10202112826PA", "SG", "A"),
        ("USRE45678E", "US", "E"),
        ("TWI869496B", "TW", "B"),
        ("CN115958995", "CN", None),
        ("RE45678E", None, "E"),
        (None, None, None),
    ],
)
def test_office_and_kind_are_read_from_the_number(number, office, kind):
    frame = pl.DataFrame({"number": [number]}, schema={"number": pl.String})
    found = frame.select(office_of(pl.col("number")), kind=kind_of(pl.col("number"))).row(0)
    assert found == (office, kind)


@pytest.mark.parametrize(
    ("found", "normal"),
    [
        ("CN202211224208.2", "CN202211224208.2"),
        ("2022112242082", "CN202211224208.2"),
        ("ZL 202211224208.2", "CN202211224208.2"),
        ("CN 2022 1 1224208.2", "CN202211224208.2"),
        ("CN202010043065.X", "CN202010043065.X"),
        ("cn202010043065x", "CN202010043065.X"),
        ("2022112242082.0", "CN202211224208.2"),
        ("CN201210123456 A", "CN201210123456"),
        ("CN201810083465A", "CN201810083465"),
        ("102009000190429", "CN200910190429"),
        ("200910190429.0", "CN200910190429.0"),
        ("101985000000312", "CN85100312"),
        ("102003000050123", "CN03150123"),
        ("112013000001234", "CN201380001234"),
        ("CN85100312", "CN85100312"),
        ("97101765.4", "CN97101765.4"),
        ("US14/253526", "US14253526"),
        ("US 65784810 A", "US65784810A"),
        ("EP 07873759.4", "EP07873759.4"),
        ("PCT/US2022/031918", "PCT/US2022/031918"),
        ("PCT/US95/04489", "PCT/US1995/004489"),
        ("WOUS22035832", "PCT/US2022/035832"),
        ("WO2017CN112861A", "PCT/CN2017/112861"),
        ("US 9504489 W", "PCT/US1995/004489"),
        ("CN 2018083153 W", "PCT/CN2018/083153"),
        ("2.0171E+11", "2.0171E+11"),
        (None, None),
    ],
)
def test_an_application_number_has_one_spelling(found, normal):
    assert of(normal_application_number, found) == normal


def test_the_office_settles_what_a_bare_number_is():
    assert of(normal_application_number, "97101765", "CN") == "CN97101765"
    assert of(normal_application_number, "97101765", "EP") == "EP97101765"
    assert of(normal_application_number, "97101765") == "97101765"
    assert of(normal_application_number, "US 2009/0048785 W", "WO") == "PCT/US2009/048785"


@pytest.mark.parametrize(
    "spellings",
    [
        ("CN202211224208.2", "2022112242082", "ZL202211224208.2", "CN202211224208", "CN 202211224208 A"),
        ("CN85100312", "101985000000312", "85100312"),
        ("CN200910190429.0", "102009000190429", "CN200910190429A"),
        ("97101765.4", "CN97101765", "ZL97101765.4"),
        ("US13974283", "US201313974283", "US13/974,283"),
        ("EP22179410", "EP20220179410", "EP22179410.3", "EP 22179410 A"),
        ("EP17824720", "EP20170824720", "EP20178247201", "EP178247201A", "EP17824720.1"),
        ("EP16000123", "EP20160000123"),
        ("CA3086809", "CA20183086809", "CA3086809A"),
        ("HK18111059", "HK20180111059", "HK181110595"),
        ("IL253808", "IL20170253808"),
        ("MX2017012279", "MX20170012279"),
        ("JP2021084506", "JP20210084506", "JP2021-084506"),
        ("KR1020210119392", "KR20210119392", "KR 10-2021-0119392"),
        ("PCT/CN2019/103047", "WOCN19103047", "WO2019CN103047A", "CN 2019103047 W"),
    ],
)
def test_spellings_of_one_application_share_its_key(spellings):
    office = "CN" if spellings[0].startswith(("CN", "9")) else None
    keys = {
        of(lambda number, *_: application_key(normal_application_number(number, *_)), s, office)
        for s in spellings
    }
    assert len(keys) == 1


def test_a_ninth_digit_that_is_no_check_digit_stays():
    assert of(application_key, "EP178247202A") == "EP178247202"
    assert of(application_key, "EP178247201A") == "EP17824720"


def test_ruined_numbers_have_no_key_and_so_never_merge_applications():
    assert of(application_key, "2.0171E+11") is None
    assert of(application_key, None) is None


def test_applications_of_different_type_or_year_have_different_keys():
    numbers = ["CN202210000001", "CN202220000001", "CN202110000001", "CN202280000001"]
    keys = pl.DataFrame({"n": numbers}).select(application_key(pl.col("n"))).to_series()
    assert keys.n_unique() == 4


PUBLISHED = [
    ("201710601862", "3"), ("97101765", "4"), ("95115608", "X"), ("03200662", "4"), ("00200561", "1"),
    ("202211224208", "2"), ("200910190429", "0"), ("202010043065", "X"),
]  # fmt: skip


@pytest.mark.parametrize(("digits", "sign"), PUBLISHED)
def test_check_digit_agrees_with_published_numbers(digits, sign):
    assert of(check_digit, digits) == sign


@pytest.mark.parametrize(
    ("digits", "sign"),
    [("202010000001", "1"), ("202120123456", "2"), ("202230012345", "4"), ("201380001234", "1")],
)
def test_check_digit_agrees_with_hand_computed_numbers(digits, sign):
    assert of(check_digit, digits) == sign


@pytest.mark.parametrize("digits", ["", "1234567", "20221122420X", None])
def test_nothing_but_eight_or_twelve_digits_has_a_check_digit(digits):
    assert of(check_digit, digits) is None


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("CN202211224208.2", "ok"),
        ("CN202211224208", "ok"),
        ("2022112242082", "ok"),
        ("95115608.X", "ok"),
        ("00200561.1", "ok"),
        ("102009000190429", "ok"),
        ("CN202211224208.3", "wrong_check_digit"),
        ("95115608.1", "wrong_check_digit"),
        ("19901234567", "malformed"),
        ("20201000000", "malformed"),
        ("CN112345678", "malformed"),
        ("CN202241224208.2", "malformed"),
        ("CN200110000001", "malformed"),
        ("2.0171E+11", "ruined_by_spreadsheet"),
        ("2.01710602E+11", "ruined_by_spreadsheet"),
        ("2E+12", "ruined_by_spreadsheet"),
        ("US14/253526", "not_checked"),
        ("PCT/CN2019/103047", "not_checked"),
        (None, None),
    ],
)
def test_a_chinese_application_number_is_checked(number, outcome):
    assert of(check_application_number, number) == outcome


def test_a_bare_number_of_another_office_is_not_called_malformed():
    assert of(check_application_number, "14/253526", "US") == "not_checked"


new_numbers = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07}",
    st.integers(2004, 2039), st.sampled_from("12389"), st.integers(0, 9_999_999),
)  # fmt: skip
old_numbers = st.builds(
    lambda year, kind, serial: f"{year % 100:02}{kind}{serial:05}",
    st.integers(1985, 2003), st.sampled_from("12389"), st.integers(0, 99_999),
)  # fmt: skip


@given(st.one_of(new_numbers, old_numbers), st.integers(0, 11), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(digits, place, shift):
    sign = of(check_digit, digits)
    place %= len(digits)
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert of(check_application_number, f"CN{digits}.{sign}") == "ok"
    assert of(check_application_number, f"CN{wrong}.{sign}") != "ok"


@given(st.one_of(new_numbers, old_numbers))
def test_normalising_twice_changes_nothing_and_keeps_the_key(digits):
    number = f"CN{digits}.{of(check_digit, digits)}"
    assert of(normal_application_number, number) == number
    assert of(application_key, number) == of(application_key, f"CN{digits}")


@given(st.lists(st.text(max_size=30), max_size=20))
@settings(max_examples=10)
def test_any_text_is_taken_without_failing(texts):
    number = pl.col("number")
    found = pl.DataFrame({"number": texts}, schema={"number": pl.String}).select(
        publication=normal_publication_number(number),
        application=normal_application_number(number),
        key=application_key(number),
        check=check_application_number(number),
        kind=chinese_patent_type(number),
        entry=is_pct_entry(number),
    )
    assert found.height == len(texts)


@given(st.from_regex(r"\A(CN|US|EP|JP|KR|DE|WO|FR)[0-9]{6,11}[A-Z][0-9]?\Z"))
def test_a_publication_number_in_order_stays_so(number):
    once = of(normal_publication_number, number)
    assert of(normal_publication_number, once) == once


@pytest.mark.parametrize(
    ("number", "kind", "is_entry"),
    [
        ("CN202210000001", "invention", False),
        ("CN202220000001", "utility_model", False),
        ("CN202230000001", "design", False),
        ("CN201380001234.1", "invention", True),
        ("CN201390000002", "utility_model", True),
        ("CN97101765.4", "invention", False),
        ("US14253526", None, None),
        ("CN112345678", None, None),
    ],
)
def test_the_type_digit_tells_type_and_route(number, kind, is_entry):
    assert of(chinese_patent_type, number) == kind
    assert of(is_pct_entry, number) == is_entry


@pytest.mark.parametrize(
    ("office", "kind", "day", "stage"),
    [
        ("CN", "A", date(1990, 1, 1), "application"),
        ("CN", "B", date(1990, 6, 6), "application"),
        ("CN", "B", date(2010, 4, 7), "grant"),
        ("CN", "B", None, None),
        ("CN", "C", date(2005, 1, 5), "grant"),
        ("CN", "C", None, "grant"),
        ("CN", "U", date(1992, 12, 30), "application"),
        ("CN", "U", date(2015, 1, 7), "grant"),
        ("CN", "Y", date(1999, 1, 6), "grant"),
        ("CN", "D", date(1999, 1, 6), "grant"),
        ("CN", "S", date(1991, 1, 2), "application"),
        ("CN", "S", date(2021, 1, 1), "grant"),
        ("CN", "A8", date(2012, 1, 4), "application"),
        ("US", "A", date(1975, 3, 4), "grant"),
        ("US", "A1", date(2011, 8, 4), "application"),
        ("US", "B2", date(2011, 8, 23), "grant"),
        ("US", "E", date(2011, 8, 23), "grant"),
        ("US", "S1", date(2020, 1, 7), "grant"),
        ("US", "P1", date(2020, 1, 7), "application"),
        ("US", "P2", date(2020, 1, 7), "grant"),
        ("US", "H", date(1995, 1, 3), None),
        ("EP", "A1", date(2020, 1, 8), "application"),
        ("EP", "B1", date(2020, 1, 8), "grant"),
        ("WO", "A1", date(2020, 1, 9), "application"),
        ("WO", "A9", None, "application"),
        ("JP", "A", date(2020, 1, 9), "application"),
        ("JP", "B2", date(1990, 1, 9), "application"),
        ("JP", "B2", date(2020, 1, 8), "grant"),
        ("KR", "B1", date(2020, 1, 8), "grant"),
        ("KR", "A", date(2020, 1, 8), "application"),
        ("DE", "C2", date(1990, 1, 8), "grant"),
        ("DE", "U1", date(2020, 1, 8), "grant"),
        ("TW", "B", date(2020, 1, 1), "grant"),
        ("TW", "A", date(2020, 1, 1), "application"),
        ("AR", "A1", date(1979, 1, 1), "application"),
        ("RU", "C1", date(2020, 1, 1), "grant"),
        ("AT", "T", date(2009, 1, 1), None),
        ("CN", None, date(2020, 1, 1), None),
        (None, "A", date(2020, 1, 1), None),
    ],
)
def test_kind_and_era_tell_whether_a_publication_is_granted(office, kind, day, stage):
    frame = pl.DataFrame(
        {"office": [office], "kind": [kind], "day": [day]},
        schema={"office": pl.String, "kind": pl.String, "day": pl.Date},
    )
    assert frame.select(stage_of(pl.col("office"), pl.col("kind"), pl.col("day"))).item() == stage


def test_expressions_work_lazily_on_empty_and_long_columns():
    numbers = pl.LazyFrame({"n": ["CN202211224208.2", None, "US14/253526"] * 20_000})
    found = numbers.select(key=application_key(pl.col("n")), check=check_application_number(pl.col("n")))
    for engine in ("in-memory", "streaming"):
        frame = found.collect(engine=engine)
        assert frame["key"].drop_nulls().unique().sort().to_list() == ["CN202211224208", "US14253526"]
        assert frame["check"].null_count() == 20_000
    assert numbers.head(0).select(application_key(pl.col("n"))).collect().height == 0
