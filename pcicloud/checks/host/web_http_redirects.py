"""Plain HTTP must do nothing but send on to HTTPS."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import Directive, Server, servers

SENT_ON = ("301", "302", "303", "307", "308")


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_http_redirects(body: Json, env: Environment) -> Outcome:
    """Plain HTTP must do nothing but send on to HTTPS.

    Why: whatever else it did could be read, and altered, on its way.
    Fix: `return 301 https://…$request_uri;` as all that the server on port 80 does.
    Source: nginx documentation, ngx_http_rewrite_module, return.
    """
    plain = [one for one in servers(body) if one.is_plain]
    wrong = [one.label for one in plain if not _redirects(one)]
    if wrong:
        return failed(f"{wrong[0]} answers in plain HTTP instead of sending on to HTTPS")
    if not plain:
        return passed("no server of nginx is reachable by plain HTTP")
    return passed(f"{len(plain)} servers in plain HTTP do nothing but send on to HTTPS")


def _redirects(one: Server) -> bool:
    """Whether every answer is one to HTTPS or a refusal; tokens of ACME (RFC 8555, 8.3) have to come in the clear."""
    if one.is_encrypted or not all(_is_harmless(said) for said in one.own.deep("return")):
        return False
    if one.own.all("return"):
        return True
    places = [place for place in one.own.all("location") if "/.well-known/acme-challenge" not in " ".join(place.words)]
    return ("/",) in [place.words for place in places] and all(place.all("return") for place in places)


def _is_harmless(said: Directive) -> bool:
    if said.words[:1] and said.words[0] in SENT_ON:
        return said.words[-1].startswith("https://")
    return len(said.words) == 1 and said.words[0].startswith("4")
