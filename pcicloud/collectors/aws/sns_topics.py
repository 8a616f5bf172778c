"""SNS topics: who may publish, with which key, and whether anybody listens."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("sns:ListTopics", "sns:GetTopicAttributes"),
    shapes="sns:GetTopicAttributes.Attributes",
)
def sns_topics(account: Account) -> Iterator[Seen | Unseen]:
    """Each topic's attributes: its policy as JSON text, its key, its number of subscriptions."""

    def look(topic: Json) -> Json:
        return account.call("sns", "GetTopicAttributes", TopicArn=topic["TopicArn"])["Attributes"]

    yield from account.each(account.pages("sns", "ListTopics", "Topics"), lambda topic: str(topic["TopicArn"]), look)
