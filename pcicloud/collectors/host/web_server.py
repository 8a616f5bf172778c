"""The web server's settings as it reads them itself, and the rules of its application filter."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, files, stats
from pcicloud.model.sighting import Seen

# Settings may hold secrets, above all headers that are passed on: only what a check asks for leaves the host, the
# lines that open and close blocks, and the rest of a log's format.
WANTED = (
    r"^# configuration file |\{\s*(?:#.*)?$|^\s*\}|^\s*[\"'].*\$"
    r"|^\s*(?:include|listen|server_name|return|location|server|if|root|server_tokens|add_header|access_log|error_log"
    r"|log_format|modsecurity\w*|ssl|ssl_protocols|ssl_ciphers|ssl_reject_handshake"
    r"|(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass)\b"
)
RULES = r"^\s*(?:SecRuleEngine|SecRuleRemove\w+|SecAuditEngine|Sec\w+BodyAccess|Include)\b"
PLACES = ("/etc/nginx/*.conf", "/etc/nginx/modsec*/*", "/etc/modsecurity/*.conf")
FOUND = ("/usr/sbin/nginx", "/etc/modsecurity/crs/*", "/usr/share/modsecurity-crs/rules/*.conf")


@collector(
    where="host",
    asks=(
        command("nginx", "-T", root=True, lines=WANTED),
        *(files(place, lines=RULES) for place in PLACES),
        stats(*FOUND),
    ),
)
def web_server(host: HostAnswers) -> Iterator[Seen]:
    """The web server's settings as it reads them itself, and the rules of its application filter."""
    said = host.output("nginx", "-T")
    if said is not None:
        rules = [one for place in PLACES for one in host.files(place, lines=RULES)]
        yield Seen(
            "nginx", {"settings": said, "rules": [one for one in rules if one["content"]], "found": host.stats(*FOUND)}
        )
