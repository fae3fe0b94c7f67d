"""A command typed wrongly: what, where, what was found and the cure, in the user's language, exit code 2."""

import pytest

BATCHES = ("search", "batches", "a", "b")
BATCHES_HELP = "workbench search batches --help"


@pytest.mark.parametrize(
    ("typed", "named", "cure"),
    [
        (("risk", "claims", "c.txt", "--nope"), ("--nope", "--column"), "workbench risk claims --help"),
        (("risk", "claims", "c.txt", "--jsno"), ("--jsno", "是否指 --json"), "workbench risk claims --help"),
        (("risk", "frob"), ("frob", "breadth"), "workbench risk --help"),
        (("reed",), ("reed", "是否指 read"), "workbench --help"),
        ((*BATCHES, "--cap", "0"), ("--cap", "“0”", "x>=1"), BATCHES_HELP),
        ((*BATCHES, "--cap", "多"), ("--cap", "“多”", "int"), BATCHES_HELP),
        ((*BATCHES, "--cap"), ("--cap", "没有值"), "--help"),
        (("search", "batches", "a", "--cap", "9"), ("缺少 TEXT",), BATCHES_HELP),
        (("risk", "claims", "a", "b"), ("b",), "workbench risk claims --help"),
    ],
)  # fmt: skip
def test_a_command_typed_wrongly_ends_with_its_cure(typed, named, cure, workbench):
    said = workbench(*typed)
    assert (said.code, said.out) == (2, "")
    assert all(word in said.err for word in (*named, "处理办法", cure)), said.err
    assert not {"╭", "Usage", "Error", "No such"} & set(said.err.replace("\n", " ").split(" ")), said.err


def test_english_users_are_answered_in_english(workbench, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    said = workbench("risk", "frob")
    assert (said.code, "there is no command frob" in said.err, "Cure:" in said.err) == (2, True, True)


@pytest.mark.parametrize(
    "typed", [("risk", "--help"), ("risk",), ("search", "batches", "--help"), ("read", "--help")]
)
def test_help_is_folded_and_in_the_users_language(typed, workbench):
    said = workbench(*typed)
    assert said.code == (0 if "--help" in typed else 2)
    assert "选项" in said.out
    assert "显示本说明后退出" in said.out
    assert "… " not in said.out
    assert not {"Options", "Arguments", "[required]"} & set(said.out.split())
