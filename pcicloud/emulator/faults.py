"""Faults that a test asks for: an operation that is refused, throttled, broken, late or never answered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from pcicloud.emulator.call import Call
from pcicloud.emulator.errors import ServiceError

FaultError = Literal["AccessDenied", "Throttling", "InternalError", "hang"]

HANG_S = 3600.0
FIELDS = {"operation", "error", "times", "delay_s"}


@dataclass(kw_only=True)
class Fault:
    """One asked-for fault. `times` counts down and None means for ever; `error` None means only a delay."""

    operation: str
    error: FaultError | None
    times: int | None
    delay_s: float


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._faults: list[Fault] = []
        self._hanging = 0

    @property
    def hanging(self) -> int:
        """How many calls a fault holds at the moment."""
        return self._hanging

    def add(self, entries: Sequence[dict[str, Any]]) -> None:
        """Add faults as read from JSON. Raises ValueError on an unknown field or error."""
        faults = [_fault(entry) for entry in entries]
        with self._lock:
            self._faults.extend(faults)

    def clear(self) -> None:
        """Forget all faults, and let the calls go on that they hold."""
        with self._lock:
            self._faults.clear()
            self._released.set()
            self._released = threading.Event()

    def strike(self, call: Call) -> None:
        """Wait and raise ServiceError if a fault says so. Raises ConnectionAbortedError after a hang."""
        fault = self._take(call)
        if fault is None:
            return
        self._hold(fault.delay_s or (HANG_S if fault.error == "hang" else 0))
        if fault.error == "hang":
            raise ConnectionAbortedError("a fault asked this call to hang")
        if fault.error is not None:
            raise _service_error(call, fault.error)

    def _hold(self, delay_s: float) -> None:
        with self._lock:
            self._hanging += 1
            released = self._released
        released.wait(delay_s)
        with self._lock:
            self._hanging -= 1

    def _take(self, call: Call) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.times != 0 and _names(call, fault.operation):
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None


def _fault(entry: dict[str, Any]) -> Fault:
    if unknown := set(entry) - FIELDS:
        raise ValueError(f"unknown fields of a fault: {', '.join(sorted(unknown))}")
    error = entry.get("error")
    if error is not None and error not in get_args(FaultError):
        raise ValueError(f"unknown error of a fault: {error}; it is one of {', '.join(get_args(FaultError))}")
    return Fault(
        operation=str(entry["operation"]),
        error=cast(FaultError | None, error),
        times=entry.get("times"),
        delay_s=float(entry.get("delay_s") or 0),
    )


def _names(call: Call, wanted: str) -> bool:
    service, _, operation = wanted.partition(":")
    return service in ("*", call.service, call.signing_name) and operation in ("*", call.operation)


CODES: dict[FaultError, tuple[int, str, str, str]] = {
    # status, and the code in the protocols of EC2, of JSON, and of the rest
    "AccessDenied": (403, "UnauthorizedOperation", "AccessDeniedException", "AccessDenied"),
    "Throttling": (400, "RequestLimitExceeded", "ThrottlingException", "Throttling"),
    "InternalError": (500, "InternalError", "InternalServerError", "InternalError"),
}


def _service_error(call: Call, error: FaultError) -> ServiceError:
    status, of_ec2, of_json, of_others = CODES[error]
    code = of_ec2 if call.protocol == "ec2" else of_json if call.protocol in ("json", "rest-json") else of_others
    return ServiceError(code, f"A fault asked {call.service}:{call.operation} to fail: {error}.", status=status)
