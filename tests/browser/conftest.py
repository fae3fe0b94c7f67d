"""JupyterLab as the environment starts it, in folders of its own, and a headless browser to look at it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from choreographer.browsers.chromium import Chromium
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address and the folder that it shows."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = Chromium.find_browser(skip_local=False)
    if executable is None:
        pytest.skip("no Chromium here: workbench doctor names the cure")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    folder = tmp_path / "shown"
    (folder / "notebooks").mkdir(parents=True)
    shutil.copytree(ROOT / "datasets" / "sample", folder / "datasets" / "sample")
    settings = write_settings(tmp_path / "settings")
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *(f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token="),
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.user_settings_dir={settings}",
        f"--LabApp.workspaces_dir={tmp_path / 'workspaces'}",
        "--LabApp.expose_app_in_browser=True",
    ]
    own = own_folders(tmp_path)
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_up(url, server)
            yield Lab(url, folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def own_folders(place: Path) -> dict[str, str]:
    """Return the environment of a server that reads and writes no setting of the person who runs the test."""
    config = place / "config"
    (config / "labconfig").mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(quiet))
    mine = {"CONFIG": config, "DATA": place / "data", "RUNTIME": place / "runtime"}
    return {**os.environ, **{f"JUPYTER_{name}_DIR": str(path) for name, path in mine.items()}}


def write_settings(folder: Path) -> Path:
    """Have every cell drawn, not only those on the screen."""
    tracker = folder / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text(json.dumps({"windowingMode": "none"}))
    return folder


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_until_up(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/api", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not come up within {START_SECONDS} s")
