"""Somebody must listen to each topic."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(
    evidence="aws.sns_topics",
    when_none=failed("there is no topic in this region, so alerts reach nobody"),
    beside=("aws.sns_subscriptions",),
)
def sns_topic_heard(topic: Json, env: Environment, *, sns_subscriptions: tuple[Json, ...]) -> Outcome:
    """Somebody must listen to each topic.

    Why: an alert that reaches nobody is no alert.
    Fix: subscribe the people on duty and confirm it (`alert_email` in environment.yaml, then `pcicloud env apply`).
    Source: Amazon SNS API Reference, ListSubscriptions ("PendingConfirmation" stands where an ARN will be).
    """
    own = [item for item in sns_subscriptions if item["TopicArn"] == topic["TopicArn"]]
    confirmed = [item for item in own if item["SubscriptionArn"].startswith("arn:")]
    if confirmed:
        kinds = ", ".join(sorted({item["Protocol"] for item in confirmed}))
        return passed(f"{len(confirmed)} confirmed subscriptions receive what the topic carries ({kinds})")
    if own:
        return failed("nobody receives what the topic carries: its subscriptions wait to be confirmed")
    return failed("nobody receives what the topic carries: it has no subscription")
