"""Three servers of Ubuntu: set from nothing, found unchanged, and judged like those of Debian."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from pcicloud.provision.systems import named
from tests.lab.conftest import APPLY_TIMEOUT_S, declared, lab_of
from tests.lab.running import Running, traces

pytestmark = [pytest.mark.lab, pytest.mark.slow]
SYSTEM = "ubuntu-24.04"
#: What no server here can pass, whatever its system: there is no vendor's signature or rule to be had, and the firewall
#: joins segments and serves packages, for which a first environment.yaml has exceptions.
EXPECTED = {
    "host.intrusion_rules_fresh", "host.malware_installed", "host.malware_signatures_fresh",
    "host.network_forwarding", "host.web_filter_blocks", "host.web_http_redirects",
}  # fmt: skip
#: Whether the archive's security list is of this week is the archive's.
BY_THE_ARCHIVE = {"host.vulnerability_scan_sees_all"}


@pytest.fixture
def archives() -> None:
    """Skip where this machine can't reach the archives of Ubuntu; Debian's it must have for every lab."""
    for site in named(SYSTEM).sites:
        try:
            socket.create_connection((site, 80), timeout=10).close()
        except OSError as error:
            pytest.skip(f"no package of {SYSTEM} can be had from {site}: {error}")


def test_servers_of_ubuntu_are_set_stay_so_and_are_judged(needs_lab: None, archives: None, tmp_path: Path) -> None:
    file = declared(tmp_path, "ubuntu", words=("--system", SYSTEM, "--size", "3"))
    lab = lab_of(file)
    lab.down()
    try:
        here = Running(file, lab)
        here.pcicloud("env", "apply", "--yes", "--quiet", code=0, timeout_s=APPLY_TIMEOUT_S)
        assert {here.run(one.name, ". /etc/os-release; echo $ID").stdout.strip() for one in lab.fleet.servers} == {
            "ubuntu"
        }
        here.pcicloud("env", "drift", "--quiet", code=0)
        assert "not seen   0" in here.pcicloud("collect", "--quiet").stdout
        found = json.loads(here.pcicloud("check", "--format", "json").stdout)["findings"]
        assert {one["check"] for one in found if one["verdict"] == "fail"} - BY_THE_ARCHIVE == EXPECTED
        unknown = [one for one in found if one["verdict"] == "unknown" and one["check"] != "host.audit_cardholder_data"]
        assert {one["check"] for one in unknown if "the kernel is shared" not in one["reason"]} == set()
        stored = here.run("fw1", "cat /var/log/hosts/web1/*.log /var/log/hosts/db1/*.log | wc -l").stdout
        assert int(stored) > 0, "no line of another server reached the log server"
    finally:
        lab.down()
    assert traces(lab.places) == []
