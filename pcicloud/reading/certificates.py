"""What `openssl x509` prints of a certificate."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec

from pcicloud.model.outcome import Json

SIZE = re.compile(r"Public-Key: \((\d+) bit\)")
ALGORITHM = re.compile(r"Public Key Algorithm: (\S+)")


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate's subject, its end (UTC), and its key's algorithm and size in bits."""

    subject: str
    ends_at: datetime
    algorithm: str
    bits: int


def certificate(said: Json) -> Certificate | None:
    """The certificate, None where openssl could not read one."""
    fields = dict(line.split("=", 1) for line in said["stdout"].splitlines() if re.match(r"(subject|notAfter)=", line))
    if said["exit_code"] != 0 or "notAfter" not in fields:
        return None
    size, algorithm = SIZE.search(said["stdout"]), ALGORITHM.search(said["stdout"])
    return Certificate(
        subject=fields.get("subject", "").strip(),
        ends_at=datetime.strptime(fields["notAfter"].strip(), "%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC),
        algorithm=algorithm[1] if algorithm else "",
        bits=int(size[1]) if size else 0,
    )
