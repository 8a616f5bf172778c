"""Things that an own service keeps: named documents of one kind, in the service's state."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Request

Json = Any


def stored(request: Request, kind: str) -> dict[str, Json]:
    """Return the (living) documents of one kind, by name."""
    kept: dict[str, Json] = request.state.setdefault(kind, {})
    return kept


def found(
    request: Request, kind: str, name: str, *, code: str = "ResourceNotFoundException", status: int = 404
) -> Json:
    """Return one document. Raises ServiceError with `code` if there is none of that name."""
    kept = stored(request, kind)
    if name not in kept:
        raise ServiceError(code, f"{name} does not exist.", status=status)
    return kept[name]


def refuse_double(
    request: Request, kind: str, name: str, *, code: str = "ConflictException", status: int = 409
) -> None:
    """Raise ServiceError with `code` if there is a document of that name."""
    if name in stored(request, kind):
        raise ServiceError(code, f"{name} exists already.", status=status)


def new_id(prefix: str = "", *, length: int = 17) -> str:
    """Return a random identifier of hexadecimal digits."""
    return prefix + secrets.token_hex(length)[:length]


def now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


def moto_backend(request: Request, service: str) -> Any:
    """Return moto's own state of a service in the request's account and region, for what its API can't change."""
    from moto.backends import get_backend

    name: Any = service
    return get_backend(name)[request.account_id][request.region]
