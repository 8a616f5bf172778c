"""The way in: who asks, what for, and who answers (a fault, an own operation, or moto)."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pcicloud.emulator.answers import Answers
from pcicloud.emulator.aws_clients import AwsClients
from pcicloud.emulator.call import Call, Reply, read_call
from pcicloud.emulator.credentials import check_credentials
from pcicloud.emulator.errors import ServiceError, error_reply
from pcicloud.emulator.faults import Faults
from pcicloud.emulator.moto_app import Moto, is_unimplemented
from pcicloud.emulator.own_services import OwnServices

HOP_HEADERS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"})


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """One HTTP request as it came: `target` is path and query, still percent-encoded."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Gateway:
    """The embedded AWS without its socket."""

    def __init__(self) -> None:
        self._moto = Moto()
        self._own = OwnServices()
        self._faults = Faults()
        self._answers = Answers()
        self._clients = AwsClients(self._answer_inside)
        self._started_at = datetime.now(UTC)
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def answer(self, request: HttpRequest) -> Reply:
        """Return the reply to one request from outside. Raises ConnectionAbortedError when a fault says to hang."""
        if request.target.startswith("/_pcicloud/"):
            return self._control(request)
        call = _call(request)
        with self._lock:
            self._counts[f"{call.service}:{call.operation}"] += 1
        try:
            check_credentials(call)
            return self._dispatch(call, request)
        except ServiceError as error:
            return error_reply(call, error)

    def _answer_inside(self, *, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        request = HttpRequest(method=method, target=target, headers=headers, body=body)
        call = _call(request)
        try:
            return self._dispatch(call, request)
        except ServiceError as error:
            return error_reply(call, error)

    def _dispatch(self, call: Call, request: HttpRequest) -> Reply:
        self._faults.strike(call)
        planted = self._answers.find(call)
        if planted is not None:
            return self._own.answer(call, lambda _request: planted, self._clients)
        operation = self._own.find(call)
        if operation is not None:
            return self._own.answer(call, operation, self._clients)
        return self._from_moto(call, request)

    def _from_moto(self, call: Call, request: HttpRequest) -> Reply:
        host = next((value for name, value in request.headers.items() if name.lower() == "host"), "localhost")
        status, headers, body = self._moto.answer(
            method=request.method, url=f"http://{host}{request.target}", headers=request.headers, body=request.body
        )
        if is_unimplemented(status, headers, body):
            raise ServiceError("UnsupportedOperation", f"The emulator can't answer {call.service}:{call.operation}.")
        kept = tuple((name, value) for name, value in headers if name.lower() not in HOP_HEADERS)
        if request.method == "HEAD":
            kept += tuple((name, value) for name, value in headers if name.lower() == "content-length")
        return Reply(status=status, headers=kept, body=body)

    def _control(self, request: HttpRequest) -> Reply:
        match request.method, request.target:
            case "GET", "/_pcicloud/status":
                return _json_reply(self._status())
            case "POST", "/_pcicloud/reset":
                self._reset()
                return _json_reply({})
            case "POST", "/_pcicloud/faults":
                return _taken(self._faults.add, request.body)
            case "POST", "/_pcicloud/answers":
                return _taken(self._answers.plant, request.body)
            case "DELETE", "/_pcicloud/answers":
                return _taken(self._forget_answers, request.body or b"{}")
            case "DELETE", "/_pcicloud/faults":
                self._faults.clear()
                return _json_reply({})
        return _json_reply({"error": f"unknown: {request.method} {request.target}"}, status=404)

    def _forget_answers(self, entry: Any) -> None:
        entries = entry if isinstance(entry, list) else [entry]
        for one in entries:
            self._answers.forget(one.get("operation"))

    def _status(self) -> dict[str, Any]:
        with self._lock:
            counts = dict(sorted(self._counts.items()))
        return {
            "pid": os.getpid(),
            "started_at": self._started_at.isoformat(),
            "calls": sum(counts.values()),
            "hanging": self._faults.hanging,
            "calls_by_operation": counts,
        }

    def _reset(self) -> None:
        self._faults.clear()
        self._answers.forget()
        self._own.reset()
        self._moto.reset()
        with self._lock:
            self._counts.clear()


def _call(request: HttpRequest) -> Call:
    path, _, query = request.target.partition("?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return read_call(method=request.method, path=path, query=query, headers=headers, body=request.body)


def _taken(take: Callable[[Any], None], body: bytes) -> Reply:
    try:
        take(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return _json_reply({"error": f"{type(error).__name__}: {error}"}, status=400)
    return _json_reply({})


def _json_reply(document: dict[str, Any], *, status: int = 200) -> Reply:
    return Reply(status=status, headers=(("Content-Type", "application/json"),), body=json.dumps(document).encode())
