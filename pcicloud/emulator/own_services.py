"""The operations that the emulator answers itself: CloudFormation, and what moto lacks (one module a service)."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pcicloud.emulator.call import Call, Reply
from pcicloud.emulator.credentials import account_of
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.service_models import service_model

if TYPE_CHECKING:
    from pcicloud.emulator.aws_clients import AwsClients


class OwnServices:
    """The discovered operations and their state, one dictionary for each service, account and region."""

    def __init__(self) -> None:
        self._operations = _discovered_operations()
        self._state: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._lock = threading.RLock()

    def find(self, call: Call) -> Operation | None:
        """Return the own operation that answers the call, or None if moto does."""
        return self._operations.get((call.service, call.operation or ""))

    def answer(self, call: Call, operation: Operation, clients: AwsClients) -> Reply:
        """Return the operation's answer in the call's protocol. Raises ServiceError."""
        request = Request(
            account_id=account_of(call.access_key_id),
            region=call.region,
            access_key_id=call.access_key_id or "",
            parameters=_parameters(call),
            state=self.state_of(call.service, account_of(call.access_key_id), call.region),
            clients=clients,
        )
        with self._locked():
            result = operation(request)
        return _reply(call, result)

    def state_of(self, service: str, account_id: str, region: str) -> dict[str, Any]:
        """Return the (living) state of one service in one account and region."""
        with self._lock:
            return self._state.setdefault((service, account_id, region), {})

    def reset(self) -> None:
        """Forget all state."""
        with self._lock:
            self._state.clear()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock:
            yield


def _discovered_operations() -> dict[tuple[str, str], Operation]:
    from pcicloud.emulator import cloudformation, services

    found = {("cloudformation", name): operation for name, operation in cloudformation.OPERATIONS.items()}
    for info in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"{services.__name__}.{info.name}")
        found |= {(module.SERVICE, name): operation for name, operation in module.OPERATIONS.items()}
    return found


def _operation_model(call: Call) -> Any:
    model = service_model(call.service)
    if model is None:
        raise LookupError(f"an own operation of an unknown service: {call.service}")
    return model.operation_model(call.operation or "")


def _parameters(call: Call) -> dict[str, Any]:
    from moto.core.parse import PROTOCOL_PARSERS
    from werkzeug.datastructures import Headers, MultiDict

    model = _operation_model(call)
    path, _, _ = model.http.get("requestUri", "/").partition("?")
    parser = PROTOCOL_PARSERS[call.protocol](model)
    values: Any = MultiDict(call.form)
    parsed = parser.parse(
        {
            "body": call.body,
            "headers": Headers(list(call.headers.items())),
            "method": call.method,
            "url_params": _path_fields(path, call.path),
            "url_path": call.path,
            "values": values,
        }
    )
    return dict(parsed)


def _path_fields(pattern: str, path: str) -> dict[str, str]:
    from urllib.parse import unquote

    from pcicloud.emulator.rest_operations import path_fields

    return {name: unquote(value) for name, value in path_fields(pattern, path).items()}


def _reply(call: Call, result: Mapping[str, Any]) -> Reply:
    from moto.core.serialize import SerializationContext, get_serializer_class

    serializer = get_serializer_class(call.service, call.protocol)(_operation_model(call), SerializationContext())
    answer = serializer.serialize(dict(result))
    body = answer["body"]
    content = body.encode() if isinstance(body, str) else bytes(body)
    headers = tuple((name, str(value)) for name, value in answer["headers"].items())
    return Reply(status=answer["status_code"], headers=headers, body=content)
