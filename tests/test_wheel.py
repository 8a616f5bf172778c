"""The wheel ships what git tracks of the package and the four content folders, and works from there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTENT = ("controls", "templates", "playbooks", "reports")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    stray = ROOT / "controls" / "__pycache__" / "stray.pyc"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"git ignores me")
    try:
        words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
        subprocess.run(words, check=True, capture_output=True)
    finally:
        stray.unlink()
        stray.parent.rmdir()
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_what_git_tracks_and_nothing_that_it_ignores(wheel: Path) -> None:
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "pcicloud", *CONTENT]
    listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    tracked = {name for name in listed.split("\0") if name and (ROOT / name).exists()}
    wanted = {name if name.startswith("pcicloud/") else f"pcicloud/_data/{name}" for name in tracked}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == wanted


@pytest.mark.slow
def test_the_wheel_finds_its_content_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    words = [
        sys.executable,
        "-c",
        "import pcicloud, sys; from pcicloud import resources; print(pcicloud.__file__); print(resources.folder('controls'))",
    ]
    done = subprocess.run(words, cwd=tmp_path, env=env, check=True, capture_output=True, text=True)
    assert all(line.startswith(str(tmp_path)) for line in done.stdout.splitlines())
    done = subprocess.run(
        [sys.executable, "-m", "pcicloud", "controls", "show", "8.3.6"],
        cwd=tmp_path,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "8.3.6" in done.stdout
