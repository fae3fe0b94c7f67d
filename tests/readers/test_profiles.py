"""Every profile that comes with the workbench holds together."""

import pytest

from workbench.readers.profile import NUMBERS, Profile, plain_header, vendor_profiles


@pytest.mark.parametrize("profile", vendor_profiles(), ids=lambda profile: profile.name)
def test_a_profile_knows_a_number_and_its_own_marks(profile: Profile):
    assert any(number in profile.columns for number in NUMBERS)
    assert all(profile.is_known(mark) for mark in profile.sniff)
    assert profile.level in (None, "publication", "application", "family")
    assert profile.title


def test_names_are_unique():
    names = [profile.name for profile in vendor_profiles()]
    assert len(set(names)) == len(names) >= 15


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公开（公告）号", "公开(公告)号"),
        ("标题 (中文)", "\ufeff标题（中文）"),
        ("Publication Number", "publication_number"),
        ("专利\n类型", "专利类型"),
    ],
)
def test_headers_are_compared_without_width_spaces_and_case(one: str, other: str):
    assert plain_header(one) == plain_header(other)
