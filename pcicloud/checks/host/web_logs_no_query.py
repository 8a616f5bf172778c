"""The web server must not log what customers send."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import Directive, log_format, servers

SENT = (
    "$request", "$request_uri", "$args", "$query_string", "$request_body", "$http_cookie", "$http_authorization",
    "$http_referer",
)  # fmt: skip
DEFAULT = Directive(name="access_log", words=("logs/access.log", "combined"))


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_logs_no_query(body: Json, env: Environment) -> Outcome:
    """The web server must not log what customers send.

    Why: queries, cookies and bodies may hold card numbers, and logs are kept for a year.
    Fix: a log_format with $uri instead of $request, and without $args, $request_body, $http_cookie and
      $http_authorization.
    Source: nginx documentation, ngx_http_core_module, embedded variables; ngx_http_log_module, log_format.
    """
    found = [one for one in servers(body) if not one.refuses_handshakes]
    if not found:
        return not_applicable("nginx has no server that answers")
    for one in found:
        for said in one.own.deep("access_log") or one.http.all("access_log") or (DEFAULT,):
            sent = [word for word in SENT if re.search(re.escape(word) + r"(?!\w)", log_format(one, said))]
            if sent and one.passes:
                return failed(f"the log of {one.label} holds {sent[0]}")
    if not any(one.passes for one in found):
        return not_applicable("no application stands behind a server of nginx")
    return passed("no log of nginx holds queries, cookies or bodies")
