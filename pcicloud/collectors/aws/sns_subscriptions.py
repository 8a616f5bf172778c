"""Who listens to the SNS topics, and to which of their messages."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("sns:ListSubscriptions", "sns:GetSubscriptionAttributes"),
    shapes={
        "Subscription": "sns:ListSubscriptions.Subscriptions[]",
        "Attributes": "sns:GetSubscriptionAttributes.Attributes",
    },
)
def sns_subscriptions(account: Account) -> Iterator[Seen | Unseen]:
    """Each subscription of the region's topics with its attributes; one that nobody confirmed yet has none of them."""

    def look(item: tuple[str, Json]) -> Json:
        arn, subscription = item
        if subscription["SubscriptionArn"] != arn:
            return {"Subscription": subscription, "Attributes": None}
        answer = account.call("sns", "GetSubscriptionAttributes", SubscriptionArn=arn)
        return {"Subscription": subscription, "Attributes": answer["Attributes"]}

    listed = enumerate(account.pages("sns", "ListSubscriptions", "Subscriptions"), start=1)
    named = [(_name(number, subscription), subscription) for number, subscription in listed]
    yield from account.each(named, lambda item: str(item[0]), look)


def _name(number: int, subscription: Json) -> str:
    arn = str(subscription["SubscriptionArn"])
    return arn if arn.startswith("arn:") else f"{subscription['TopicArn']}/pending-{number}"
