"""What goes wrong around the command line: readers and pipes that go away, Ctrl-C, defects, broken installations."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# A command that is not there, to see what the front door does when one misbehaves.
MISBEHAVING = """
import sys, time
from pcicloud.cli.main import app, main
def wait():
    print("waiting", flush=True)
    time.sleep(60)
app.command("wait")(wait)
def table():
    from rich.console import Console
    Console().print("x")
app.command("table")(table)
app.command("crash")(lambda: {}["card"])
sys.argv[0] = "pcicloud"
main()
"""


def misbehaving(*words: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", MISBEHAVING, *words]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": hear_ctrl_c, **options}
    return subprocess.Popen(command, text=True, env={**os.environ, "NO_COLOR": "1"}, **given)  # type: ignore[call-overload,no-any-return]


def hear_ctrl_c() -> None:
    """A run in the background of a shell is born deaf to it, and so would its children be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_defect_is_one_sentence_and_exit_4() -> None:
    run = misbehaving("crash")
    out, said = run.communicate()
    assert (run.returncode, out) == (4, "")
    assert said.splitlines()[0] == "error: pcicloud met an error it does not know: KeyError: 'card'"
    assert "pcicloud -v" in said
    assert "Traceback" not in said


def test_with_v_the_trace_of_a_defect_is_shown() -> None:
    run = misbehaving("-v", "crash")
    said = run.communicate()[1]
    assert run.returncode == 4
    assert "Traceback" in said
    assert "KeyError: 'card'" in said


def test_ctrl_c_is_one_line_and_exit_130() -> None:
    run = misbehaving("wait")
    assert run.stdout
    assert run.stdout.readline() == "waiting\n"
    run.send_signal(signal.SIGINT)
    said = run.communicate()[1]
    assert run.returncode == 130
    assert said.strip() == "stopped; run the same command again to go on"


def run(*words: str, package: Path = ROOT, **options: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(package)}
    asked = {"cwd": package, "text": True, "check": False, "env": env, **options}
    return subprocess.run([sys.executable, "-m", "pcicloud", *words], **asked)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    "words", [("controls", "list"), ("controls", "show", "8.3.6", "--format", "json"), ("--help",), ("--version",)]
)
def test_a_reader_that_has_gone_is_no_failed_check_and_no_trace(words: tuple[str, ...], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run(*words, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert done.returncode == 141
    assert "Traceback" not in done.stderr
    assert "error" not in done.stderr


def test_a_reader_that_has_gone_before_a_table_is_no_failed_check_either() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = misbehaving("table", stdout=writing)
    os.close(writing)
    assert run.communicate() == (None, "")
    assert run.returncode == 141


def test_without_stdout_and_stderr_nothing_crashes(tmp_path: Path) -> None:
    command = f"{sys.executable} -m pcicloud controls show 8.3.6"
    for closed, code in ((">&-", 4), ("2>&-", 0), (">&- 2>&-", 4)):
        shell = ["sh", "-c", f"{command} {closed}"]
        done = subprocess.run(shell, cwd=tmp_path, text=True, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
        assert done.returncode == code, closed
        assert "Traceback" not in done.stderr
        assert ("no stdout" in done.stderr) == (closed == ">&-")
        assert ("Next:" in done.stdout) is False


def test_output_to_stdout_by_its_device_name_is_the_answer(tmp_path: Path) -> None:
    by_device = run("controls", "show", "8.3.6", "-o", "/dev/stdout", cwd=tmp_path, capture_output=True)
    plain = run("controls", "show", "8.3.6", cwd=tmp_path, capture_output=True)
    assert by_device.stdout == plain.stdout != ""


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the program and its controls, to be broken."""
    place = tmp_path_factory.mktemp("installed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    shutil.copytree(ROOT / "pcicloud", place / "pcicloud", ignore=shutil.ignore_patterns("emulator", "__pycache__"))
    shutil.copytree(ROOT / "controls", place / "controls")
    yield place
    shutil.rmtree(place)


def test_a_control_that_is_missing_or_can_not_be_read_is_exit_2_with_its_place(installed: Path) -> None:
    controls = installed / "controls" / "pci_dss_4_0_1"
    text = (controls / "8.3.6.yaml").read_text()
    assert run("controls", "list", package=installed, capture_output=True).returncode == 0

    (controls / "8.3.6.yaml").unlink()
    done = run("controls", "list", package=installed, capture_output=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there are 279 requirements, PCI DSS v4.0.1 has 280" in done.stderr

    (controls / "8.3.6.yaml").mkdir()
    done = run("controls", "list", package=installed, capture_output=True)
    assert done.returncode == 2
    assert "8.3.6.yaml: it can't be read: Is a directory" in done.stderr

    (controls / "8.3.6.yaml").rmdir()
    (controls / "8.3.6.yaml").write_bytes(text.encode("utf-16"))
    done = run("controls", "list", package=installed, capture_output=True)
    assert done.returncode == 2
    assert "8.3.6.yaml:1: this is not UTF-8 text" in done.stderr

    shutil.rmtree(installed / "controls")
    done = run("controls", "list", package=installed, capture_output=True)
    assert done.returncode == 2
    assert "the folder controls/ is missing" in done.stderr


@pytest.mark.parametrize("words", [("list",), ("show", "8.3.6"), ("coverage",)])
def test_a_control_that_names_a_check_that_is_not_there_is_exit_2(installed: Path, words: tuple[str, ...]) -> None:
    path = installed / "controls" / "pci_dss_4_0_1" / "8.3.6.yaml"
    path.write_text(path.read_text().replace("uses: aws.iam_password_length", "uses: aws.iam_pasword_length"))
    done = run("controls", *words, package=installed, capture_output=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "8.3.6.yaml:" in done.stderr
    assert "aws.iam_pasword_length" in done.stderr
