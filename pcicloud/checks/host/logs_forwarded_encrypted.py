"""Logs must travel encrypted, to a server that proves who it is."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, pairs
from pcicloud.reading.rsyslog import Forward, forwards


@check(evidence="host.logging", when_none=failed("nothing is known of the logs"))
def logs_forwarded_encrypted(body: Json, env: Environment) -> Outcome:
    """Logs must travel encrypted, to a server that proves who it is.

    Why: logs hold names, addresses and habits; and a false server would swallow them.
    Fix: StreamDriver gtls or ossl, StreamDriverMode 1, StreamDriverAuthMode x509/name on the omfwd action, over tcp.
    Source: rsyslog documentation, omfwd, Network Stream Drivers; RFC 5425.
    """
    sent = forwards(body["rsyslog"])
    upload = pairs(lines(content(body["journal_upload"])), between="=").get("url", "")
    wrong = [reason for one in sent if (reason := _wrong(one))]
    if upload.startswith("http:"):
        wrong.append(f"{upload} is not https")
    if wrong:
        return failed("; ".join(wrong))
    if not sent and not upload:
        return failed("logs are not sent anywhere")
    return passed("logs travel encrypted, to a server whose certificate is checked")


def _wrong(one: Forward) -> str:
    if one.protocol != "tcp" or not one.encrypted:
        return f"logs to {one.target} travel readable ({one.protocol})"
    if one.authentication not in ("x509/name", "x509/fingerprint"):
        return f"the certificate of {one.target} is not checked against its name ({one.authentication})"
    return ""
