"""What the role `log_server` brings about, seen from inside a living lab.

`run(host, command)` runs a command as root on a machine of the lab, over SSH, and gives its end (returncode, stdout).
Needed machines: log, db1, and any other under the name that FOREIGN has.
"""

from __future__ import annotations

import time
import uuid

import pytest

from tests.lab.acting import Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

SENDER = "db1"
FOREIGN = "mgmt"
ARRIVES_S = 10
TLS = "-CAfile /etc/ssl/pcicloud/ca.crt"
OWN = "-cert /etc/ssl/pcicloud/server.crt -key /etc/ssl/private/server.key"


def test_a_message_arrives_within_seconds(run: Run) -> None:
    """Fails where the receiver is stopped, the port is shut in a filter, or a certificate has run out."""
    word = _word()
    run(SENDER, f"{_set(word)}; logger -p auth.notice -t effect $word")
    assert _arrives(run, SENDER, word), f"not stored within {ARRIVES_S} seconds"


def test_the_log_server_stores_its_own_messages_too(run: Run) -> None:
    """Fails where 50-pcicloud.conf is taken from the log server."""
    word = _word()
    run("log", f"{_set(word)}; logger -p auth.notice -t effect $word")
    assert _arrives(run, "log", word)


def test_a_sender_is_stored_under_its_own_name_only(run: Run) -> None:
    """Fails where folders are named by what a message says of itself (%HOSTNAME% in the template `place`)."""
    word = _word()
    _send(run, SENDER, word, f"<38>1 2026-01-01T00:00:00Z {FOREIGN} effect - - - $word", f"{TLS} {OWN}")
    assert _arrives(run, SENDER, word)
    assert not _is_stored(run, FOREIGN, word), "a server wrote into the folder of another"


def test_a_sender_without_certificate_is_refused(run: Run) -> None:
    """Fails where the receiver's AuthMode is `anon`."""
    word = _word()
    _send(run, SENDER, word, f"<38>1 2026-01-01T00:00:00Z {SENDER} effect - - - $word", TLS)
    assert not _arrives(run, "*", word)


def test_a_sender_of_another_authority_is_refused(run: Run) -> None:
    """Fails where the receiver's AuthMode is `x509/certvalid` with another CA, or `anon`."""
    word = _word()
    run(
        SENDER,
        "rm -rf /tmp/effect; mkdir -m 700 /tmp/effect; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        " -days 1 -subj /CN=db1.pci.internal -addext subjectAltName=DNS:db1.pci.internal"
        " -keyout /tmp/effect/key -out /tmp/effect/crt 2>/dev/null",
    )
    own = "-cert /tmp/effect/crt -key /tmp/effect/key"
    _send(run, SENDER, word, f"<38>1 2026-01-01T00:00:00Z {SENDER} effect - - - $word", f"{TLS} {own}")
    run(SENDER, "rm -r /tmp/effect")
    assert not _arrives(run, "*", word)


def test_a_sender_in_clear_is_refused(run: Run) -> None:
    """Fails where StreamDriver.Mode is 0."""
    word = _word()
    text = f"<38>1 2026-01-01T00:00:00Z {SENDER} effect - - - $word"
    run(SENDER, f'{_set(word)}; echo "{text}" > /dev/tcp/{_address(run)}/6514')
    assert not _arrives(run, "*", word)


def test_old_tls_is_refused(run: Run) -> None:
    """Fails where gnutlsPriorityString allows TLS 1.1; that TLS 1.2 goes through shows that the question is a fair one."""
    new = _handshake(run, "-tls1_2")
    old = _handshake(run, "-tls1_1 -cipher ALL:@SECLEVEL=0")
    assert "Verify return code: 0" in new, new[-300:]
    assert "Cipher is (NONE)" not in new, new[-300:]
    assert "Cipher is (NONE)" in old, old[-300:]


def test_it_listens_on_its_own_address_only(run: Run) -> None:
    """Fails where `address=` is taken from the input."""
    found = run("log", "ss -Htln 'sport = :6514' | awk '{print $4}'").stdout.split()
    assert found == [f"{_address(run)}:6514"], found


def test_a_stored_line_outlives_root(run: Run) -> None:
    """Fails after `chattr -a` of a host's folder and file, or where the timer never ran."""
    word = _word()
    run(SENDER, f"{_set(word)}; logger -p auth.notice -t effect $word")
    assert _arrives(run, SENDER, word)
    file = run("log", f"{_set(word)}; grep -l $word /var/log/hosts/{SENDER}/*.log").stdout.strip()
    before = run("log", f"grep -c . {file}").stdout
    for attempt in (
        f"{_set(word)}; sed -i s/$word/gone/ {file}",
        f"rm -f {file}",
        f"mv {file} /root/taken",
        f": > {file}",
        f"truncate -s 0 {file}",
        f"dd if=/dev/zero of={file} bs=1 count=10 conv=notrunc",
        f"rm -rf /var/log/hosts/{SENDER}",
        f"mv /var/log/hosts/{SENDER} /root/taken",
    ):
        assert run("log", attempt).returncode != 0, f"went through: {attempt}"
    assert _is_stored(run, SENDER, word)
    assert int(run("log", f"grep -c . {file}").stdout) >= int(before)


