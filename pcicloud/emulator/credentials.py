"""Which credentials the emulator accepts: its own fixed pair, and those that its IAM and STS made."""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import quote

from pcicloud.emulator.call import Call
from pcicloud.emulator.errors import ServiceError

EMULATOR_KEY = "emulator"
SIGNATURE = re.compile(r"SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})")
OPEN_ACTIONS = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})


def check_credentials(call: Call) -> None:
    """Raise ServiceError (403) unless the call is signed with an accepted key and its secret.

    The signature is AWS Signature Version 4 in the header `Authorization`; of a presigned address only the key counts.
    """
    if call.access_key_id is None:
        if call.operation in OPEN_ACTIONS:
            return
        raise ServiceError("MissingAuthenticationToken", "The request is not signed.", status=403)
    secret = _secret_of(call.access_key_id)
    if secret is None:
        raise ServiceError("InvalidClientTokenId", "The security token included in the request is invalid.", status=403)
    found = SIGNATURE.search(call.headers.get("authorization", ""))
    if found and not hmac.compare_digest(found.group(2), signature(call, found.group(1).split(";"), secret)):
        raise ServiceError("SignatureDoesNotMatch", "The request signature does not match the secret key.", status=403)


def _secret_of(access_key_id: str) -> str | None:
    if access_key_id == EMULATOR_KEY:
        return EMULATOR_KEY
    from moto.iam.models import iam_backends

    for account in list(iam_backends.values()):
        for backend in list(account.values()):
            if access_key_id in backend.access_keys:
                return str(backend.access_keys[access_key_id].secret_access_key)
    return None


def account_of(access_key_id: str | None) -> str:
    """Return the account id (12 digits) that the key belongs to; the emulator's own account for its fixed key."""
    from moto.iam.models import get_account_id_from

    return str(get_account_id_from(access_key_id or ""))


def signature(call: Call, signed_headers: list[str], secret: str) -> str:
    """Return the call's signature (hex) as Signature Version 4 computes it."""
    scope = f"{call.scope_date}/{call.region}/{call.signing_name}/aws4_request"
    canonical_hash = hashlib.sha256(_canonical(call, signed_headers).encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{call.headers.get('x-amz-date', '')}\n{scope}\n{canonical_hash}"
    key = f"AWS4{secret}".encode()
    for part in (call.scope_date, call.region, call.signing_name, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _canonical(call: Call, signed_headers: list[str]) -> str:
    path = call.path if call.signing_name == "s3" else quote(call.path, safe="/~")
    query = "&".join(sorted(part if "=" in part else part + "=" for part in call.query.split("&") if part))
    headers = "".join(f"{name}:{' '.join(call.headers.get(name, '').split())}\n" for name in signed_headers)
    payload = call.headers.get("x-amz-content-sha256") or hashlib.sha256(call.body).hexdigest()
    return "\n".join((call.method, path or "/", query, headers, ";".join(signed_headers), payload))
