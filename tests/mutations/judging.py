"""What one check says of one host, through the same door that pcicloud looks through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pcicloud import discover
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers
from pcicloud.model.asking import Ask
from pcicloud.model.environment import Environment

Look = Callable[[Sequence[Ask]], HostAnswers]


def judged(check_id: str, look: Look, env: Environment, params: dict[str, Any]) -> dict[str, Any]:
    """The verdicts, as [resource, verdict, reason], and by collector the bodies that were judged."""
    check = discover.unit("checks", check_id)
    collectors = {name: discover.unit("collectors", name) for name in (check.evidence, *check.beside)}
    try:
        host = look([ask for collector in collectors.values() for ask in collector.asks])
        seen = {name: list(collector.function(host)) for name, collector in collectors.items()}
    except NotSeen as gap:
        return {"verdicts": [["", "unknown", f"{gap.why}: {gap.reason}"]], "seen": {}}
    beside = {name.split(".")[1]: tuple(one.body for one in seen[name]) for name in check.beside}
    said = [(one.resource, check.function(one.body, env, **beside, **params)) for one in seen[check.evidence]]
    said = said or [("", check.when_none)]
    return {
        "verdicts": [[resource, str(outcome.verdict), outcome.reason] for resource, outcome in said],
        "seen": {name: [[one.resource, one.body] for one in things] for name, things in seen.items()},
    }
