"""Only ports that were approved may be reachable."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.listeners import listeners


@check(evidence="host.listeners", when_none=passed("nothing listens"))
def listeners_expected(body: Json, env: Environment) -> Outcome:
    """Only ports that were approved may be reachable.

    Why: each open port is a way in, and one that nobody knows of is not watched.
    Fix: stop what listens there, bind it to 127.0.0.1, or name the port in `ports_expected` in environment.yaml.
    Source: ss(8).
    """
    expected = {part.strip() for part in str(env.parameters.get("ports_expected", "22")).split(",")}
    reachable = [one for one in listeners(body) if not one.is_local]
    found = [one for one in reachable if str(one.port) not in expected and f"{one.port}/{one.protocol}" not in expected]
    if found:
        return failed(f"reachable, but not among the expected ports: {', '.join(str(one) for one in found)}")
    return passed(f"{len(reachable)} sockets are reachable, all on expected ports")
