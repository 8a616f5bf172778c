"""Self-signed certificates with throw-away keys, made when a mutation needs one; none is kept in a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mutation.example.jp")])


@cache
def made(algorithm: str, days: int) -> dict[str, str]:
    """A certificate (`body`) that began yesterday and ends in some days, and its key (`key`), both PEM."""
    key = (
        rsa.generate_private_key(65537, int(algorithm[3:]))
        if algorithm[:3] == "rsa"
        else ec.generate_private_key(ec.SECP256R1())
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return {"body": certificate.public_bytes(serialization.Encoding.PEM).decode(), "key": pem.decode()}
