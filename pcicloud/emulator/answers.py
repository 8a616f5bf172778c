"""Planted answers: what a test wants an operation to answer that no call can bring about (an old key, a finding)."""

from __future__ import annotations

import threading
from typing import Any

from pcicloud.emulator.call import Call


class Answers:
    """The planted answers, by `service:Operation`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[str, dict[str, Any]] = {}

    def plant(self, entry: dict[str, Any]) -> None:
        """Answer an operation with this from now on. Raises ValueError or KeyError if the entry is malformed."""
        operation, answer = entry["operation"], entry["answer"]
        if not isinstance(operation, str) or ":" not in operation or not isinstance(answer, dict):
            raise ValueError("an answer needs an operation (service:Operation) and an answer (an object)")
        with self._lock:
            self._answers[operation] = answer

    def forget(self, operation: str | None = None) -> None:
        """Forget one planted answer, or all."""
        with self._lock:
            if operation is None:
                self._answers.clear()
            else:
                self._answers.pop(operation, None)

    def find(self, call: Call) -> dict[str, Any] | None:
        """Return what was planted for the call, or None."""
        with self._lock:
            return self._answers.get(f"{call.service}:{call.operation}")
