"""Figures as pictures: svg and png at 300 dpi, all drawn in one call of the browser."""

import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.errors import WorkbenchError
from workbench.labels import Language, words
from workbench.report.parts import Picture

if TYPE_CHECKING:
    import plotly.graph_objects as go

TEXT_WIDTH_MM: Final = 156
TEXT_HEIGHT_MM: Final = 225
DOTS_PER_INCH: Final = 300
_MM_PER_INCH: Final = 25.4
_WIDTH_PX: Final = 900
_HEIGHT_PX: Final = 500
_START_SECONDS: Final = 30
_PNG_HEADER_LENGTH: Final = 33  # signature and IHDR, after which pHYs may stand
CHINESE_FAMILIES: Final = re.compile(
    r"CJK SC|Source Han|SimSun|SimHei|FangSong|KaiTi|YaHei|DengXian|ST(Song|Heiti|Fangsong)|Songti|PingFang"
    r"|Hiragino Sans GB|WenQuanYi|AR PL|Droid Sans Fallback|[宋黑仿楷]",
    re.IGNORECASE,
)


def unmet_needs() -> list[str]:
    """Return what pictures and pages need and this machine lacks: keys of ``labels/errors.toml``."""
    needs = [] if has_browser() else ["no_browser"]
    return needs if has_chinese_font() else [*needs, "no_chinese_font"]


def has_browser() -> bool:
    """Tell whether a Chromium-based browser is there to draw pictures, and starts."""
    from choreographer.browsers.chromium import Chromium

    path = Chromium.find_browser(skip_local=False)
    if path is None or sys.platform == "win32":  # asking for its version there would open a window
        return path is not None
    try:
        subprocess.run([path, "--version"], capture_output=True, timeout=_START_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def has_chinese_font() -> bool:
    """Tell whether a font with Chinese characters is installed."""
    import typst

    return any(CHINESE_FAMILIES.search(family) for family in typst.Fonts().families())


def cure_words(need: str, language: Language) -> str:
    """Return the one command that cures a need on this system."""
    key = {"no_browser": "cure_browser", "no_chinese_font": "cure_chinese_font"}[need]
    if sys.platform == "win32":
        return words(f"doctor.{key}_windows", language)
    return words(f"doctor.{key}_apt" if shutil.which("apt-get") else f"doctor.{key}", language)


def draw_images(pictures: Sequence[Picture], folder: Path, formats: Sequence[str]) -> list[Path]:
    """Draw every figure in every format (``png``, ``svg``) and return the files.

    Raises
    ------
    WorkbenchError
        If the browser leaves a picture out.
    """
    if not pictures:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(picture, folder / f"{picture.key}.{suffix}") for suffix in formats for picture in pictures]
    cause = _draw(jobs)
    missing = [path.name for _, path in jobs if not path.is_file() or not path.stat().st_size]
    if missing:
        raise WorkbenchError("figures_not_drawn", missing=", ".join(missing), cause=cause)
    for picture, path in jobs:
        _settle(path, picture.key)
    return [path for _, path in jobs]


def _draw(jobs: Sequence[tuple[Picture, Path]]) -> str:
    """Have the browser draw all pictures; return what it said where it failed."""
    import plotly.io
    from choreographer.errors import ChannelClosedError
    from kaleido.errors import KaleidoError

    sizes = [figure_size(picture.figure) for picture, _ in jobs]
    try:
        plotly.io.write_images(
            [picture.figure for picture, _ in jobs],
            [path for _, path in jobs],
            width=[width for width, _ in sizes],
            height=[height for _, height in sizes],
            scale=[_scale(path, width) for (_, path), (width, _) in zip(jobs, sizes, strict=True)],
            validate=False,
        )
    except (RuntimeError, ChannelClosedError, KaleidoError) as error:
        return str(error.args[0] if error.args else type(error).__name__)
    return "Chromium"


def figure_size(figure: "go.Figure") -> tuple[int, int]:
    """Return width and height of a figure in pixels."""
    return int(figure.layout.width or _WIDTH_PX), int(figure.layout.height or _HEIGHT_PX)


def printed_width(picture: Picture, most_height_mm: float) -> float:
    """Return the printed width of a figure in mm: the type area's, less where it would be too high."""
    width, height = figure_size(picture.figure)
    return min(float(TEXT_WIDTH_MM), most_height_mm * width / height)


def _scale(path: Path, width: int) -> float:
    """Return the enlargement that gives 300 dpi at text width; a drawing in svg needs none."""
    dots = TEXT_WIDTH_MM / _MM_PER_INCH * DOTS_PER_INCH
    return dots / width if path.suffix == ".png" else 1.0


def _settle(path: Path, key: str) -> None:
    """Make a picture say its resolution, and its content the same in every run."""
    if path.suffix == ".png":
        path.write_bytes(_with_resolution(path.read_bytes()))
    else:
        path.write_text(_with_fixed_names(path.read_text(encoding="utf-8"), key), encoding="utf-8")


def _with_resolution(png: bytes) -> bytes:
    """Return a png that states 300 dpi (chunk pHYs, dots per metre)."""
    per_metre = round(DOTS_PER_INCH / _MM_PER_INCH * 1000)
    content = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:_PNG_HEADER_LENGTH] + chunk + png[_PNG_HEADER_LENGTH:]


def _with_fixed_names(svg: str, key: str) -> str:
    """Return an svg in which plotly's random names, of the drawing, its traces and patterns, are fixed."""
    match = re.search(r'id="defs-([0-9a-f]{6})"', svg)
    named = svg.replace(match.group(1), key) if match else svg
    random_name = re.compile(rf"(?<=trace)[0-9a-f]{{6}}\b|(?<=p{re.escape(key)}-)[0-9a-f]{{6}}(?=-\d)")
    fixed = {name: f"{number:06x}" for number, name in enumerate(dict.fromkeys(random_name.findall(named)))}
    return random_name.sub(lambda name: fixed[name[0]], named)
