"""Bad input: a clear error that names file and cure, exit code 2, nothing written, no traceback."""

import signal
import subprocess
import sys
import time
import zipfile

import pytest

from workbench.corpus import Corpus


def truncated_workbook(path):
    import xlsxwriter

    whole = path.with_suffix(".whole")
    with xlsxwriter.Workbook(str(whole)) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(300):
            sheet.write_row(row, 0, [f"单元格{row}-{column}" for column in range(20)])
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])


def page_saved_as_xls(path):
    path.write_text("<html><body><table><tr><td>公开号</td></tr></table></body></html>", encoding="utf-8")


def password_protected(path):
    """The compound file that Excel writes for an encrypted workbook: an EncryptedPackage stream."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900")
    path.write_bytes(header.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(4096, b"\0"))


def csv_of_something_else(path):
    path.write_text("姓名,年龄,城市\n示例甲,30,天津\n", encoding="utf-8")


def empty_file(path):
    path.write_bytes(b"")


def binary_rubbish(path):
    path.write_bytes(bytes((n * 37 + n // 7) % 256 for n in range(5000)))


def folder(path):
    path.mkdir()


def workbook_of_gigabytes(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(2 * 1024):
                sheet.write(b" " * 1024**2)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("截断.xlsx", truncated_workbook),
        ("网页.xls", page_saved_as_xls),
        ("加密.xlsx", password_protected),
        ("名单.csv", csv_of_something_else),
        ("空.csv", empty_file),
        ("空.xlsx", empty_file),
        ("乱码.csv", binary_rubbish),
        ("乱码.xlsx", binary_rubbish),
        ("文件夹", folder),
        ("膨胀.xlsx", workbook_of_gigabytes),
    ],
)
def test_a_file_that_is_no_export_is_refused(name, make, workbench, tmp_path):
    path = tmp_path / name
    make(path)
    said = workbench("read", path, "--out", tmp_path / "corpus", "--json")
    assert said.code == 2, said.err
    assert name in said.err
    assert "处理办法" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert not (tmp_path / "corpus").exists()
    assert not list(tmp_path.glob(".*partial*"))


def test_a_folder_is_refused_with_the_way_to_name_its_files(workbench, tmp_path):
    (tmp_path / "导出").mkdir()
    said = workbench("read", tmp_path / "导出", "--out", tmp_path / "corpus")
    assert (said.code, "导出/*.xlsx" in said.err) == (2, True)


def test_a_missing_file_is_named(workbench, tmp_path):
    said = workbench("read", tmp_path / "没有.xlsx", "--out", tmp_path / "corpus")
    assert (said.code, "没有.xlsx" in said.err) == (2, True)


def test_all_bad_files_are_named_at_once(workbench, tmp_path, export):
    (tmp_path / "甲.csv").write_bytes(b"")
    said = workbench("read", tmp_path / "甲.csv", export, tmp_path / "乙.csv", "--out", tmp_path / "corpus")
    assert said.code == 2
    assert "甲.csv" in said.err
    assert "乙.csv" in said.err


def test_a_parameter_that_does_not_exist_is_refused_with_a_suggestion(workbench, tmp_path):
    said = workbench("run", "industry_landscape", "-p", "exprots=x", "--out", tmp_path / "out")
    assert said.code == 2
    assert "exports" in said.err
    assert not (tmp_path / "out").exists()


def test_a_parameter_of_the_wrong_type_is_refused(workbench, tmp_path):
    said = workbench("run", "industry_landscape", "-p", "top=twenty", "--out", tmp_path / "out")
    assert (said.code, "top" in said.err, "int" in said.err) == (2, True, True)


def test_an_unknown_notebook_lists_the_known_ones(workbench, tmp_path):
    said = workbench("run", "no_such", "--out", tmp_path / "out")
    assert (said.code, "industry_landscape" in said.err) == (2, True)


def test_an_existing_corpus_is_refused_and_survives(workbench, tmp_path, export):
    out = tmp_path / "corpus"
    assert workbench("read", export, "--out", out, "--raw").code == 0
    before = (out / "manifest.json").read_bytes()
    said = workbench("read", export, "--out", out, "--raw")
    assert (said.code, "--replace" in said.err) == (2, True)
    (tmp_path / "坏.csv").write_bytes(b"")
    assert workbench("read", tmp_path / "坏.csv", "--out", out, "--raw", "--replace").code == 2
    assert (out / "manifest.json").read_bytes() == before
    assert Corpus.open(out).polars("publications").collect().height == 2


def test_a_folder_that_cannot_be_written_is_named(workbench, tmp_path, export):
    said = workbench("read", export, "--out", "/proc/corpus", "--raw")
    assert (said.code, "/proc/corpus" in said.err, "Traceback" in said.err) == (2, True, False)


def test_a_full_disk_leaves_nothing_behind(tmp_path, export):
    """A limit on file size stands for a full disk: the write fails half way."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "sys.argv = ['workbench', *sys.argv[1:]];"
        "from workbench.cli.main import main; main()"
    )
    command = [sys.executable, "-c", script, "read", str(export), "--out", str(tmp_path / "corpus"), "--raw"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "corpus").exists()
    assert not list(tmp_path.glob(".*partial*"))


def test_a_run_that_is_stopped_leaves_no_half_report(tmp_path, export):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "workbench.cli.main", "run", "industry_landscape"]
    run = subprocess.Popen(
        [*command, "-p", f"exports={export}", "--out", str(out)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".out.partial-*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    run.send_signal(signal.SIGTERM)
    said = run.communicate(timeout=60)[1].decode()
    assert run.returncode != 0
    assert "已停止" in said
    assert not [word for word in ("Traceback", "IPKernelApp", "zmq", "nbclient", "Kernel died") if word in said]
    assert not out.exists()
    assert not list(tmp_path.glob(".out.partial-*"))


def test_an_output_open_in_another_program_is_left_alone(workbench, tmp_path, export):
    out = tmp_path / "out"
    out.mkdir()
    (out / "provenance.json").write_text('{"outputs": {}}', encoding="utf-8")
    (out / "report.docx").write_bytes(b"former")
    (out / "~$report.docx").write_bytes(b"")
    said = workbench("run", "industry_landscape", "-p", f"exports={export}", "--out", out)
    assert (said.code, "~$report.docx" in said.err) == (2, True)
    assert (out / "report.docx").read_bytes() == b"former"


def test_a_folder_with_other_peoples_files_is_left_alone(workbench, tmp_path, export):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "论文.docx").write_bytes(b"mine")
    said = workbench("run", "industry_landscape", "-p", f"exports={export}", "--out", tmp_path / "out")
    assert said.code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["论文.docx"]


def test_a_failing_cell_names_the_cell_the_cause_and_the_cure(workbench, tmp_path):
    said = workbench(
        "run", "industry_landscape", "-p", "exports=没有.xlsx", "--out", tmp_path / "out", "--language", "en"
    )
    assert said.code == 2
    assert "没有.xlsx" in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def test_a_run_on_a_file_that_is_no_export_tells_the_cause_once(workbench, tmp_path):
    path = tmp_path / "名单.csv"
    csv_of_something_else(path)
    said = workbench("run", "industry_landscape", "-p", f"exports={path}", "--out", tmp_path / "out")
    assert (said.code, said.err.count("处理办法")) == (2, 1), said.err
    assert "单元格" not in said.err
    assert "-p corpus=" in said.err
