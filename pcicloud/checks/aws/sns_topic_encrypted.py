"""Topics that carry alerts must be encrypted."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.sns_topics", when_none=not_applicable("there is no topic in this region"))
def sns_topic_encrypted(topic: Json, env: Environment) -> Outcome:
    """Topics that carry alerts must be encrypted.

    Why: alerts tell names, addresses and weaknesses of the environment.
    Fix: set KmsMasterKeyId on the topic.
    Source: Amazon SNS Developer Guide, "Securing Amazon SNS data with server-side encryption".
    """
    if not topic.get("KmsMasterKeyId"):
        return failed("messages are stored without encryption")
    return passed("messages are encrypted with a KMS key")
