import sys

import pytest

from workbench.labels import LANGUAGES, has_words, words
from workbench.runs import doctor
from workbench.runs.doctor import Check, examine, is_fit, told


def test_every_check_has_a_name_a_purpose_a_state_and_a_cure_in_both_languages():
    for check in examine():
        for key in (check.key, f"{check.key}_serves", f"state_{check.state}", check.cure or "title"):
            assert all(words(f"doctor.{key}", language) for language in LANGUAGES)


def test_a_check_that_is_not_ok_names_its_cure(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    for check in examine():
        assert (check.cure is None) == (check.state == "ok")


def test_a_report_comes_out_whole_without_java_but_not_without_a_browser_or_packages():
    assert is_fit([Check("python", "ok"), Check("java", "missing", cure="cure_java", need="extra")])
    assert not is_fit([Check("browser", "missing", cure="cure_browser", need="report")])
    assert not is_fit([Check("packages", "missing", cure="cure_packages")])


def test_the_telling_names_what_was_found_and_the_cure_of_what_is_missing():
    checks = [
        Check("python", "ok", "3.12.1"),
        Check("browser", "missing", cure="cure_browser_apt", need="report"),
    ]
    assert told(checks, "zh").splitlines()[1:] == [
        "[就绪] Python（运行本软件，3.11–3.13）：3.12.1",
        "[缺少] Chromium 内核浏览器（Word、PDF 与 figures 中的图片；html 与 xlsx 不需要）",
        "    解决办法：" + words("doctor.cure_browser_apt", "zh"),
        words("doctor.runs_but_lacks", "zh"),
    ]
    assert told([Check("disk", "low", "0.1 GiB", "cure_disk")], "en").endswith(
        words("doctor.does_not_run", "en")
    )


def test_a_python_that_the_locks_were_not_made_for_is_called_old(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    check = doctor.check_python()
    assert (check.state, check.cure) == ("old", "cure_python")


def test_a_missing_package_and_one_of_the_wrong_version_are_named(monkeypatch):
    wanted = [
        "no-such-package>=1",
        "pytest<1",
        "polars>=1",
        'never; sys_platform == "amiga"',
        'pyspark; extra == "spark"',
    ]
    monkeypatch.setattr(doctor.importlib.metadata, "requires", lambda name: wanted)
    check = doctor.check_packages()
    assert check.state == "missing"
    assert "no-such-package" in check.found and "pytest" in check.found
    assert "polars" not in check.found and "never" not in check.found and "pyspark" not in check.found


def test_a_browser_that_does_not_start_is_missing(monkeypatch, tmp_path):
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho 'requires the snap' >&2\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(stub))
    check = doctor.check_browser()
    assert (check.state, check.found, check.cure) == ("missing", str(stub), "cure_browser_stub")


def test_a_full_disk_is_low(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "FREE_DISK_BYTES", 2**60)
    check = doctor.check_disk(tmp_path / "not" / "yet")
    assert (check.state, check.cure) == ("low", "cure_disk")


def test_a_folder_that_takes_no_files_is_named(monkeypatch, tmp_path):
    def refuse(dir):  # noqa: A002
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    check = doctor.check_write_permission(tmp_path)
    assert check.state == "missing"
    assert str(tmp_path) in check.found and "Permission denied" in check.found


@pytest.mark.parametrize(
    ("platform", "program", "cure"),
    [
        ("win32", None, "cure_browser_windows"),
        ("linux", "/usr/bin/apt-get", "cure_browser_apt"),
        ("darwin", None, "cure_browser"),
    ],
)
def test_the_cure_fits_the_system(monkeypatch, platform, program, cure):
    from choreographer.browsers.chromium import Chromium

    monkeypatch.setattr(Chromium, "find_browser", lambda **_: None)
    monkeypatch.setattr(doctor.sys, "platform", platform)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: program)
    check = doctor.check_browser()
    assert check.cure == cure
    assert has_words(f"doctor.{cure}")
