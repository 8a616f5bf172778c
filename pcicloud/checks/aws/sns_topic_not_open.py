"""Not everybody may publish to a topic or listen to it."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.resource_policy import open_to_everybody


@check(evidence="aws.sns_topics", when_none=not_applicable("there is no topic in this region"))
def sns_topic_not_open(topic: Json, env: Environment) -> Outcome:
    """Not everybody may publish to a topic or listen to it.

    Why: who can publish can drown or forge alerts, and who can subscribe reads them.
    Fix: name the principals in the topic's policy, or tie `*` to the account with `aws:SourceOwner`.
    Source: Amazon SNS Developer Guide, "Example cases for Amazon SNS access control".
    """
    if not topic.get("Policy"):
        return unknown("AWS didn't show the topic's policy")
    found = open_to_everybody(topic["Policy"])
    if found:
        return failed(f"the topic's policy lets everybody in by the statement {', '.join(found)}")
    return passed("the topic's policy names who may use it")
