"""The web server must log every request, and from where it came."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.nginx import Directive, Server, log_format, servers

WANTED = {
    "where a request came from": ("$remote_addr", "$realip_remote_addr", "$http_x_forwarded_for"),
    "what was asked": ("$uri", "$request_uri", "$request"),
    "the outcome": ("$status",),
    "the time": ("$time_local", "$time_iso8601", "$msec"),
}


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_logs_requests(body: Json, env: Environment) -> Outcome:
    """The web server must log every request, and from where it came.

    Why: an attack on the application is found in these lines first.
    Fix: `access_log` with a format that has $remote_addr, the time or syslog, $request_method, $uri and $status;
      `error_log` not off.
    Source: nginx documentation, ngx_http_log_module, access_log, log_format.
    """
    found = [one for one in servers(body) if not one.refuses_handshakes]
    if not found:
        return not_applicable("nginx has no server that answers")
    for one in found:
        every = one.own.deep("access_log") or one.http.all("access_log")
        off = [said for said in every if said.words == ("off",)]
        if not every or (off and one.passes):
            return failed(f"{one.label} does not log its requests")
        lacking = [name for name, words in WANTED.items() if not _told(one, every, words)]
        if lacking:
            return failed(f"the log of {one.label} does not tell {lacking[0]}")
    return passed(f"{len(found)} servers log every request with its source and outcome")


def _told(one: Server, every: tuple[Directive, ...], words: tuple[str, ...]) -> bool:
    """Whether each log's format has one of the words; syslog adds the time by itself."""
    logs = [said for said in every if said.words != ("off",)]
    return all(
        any(word in log_format(one, said) for word in words)
        or ("$time_local" in words and said.words[0].startswith("syslog:"))
        for said in logs
    )
