"""EventBridge rules of the default bus: what they wait for, and whom they tell."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("events:ListRules", "events:ListRuleNamesByTarget", "events:ListTargetsByRule", "sns:ListTopics"),
    shapes={"Rule": "events:ListRules.Rules[]", "TopicArns": "", "Targets": "events:ListTargetsByRule.Targets"},
)
def event_rules(account: Account) -> Iterator[Seen | Unseen]:
    """Each rule that waits for an event and that no AWS service owns, with the topics or the targets that it tells.

    A topic is asked for all of its rules at once; `Targets` is None for a rule that a topic named.
    """
    rules = account.pages("events", "ListRules", "Rules", Limit=100)
    own = [rule for rule in rules if rule.get("EventPattern") and not rule.get("ManagedBy")]
    told = _rules_of_topics(account, len(own))

    def look(rule: Json) -> Json:
        topics = [topic for topic, names in told.items() if rule["Name"] in names]
        targets = None if topics else account.pages("events", "ListTargetsByRule", "Targets", Rule=rule["Name"])
        return {"Rule": rule, "TopicArns": topics, "Targets": targets}

    yield from account.each(own, lambda rule: str(rule["Arn"]), look)


def _rules_of_topics(account: Account, rules: int) -> dict[str, list[str]]:
    """The names of the rules that tell each topic; nothing where asking each rule takes fewer calls."""
    topics = [topic["TopicArn"] for topic in account.pages("sns", "ListTopics", "Topics")] if rules else []
    if len(topics) > rules:
        return {}
    return {topic: account.pages("events", "ListRuleNamesByTarget", "RuleNames", TargetArn=topic) for topic in topics}