def test_an_altered_line_raises_an_alert(run: Run) -> None:
    """Fails where `seal` is not run or compares nothing. Whoever is root can take the attribute away; that is seen."""
    file = run("log", "echo /var/log/hosts/unknown/$(date +%F).log").stdout.strip()
    run("log", f"echo effect >> {file}")
    assert run("log", "systemctl start pcicloud-logs.service").returncode == 0
    since = run("log", "date +%s").stdout.strip()
    altered = run(
        "log", f"cp -p {file} /root/effect && chattr -a {file} && printf X | dd of={file} bs=1 conv=notrunc status=none"
    )
    try:
        assert altered.returncode == 0
        assert run("log", "systemctl start pcicloud-logs.service").returncode != 0
        told = run("log", f"journalctl -q --since @{since} -p alert SYSLOG_FACILITY=10 -o cat").stdout
        assert "stored log changed: unknown/" in told, told
        kept = run(
            "log",
            "grep -c 'authpriv.alert pcicloud-logs.*stored log changed: unknown/' /var/log/hosts/log/$(date +%F).log",
        )
        assert int(kept.stdout) > 0, "the alert is not among the stored logs"
    finally:
        run(
            "log",
            f"chattr -a {file}; cat /root/effect > {file}; rm /root/effect; systemctl reset-failed pcicloud-logs.service",
        )
    assert run("log", "systemctl start pcicloud-logs.service").returncode == 0
    assert "a" in run("log", f"lsattr {file} | cut -d' ' -f1").stdout, "the next run makes it append-only again"


def test_root_and_reviewers_alone_read(run: Run) -> None:
    """Fails after `chmod o+rx` of the folders, and where a reviewer can't read."""
    file = run("log", "echo /var/log/hosts/log/$(date +%F).log").stdout.strip()
    assert run("log", f"runuser -u nobody -- head -c 1 {file}").returncode != 0
    assert run("log", f"runuser -u pcicloud -- head -c 1 {file}").returncode != 0
    assert run("log", f"setpriv --reuid nobody --regid nogroup --groups log-readers head -c 1 {file}").returncode == 0
    assert (
        run("log", f"setpriv --reuid nobody --regid nogroup --groups log-readers sh -c 'echo x >> {file}'").returncode
        != 0
    )
    assert run("log", "find /var/log/hosts -perm /o=rwx").stdout.strip() == ""


def test_old_logs_are_kept_and_packed_in_time(run: Run) -> None:
    """Fails where `age` is not run, keeps less than 12 months, or packs what has to be at hand (10.5.1)."""
    days = {n: run("log", f"date -d '-{n} days' +%F").stdout.strip() for n in (91, 100, 370, 420)}
    folder = "/var/log/hosts/unknown"
    for day in days.values():
        run("log", f"test -e {folder}/{day}.log.gz || echo effect >> {folder}/{day}.log")
    assert run("log", "systemctl start pcicloud-logs.service").returncode == 0
    found = set(run("log", f"ls {folder}").stdout.split())
    assert f"{days[91]}.log" in found
    assert f"{days[100]}.log.gz" in found
    assert f"{days[100]}.log" not in found
    assert f"{days[370]}.log.gz" in found
    assert not {f"{days[420]}.log", f"{days[420]}.log.gz"} & found
    assert run("log", f"zcat {folder}/{days[100]}.log.gz").stdout.startswith("effect")
    assert run("log", f"rm -f {folder}/{days[370]}.log.gz").returncode != 0
    assert run("log", "systemctl start pcicloud-logs.service").returncode == 0, (
        "the seals know what was packed and removed"
    )


def _word() -> str:
    return f"effect{uuid.uuid4().hex[:12]}"


def _set(word: str) -> str:
    """Shell that sets $word. The word is never whole on a command line: sudo logs that, and the log would hold it by itself."""
    return f"word={word[:6]}''{word[6:]}"


def _address(run: Run) -> str:
    return run(SENDER, "getent ahostsv4 log | awk 'NR == 1 {print $1}'").stdout.strip()


def _is_stored(run: Run, host: str, word: str) -> bool:
    return run("log", f'{_set(word)}; grep -qsF -- "$word" /var/log/hosts/{host}/*.log').returncode == 0


def _arrives(run: Run, host: str, word: str) -> bool:
    end = time.monotonic() + ARRIVES_S
    while time.monotonic() < end:
        if _is_stored(run, host, word):
            return True
        time.sleep(0.5)
    return False


def _send(run: Run, host: str, word: str, text: str, options: str) -> None:
    command = f"openssl s_client -quiet -connect {_address(run)}:6514 {options}"
    run(host, f'{_set(word)}; (echo "{text}"; sleep 2) | timeout 6 {command} >/dev/null 2>&1')


def _handshake(run: Run, options: str) -> str:
    command = f"openssl s_client -connect {_address(run)}:6514 {TLS} {OWN} {options}"
    return run(SENDER, f"echo | OPENSSL_CONF=/dev/null timeout 6 {command} 2>&1").stdout
