"""`pcicloud env diagram`: from environment.yaml alone to an SVG, in both languages, and what it refuses."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOMENT = ("--as-of", "2026-11-23T09:30:00")


def pcicloud(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pcicloud", *words], cwd=cwd, env=env, capture_output=True, check=False
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    assert pcicloud("env", "init", "--model", "private", "--name", "shop", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize("kind", ["network", "flows"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_draws_from_the_file_to_stdout_or_a_file_with_the_same_bytes(kind: str, lang: str, place: Path) -> None:
    said = pcicloud("env", "diagram", kind, "--lang", lang, *MOMENT, cwd=place)
    kept = pcicloud("env", "diagram", kind, "--lang", lang, *MOMENT, "-o", "drawn.svg", cwd=place)
    assert (said.returncode, kept.returncode) == (0, 0), said.stderr
    assert kept.stdout == b""
    assert b"wrote drawn.svg" in kept.stderr
    assert (place / "drawn.svg").read_bytes() == said.stdout
    assert ElementTree.fromstring(said.stdout).get("lang") == lang
    digest = hashlib.sha256((place / "environment.yaml").read_bytes()).hexdigest()
    assert f"environment.yaml (SHA-256 {digest[:16]})" in said.stdout.decode()


def test_a_file_with_a_strange_name_is_named_and_does_nothing(place: Path) -> None:
    strange = "<script>alert(1)</script>🙂\u202e.yaml".replace("/", "∕")
    (place / "environment.yaml").rename(place / strange)
    done = pcicloud("env", "diagram", "network", "-e", strange, *MOMENT, cwd=place)
    assert done.returncode == 0, done.stderr
    assert b"<script" not in done.stdout
    assert b"&lt;script&gt;" in done.stdout


WRONG = {
    "another model": ("name: shop\nmodel: aws\naws: {regions: [ap-northeast-1]}\n", "network", "has no diagrams"),
    "another diagram": (None, "rack", "'rack' is not one of"),
    "no firewall": (
        "name: shop\nmodel: private\nprivate: {driver: ssh}\nhosts: [{name: a, connection: ssh, roles: [web]}]\n",
        "flows",
        "no host has the role firewall",
    ),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_can_t_be_drawn_is_exit_2_in_words(case: str, place: Path) -> None:
    text, kind, words = WRONG[case]
    if text:
        (place / "environment.yaml").write_text(text)
    done = pcicloud("env", "diagram", kind, cwd=place)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert done.stdout == b""
