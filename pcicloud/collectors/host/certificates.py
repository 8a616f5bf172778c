"""The certificates that the host's services show."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import each
from pcicloud.model.sighting import Seen

PLACES = (
    "/etc/ssl/*.crt",
    "/etc/ssl/pcicloud/*.crt",
    "/etc/nginx/**/*.crt",
    "/etc/apache2/**/*.crt",
    "/etc/letsencrypt/live/*/cert.pem",
    "/etc/rsyslog.d/**/*.crt",
    "/etc/pki/tls/certs/localhost.crt",
)
SHOW = (
    "openssl",
    "x509",
    "-noout",
    "-subject",
    "-issuer",
    "-serial",
    "-startdate",
    "-enddate",
    "-text",
    "-certopt",
    "no_sigdump,no_header,no_version,no_extensions,no_validity,no_subject,no_issuer,no_serial,no_aux",
    "-in",
)


@collector(where="host", asks=tuple(each(place, *SHOW) for place in PLACES))
def certificates(host: HostAnswers) -> Iterator[Seen]:
    """The certificates that the host's services show."""
    for pattern in PLACES:
        for said in host.each(pattern):
            yield Seen(said["argv"][-1], {"certificate": said})
