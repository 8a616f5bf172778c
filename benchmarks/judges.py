"""Lets two judges from outside, Lynis and OpenSCAP, look at the servers of a private environment that stands and is set.

    python benchmarks/judges.py -e environment.yaml --content ssg-debian12-ds.xml

Both are installed on every server from its own mirror (with linux-base, without which OpenSCAP takes a machine of the lab for one
that has no kernel), so do this on an environment that goes away afterwards. The content is the package ssg-debian's of a Debian
newer than 12; of its rules, those that refer to PCI DSS are judged, with this standard's figures.

Printed are each server's index and each rule that failed, with the reason in judges.yaml why it stands so; then how long
pcicloud took to look at and judge all servers, and how long OpenSCAP took for the same servers at once. Exit code 1 where an
index is below 85, or a suggestion or a failed rule has no reason.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from pcicloud.environment import load
from pcicloud.provision.driver import driver_of
from pcicloud.resources import folder

INDEX_MIN = 85
TIMEOUT_S = 1800
XCCDF = "http://checklists.nist.gov/xccdf/1.2"
PREFIX = "xccdf_org.ssgproject.content_"
PROFILE = "xccdf_pcicloud_profile_pci"
#: The standard's own figures for values that the content leaves open (8.3.4, 8.3.6, 8.2.8).
VALUES = {
    "var_accounts_passwords_pam_faillock_deny": "10",
    "var_accounts_passwords_pam_faillock_unlock_time": "1800",
    "var_password_pam_minlen": "12",
    "var_accounts_tmout": "900",
    "sshd_idle_timeout_value": "900",
    "sshd_max_auth_tries_value": "4",
    "var_accounts_passwords_pam_faillock_dir": "/var/run/faillock",
}
INSTALL = "apt-get -qq install -y lynis openscap-scanner linux-base >/dev/null"
LYNIS = "cd /root && lynis audit system --quick --no-colors --quiet >/dev/null 2>&1; cat /var/log/lynis-report.dat"
OSCAP = (
    f"cd /tmp && oscap xccdf eval --tailoring-file judges-tailoring.xml --profile {PROFILE}"
    " --results judges-results.xml judges-content.xml >/dev/null 2>&1; cat judges-results.xml"
)


class Servers:
    """The servers of an environment, reached as pcicloud reaches them."""

    def __init__(self, file: Path) -> None:
        driver = driver_of(load(file), folder("templates"))
        self.config = driver.reach.ssh_config
        self.password = Path(driver.reach.sudo_password_file).read_text().strip()
        self.names = [server.name for server in driver.fleet.servers]

    def everywhere(self, do: Callable[[str], str]) -> dict[str, str]:
        """Do something for every server at once."""
        with ThreadPoolExecutor(len(self.names)) as pool:
            return dict(zip(self.names, pool.map(do, self.names), strict=True))

    def run(self, name: str, command: str) -> str:
        """What a command says, as root."""
        argv = ["ssh", "-F", self.config, "-o", "LogLevel=ERROR", name, f"sudo -S -p '' sh -c {shlex.quote(command)}"]
        given = f"{self.password}\n"
        return subprocess.run(argv, input=given, capture_output=True, text=True, check=False, timeout=TIMEOUT_S).stdout

    def send(self, name: str, file: Path, place: str) -> str:
        """Put a file into a server's /tmp."""
        subprocess.run(
            ["scp", "-q", "-F", self.config, str(file), f"{name}:/tmp/{place}"], check=True, timeout=TIMEOUT_S
        )
        return place


def tailoring(content: Path) -> str:
    """OpenSCAP's tailoring file: the rules that refer to PCI DSS 4, with the standard's figures."""
    rules = [rule for rule in ElementTree.parse(content).iter(f"{{{XCCDF}}}Rule") if _of_pci(rule)]
    lines = [f'<x:select idref="{rule.get("id")}" selected="true"/>' for rule in rules]
    lines += [f'<x:set-value idref="{PREFIX}value_{name}">{value}</x:set-value>' for name, value in VALUES.items()]
    return "\n".join(
        (
            f'<?xml version="1.0"?><x:Tailoring xmlns:x="{XCCDF}" id="xccdf_pcicloud_tailoring_pci">',
            '<x:version time="2026-01-01T00:00:00">1</x:version>',
            f'<x:Profile id="{PROFILE}"><x:title>PCI DSS</x:title>',
            *lines,
            "</x:Profile></x:Tailoring>",
        )
    )


