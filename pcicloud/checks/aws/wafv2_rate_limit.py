"""Web filters stop an address that sends too many requests."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.web_filter_rules import allows_before

WINDOW_S = 300
STOPPING = {"Block", "Captcha", "Challenge"}
OF_ADDRESSES = {"IP", "FORWARDED_IP"}


@check(evidence="aws.wafv2_web_acls", when_none=not_applicable("there is no web filter"))
def wafv2_rate_limit(acl: Json, env: Environment, *, limit_max: int) -> Outcome:
    """Web filters stop an address that sends too many requests.

    More than `limit_max` in five minutes are too many. Where the rule looks only at some requests, counts by something
    else than addresses, or an earlier rule lets requests pass, it is unknown what it stops.

    Why: trying stolen card numbers or passwords takes thousands of requests from few addresses.
    Fix: add a rate-based rule for all requests with action Block to the web ACL, before any rule that allows.
    Source: AWS WAF Developer Guide, Using rate-based rule statements in AWS WAF (the window is 300 s by default).
    """
    limits = [rule for rule in acl.get("Rules", ()) if _stops(rule)]
    if not limits:
        return failed("no rule stops an address that sends too many requests")
    low = [rule for rule in limits if _in_window(_rate(rule)) <= limit_max]
    if not low:
        requests = min(_in_window(_rate(rule)) for rule in limits)
        return failed(f"an address may send {requests:.0f} requests in five minutes, and {limit_max} are enough")
    doubts = [_doubt(acl, rule) for rule in low]
    if all(doubts):
        return unknown(str(doubts[0]))
    return passed(f"more than {_rate(low[doubts.index(None)])['Limit']} requests are stopped")


def _rate(rule: Json) -> Json:
    return rule["Statement"].get("RateBasedStatement")


def _stops(rule: Json) -> bool:
    return bool(_rate(rule) and STOPPING & set(rule.get("Action", {})))


def _in_window(rate: Json) -> float:
    return float(rate["Limit"] * WINDOW_S / rate.get("EvaluationWindowSec", WINDOW_S))


def _doubt(acl: Json, rule: Json) -> str | None:
    rate = _rate(rule)
    if "ScopeDownStatement" in rate:
        return f"the rule {rule['Name']} looks only at some requests"
    if rate["AggregateKeyType"] not in OF_ADDRESSES:
        return f"the rule {rule['Name']} does not count by addresses"
    earlier = allows_before(acl, rule["Priority"])
    return f"the rule {earlier} may let requests pass before {rule['Name']} counts them" if earlier else None
