"""Where answers go: all of it arrives, or the exit code says that it did not, however stdout is buffered."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pcicloud import workspace
from pcicloud.emulator import process

pytestmark = pytest.mark.aws
ROOT = Path(__file__).resolve().parents[1]
FORMATS = ("text", "json", "sarif", "junit", "html")
BUFFERING = ("", "1")
ROOM = 4096


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with an environment of which there is evidence: that of an account in which nothing is set."""
    folder = tmp_path_factory.mktemp("judged")
    file = folder / "environment.yaml"
    text = "name: judged\nmodel: aws\naws:\n  profile: emulator\n  config_file: .pcicloud/emulator/aws_config\n"
    file.write_text(text)
    process.start(workspace.emulator(file))
    try:
        assert ended(pcicloud("collect", "-r", "8.3.6", cwd=folder))[0] == 0
        yield folder
    finally:
        process.stop(workspace.emulator(file))


def pcicloud(
    *words: str, cwd: Path, stdout: int = subprocess.DEVNULL, stderr: int = subprocess.PIPE, **env: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pcicloud", *words],
        cwd=cwd,
        stdout=stdout,
        stderr=stderr,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), **env},
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code and the talk of a command that has come to its end."""
    said = run.communicate()[1]
    return run.returncode, said or ""


def with_little_room(*words: str, cwd: Path, file: Path, unbuffered: str) -> tuple[int, str]:
    """The exit code and the talk of a command whose stdout is a file on a disk that is soon full."""

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))

    with file.open("wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "pcicloud", *words],
            cwd=cwd,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            preexec_fn=little_room,
            env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
        )
    return done.returncode, done.stderr


@pytest.mark.parametrize("unbuffered", BUFFERING)
@pytest.mark.parametrize(
    "words",
    [*(("check", "--format", name) for name in FORMATS), ("check", "--format", "json", "--output", "/dev/stdout")],
    ids=" ".join,
)
def test_an_answer_for_which_there_is_no_room_is_exit_4_and_a_sentence(
    words: tuple[str, ...], unbuffered: str, judged: Path, tmp_path: Path
) -> None:
    code, said = with_little_room(*words, cwd=judged, file=tmp_path / "out", unbuffered=unbuffered)
    assert (tmp_path / "out").stat().st_size == ROOM
    assert code == 4, said
    assert "error: the disk is full: stdout could not be written" in said
    assert "wrote" not in said


@pytest.mark.parametrize("unbuffered", BUFFERING)
@pytest.mark.parametrize("words", [*((name,) for name in FORMATS), ("json", "-o", "/dev/stdout")], ids=" ".join)
def test_a_reader_that_goes_in_the_middle_is_exit_141(words: tuple[str, ...], unbuffered: str, judged: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, ROOM)
    run = pcicloud("check", "--format", *words, cwd=judged, stdout=writing, PYTHONUNBUFFERED=unbuffered)
    os.close(writing)
    assert os.read(reading, 1)
    os.close(reading)
    code, said = ended(run)
    assert code == 141, said
    assert "error" not in said
    assert "wrote" not in said


def test_a_reader_of_a_named_pipe_that_goes_in_the_middle_is_exit_141(judged: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def read_a_little() -> None:
        with pipe.open("rb", buffering=0) as reader:
            reader.read(1)

    reader = threading.Thread(target=read_a_little)
    reader.start()
    run = pcicloud("check", "--format", "json", "--output", str(pipe), cwd=judged)
    code, said = ended(run)
    reader.join()
    assert code == 141, said
    assert "wrote" not in said


@pytest.mark.parametrize("unbuffered", BUFFERING)
def test_a_pipe_that_never_blocks_gets_all_of_the_answer(unbuffered: str, tmp_path: Path) -> None:
    words = ("controls", "list", "--format", "json")
    file = tmp_path / "whole"
    assert ended(pcicloud(*words, "--output", str(file), cwd=tmp_path)) == (0, "")
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, ROOM)
    run = pcicloud(*words, cwd=tmp_path, stdout=writing, PYTHONUNBUFFERED=unbuffered)
    os.close(writing)
    with os.fdopen(reading, "rb") as reader:
        assert reader.read() == file.read_bytes()
    assert ended(run) == (0, "")


@pytest.mark.parametrize("words", [("check",), ("check", "--format", "json", "-o", "/dev/stdout"), ("why", "8.3.6")])
def test_without_stdout_a_judgement_is_exit_4_and_a_sentence(words: tuple[str, ...], judged: Path) -> None:
    shell = ["sh", "-c", f'exec "{sys.executable}" -m pcicloud {" ".join(words)} >&-']
    env = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(shell, cwd=judged, env=env, text=True, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 4
    assert "error: there is no stdout to write the answer to" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"), [(("controls", "show", "8.3.6"), 0), (("controls", "show", "9"), 2), (("check",), 1)]
)
def test_talk_that_nobody_takes_changes_no_exit_code(words: tuple[str, ...], code: int, judged: Path) -> None:
    with Path("/dev/full").open("w") as full:
        assert ended(pcicloud(*words, cwd=judged, stderr=full.fileno()))[0] == code


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_for_which_there_is_no_room_is_exit_4(word: str, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        code, said = ended(pcicloud(word, cwd=tmp_path, stdout=full.fileno()))
    assert code == 4
    assert "the disk is full" in said


def test_a_file_by_the_name_of_stdout_is_appended_to_where_the_shell_says_so(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as appending:
        run = pcicloud("controls", "coverage", "-o", "/dev/stdout", cwd=tmp_path, stdout=appending.fileno())
        assert ended(run) == (0, "")
    assert log.read_text().startswith("before\nchapter")


def test_text_for_a_stream_without_the_signs_has_others(judged: Path) -> None:
    run = pcicloud("check", cwd=judged, stdout=subprocess.PIPE, PYTHONIOENCODING="ascii")
    text = run.communicate()[0]
    assert text.isascii()
    assert "x8.3.6" in text
