"""What is there, what is missing, and the one step that cures it (``workbench doctor``)."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from workbench.labels import Language, words

State = Literal["ok", "missing", "old", "low"]
Need = Literal["run", "report", "extra"]

DISTRIBUTION: Final = "patent-workbench"
PYTHON_RANGE: Final = ((3, 11), (3, 13))
FREE_DISK_BYTES: Final = 2 * 1024**3  # a prepared corpus of a million records and its report
MEMORY_BYTES: Final = 4 * 1024**3
JAVA_VERSION: Final = 17  # what Spark 4 asks for
_CHINESE_FAMILY: Final = re.compile(
    r"CJK SC|Source Han|SimSun|SimHei|FangSong|KaiTi|YaHei|DengXian|STSong|STHeiti|STFangsong"
    r"|Songti|PingFang|Hiragino Sans GB|WenQuanYi|AR PL|Droid Sans Fallback|[宋黑仿楷]",
    re.IGNORECASE,
)
_PROGRAM_TIMEOUT_SECONDS: Final = 30


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes
    ----------
    key : str
        ``labels/doctor.toml`` has its name (``<key>``) and what it serves (``<key>_serves``).
    state : {"ok", "missing", "old", "low"}
        Words at ``doctor.state_<state>``.
    found : str
        A version, a path, a size; empty where nothing was found.
    cure : str or None
        Key of ``labels/doctor.toml`` with the one step to take; None where all is well.
    need : {"run", "report", "extra"}
        ``run``: nothing works without it; ``report``: html and xlsx come out, the rest of a report
        lacks something; ``extra``: reports are whole without it.
    """

    key: str
    state: State
    found: str = ""
    cure: str | None = None
    need: Need = "run"


def examine(folder: Path | None = None) -> list[Check]:
    """Look at everything that a run needs, in the order of importance.

    Parameters
    ----------
    folder : Path, optional
        Where outputs will land; the current folder unless given.
    """
    place = folder or Path.cwd()
    return [
        check_python(),
        check_packages(),
        check_browser(),
        check_chinese_font(),
        check_poppler(),
        check_disk(place),
        check_write_permission(place),
        check_memory(),
        check_java(),
    ]


def is_fit(checks: list[Check]) -> bool:
    """Tell whether a report would come out whole."""
    return all(check.state == "ok" or check.need == "extra" for check in checks)


def told(checks: list[Check], language: Language) -> str:
    """Return the checks as lines of text: state, name, what was found, and the cure where one is needed."""
    lines = [words("doctor.title", language)]
    for check in checks:
        lines.extend(_lines(check, language))
    lines.append(words("doctor.all_well" if is_fit(checks) else _verdict(checks), language))
    return "\n".join(lines)


def _verdict(checks: list[Check]) -> str:
    runs = all(check.state == "ok" or check.need != "run" for check in checks)
    return "doctor.runs_but_lacks" if runs else "doctor.does_not_run"


def _lines(check: Check, language: Language) -> Iterator[str]:
    state = "optional" if check.state == "missing" and check.need == "extra" else check.state
    said = {
        "state": words(f"doctor.state_{state}", language),
        "name": words(f"doctor.{check.key}", language),
        "serves": words(f"doctor.{check.key}_serves", language),
    }
    yield words("doctor.line", language, **said, found=check.found).rstrip(" :：")
    if check.cure is not None:
        yield words("doctor.line_cure", language, cure=words(f"doctor.{check.cure}", language))


def check_python() -> Check:
    """Check that the running Python is one that the packages were locked for."""
    first, last = PYTHON_RANGE
    fits = first <= sys.version_info[:2] <= last
    found = f"{platform.python_version()} ({sys.executable})"
    return Check("python", "ok", found) if fits else Check("python", "old", found, "cure_python")


def check_packages() -> Check:
    """Check every direct dependency against the version that the distribution asks for."""
    faults = list(_package_faults(importlib.metadata.requires(DISTRIBUTION) or []))
    if not faults:
        return Check("packages", "ok", importlib.metadata.version(DISTRIBUTION))
    state: State = "old" if all(has for _, has in faults) else "missing"
    return Check("packages", state, ", ".join(told for told, _ in faults), "cure_packages")


