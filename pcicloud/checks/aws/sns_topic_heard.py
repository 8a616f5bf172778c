"""Somebody must listen to each topic."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown


@check(
    evidence="aws.sns_topics",
    when_none=failed("there is no topic in this region, so alerts reach nobody"),
    beside=("aws.sns_subscriptions",),
)
def sns_topic_heard(topic: Json, env: Environment, *, sns_subscriptions: tuple[Json, ...]) -> Outcome:
    """Somebody must listen to each topic.

    Where every subscription has a filter it is unknown whether alerts pass it.

    Why: an alert that reaches nobody is no alert.
    Fix: subscribe the people on duty and confirm it (`alert_email` in environment.yaml, then `pcicloud env apply`),
        without a filter policy.
    Source: Amazon SNS API Reference, ListSubscriptions ("PendingConfirmation" stands where an ARN will be); Amazon SNS
        Developer Guide, "Amazon SNS subscription filter policies".
    """
    own = [item for item in sns_subscriptions if item["Subscription"]["TopicArn"] == topic["TopicArn"]]
    confirmed = [item for item in own if item["Attributes"] is not None]
    hearing = [item["Subscription"] for item in confirmed if not _is_filtered(item["Attributes"])]
    if hearing:
        kinds = ", ".join(sorted({item["Protocol"] for item in hearing}))
        return passed(f"{len(hearing)} confirmed subscriptions receive what the topic carries ({kinds})")
    if confirmed:
        return unknown("each subscription receives only what passes its filter, and whether alerts do can't be told")
    if own:
        return failed("nobody receives what the topic carries: its subscriptions wait to be confirmed")
    return failed("nobody receives what the topic carries: it has no subscription")


def _is_filtered(attributes: Json) -> bool:
    return attributes.get("FilterPolicy", "{}").strip() not in ("", "{}", "null")
