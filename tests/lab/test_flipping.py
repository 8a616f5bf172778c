"""Every host check flips on a living machine: its control is broken over SSH, seen to fail, mended, and seen as before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from pcicloud.environment import load
from tests.lab.running import Running
from tests.mutations.judging import judged

MUTATIONS = Path(__file__).parent.parent / "mutations" / "host"
CASES = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(MUTATIONS.glob("*.yaml"))}

pytestmark = [pytest.mark.lab, pytest.mark.slow]


def verdicts(running: Running, name: str, steps: list[Any]) -> list[Any]:
    """What the check says of its machine with these steps done there; they are undone again."""
    case = CASES[name]
    host = running.lab.fleet.with_role(case.get("role", "web"))[0].name
    undo = [step["run"] for step in case.get("undo", case.get("mend", []))]
    env = msgspec.structs.replace(load(running.file), as_of=datetime.now(UTC))
    try:
        running.break_at(host, steps)
        said = judged(f"host.{name}", lambda asks: running.look(host, asks), env, case.get("params", {}))
    finally:
        running.mend(host, undo if steps else [])
    return [[resource, verdict] for resource, verdict, _ in said["verdicts"]]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "not_here" not in case.get("lab", {})])
def test_a_control_broken_on_a_living_machine_flips_its_check(running: Running, name: str) -> None:
    lab = CASES[name].get("lab", {})
    arranged = lab.get("arrange", [])
    broken = lab.get("break", next(iter(CASES[name]["breaks"].values())))
    before = verdicts(running, name, arranged)
    assert {verdict for _, verdict in before} == {"pass"}, before
    during = verdicts(running, name, [*arranged, *broken])
    assert "fail" in {verdict for _, verdict in during}, during
    assert verdicts(running, name, arranged) == before


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "not_here" in case.get("lab", {})])
def test_what_a_machine_of_the_lab_cannot_show_is_unknown(running: Running, name: str) -> None:
    said = {verdict for _, verdict in verdicts(running, name, [])}
    assert said <= {"unknown", "not_applicable"}, said
