"""The command line as its three users meet it: help, exit codes, one sentence and the next step for each mistake."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from pcicloud.cli.main import app


def pcicloud(*words: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "pcicloud", *words],
        cwd=cwd,
        env=env,
        text=True,
        capture_output=True,
        check=False,
        **options,
    )


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_has_help_and_an_example_of_itself(path: tuple[str, ...], command: Any) -> None:
    assert f"Example: pcicloud {' '.join(path)}" in command.help.replace("\n", " ")
    for option in command.params:
        assert getattr(option, "help", "x"), f"{path} {option.name} has no help"


def test_every_command_that_answers_can_answer_in_json() -> None:
    silent = {
        ("demo",),
        ("auditor-policy",),
        ("evidence", "show"),
        ("env", "init"),
        ("env", "diagram"),
        ("emulator", "stop"),
    }
    for path, command in commands():
        if path not in silent:
            assert any(option.name == "format_" for option in command.params), path


def test_an_unknown_requirement_is_exit_2_with_near_ones(tmp_path: Path) -> None:
    done = pcicloud("controls", "show", "8.3", cwd=tmp_path)
    assert done.returncode == 2
    assert "no requirement 8.3" in done.stderr
    assert "8.3.1" in done.stderr
    assert done.stdout == ""


def test_without_an_environment_the_next_step_is_named(tmp_path: Path) -> None:
    done = pcicloud("collect", cwd=tmp_path)
    assert done.returncode == 2
    assert "pcicloud env init" in done.stderr


def test_without_evidence_check_is_exit_3_and_names_collect(tmp_path: Path) -> None:
    (tmp_path / "environment.yaml").write_text("name: shop\nmodel: aws\naws: {}\n")
    done = pcicloud("check", cwd=tmp_path)
    assert done.returncode == 3
    assert "pcicloud collect" in done.stderr


def test_a_mistyped_environment_is_exit_2_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "environment.yaml").write_text("name: shop\nmodle: aws\n")
    done = pcicloud("collect", cwd=tmp_path)
    assert done.returncode == 2
    assert "environment.yaml:2: there is no such key as `modle`" in done.stderr


def test_init_leaves_a_file_that_is_there_alone(tmp_path: Path) -> None:
    assert pcicloud("env", "init", "--name", "shop", cwd=tmp_path).returncode == 0
    text = (tmp_path / "environment.yaml").read_text()
    assert pcicloud("env", "init", "--name", "other", cwd=tmp_path).returncode == 2
    assert (tmp_path / "environment.yaml").read_text() == text


def test_init_refuses_a_name_that_aws_would_refuse(tmp_path: Path) -> None:
    done = pcicloud("env", "init", "--name", "Shop & Co", cwd=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "environment.yaml").exists()


def test_coverage_counts_what_the_files_say(tmp_path: Path) -> None:
    found = json.loads(pcicloud("controls", "coverage", "--format", "json", cwd=tmp_path).stdout)
    assert found["requirements_total"] == len(found["requirements"]) == 280
    assert found["testing_procedures_total"] == 512
    assert found["automated"] + found["evidence_only"] + found["person_only"] == 280
    assert found["automated"] == sum(1 for row in found["requirements"] if row["checks"])
    assert found["automated"] >= 90


def test_the_auditor_policy_only_reads(tmp_path: Path) -> None:
    policy = json.loads(pcicloud("auditor-policy", cwd=tmp_path).stdout)
    actions = policy["Statement"][0]["Action"]
    verbs = {action.split(":")[1] for action in actions}
    reading = ("Get", "List", "Describe", "BatchGet", "Generate", "Search", "Lookup")
    assert all(verb.startswith(reading) for verb in verbs), verbs
    assert "secretsmanager:GetSecretValue" not in actions


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))


def test_a_full_disk_is_exit_4_and_leaves_no_half_file(tmp_path: Path) -> None:
    done = pcicloud(
        "controls", "list", "--output", "list.txt", cwd=tmp_path,
        preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), small_files()),
    )  # fmt: skip
    assert done.returncode == 4
    assert "disk is full" in done.stderr
    assert not (tmp_path / "list.txt").exists()


def test_help_needs_neither_boto3_nor_rich(tmp_path: Path) -> None:
    code = "import sys\nfrom pcicloud.cli import main\nprint(sorted({'boto3','rich','msgspec','yaml','jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"


def test_completion_knows_the_nouns(tmp_path: Path) -> None:
    env = {**os.environ, "_PCICLOUD_COMPLETE": "complete_bash", "COMP_WORDS": "pcicloud contr", "COMP_CWORD": "1"}
    code = "import sys; sys.argv[0] = 'pcicloud'\nfrom pcicloud.cli.main import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path, env=env
    )
    assert done.stdout.split() == ["controls"]
