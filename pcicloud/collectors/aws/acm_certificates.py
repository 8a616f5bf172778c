"""Every certificate, of whatever key type."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen

KEY_TYPES = [
    "RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1",
]  # fmt: skip


@collector(
    where="regional", permissions=("acm:ListCertificates",), shapes="acm:ListCertificates.CertificateSummaryList[]"
)
def acm_certificates(account: Account) -> Iterator[Seen]:
    """Every certificate; without naming the key types, AWS lists RSA up to 2048 bits only."""
    for item in account.pages("acm", "ListCertificates", "CertificateSummaryList", Includes={"keyTypes": KEY_TYPES}):
        yield Seen(item["CertificateArn"], item)