def _package_faults(requirements: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each unmet requirement and whether some version of it is there."""
    from packaging.requirements import Requirement

    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield requirement.name, False
            continue
        if version not in requirement.specifier:
            yield f"{requirement.name} {version} ({requirement.specifier})", True


def check_browser() -> Check:
    """Check for the browser that draws the pictures of docx, pdf and ``figures/``."""
    from choreographer.browsers.chromium import Chromium

    path = Chromium.find_browser(skip_local=False)
    if path is None:
        return Check("browser", "missing", "", _cure("browser"), need="report")
    if sys.platform == "win32":  # asking for its version would open a window
        return Check("browser", "ok", path, need="report")
    version = _says(path, "--version")
    if version is None:
        return Check("browser", "missing", path, "cure_browser_stub", need="report")
    return Check("browser", "ok", f"{version} ({path})", need="report")


def check_chinese_font() -> Check:
    """Check for a font with Chinese characters that the pdf writer sees."""
    import typst

    families = sorted(name for name in typst.Fonts().families() if _CHINESE_FAMILY.search(name))
    if not families:
        return Check("chinese_font", "missing", "", _cure("chinese_font"), need="report")
    return Check("chinese_font", "ok", ", ".join(families[:3]), need="report")


def check_poppler() -> Check:
    """Check for ``pdftotext``, with which a pdf is read back."""
    path = shutil.which("pdftotext")
    if path is None:
        return Check("poppler", "missing", "", _cure("poppler"), need="extra")
    return Check("poppler", "ok", path, need="extra")


def check_disk(folder: Path) -> Check:
    """Check the free space where outputs land."""
    free = shutil.disk_usage(_nearest_existing(folder)).free
    if free < FREE_DISK_BYTES:
        return Check("disk", "low", _gibibytes(free), "cure_disk")
    return Check("disk", "ok", _gibibytes(free))


def check_write_permission(folder: Path) -> Check:
    """Check, by doing it, that the output folder and the temporary folder take files."""
    for place in (_nearest_existing(folder), Path(tempfile.gettempdir())):
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            return Check("write_permission", "missing", f"{place}: {error.strerror}", "cure_write_permission")
    return Check("write_permission", "ok", str(folder))


def check_memory() -> Check:
    """Check memory and cores; little of either makes runs slow, not wrong."""
    import psutil

    memory = psutil.virtual_memory().total
    cores = psutil.cpu_count() or 1
    found = f"{_gibibytes(memory)}, {cores} CPU"
    if memory < MEMORY_BYTES:
        return Check("memory", "low", found, "cure_memory", need="extra")
    return Check("memory", "ok", found, need="extra")


def check_java() -> Check:
    """Check for Java, which only the Spark engine needs."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    told = _says(java, "-version") if java else None
    if told is None:
        return Check("java", "missing", "", _cure("java"), need="extra")
    version = re.search(r'"(\d+)', told)
    if version and int(version.group(1)) < JAVA_VERSION:
        return Check("java", "old", told, _cure("java"), need="extra")
    return Check("java", "ok", told, need="extra")


def _says(*command: str) -> str | None:
    """Return the first line that a program says, or None where it does not run."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROGRAM_TIMEOUT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    told = done.stdout.strip() or done.stderr.strip()  # java speaks on the error channel
    return next(iter(told.decode(errors="replace").splitlines()), "")


def _cure(key: str) -> str:
    """Return the cure's key for this system."""
    if sys.platform == "win32":
        return f"cure_{key}_windows"
    return f"cure_{key}_apt" if shutil.which("apt-get") else f"cure_{key}"


def _nearest_existing(folder: Path) -> Path:
    absolute = folder.absolute()
    return next(place for place in (absolute, *absolute.parents) if place.is_dir())


def _gibibytes(count: int) -> str:
    return f"{count / 1024**3:.1f} GiB"
