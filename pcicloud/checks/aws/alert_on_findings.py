"""Findings of the named source must reach somebody by themselves."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, Verdict, failed, passed, unknown
from pcicloud.reading.event_patterns import UnreadPatternError, accepted, fields_of

# Of each source, the values of its events' fields that no pattern may leave out.
MUST_PASS: dict[str, dict[str, tuple[Json, ...]]] = {
    "aws.guardduty": {
        "detail.severity": (4, 6.9, 7, 8.9, 9, 10),
        "detail.service.archived": (False,),
    },
    "aws.inspector2": {
        "detail.severity": ("HIGH", "CRITICAL"),
        "detail.status": ("ACTIVE",),
    },
    "aws.macie": {
        "detail.archived": (False,),
        "detail.category": ("CLASSIFICATION",),
        "detail.severity.description": ("Low", "Medium", "High"),
        "detail.severity.score": (1, 2, 3),
        "detail.type": ("SensitiveData:S3Object/Financial", "SensitiveData:S3Object/Multiple"),
    },
    "aws.securityhub": {
        "detail.findings.RecordState": ("ACTIVE",),
        "detail.findings.Severity.Label": ("HIGH", "CRITICAL"),
        "detail.findings.Severity.Normalized": (70, 89, 90, 100),
        "detail.findings.Workflow.Status": ("NEW",),
    },
}
ACCOUNTS = ("account", "detail.accountId", "detail.awsAccountId", "detail.findings.AwsAccountId")
REGIONS = ("region", "detail.region", "detail.findings.Region")


@check(evidence="aws.event_rules", when_none=failed("no rule passes any finding on"), whole=True)
def alert_on_findings(rules: tuple[Json, ...], env: Environment, *, source: str, detail_type: str) -> Outcome:
    """Findings of the named source must reach somebody by themselves.

    A rule may leave out what is not urgent, so far and no further: findings of Inspector and Security Hub below high,
    and of GuardDuty below medium (4), for already medium is what GuardDuty says of a suspected compromise, of which
    PCI DSS 11.5.1 wants people told. Of card data that Macie found nothing may be left out. Where a rule asks for more
    that this check doesn't know, it is unknown whether any finding passes.

    Why: a finding that waits in a console is not an alert.
    Fix: make an EventBridge rule for the source and detail-type, without further conditions but those above, with the
        alert topic as target.
    Source: Amazon EventBridge User Guide, "Amazon EventBridge event patterns"; Amazon GuardDuty User Guide, "Severity
        levels of GuardDuty findings".
    """
    waiting = [body for body in rules if _waits_for(body["Rule"], source, detail_type)]
    telling = [body["Rule"] for body in waiting if body["TopicArns"] or body["Targets"]]
    narrowed = {rule["Name"]: _narrowed(rule, source) for rule in telling}
    whole = [name for name, why in narrowed.items() if why is None]
    if whole:
        return passed(f"the rule {whole[0]} passes on {detail_type}")
    for verdict in (Verdict.UNKNOWN, Verdict.FAIL):
        for name, why in narrowed.items():
            if why and why.verdict is verdict:
                return Outcome(verdict, f"the rule {name} {why.reason}")
    if waiting:
        return failed(f"the rule {waiting[0]['Rule']['Name']} waits for {detail_type}, but has no target")
    return failed(f"no enabled rule waits for {detail_type} of {source}")


def _waits_for(rule: Json, source: str, detail_type: str) -> bool:
    pattern = json.loads(rule["EventPattern"])
    wanted = {key: value for key, value in (("source", source), ("detail-type", detail_type)) if key in pattern}
    try:
        every = all(accepted(pattern[key], value) for key, value in wanted.items())
    except UnreadPatternError:
        return False
    return rule["State"].startswith("ENABLED") and bool(wanted) and every


def _narrowed(rule: Json, source: str) -> Outcome | None:
    """Failed where a rule leaves out findings that must be told, unknown where it can't be told, None if it doesn't."""
    known = _values_that_must_pass(rule["Arn"], source)
    strange: list[str] = []
    try:
        for field, items in fields_of(json.loads(rule["EventPattern"])):
            left_out = [value for value in known.get(field, ()) if not accepted(items, value)]
            if left_out:
                return failed(f"leaves out findings with {field} {left_out[0]}")
            strange += [] if field in known else [field]
    except UnreadPatternError as error:
        return unknown(f"asks for something that can't be read ({error})")
    return unknown(f"lets only some pass by {strange[0]}, and which can't be told") if strange else None


def _values_that_must_pass(arn: str, source: str) -> dict[str, tuple[Json, ...]]:
    region, account = arn.split(":")[3:5]
    place = dict.fromkeys(ACCOUNTS, (account,)) | dict.fromkeys(REGIONS, (region,))
    return {"source": (), "detail-type": (), "version": ("0",)} | place | MUST_PASS.get(source, {})
