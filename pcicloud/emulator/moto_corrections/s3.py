"""S3: bucket policies with conditions, and access logs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


def correct() -> None:
    """Read bucket policies without the statements that have conditions, and deliver no access logs."""
    _leave_conditions_out()
    _deliver_no_access_logs()


def _deliver_no_access_logs() -> None:
    # AWS delivers access logs hours later. moto writes one at each call, also while the bucket of the logs is emptied.
    from moto.s3.models import S3Backend

    def deliver_nothing(_backend: Any, _request: Any, _bucket_name: str) -> None:
        return None

    S3Backend.log_incoming_request = deliver_nothing


def _leave_conditions_out() -> None:
    # moto reads a bucket policy without its conditions: "deny what comes without TLS" would deny all.
    from moto.s3.models import FakeBucket

    permission = FakeBucket.get_permission

    def permission_by_the_rest(bucket: Any, action: str, resource: str) -> Any:
        if bucket.policy is None:
            return permission(bucket, action, resource)
        policy = json.loads(bucket.policy)
        statements = policy.get("Statement") or []
        statements = [statements] if isinstance(statements, dict) else statements
        rest = policy | {"Statement": [one for one in statements if "Condition" not in one]}
        return permission(_BucketPolicy(policy=json.dumps(rest).encode()), action, resource)

    FakeBucket.get_permission = permission_by_the_rest


@dataclass(frozen=True, kw_only=True)
class _BucketPolicy:
    """What moto asks of a bucket when it reads its policy."""

    policy: bytes
