"""The web server must offer strong ciphers only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.ciphers import weak
from pcicloud.reading.nginx import servers


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_tls_ciphers(body: Json, env: Environment) -> Outcome:
    """The web server must offer strong ciphers only.

    Why: what a weak cipher hides can be read by who records it.
    Fix: `ssl_ciphers` with ECDHE suites of AES-GCM or ChaCha20 in nginx.conf.
    Source: nginx documentation, ngx_http_ssl_module, ssl_ciphers; OpenSSL manual openssl-ciphers(1); NIST SP 800-52
      Rev. 2.
    """
    encrypted = [one for one in servers(body) if one.is_encrypted and not one.refuses_handshakes]
    if not encrypted:
        return not_applicable("no server of nginx speaks TLS")
    for one in encrypted:
        said = " ".join(one.words("ssl_ciphers") or ("HIGH:!aNULL:!MD5",))
        if found := weak(said):
            return failed(f"{one.label} offers {found}")
    return passed(f"{len(encrypted)} servers offer strong ciphers only")
