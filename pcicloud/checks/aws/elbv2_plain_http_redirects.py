"""Listeners without TLS only send the caller on to HTTPS."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elbv2_plain_listeners", when_none=not_applicable("no load balancer has a listener without TLS"))
def elbv2_plain_http_redirects(body: Json, env: Environment) -> Outcome:
    """Listeners without TLS only send the caller on to HTTPS.

    Why: what is served without TLS can be read and changed by everybody on the way, card data included.
    Fix: let each rule of the listener redirect to HTTPS, or delete the listener.
    Source: Elastic Load Balancing API Reference, DescribeRules.
    """
    for rule in body["Rules"]:
        for action in rule["Actions"]:
            to_tls = action["Type"] == "redirect" and action["RedirectConfig"].get("Protocol") == "HTTPS"
            if not to_tls and action["Type"] != "fixed-response":
                port, priority = body["Listener"]["Port"], rule.get("Priority", "default")
                return failed(
                    f"port {port}, rule {priority}: {action['Type']} without TLS instead of a redirect to HTTPS"
                )
    return passed("every rule redirects to HTTPS or only answers with a fixed text")
