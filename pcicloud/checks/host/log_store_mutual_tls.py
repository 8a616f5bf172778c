"""The log server must take lines only by TLS and only from hosts that prove who they are."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import contents
from pcicloud.reading.rsyslog import PARAMETER


@check(evidence="host.log_store", when_none=not_applicable("this host stores no logs of others"))
def log_store_mutual_tls(body: Json, env: Environment) -> Outcome:
    """The log server must take lines only by TLS and only from hosts that prove who they are.

    Why: anybody could else write false lines, or so many that the true ones drown.
    Fix: imtcp with StreamDriver.Mode 1, StreamDriver.AuthMode x509/name and PermittedPeer; no imudp.
    Source: rsyslog documentation, imtcp, StreamDriver.AuthMode, PermittedPeer; RFC 5425.
    """
    text = "\n".join(contents(body["rsyslog"]))
    inputs = re.findall(r"(?i)\binput\s*\(\s*type=\"(imudp|imptcp|imtcp|imrelp)\"", text)
    inputs += ["imudp"] * bool(re.search(r"(?mi)^\$UDPServerRun", text))
    plain = sorted({kind.lower() for kind in inputs} & {"imudp", "imptcp"})
    if plain:
        return failed(f"{plain[0]} takes lines in the clear")
    if "imtcp" not in [kind.lower() for kind in inputs]:
        return unknown("rsyslog takes no lines by imtcp, and other ways are not read")
    module = re.search(r"(?is)\bmodule\s*\(([^)]*\bload=\"imtcp\"[^)]*)\)", text)
    words = {key.lower(): value.lower() for key, value in PARAMETER.findall(module[1])} if module else {}
    if words.get("streamdriver.mode") != "1" or words.get("streamdriver.name") not in ("gtls", "ossl"):
        return failed("imtcp takes lines in the clear (StreamDriver.Mode is not 1)")
    if words.get("streamdriver.authmode") not in ("x509/name", "x509/fingerprint"):
        return failed(
            f"a host need not prove who it is (StreamDriver.AuthMode is {words.get('streamdriver.authmode')})"
        )
    if not re.search(r"(?i)\bPermittedPeer\s*=\s*\[?\s*\"(?!\*\")[^\"]+\"", module[1] if module else ""):
        return failed("every host with a certificate may send (PermittedPeer names none)")
    return passed("lines come by TLS, from hosts that prove who they are")
