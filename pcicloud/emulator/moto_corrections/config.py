"""AWS Config: how often a recorder records."""

from __future__ import annotations

from typing import Any


def correct() -> None:
    """Keep the recording mode, which moto forgets."""
    from moto.config.models import ConfigBackend

    put = ConfigBackend.put_configuration_recorder

    def put_and_keep(backend: Any, config_recorder: dict[str, Any]) -> None:
        put(backend, config_recorder)
        recorder: Any = backend.recorders[config_recorder["name"]]
        recorder.recording_mode = config_recorder.get("recordingMode") or {"recordingFrequency": "CONTINUOUS"}

    ConfigBackend.put_configuration_recorder = put_and_keep
