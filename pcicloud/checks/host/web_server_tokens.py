"""The web server must not tell its version."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import servers


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_server_tokens(body: Json, env: Environment) -> Outcome:
    """The web server must not tell its version.

    Why: who looks for a hole in one version finds servers with it by a search.
    Fix: `server_tokens off;` in the http block of nginx.conf.
    Source: nginx documentation, ngx_http_core_module, server_tokens.
    """
    found = servers(body)
    if not found:
        return not_applicable("nginx has no server that answers")
    telling = [one.label for one in found if one.words("server_tokens") != ("off",)]
    if telling:
        return failed(f"{telling[0]} tells its version (server_tokens is not off)")
    return passed(f"none of {len(found)} servers tells its version")
