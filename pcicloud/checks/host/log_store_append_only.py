"""Stored logs must be append-only."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown


@check(evidence="host.log_store", when_none=not_applicable("this host stores no logs of others"))
def log_store_append_only(body: Json, env: Environment) -> Outcome:
    """Stored logs must be append-only.

    Why: whoever breaks in alters the lines that tell of it.
    Fix: `chattr +a` for files and folders (`pcicloud-logs prepare`), and no CAP_LINUX_IMMUTABLE for the receiver.
    Source: e2fsprogs, chattr(1), attribute a.
    """
    said = body["alterable"]
    counts = re.fullmatch(r"(?s)(.*?)(\d+) of (\d+)\s*", said["stdout"]) if said else None
    if counts is None:
        return unknown("lsattr did not tell whether stored logs are append-only")
    if counts[3] == "0":
        return unknown("lsattr told nothing: the file system may know no attributes")
    if int(counts[2]):
        first = counts[1].split()[1]
        return failed(f"{counts[2]} of {counts[3]} stored files and folders can be altered, first {first}")
    return passed(f"{counts[3]} stored files and folders are append-only")
