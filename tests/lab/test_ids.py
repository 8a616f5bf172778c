"""What malware protection, intrusion detection and the vulnerability scan do, seen on a running lab.

Each takes `run(host, command)`, which runs a command as root on a machine and gives `returncode` and `stdout`, and the names of
the machines. A failed assertion tells what does not work. No text here is malware's or a card's: both are put together on the spot.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping

import pytest

from tests.lab.acting import Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

# EICAR's test file in two halves, neither of which any scanner knows.
EICAR = r"""printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR' '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'"""
ALERT_TIMEOUT_S = 20
SERVER, SOURCE, IDS = "db1", "mgmt", "ids"


def test_malware_is_found_on_demand(run: Run) -> None:
    """Fails where clamd does not run or no signature came from the mirror (stop clamav-daemon)."""
    place = "/var/lib/pcicloud-eicar-test"
    try:
        run(SERVER, f"{EICAR} > {place}")
        found = run(SERVER, f"clamdscan --fdpass --no-summary {place}")
        assert found.returncode == 1, found.stdout
        assert "FOUND" in found.stdout, found.stdout
        clean = run(SERVER, "clamdscan --fdpass --no-summary /etc/hostname")
        assert clean.returncode == 0, clean.stdout
    finally:
        run(SERVER, f"rm -f {place}")


def test_malware_cannot_be_opened(run: Run) -> None:
    """Fails where the scan on access does not deny (stop clamav-clamonacc)."""
    place = "/srv/pcicloud-eicar-test"
    try:
        run(SERVER, f"{EICAR} > {place}")
        opened = run(SERVER, f"cat {place} > /dev/null")
        assert opened.returncode != 0, "the file could be opened"
    finally:
        run(SERVER, f"rm -f {place}")


def test_finding_reaches_syslog(run: Run) -> None:
    """Fails where clamd does not log to syslog (LogSyslog no)."""
    test_malware_is_found_on_demand(run)
    told = run(SERVER, "journalctl --since=-2min --no-pager | grep -c pcicloud.Eicar")
    assert told.returncode == 0, "no finding is in the journal"


def test_only_root_commands_the_scanner(run: Run) -> None:
    """Fails where everybody may write to clamd's socket, and so stop it (SocketMode=0666)."""
    refused = run(SERVER, "setpriv --reuid=nobody --clear-groups clamdscan --ping 1")
    assert refused.returncode != 0, "nobody may talk to clamd"


def test_mirror_serves_signatures_only(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails where the mirror is down, speaks without TLS, or serves its folder (a location with autoindex)."""
    ask = "import ssl,sys,urllib.request as u; c=ssl.create_default_context(cafile='/etc/ssl/pcicloud/ca.crt'); "
    ask += "print(u.urlopen(sys.argv[1], context=c, timeout=5).status)"
    assert run(SERVER, f'python3 -c "{ask}" https://{addresses[IDS]}:8000/pcicloud.ndb').returncode == 0
    for path in ("", "freshclam.dat", "..%2f..%2fetc%2fpasswd"):
        assert run(SERVER, f'python3 -c "{ask}" https://{addresses[IDS]}:8000/{path}').returncode != 0, path
    assert run(SERVER, f'python3 -c "{ask}" http://{addresses[IDS]}:8000/pcicloud.ndb').returncode != 0, (
        "served without TLS"
    )


def test_scan_raises_alert(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails where packets are not copied (delete table ip copies on the firewall) or suricata is stopped.

    The source's own filter refuses undeclared connections, so it is opened for this address while the scan lasts.
    """
    run(SOURCE, f"nft insert rule inet filter output ip daddr {addresses[SERVER]} accept comment '\"effect\"'")
    try:
        before = _alerts(run, 1000001)
        shots = f"for p in $(seq 1000 1015); do timeout 1 bash -c '</dev/tcp/{addresses[SERVER]}/'$p & done 2>/dev/null; wait"
        run(SOURCE, f'bash -c "{shots}"'.replace("$", r"\$"))
        _wait_for(lambda: _alerts(run, 1000001) > before, "no alert of a scan")
    finally:
        run(SOURCE, "nft --file /etc/nftables.conf")


def test_alerts_carry_no_card_number(run: Run) -> None:
    """Fails where alerts hold payloads (payload: yes): looks for their fields in all that was logged."""
    text = run(IDS, "cat /var/log/suricata/eve.json").stdout
    alerts = [json.loads(line) for line in text.splitlines() if '"alert"' in line]
    assert alerts, "no alert to look at"
    fields = {"payload", "payload_printable", "packet", "http", "http_body"}
    assert not any(fields & set(one) for one in alerts)


def test_alert_reaches_syslog(run: Run) -> None:
    """Fails where suricata does not write to syslog (the first eve-log off)."""
    assert run(IDS, "journalctl -t suricata --no-pager | grep -c signature_id").returncode == 0


def test_vulnerability_scan_logs_in(run: Run) -> None:
    """Fails where a server lets the scan not in (remove 20-pcicloud-scan.conf) or answers with another host key."""
    run(IDS, "systemctl start pcicloud-scan.service")
    newest = run(IDS, "cat $(ls -t /var/lib/pcicloud-scan/reports/*.json | head -1)").stdout
    seen = {one["name"]: one for one in json.loads(newest)["servers"]}
    for name in (SERVER, SOURCE):
        assert not seen[name]["not_seen"], seen[name]["not_seen"]
        assert seen[name]["packages"] > 100, seen[name]["packages"]


def test_scan_account_does_nothing_else(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails where the account may run a command of its choice (no ForceCommand and no command= in authorized_keys)."""
    login = "setpriv --reuid=pcicloud-scan --regid=adm --clear-groups ssh -F none -T -o BatchMode=yes -o LogLevel=ERROR -o StrictHostKeyChecking=no"
    login += f" -o UserKnownHostsFile=/dev/null -i /var/lib/pcicloud-scan/key/id_ed25519 pcicloud-scan@{addresses[SERVER]} id"
    said = run(IDS, login).stdout
    assert "uid=" not in said, said
    assert said.startswith("system\t"), said[:100]


def _alerts(run: Run, signature: int) -> int:
    return int(run(IDS, f"grep -c '\"signature_id\":{signature},' /var/log/suricata/eve.json").stdout.strip() or 0)


def _wait_for(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + ALERT_TIMEOUT_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(1)
