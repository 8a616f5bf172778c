"""Web filters stop an address that sends too many requests."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.wafv2_web_acls", when_none=not_applicable("there is no web filter"))
def wafv2_rate_limit(acl: Json, env: Environment) -> Outcome:
    """Web filters stop an address that sends too many requests.

    Why: trying stolen card numbers or passwords takes thousands of requests from few addresses.
    Fix: add a rate-based rule with action Block to the web ACL.
    Source: AWS WAF Developer Guide, Using rate-based rule statements in AWS WAF.
    """
    for rule in acl.get("Rules", ()):
        rate = rule["Statement"].get("RateBasedStatement")
        if rate and set(rule.get("Action", {})) & {"Block", "Captcha", "Challenge"}:
            return passed(f"more than {rate['Limit']} requests are stopped")
    return failed("no rule stops an address that sends too many requests")
