"""What the web server does and refuses, asked over the network on a machine of the lab.

`run(host, command)` runs a command as root there and gives its returncode and stdout. The hosts are called web and app, with
`addresses` by name; the name of the page is `NAME`.
"""

from __future__ import annotations

import base64
import json
import shlex
import time
from collections.abc import Mapping

import pytest

from tests.lab.acting import Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

NAME = "payment.example.com"
CARD = "4111111111111111"
ASK = """
import base64, http.client, json, socket, ssl, sys
address, name, port, method, path, body = json.loads(base64.b64decode(sys.argv[1]))
tls = ssl._create_unverified_context()
sock = socket.create_connection((address, port), timeout=10)
if port == 443:
    sock = tls.wrap_socket(sock, server_hostname=name or None)
line = http.client.HTTPConnection(name or address)
line.sock = sock
line.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
answer = line.getresponse()
print(json.dumps([answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()]))
"""
PLAIN = "env OPENSSL_CONF=/dev/null openssl s_client -connect {}:443 -servername {} -cipher DEFAULT@SECLEVEL=0 {} </dev/null 2>&1"


def ask(
    run: Run, address: str, path: str, *, port: int = 443, method: str = "GET", body: str = "", name: str = NAME
) -> tuple[int, dict[str, str], str]:
    """The status, headers and body of the web server's answer to one request."""
    # In base64, since sudo logs the whole command.
    given = base64.b64encode(json.dumps([address, name, port, method, path, body]).encode()).decode()
    done = run("web", f"python3 -c {shlex.quote(ASK)} {given}")
    assert done.returncode == 0, done.stdout
    status, headers, text = json.loads(done.stdout)
    return status, headers, text


def test_a_normal_request_reaches_the_application(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when the application is stopped, or its certificate is not trusted."""
    assert ask(run, addresses["web"], "/healthz")[::2] == (200, "ok\n")
    assert ask(run, addresses["web"], "/")[0] == 200


def test_attacks_are_refused(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `SecRuleEngine DetectionOnly` in /etc/nginx/filter.conf."""
    for path in ("/?id=1%27%20OR%201=1--", "/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/?f=../../../../etc/passwd"):
        assert ask(run, addresses["web"], path)[0] == 403, path
    assert ask(run, addresses["web"], "/", method="POST", body="id=1%27%20OR%201%3D1--")[0] == 403


def test_old_tls_is_refused(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with TLSv1.1 in ssl_protocols (and SECLEVEL=0 in ssl_ciphers). TLS 1.2 shows that the question was right."""
    old = run("web", PLAIN.format(addresses["web"], NAME, "-tls1_1")).stdout
    assert "alert protocol version" in old, old
    new = run("web", PLAIN.format(addresses["web"], NAME, "-tls1_2")).stdout
    assert "Protocol  : TLSv1.2" in new, new


def test_weak_ciphers_are_refused(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `ssl_ciphers ALL`."""
    for cipher in ("AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES256-SHA384"):
        asked = PLAIN.replace("DEFAULT@SECLEVEL=0", f"{cipher}:@SECLEVEL=0").format(addresses["web"], NAME, "-tls1_2")
        assert "handshake failure" in run("web", asked).stdout, cipher


def test_port_80_only_sends_on(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when the server of port 80 serves anything."""
    status, headers, _ = ask(run, addresses["web"], "/pay?x=1", port=80)
    assert (status, headers["location"]) == (301, f"https://{NAME}/pay?x=1")


def test_answers_name_no_version_and_keep_browsers_safe(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `server_tokens on`, or without one of the headers, also on a refusal."""
    for path in ("/", "/?id=1%27%20OR%201=1--", "/nowhere"):
        _, headers, text = ask(run, addresses["web"], path)
        assert headers["server"] == "nginx", headers
        assert "nginx/" not in text
        assert int(headers["strict-transport-security"].split("=")[1].split(";")[0]) >= 31536000
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_other_names_get_no_handshake(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails without ssl_reject_handshake."""
    refused = run("web", PLAIN.format(addresses["web"], "other.example.com", "-tls1_2")).stdout
    assert "unrecognized name" in refused, refused


def test_logs_hold_no_card_data(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `$request` in the log format, or without the cut in /etc/rsyslog.d/30-web.conf."""
    mark = f"m{time.time_ns()}"
    assert ask(run, addresses["web"], f"/{mark}?pan={CARD}")[0] == 404
    assert ask(run, addresses["web"], f"/{mark}?pan={CARD}&id=1%27%20OR%201=1--")[0] == 403
    assert ask(run, addresses["web"], f"/{mark}", method="POST", body=f"pan={CARD}&id=1%27%20OR%201%3D1--")[0] == 403
    time.sleep(2)
    logged = run("web", f"grep -h {mark} /var/log/syslog").stdout
    assert logged.count('"status":"403"') == 2, logged
    assert "Inbound Anomaly Score Exceeded" in logged, logged
    everywhere = f"grep -rl {CARD[:-1]}[{CARD[-1]}] /var/log /var/lib/nginx; journalctl --since -2min --no-pager _COMM=nginx | grep -c pan="
    assert run("web", everywhere).stdout.strip() == "0"


def test_a_false_application_server_is_not_believed(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `proxy_ssl_verify off`: an impostor with a certificate of its own gets no request."""
    impostor = (
        "systemctl stop application && cd /tmp && openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=app.pci.internal"
        " -addext subjectAltName=DNS:app.pci.internal -keyout f.key -out f.crt 2>/dev/null && systemd-run --quiet --unit=impostor"
        f" openssl s_server -accept {addresses['app']}:8443 -key /tmp/f.key -cert /tmp/f.crt -www && sleep 1"
    )
    try:
        assert run("app", impostor).returncode == 0
        assert ask(run, addresses["web"], "/healthz")[0] == 502
    finally:
        run("app", "systemctl stop impostor; rm -f /tmp/f.key /tmp/f.crt; systemctl start application; sleep 1")
    assert ask(run, addresses["web"], "/healthz")[0] == 200
