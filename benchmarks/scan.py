"""What a full AWS scan of the model costs, beside the best-known peer where it is installed, in one run.

Run: .venv/bin/python benchmarks/scan.py [--peer /path/to/prowler]
The peer (PyPI: prowler) lives in an environment of its own; without it only our own figures are printed. Both scan in
turns, three times; the middle figures are printed. The emulator is a process of its own: its CPU time is nobody's, but
its answers take wall time of both.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import NamedTuple

from machine import Cost, cost, describe, installed

#: Prowler 5.46 with its PCI DSS 4.0 framework on a stack of 116 resources, on the same kind of machine.
PEER_STATED = Cost(wall_s=25.0, cpu_s=24.0, memory_mib=513)
PEER_STATED_CALLS = 322
ROUNDS = 3


class Scan(NamedTuple):
    cost: Cost
    calls: int
    requirements: int


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer", help="the prowler command")
    peer = options.parse_args().peer
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(place, "emulator", "start")
        try:
            run(
                place,
                "env",
                "init",
                "--name",
                "scan",
                "--profile",
                "emulator",
                "--aws-config",
                ".pcicloud/emulator/aws_config",
            )
            run(place, "env", "apply", "--yes", "--quiet")
            print(f"the model: {resources(place)} resources")
            rounds = [(own_scan(place), peer_scan(place, peer) if peer else None) for _ in range(ROUNDS)]
            ours = middle([own for own, _ in rounds])
            say("pcicloud collect + check", ours)
            if peer:
                theirs = middle([other for _, other in rounds if other])
                say(f"{Path(peer).name}, same account, same run", theirs)
                ratio("the peer in this run", theirs.cost, ours.cost)
            print(
                f"stated for the peer: {PEER_STATED.wall_s} s wall, {PEER_STATED.cpu_s} s CPU, {PEER_STATED_CALLS} calls, 116 resources"
            )
            ratio("the stated figures", PEER_STATED, ours.cost)
        finally:
            run(place, "emulator", "stop")


def middle(scans: list[Scan]) -> Scan:
    """The middle costs, the most calls, and the requirements of the last scan."""
    costs = zip(*(scan.cost for scan in scans), strict=True)
    return Scan(Cost(*map(statistics.median, costs)), max(scan.calls for scan in scans), scans[-1].requirements)


def say(name: str, scan: Scan) -> None:
    print(
        f"{name}: {scan.cost.wall_s:.1f} s wall, {scan.cost.cpu_s:.1f} s CPU, {scan.cost.memory_mib:.0f} MiB, "
        f"{scan.calls} API calls, {scan.requirements} requirements that it says it reaches"
    )


def ratio(name: str, theirs: Cost, ours: Cost) -> None:
    print(
        f"against {name}: {theirs.wall_s / ours.wall_s:.1f}x less wall, {theirs.cpu_s / ours.cpu_s:.1f}x less CPU (wanted: 8)"
    )


def pcicloud(*words: str) -> list[str]:
    return [sys.executable, "-m", "pcicloud", *words]


def run(place: Path, *words: str) -> None:
    cost(pcicloud(*words), cwd=place, env=installed(place))


def resources(place: Path) -> int:
    cost(pcicloud("env", "status", "--format", "json", "--output", "status.json"), cwd=place, env=installed(place))
    return sum(sum(stack["resources"].values()) for stack in json.loads((place / "status.json").read_text())["stacks"])


def calls(place: Path) -> int:
    config = (place / ".pcicloud/emulator/aws_config").read_text()
    endpoint = next(line.split(" = ")[1] for line in config.splitlines() if line.startswith("endpoint_url"))
    with urllib.request.urlopen(f"{endpoint}/_pcicloud/status") as answer:
        return int(json.load(answer)["calls"])


def own_scan(place: Path) -> Scan:
    """Collect and check: two processes, as a user starts them; both count."""
    before, env = calls(place), installed(place)
    collect = cost(pcicloud("collect", "--fresh", "--quiet"), cwd=place, fine=(0, 3), env=env)
    made = calls(place) - before
    words = pcicloud("check", "--quiet", "--format", "json", "--output", "a.json")
    check = cost(words, cwd=place, fine=(0, 1, 3), env=env)
    assessment = json.loads((place / "a.json").read_text())
    reached = mapped(place)
    judged = {id_ for one in assessment["findings"] if one["check"].startswith("aws.") for id_ in one["requirements"]}
    print(f"pcicloud: verdicts of AWS checks for {len(judged)} requirements in this scan")
    both = Cost(collect.wall_s + check.wall_s, collect.cpu_s + check.cpu_s, max(collect.memory_mib, check.memory_mib))
    return Scan(both, made, len(reached))


def mapped(place: Path) -> set[str]:
    """The requirements that the catalogue ties to something that the scan asks AWS, as the peer's framework does."""
    cost(pcicloud("controls", "coverage", "--format", "json", "--output", "coverage.json"), cwd=place)
    rows = json.loads((place / "coverage.json").read_text())["requirements"]
    return {row["id"] for row in rows if any(unit.startswith("aws.") for unit in (*row["checks"], *row["collectors"]))}


def peer_scan(place: Path, peer: str) -> Scan:
    """The peer with its PCI DSS 4.0 framework; its requirement ids are folded to those that the standard has."""
    env = {**os.environ, "AWS_CONFIG_FILE": str(place / ".pcicloud/emulator/aws_config"), "AWS_PROFILE": "emulator"}
    words = [peer, "aws", "--compliance", "pci_4.0_aws", "--region", "ap-northeast-1", "--no-banner",
             "--output-formats", "csv", "--output-directory", str(place / "peer")]  # fmt: skip
    before = calls(place)
    spent = cost(words, cwd=place, fine=(0, 3), env=env)
    made = calls(place) - before
    framework = next(
        Path(peer).resolve().parents[1].glob("lib/python3*/site-packages/prowler/compliance/aws/pci_4.0_aws.json")
    )
    facts = json.loads((Path(__file__).parent.parent / "tests/facts/pci_dss_4_0_1_ids.json").read_text())
    known = {item["id"] for item in facts["items"] if item["level"] == "requirement"}
    named = {row["Id"] for row in json.loads(framework.read_text())["Requirements"] if row["Checks"]}
    return Scan(spent, made, len({folded for id_ in named if (folded := fold(id_, known))}))


def fold(id_: str, known: set[str]) -> str:
    """The requirement that an id with minted endings belongs to, or nothing."""
    while id_ and id_ not in known:
        id_ = id_.rpartition(".")[0]
    return id_


if __name__ == "__main__":
    main()
