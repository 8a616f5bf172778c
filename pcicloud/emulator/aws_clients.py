"""boto3 clients that speak to this process without a socket: what providers and own operations use."""

from __future__ import annotations

import threading
from typing import Any, Protocol
from urllib.parse import urlsplit

from pcicloud.emulator.call import Reply

ENDPOINT = "http://localhost"


class Handler(Protocol):
    """What answers a call from inside."""

    def __call__(self, *, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """Return the reply to `method` on `target` (path and query)."""


class AwsClients:
    """Clients by access key, service and region, made once each."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._session: Any = None

    def client(self, service: str, *, region: str, access_key_id: str) -> Any:
        """Return a boto3 client that acts as the owner of the access key."""
        key = (service, region, access_key_id)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._new_client(service, region, access_key_id)
            return self._clients[key]

    def _new_client(self, service: str, region: str, access_key_id: str) -> Any:
        import botocore.session
        from botocore.config import Config

        if self._session is None:
            self._session = botocore.session.Session()
        client = self._session.create_client(
            service,
            region_name=region,
            endpoint_url=ENDPOINT,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=access_key_id,
            config=Config(
                retries={"total_max_attempts": 1, "mode": "standard"},
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        client.meta.events.register("before-send", self._send)
        return client

    def _send(self, request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        parts = urlsplit(request.url)
        target = parts.path + ("?" + parts.query if parts.query else "")
        headers = {name: _text(value) for name, value in request.headers.items()}
        headers["Host"] = parts.netloc
        reply = self._handler(method=request.method, target=target, headers=headers, body=_content(request.body))
        answered: Any = dict(reply.headers)
        return AWSResponse(request.url, reply.status, answered, _Raw(reply.body))


class _Raw:
    """A body as urllib3 hands it to botocore."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> Any:
        yield self._body

    def read(self, amt: int | None = None, **_: Any) -> bytes:
        taken, self._body = (self._body, b"") if amt is None else (self._body[:amt], self._body[amt:])
        return taken


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _content(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray) else bytes(body.read())
