"""Who listens to the SNS topics."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("sns:ListSubscriptions",), shapes="sns:ListSubscriptions.Subscriptions[]")
def sns_subscriptions(account: Account) -> Iterator[Seen]:
    """Each subscription of the region's topics; one that nobody confirmed yet has no ARN."""
    for number, subscription in enumerate(account.pages("sns", "ListSubscriptions", "Subscriptions"), start=1):
        arn = subscription["SubscriptionArn"]
        yield Seen(arn if arn.startswith("arn:") else f"{subscription['TopicArn']}/pending-{number}", subscription)
