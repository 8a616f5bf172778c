"""The system-wide settings of TLS."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(file("/etc/ssl/openssl.cnf"), file("/etc/pki/tls/openssl.cnf"), file("/etc/crypto-policies/config")),
)
def openssl(host: HostAnswers) -> Iterator[Seen]:
    """The system-wide settings of TLS."""
    settings = host.file("/etc/ssl/openssl.cnf") or host.file("/etc/pki/tls/openssl.cnf")
    if settings is not None:
        yield Seen("openssl", {"settings": settings, "crypto_policy": host.file("/etc/crypto-policies/config")})