def _of_pci(rule: ElementTree.Element) -> bool:
    return any("PCI-DSS-v4" in one.get("href", "") for one in rule.iter(f"{{{XCCDF}}}reference"))


def results(text: str) -> dict[str, str]:
    """Each judged rule's result, by the rule's short name."""
    found = ElementTree.fromstring(text).iter(f"{{{XCCDF}}}rule-result")
    said = {
        one.get("idref", "").removeprefix(f"{PREFIX}rule_"): one.findtext(f"{{{XCCDF}}}result", "") for one in found
    }
    return {name: result for name, result in said.items() if result != "notselected"}


def report(text: str) -> tuple[int, list[str]]:
    """Lynis's index, and the tests that suggest or warn, with what they are about."""
    lines = [line.split("=", 1) for line in text.splitlines() if "=" in line]
    index = next(int(value) for name, value in lines if name == "hardening_index")
    said = [value for name, value in lines if name in ("suggestion[]", "warning[]")]
    return index, [" ".join(one.split("|")[:3]).replace("|-", "").strip(" -") for one in said]


def explained(kind: str, found: dict[str, set[str]], reasons: dict[str, str]) -> int:
    """Print what was found, with where and why it stands so; gives how many have no reason."""
    missing = 0
    for name, hosts in sorted(found.items()):
        reason = reasons.get(name.split()[0])
        missing += reason is None
        print(f"  {name} ({len(hosts)}): {reason or 'NO REASON'}")
    print(f"{kind}: {len(found)} remain, {missing} without a reason")
    unused = sorted(set(reasons) - {name.split()[0] for name in found})
    if unused:
        print(f"  reasons that nothing needs: {', '.join(unused)}")
    return missing


def main() -> int:
    """Judge, and say what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-e", "--environment", type=Path, default=Path("environment.yaml"))
    parser.add_argument("--content", type=Path, required=True)
    given = parser.parse_args()
    reasons = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
    servers = Servers(given.environment)
    begin = time.monotonic()
    argv = [sys.executable, "-m", "pcicloud"]
    for words in (["collect", "--quiet"], ["check", "--quiet"]):
        subprocess.run([*argv, *words, "-e", str(given.environment)], check=False, capture_output=True)
    own_s = time.monotonic() - begin

    servers.everywhere(lambda name: servers.run(name, INSTALL))
    low, suggestions = 0, defaultdict(set)
    for name, text in servers.everywhere(lambda name: servers.run(name, LYNIS)).items():
        index, said = report(text)
        low += index < INDEX_MIN
        print(f"{name}: Lynis's hardening index {index}")
        for one in said:
            suggestions[one].add(name)

    tailored = given.environment.resolve().parent / "judges-tailoring.xml"
    tailored.write_text(tailoring(given.content))
    servers.everywhere(lambda name: servers.send(name, given.content, "judges-content.xml"))
    servers.everywhere(lambda name: servers.send(name, tailored, "judges-tailoring.xml"))
    tailored.unlink()
    begin = time.monotonic()
    said = servers.everywhere(lambda name: servers.run(name, OSCAP))
    scap_s = time.monotonic() - begin
    failed = defaultdict(set)
    for name, text in said.items():
        judged = results(text)
        counts = {result: list(judged.values()).count(result) for result in sorted(set(judged.values()))}
        print(f"{name}: OpenSCAP {', '.join(f'{count} {result}' for result, count in counts.items())}")
        for rule, result in judged.items():
            if result not in ("pass", "notapplicable"):
                failed[f"{rule} {result}"].add(name)
    missing = explained("Lynis", suggestions, reasons["lynis"]) + explained("OpenSCAP", failed, reasons["openscap"])
    print(f"{len(servers.names)} servers: pcicloud's collect and check {own_s:.1f} s; OpenSCAP {scap_s:.1f} s, "
          f"{scap_s / own_s:.1f} times as long")  # fmt: skip
    return int(bool(low or missing))


if __name__ == "__main__":
    sys.exit(main())
