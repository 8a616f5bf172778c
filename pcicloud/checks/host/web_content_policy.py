"""Browsers must be told which scripts a page may load."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import before_applications, header

ANYWHERE = ("*", "'unsafe-inline'", "http:", "https:", "data:", "blob:")


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_content_policy(body: Json, env: Environment) -> Outcome:
    """Browsers must be told which scripts a page may load.

    Why: a script that somebody slipped in then does not run, and card numbers are not read off the page.
    Fix: `add_header Content-Security-Policy "default-src 'self'; …" always;`, without 'unsafe-inline' and * for
      scripts.
    Source: W3C, Content Security Policy Level 3.
    """
    found = before_applications(body)
    if not found:
        return not_applicable("no application stands behind a server of nginx")
    for one in found:
        said = header(one, "content-security-policy")
        if said is None:
            return failed(f"{one.label} sends no Content-Security-Policy")
        if reason := _loose(said):
            return failed(f"{one.label}: {reason}")
    return passed(f"{len(found)} servers tell browsers which scripts they may load")


def _loose(policy: str) -> str:
    """Why the policy lets scripts of anybody run, empty where it does not."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    rules = {words[0].lower(): [word.lower() for word in words[1:]] for words in reversed(parts)}
    name = next((one for one in ("script-src-elem", "script-src", "default-src") if one in rules), "")
    if not name:
        return "the policy says nothing of scripts (script-src or default-src)"
    strict = any(word.startswith(("'nonce-", "'sha256-", "'sha384-", "'sha512-")) for word in rules[name])
    wide = [word for word in rules[name] if word in ANYWHERE and not (strict and word == "'unsafe-inline'")]
    return f"{name} allows {wide[0]}" if wide else ""
