"""What the place of the application gives and withholds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.lab.acting import Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]


def test_it_has_no_login_and_no_rights(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when the account has a shell or a password, or the unit runs as root."""
    shell = run(
        "app", "getent passwd application | cut -d: -f7; getent shadow application | cut -d: -f2"
    ).stdout.split()
    assert shell[0] == "/usr/sbin/nologin"
    assert shell[1].startswith(("!", "*"))
    status = "cat /proc/$(systemctl show application --property MainPID --value)/status"
    said = dict(line.split(":\t", 1) for line in run("app", status).stdout.splitlines() if ":\t" in line)
    uid = run("app", "id -u application").stdout.strip()
    assert set(said["Uid"].split()) == {uid}
    assert (said["NoNewPrivs"].strip(), said["Seccomp"].strip()) == ("1", "2")
    assert int(said["CapEff"], 16) == int(said["CapBnd"], 16) == 0


def test_it_can_write_in_its_own_folder_only(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails without ProtectSystem=strict: even as root in the unit's own view of the files nothing else can be written."""
    inside = "nsenter --target $(systemctl show application --property MainPID --value) --mount "
    for folder in ("/etc", "/usr", "/opt/application", "/var/log"):
        assert run("app", f"{inside} touch {folder}/tried").returncode != 0, folder
    own = run("app", f"{inside} sh -c 'touch /var/lib/application/tried && rm /var/lib/application/tried'")
    assert own.returncode == 0, own.stdout


def test_it_dumps_no_memory(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails without LimitCORE=0."""
    limits = run("app", "cat /proc/$(systemctl show application --property MainPID --value)/limits").stdout
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


def test_it_listens_at_its_own_address_only(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when the application listens everywhere."""
    assert run("app", "ss -Hltn 'sport = :8443' | awk '{print $4}'").stdout.split() == [f"{addresses['app']}:8443"]


def test_it_speaks_tls_only_and_echoes_nothing(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when the placeholder serves in clear, or repeats what it was sent."""
    asked = "printf 'GET /4111111111111111 HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' | timeout 5 {} 2>/dev/null"
    there = f"{addresses['app']}"
    assert "HTTP" not in run("app", asked.format(f"sh -c 'exec 3<>/dev/null; nc {there} 8443'")).stdout
    tls = f"openssl s_client -quiet -CAfile /etc/ssl/pcicloud/ca.crt -verify_return_error -connect {there}:8443"
    answer = run("app", asked.format(tls)).stdout
    assert answer.startswith("HTTP/1.0 404"), answer
    assert "4111111111111111" not in answer
    assert "Python" not in answer
