"""The web server must speak no TLS older than 1.2."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import servers


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_tls_versions(body: Json, env: Environment) -> Outcome:
    """The web server must speak no TLS older than 1.2.

    Why: older versions can be broken, and a client may be talked into using them.
    Fix: `ssl_protocols TLSv1.2 TLSv1.3;` in the http block of nginx.conf.
    Source: nginx documentation, ngx_http_ssl_module, ssl_protocols; RFC 8996.
    """
    encrypted = [one for one in servers(body) if one.is_encrypted and not one.refuses_handshakes]
    if not encrypted:
        return not_applicable("no server of nginx speaks TLS")
    for one in encrypted:
        said = one.words("ssl_protocols")
        if said is None:
            return failed(f"{one.label} names no ssl_protocols, so nginx's defaults hold, which had old versions")
        old = [word for word in said if word not in ("TLSv1.2", "TLSv1.3")]
        if old:
            return failed(f"{one.label} speaks {', '.join(old)}")
    return passed(f"{len(encrypted)} servers speak TLS 1.2 and newer only")
