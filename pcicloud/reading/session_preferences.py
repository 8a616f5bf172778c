"""Reads Session Manager preferences out of a session document's JSON text."""

from __future__ import annotations

import json

from pcicloud.model.outcome import Json


def inputs(document: Json) -> Json:
    """The document's inputs (idle time, logs, key); empty where it has none. `document` is an answer of GetDocument."""
    content = json.loads(document.get("Content") or "{}")
    return content.get("inputs") or {}


def opens_shell(document: Json) -> bool:
    """Whether the document opens a shell: port forwarding and single commands have no such preferences."""
    content = json.loads(document.get("Content") or "{}")
    return bool(content.get("sessionType", "Standard_Stream") == "Standard_Stream")
