"""Browsers must be told to come by HTTPS only."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import before_applications, header

SECONDS_MIN = 15768000  # half a year


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_hsts(body: Json, env: Environment) -> Outcome:
    """Browsers must be told to come by HTTPS only.

    Why: otherwise the first request of a visit is plain, and who is on the way keeps it so.
    Fix: `add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;`.
    Source: RFC 6797; nginx documentation, ngx_http_headers_module, add_header.
    """
    found = before_applications(body)
    if not found:
        return not_applicable("no application stands behind a server of nginx")
    for one in found:
        said = header(one, "strict-transport-security")
        if said is None:
            return failed(f"{one.label} sends no Strict-Transport-Security")
        age = re.search(r"max-age=(\d+)", said)
        if age is None or int(age[1]) < SECONDS_MIN:
            return failed(f"{one.label} sends {said!r}; max-age of {SECONDS_MIN} or more is wanted")
    return passed(f"{len(found)} servers tell browsers to come by HTTPS only")
