"""Load balancers speak no older TLS than what is safe."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed

OLDEST = re.compile(r"-(?:TLS13|FS|TLS)-1-(\d)-")


@check(evidence="aws.elbv2_listeners", when_none=not_applicable("there is no load balancer"))
def elbv2_tls_policy(body: Json, env: Environment, *, tls_min: str) -> Outcome:
    """Load balancers speak no older TLS than what is safe.

    Why: TLS 1.0 and 1.1 fall to known attacks, and one old client is enough to agree on them.
    Fix: set the listener's policy to one of the TLS13-1-2 or TLS13-1-3 family.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, Security policies.
    """
    secure = [listener for listener in body["Listeners"] if listener.get("Protocol") in ("HTTPS", "TLS")]
    for listener in secure:
        named = OLDEST.search(listener.get("SslPolicy", ""))
        oldest = f"1.{named[1]}" if named else "1.0"
        if oldest < tls_min:
            policy = listener.get("SslPolicy", "AWS's old default")
            return failed(f"port {listener['Port']} still agrees on TLS {oldest} by {policy}, {tls_min} is the least")
    if not secure:
        return not_applicable("it has no listener with TLS")
    return passed(f"{len(secure)} listeners speak TLS {tls_min} or newer only")
