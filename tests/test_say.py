"""How answers, hints and talk leave the program: into files, devices, pipes and terminals that may not be there."""

from __future__ import annotations

import os
import shlex
import stat
import threading
from pathlib import Path

import pytest

from pcicloud.cli import say
from pcicloud.errors import OutsideError, UsageError


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("before, and longer")
    path.chmod(0o640)
    say.answer("after", path)
    assert path.read_text() == "after\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_symlink_stays_and_what_it_names_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link"
    link.symlink_to("there/target")
    say.answer("x", link)
    assert link.is_symlink()
    assert (tmp_path / "there" / "target").read_text() == "x\n"


def test_a_pipe_stays_a_pipe_and_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    seen: list[str] = []
    reader = threading.Thread(target=lambda: seen.append(pipe.read_text()))
    reader.start()
    say.answer("x", pipe)
    reader.join()
    assert seen == ["x\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_device_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="the disk is full: /dev/full"):
        say.answer("x", Path("/dev/full"))
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.parametrize(("output", "says"), [(".", r"\. is a folder"), ("no/where/x", "there is no folder no/where")])
def test_a_path_that_can_be_no_file_is_a_usage_error(
    output: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=says):
        say.answer("x", Path(output))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["environment.yaml", "my shop/environment.yaml", "$(touch x);.yaml"])
def test_a_hint_is_read_by_a_shell_as_it_was_meant(file: str) -> None:
    words = shlex.split(say.typed("env", "plan", environment=Path(file)))
    assert words[:3] == ["pcicloud", "env", "plan"]
    assert words[3:] == ([] if file == "environment.yaml" else ["-e", file])
