"""Web filters log what they see and block."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.wafv2_logging", when_none=not_applicable("there is no web filter"))
def wafv2_logging(body: Json, env: Environment) -> Outcome:
    """Web filters log what they see and block.

    Why: without its log nobody notices an attack on the web application, or that the filter is off.
    Fix: give the web ACL a logging configuration.
    Source: AWS WAF Developer Guide, Logging AWS WAF protection pack (web ACL) traffic.
    """
    log = body["LoggingConfiguration"]
    if not log:
        return failed("this web filter doesn't log")
    kept = log.get("LoggingFilter", {})
    if kept.get("DefaultBehavior") == "DROP" and not any(
        item["Behavior"] == "KEEP" for item in kept.get("Filters", ())
    ):
        return failed("its logging filter drops everything")
    return passed(f"it logs to {log['LogDestinationConfigs'][0].split(':')[-1]}")
