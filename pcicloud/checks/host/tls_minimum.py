"""Programs must not speak old versions of TLS."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import content


@check(evidence="host.openssl", when_none=not_applicable("OpenSSL has no configuration here"))
def tls_minimum(body: Json, env: Environment) -> Outcome:
    """Programs must not speak old versions of TLS.

    Why: SSL and TLS before 1.2 can be broken.
    Fix: `MinProtocol = TLSv1.2` and a SECLEVEL of 2 in the section system_default_sect of openssl.cnf.
    Source: OpenSSL documentation, config(5), SSL_CONF_cmd(3), MinProtocol; RFC 8996.
    """
    policy = content(body["crypto_policy"]).strip().upper()
    if policy:
        return (
            failed(f"the crypto policy is {policy}")
            if policy.startswith("LEGACY")
            else passed(f"the crypto policy is {policy}")
        )
    text = re.sub(r"(?m)#.*$", "", content(body["settings"]))
    lowest = re.findall(r"(?mi)^\s*MinProtocol\s*=\s*(\S+)", text)
    if not re.search(r"(?m)^\s*openssl_conf\s*=", text) or not lowest:
        return failed("openssl.cnf sets no lowest version (MinProtocol)")
    if lowest[-1] not in ("TLSv1.2", "TLSv1.3"):
        return failed(f"MinProtocol is {lowest[-1]}, TLSv1.2 is required")
    level = re.findall(r"SECLEVEL\s*=\s*(\d)", text)
    if level and int(level[-1]) < 2:
        return failed(f"the security level is {level[-1]}, 2 is required")
    return passed(f"MinProtocol is {lowest[-1]}")
